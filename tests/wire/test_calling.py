"""Calling: whatever is there in the place of a keeper, and whatever it says, meets one of a few errors."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from cotw import __version__
from cotw.wire.calling import NoKeeper, Refused, ask_keeper
from cotw.wire.frames import Broken
from cotw.wire.starting import is_kept

LONG = 60.0  # nothing here waits


@contextmanager
def saying(root: Path, answer: bytes) -> Iterator[None]:
    """A keeper of `root` that gives this answer to one question, whatever it is."""
    (root / "run").mkdir()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(root / "s"))
        listening.listen()
        (root / "run" / "keeper.address").write_text(f"{root}/s\n")

        def say() -> None:
            line, _ = listening.accept()
            with line:
                line.recv(1 << 16)
                line.sendall(answer)

        saying = Thread(target=say)
        saying.start()
        yield
        saying.join()


def framed(rest: str) -> bytes:
    return f'{{"version":"{__version__}",{rest}}}\n'.encode()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"[1]\n",
        b"[" * 100_000 + b"\n",
        b'{"version": "0.1.0", "ans',
        framed('"answer":[]'),
        framed('"answer":' + "9" * 5000),
        framed('"error":{"kind":"UsageError","message":"m","hint":"h","exit_code":"many"}'),
        framed('"error":{"kind":"UsageError","message":"m","hint":"h","exit_code":null}'),
        framed('"error":{"kind":["UsageError"],"message":"m","hint":"h","exit_code":2}'),
        framed('"error":{}'),
    ],
)
def test_what_is_no_answer_is_broken(tmp_path: Path, answer: bytes) -> None:
    """Half a line, another form, numbers that are none."""
    with saying(tmp_path, answer), pytest.raises(Broken):
        ask_keeper(str(tmp_path), {}, "recall", seconds=LONG)


def test_a_failure_of_the_keeper_is_refused(tmp_path: Path) -> None:
    """With its kind, its sentence, its hint and its exit code."""
    error = '"error":{"kind":"UsageError","message":"m","hint":"h","exit_code":2}'
    with saying(tmp_path, framed(error)), pytest.raises(Refused) as refused:
        ask_keeper(str(tmp_path), {}, "recall", seconds=LONG)
    assert (refused.value.kind, refused.value.hint, refused.value.exit_code) == ("UsageError", "h", 2)


@pytest.mark.parametrize("address", [b"", b"\0abc\n", b"a\0b", b"/nowhere", b"/" + b"x" * 5000, b"\xff\xfe"])
def test_an_address_that_is_none_is_no_keeper(tmp_path: Path, address: bytes) -> None:
    """Whatever stands there is not read as more than a path."""
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "keeper.address").write_bytes(address)
    with pytest.raises(NoKeeper):
        ask_keeper(str(tmp_path), {}, "recall", seconds=LONG)


def test_pipes_and_links_are_not_waited_for(tmp_path: Path) -> None:
    """In the place of the address, or of the lock."""
    (tmp_path / "run").mkdir()
    for name in ("keeper.address", "keeper.lock"):
        os.mkfifo(tmp_path / "run" / name)
    assert not is_kept(str(tmp_path))
    with pytest.raises(NoKeeper):
        ask_keeper(str(tmp_path), {}, "recall", seconds=LONG)
    (tmp_path / "run" / "keeper.address").unlink()
    (tmp_path / "run" / "keeper.address").symlink_to("/dev/zero")
    with pytest.raises(NoKeeper):
        ask_keeper(str(tmp_path), {}, "recall", seconds=LONG)
