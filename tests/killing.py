"""Killing: a process of a test that dies at some instant, without its pytest."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

# What makes a change last: between two of these nothing does.
_LASTING = ("fsync", "replace", "rename", "unlink")


class Killed(BaseException):
    """What no code catches to go on."""


@contextmanager
def killed_at(number: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """From the lasting call of this number on none is made any more; the list holds how many were wanted."""
    made = [0]

    def dying(call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*given: Any, **named: Any) -> Any:
            made[0] += 1
            if made[0] >= number:
                raise Killed
            return call(*given, **named)

        return called

    with monkeypatch.context() as patch:
        for name in _LASTING:
            patch.setattr(os, name, dying(getattr(os, name)))
        yield made
