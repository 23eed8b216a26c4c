"""What the repository must not contain, and how long its files may grow."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 400

# Where programs are built rather than used; a person's home in an example is fine.
FORBIDDEN = {
    "a path of one machine": re.compile(r"(?<![\w.~])/(?:work|root|opt)/|/tmp/w/|[.]pyenv/"),
    "a registry's host": re.compile(
        r"\b(?:py[p]i[.]org|py[t]honhosted|download[.]py[t]orch|registry[.]n[p]m)"
    ),
}


@cache
def _files() -> tuple[Path, ...]:
    """Every file that is, or would be, committed."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode != 0:
        pytest.skip("not a git checkout")
    named = (ROOT / name.decode() for name in listing.stdout.split(b"\0") if name)
    return tuple(path for path in named if path.is_file() and not path.is_symlink())


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names_a_machine_or_a_registry(what: str) -> None:
    """Paths of the machine it was written on and hosts of package registries stay out of every file."""
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path in _files()
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if FORBIDDEN[what].search(line)
    ]
    assert not found


def test_no_source_file_is_too_long() -> None:
    """A file of more than 400 lines holds two rooms' worth."""
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in _files()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in ("cotw", "commands", "jobs")
    }
    assert lengths
    assert not {name: length for name, length in lengths.items() if length > LONGEST}


def test_every_module_says_what_it_is() -> None:
    """A module's docstring is its glossary entry; none goes without."""
    silent = [
        str(path.relative_to(ROOT))
        for path in _files()
        if path.suffix == ".py" and not ast.get_docstring(ast.parse(path.read_bytes() or b"'an empty file'"))
    ]
    assert not silent
