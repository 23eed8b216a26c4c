"""Project scan: what a project's own files say is still to be done.

Read are a few files at the top of a folder that a person bound: unticked boxes, points and TODO lines of
TODO files, TODO and FIXME comments of manifests. Whatever stands there was written by anyone and is only
evidence: it is bounded, has no control characters, and its secrets are masked. Links that lead out of the
folder are not followed.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from cotw.extraction.plain import readable
from cotw.extraction.shortening import on_one_line
from cotw.extraction.spoken import shortened
from cotw.records.open_thread import Openness, OpenThread
from cotw.secrets import secrets_in

MOST = 20
LISTS = ("TODO.md", "TODO")
MANIFESTS = ("pyproject.toml", "package.json", "Cargo.toml", "go.mod")
_LARGEST_BYTES = 256 * 1024
_LONGEST_LINE = 2_000
_BINARY = b"\0"

_BOX = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s+\[(?P<mark>[ xX-])\]\s+(?P<what>\S.*)")
_POINT = re.compile(r"(?:[-*+]|\d{1,3}[.)])\s+(?P<what>\S.*)")
_MARKED = re.compile(r"\s*(?:[-*+]\s+)?(?:TODO|FIXME)\b(?:\([^()]{0,40}\))?\s*[:–-]?\s+(?P<what>\S.*)")
_TODO = re.compile(r"\b(?:TODO|FIXME)\b(?:\([^()]{0,40}\))?\s*[:–-]?\s+(?P<what>\S.*)")
_COMMENT_MARKS = ("#", "//")
_HEADING = re.compile(r"\s*\#{1,6}\s+(?P<title>\S.*)")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_DONE = re.compile(
    r"\W*(?:done|finished|completed?|closed|archived?|released|erledigt|fertig)\b", re.IGNORECASE
)
# Marks that turn text round or hide in it.
_UNSEEN = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def project_scan(folder: Path) -> list[OpenThread]:
    """What is open by the files of `folder`, in their order; nothing if there is no such folder.

    `since` is when the file was last changed, `speaker` its name, `source` `file:<name>#L<line>`.
    """
    found: list[OpenThread] = []
    for name in (*LISTS, *MANIFESTS):
        if (read := _read(folder, name)) is None:
            continue
        text, changed = read
        entries = _listed(text) if name in LISTS else _commented(text)
        for line, what in entries:
            if len(found) == MOST:
                return found
            found.append(OpenThread(shortened(what), Openness.TODO, name, changed, f"file:{name}#L{line}"))
    return found


def _read(folder: Path, name: str) -> tuple[str, datetime] | None:
    """The words of a file and when it was changed; None where there is none that may be read."""
    try:
        root, path = folder.resolve(strict=True), (folder / name).resolve(strict=True)
        if not path.is_relative_to(root):
            return None
        # Without waiting: what looks like a file may be a pipe.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except (OSError, RuntimeError):  # missing, forbidden, a ring of links
        return None
    facts = os.fstat(handle)
    if not stat.S_ISREG(facts.st_mode):
        os.close(handle)
        return None
    with open(handle, "rb") as stream:
        data = stream.read(_LARGEST_BYTES)
    if _BINARY in data:
        return None
    if len(data) == _LARGEST_BYTES:  # half a line may be half a secret
        data = data[: data.rfind(b"\n") + 1]
    return _masked(readable(data.decode("utf-8", "replace"))), datetime.fromtimestamp(facts.st_mtime, UTC)


def _masked(text: str) -> str:
    """`text` without secrets, with as many lines."""
    pieces: list[str] = []
    place = 0
    for secret in secrets_in(text):
        lines = text.count("\n", secret.start, secret.end)
        pieces += (text[place : secret.start], f"[secret:{secret.kind}]", "\n" * lines)
        place = secret.end
    return "".join([*pieces, text[place:]])


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) <= _LONGEST_LINE:
            yield number, _UNSEEN.sub("", line)


def _listed(text: str) -> Iterator[tuple[int, str]]:
    """The points of a TODO file that are not done, each with its line."""
    in_code = is_over = False
    for number, line in _lines(text):
        if _FENCE.match(line):
            in_code = not in_code
        elif in_code:
            continue
        elif heading := _HEADING.match(line):
            is_over = _DONE.match(heading["title"]) is not None
        elif box := _BOX.match(line):
            if box["mark"] == " ":
                yield number, on_one_line(box["what"])
        elif not is_over and (point := _MARKED.match(line) or _POINT.match(line)):
            what = point["what"]
            if not what.startswith(("~~", "✓", "✔", "✅")) and not _DONE.match(what):
                yield number, on_one_line(what)


def _commented(text: str) -> Iterator[tuple[int, str]]:
    """The TODO and FIXME comments of a manifest, each with its line."""
    for number, line in _lines(text):
        comment = _TODO.search(line)
        if comment and any(mark in line[: comment.start()] for mark in _COMMENT_MARKS):
            yield number, on_one_line(comment["what"].rstrip('", '))
