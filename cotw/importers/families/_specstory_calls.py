"""A tool call in a SpecStory document: its name, its target, and of its lines a digest."""

from __future__ import annotations

import re
from hashlib import sha256

from cotw.importers.kept import short_target
from cotw.records.message import ToolCall

FENCE = "```"
_SUMMARY = re.compile(r"Tool use: \*\*(?P<name>[^*]+)\*\*\s*(?:• )?(?P<target>.*?)(?:</summary>.*)?\Z")
_INLINE_CODE = re.compile(r"[^`]*`(?P<code>[^`]+)`\s*\Z")


class CallInProgress:
    """A tool call while its lines are read: what is kept of them is a digest."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._target = ""
        self._size = 0
        self._digest = sha256()
        self._fenced = False

    def add(self, line: str) -> None:
        """Takes one line in."""
        if not self._fenced and (summary := _SUMMARY.search(line)):
            self._name = self._name or summary["name"].strip()
            self._target = summary["target"].strip().strip("`")
            return
        self._fenced |= line.startswith(FENCE)
        if not self._fenced and (code := _INLINE_CODE.match(line)):
            self._target = code["code"]
        data = line.encode("utf-8", "surrogateescape") + b"\n"
        self._size += len(data)
        self._digest.update(data)

    def finished(self) -> ToolCall:
        """What is kept of the call."""
        target = short_target(self._target)
        return ToolCall(self._name or "tool", target, None, self._size, self._digest.hexdigest())
