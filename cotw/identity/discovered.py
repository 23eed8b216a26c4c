"""Discovered: what was found of machine and projects, as blocks of TOOLS.md between marks.

Only what stands between the marks of a block is ever replaced. TOOLS.md is followed by the agent, so no
sentence of a project's files gets into it: names are reduced to one word, commands are ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cotw.identity.programs import Program
from cotw.identity.projects import Project

_NOT_IN_NAMES = re.compile(r"[^\w.@/~+ -]+")
# How the heading of a project begins.
PROJECT = "Project "
_LONGEST_NAME = 120
_LONGEST_WORD = 40


def machine_block(system: str, programs: Sequence[Program]) -> tuple[str, str]:
    """Key and text of the block about this machine."""
    lines = ["## Machine", "", f"- System: {_name(system)}"]
    for kind in dict.fromkeys(program.kind for program in programs):
        these = [f"{one.name} {one.version}".strip() for one in programs if one.kind == kind]
        lines.append(f"- {kind}: {', '.join(these)}")
    return "machine", "\n".join(lines)


def project_block(project: Project) -> tuple[str, str]:
    """Key and text of the block about one project."""
    place = _name(project.place)
    name = re.sub(r"[\s-]+", "-", _name(project.name))[:_LONGEST_WORD]
    lines = [f"## {PROJECT}{name}", "", f"- Folder: {place}"]
    for label, values in (
        ("Languages", project.languages),
        ("Packages", project.packages),
        ("Commands", [f"`{command}`" for command in project.commands]),
    ):
        if values:
            lines.append(f"- {label}: {', '.join(values)}")
    return f"project {place}", "\n".join(lines)


def with_blocks(text: str, blocks: Iterable[tuple[str, str]]) -> str:
    """TOOLS.md with each block in its place, or at the end where there is none of that key yet."""
    for key, body in blocks:
        begin, end = f"<!-- found: {key} -->", f"<!-- end: {key} -->"
        block = f"{begin}\n{body}\n{end}"
        before, opened, rest = text.partition(begin)
        _, closed, after = rest.partition(end)
        if opened and closed:
            text = before + block + after
        else:
            text = f"{text.rstrip()}\n\n{block}\n" if text.strip() else f"{block}\n"
    return text


def _name(words: str) -> str:
    """A name as it may stand in a file that the agent follows, and in a comment that must not end early."""
    tamed = re.sub(r"-{2,}", "-", _NOT_IN_NAMES.sub("", " ".join(words.split())))
    return tamed.strip()[:_LONGEST_NAME] or "unnamed"
