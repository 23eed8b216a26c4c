"""Other memories that a person may have: known by words in their commands or plugins, only to be named."""

from __future__ import annotations

from collections.abc import Iterable

_NAMES = (
    "claude-mem",
    "claude-remember",
    "basic-memory",
    "cognee",
    "engram",
    "episodic-memory",
    "graphiti",
    "hindsight",
    "letta",
    "mem0",
    "memos-local",
    "memsearch",
    "openviking",
    "supermemory",
    "zep",
)


def named_in(texts: Iterable[str]) -> list[str]:
    """The memories that `texts` name, each once."""
    said = "\n".join(texts).casefold()
    return [name for name in _NAMES if name in said]
