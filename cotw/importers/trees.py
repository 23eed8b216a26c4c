"""A JSON document whose lists hold trees: each object of a tree by itself, however deep it stands.

A conversation that is saved as a tree is as deep as it is long, and no JSON decoder goes down as far.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from cotw.importers.documents import CutOff, Source, decoded, end


def forest(stream: BinaryIO, listed: frozenset[str], inner: str) -> Iterator[tuple[str, Any, str | None]]:
    """Like `members`, for lists of trees: an object comes without its list `inner`, whose items follow it.

    Trees may be deeper than a document that is decoded as a whole. Raises CutOff after the objects that
    were begun.
    """
    source = Source(stream)
    source.take(b"{")
    while source.peek() != b"}":
        name = str(decoded(source.value())[0])
        source.take(b":")
        if name in listed and source.peek() == b"[":
            nodes: list[dict[str, Any]] = []
            try:
                flaws = _grow_trees(source, inner, nodes)
            except CutOff:
                yield from ((name, node, None) for node in nodes)
                raise
            yield from ((name, node, None) for node in nodes)
            yield from ((name, None, flaw) for flaw in flaws)
        else:
            yield (name, *decoded(source.value()))
        if source.peek() != b"}":
            source.take(b",")
    source.take(b"}")
    end(source)


def _grow_trees(source: Source, inner: str, nodes: list[dict[str, Any]]) -> list[str]:
    """Adds the objects of a list of trees to `nodes`, parents first; returns what is wrong with others."""
    flaws: list[str] = []
    way: list[dict[str, Any]] = []
    source.take(b"[")
    while True:
        way.append({})
        deeper = False
        if source.peek() == b"{":
            source.take(b"{")
            nodes.append(way[-1])
            deeper = _fill(source, inner, way[-1], flaws)
        elif source.peek() != b"]":
            flaws.append(decoded(source.value())[1] or "is not an object")
        # Back up to the next object, through the ends of lists and of the objects that hold them.
        while not deeper:
            way.pop()
            if source.peek() == b",":
                source.take(b",")
                break
            source.take(b"]")
            if not way:
                return flaws
            if source.peek() == b",":
                source.take(b",")
            deeper = _fill(source, inner, way[-1], flaws)


def _fill(source: Source, inner: str, node: dict[str, Any], flaws: list[str]) -> bool:
    """Reads members of an object: up to its end (False), or into its list `inner` (True)."""
    while source.peek() != b"}":
        name = str(decoded(source.value())[0])
        source.take(b":")
        if name == inner and source.peek() == b"[":
            source.take(b"[")
            return True
        node[name], flaw = decoded(source.value())
        flaws += [flaw] if flaw else []
        if source.peek() != b"}":
            source.take(b",")
    source.take(b"}")
    return False
