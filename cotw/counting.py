"""Counting: numbers of things as people say them."""

from __future__ import annotations


def many(count: int, noun: str, several: str = "") -> str:
    """`3 threads`, `1 thread`; `several` where that is not the noun with an s."""
    return f"{count:,} {noun if count == 1 else several or f'{noun}s'}"


def times(count: int) -> str:
    """`once`, `3 times`."""
    return "once" if count == 1 else f"{count:,} times"
