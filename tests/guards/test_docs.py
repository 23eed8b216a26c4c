"""What the documents name is there: commands with their flags, jobs, settings, files that they link to."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.core import TyperGroup

from cotw.commands._table import COMMANDS, load_command
from cotw.jobs.table import JOBS

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
# A call in a line of its own, or within backticks.
_CALL = re.compile(r"(?:^ {4}(?:\$ )?|^(?:\$ )|`)cotw ([a-z][^`\n]*)", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """Those within the repository; others are not followed."""
    links = [link for link in _LINK.findall(page.read_text("utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_are_there_with_their_flags(page: Path) -> None:
    """Whoever copies a line is not told that there is no such thing."""
    assert [call for call in _CALL.findall(page.read_text("utf-8")) if not _is_known(call)] == []


def test_every_job_of_the_nightshift_is_told_of() -> None:
    """In the order in which they are done."""
    page = (ROOT / "docs" / "nightshift.md").read_text("utf-8")
    assert re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE) == [job.name for job in JOBS]


def _is_known(call: str) -> bool:
    """Whether a command of that name takes what is written behind it, as far as flags go."""
    try:
        # What stands behind two spaces or a dash explains.
        name, *words = shlex.split(re.split(r"\s{2,}| [–#|>&]|…", call.replace("\\|", "|"))[0])
    except ValueError:
        name, *words = call.split()
    if name not in COMMANDS:
        return False
    command = load_command(name)
    if isinstance(command, TyperGroup) and words and not words[0].startswith("-"):
        verbs = words.pop(0).strip("[]").split("|")
        if any(verb not in command.commands for verb in verbs):
            return False
        command = command.commands[verbs[0]]
    taken = {flag for one in command.params for flag in (*one.opts, *one.secondary_opts)} | {"--help"}
    flags = {word.partition("=")[0] for word in words if word.startswith("--")}
    return flags <= taken
