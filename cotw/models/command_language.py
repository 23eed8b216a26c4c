"""A program as a language model: it reads a prompt on stdin and prints an answer (`claude -p`, `llm`, …).

It runs in a session and process group of its own, so that it has no terminal on which it could pose as the
person, and that all it starts ends with it. Its hooks are switched off: an agent that is asked by COTW must
not ask COTW. It gets the environment without COTW's settings and without the key of another model.
"""

from __future__ import annotations

import os
import selectors
import shlex
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cotw.errors import ModelFailed
from cotw.models.language import Said, estimated
from cotw.secrets import mask
from cotw.wire.paths import HOOKS_SWITCH

_LONGEST_OUTPUT = 1_000_000
_LONGEST_COMPLAINT = 2000
_LONGEST_REASON = 200
_BLOCK_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class CommandModel:
    """A program with its arguments; no shell reads them. `environment` is that of the person."""

    command: tuple[str, ...]
    environment: Mapping[str, str]
    withheld: frozenset[str] = frozenset()  # variables that hold keys of ours

    @property
    def name(self) -> str:
        return mask(shlex.join(self.command))

    def complete(self, prompt: str, *, max_tokens: int, timeout_seconds: float) -> str:
        """What the program prints. Raises ModelFailed."""
        return self.say(prompt, schema=None, max_tokens=max_tokens, timeout_seconds=timeout_seconds).text

    def say(
        self, prompt: str, *, schema: Mapping[str, Any] | None, max_tokens: int, timeout_seconds: float
    ) -> Said:
        """What the program prints; how long that is, is up to it. Raises ModelFailed."""
        # An agent reads what lies in the folder it is started in: there is nothing in this one.
        with (
            TemporaryDirectory(prefix="cotw-", ignore_cleanup_errors=True) as folder,
            self._started(folder) as process,
        ):
            try:
                heard = _talk(process, prompt.encode("utf-8", "replace"), time.monotonic() + timeout_seconds)
            finally:
                _end(process)
        return estimated(prompt, self._text(heard, process.returncode))

    def _started(self, folder: str) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                self.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=folder,
                env=self._environment(),
                start_new_session=True,
                bufsize=0,
            )
        except (OSError, ValueError) as error:
            raise ModelFailed(
                f"the program {self.command[0]!r} cannot be started",
                kind="not started",
                is_free=True,
                hint="see: cotw config show language.command",
            ) from error

    def _environment(self) -> dict[str, str]:
        passed = {
            name: value
            for name, value in self.environment.items()
            if not name.startswith("COTW_") and name not in self.withheld
        }
        return {**passed, HOOKS_SWITCH: "off"}

    def _text(self, heard: _Heard, code: int) -> str:
        program = Path(self.command[0]).name
        if code:
            said = " ".join(bytes(heard.complaint).decode("utf-8", "replace").split())
            reason = f": {mask(said)[-_LONGEST_REASON:]}" if said else ""
            raise ModelFailed(f"{program} ended with code {code}{reason}", kind=f"code {code}")
        try:
            text = bytes(heard.output).decode("utf-8").strip()
        except UnicodeDecodeError:
            raise ModelFailed(f"what {program} printed is not UTF-8 text", kind="no text") from None
        if not text:
            raise ModelFailed(f"{program} printed nothing", kind="empty")
        return text


@dataclass(slots=True)
class _Heard:
    """What a program printed, and the end of what it complained about."""

    output: bytearray = field(default_factory=bytearray)
    complaint: bytearray = field(default_factory=bytearray)


def _talk(process: subprocess.Popen[bytes], prompt: bytes, deadline: float) -> _Heard:
    """Gives the prompt and hears the answer, at once: a program may print before it has read all.

    Ends with the program, even if a child of it still holds the pipes. Raises ModelFailed.
    """
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    heard, left = _Heard(), memoryview(prompt)
    for pipe in (process.stdin, process.stdout, process.stderr):
        os.set_blocking(pipe.fileno(), False)
    with selectors.DefaultSelector() as pipes:
        pipes.register(process.stdin, selectors.EVENT_WRITE)
        pipes.register(process.stdout, selectors.EVENT_READ)
        pipes.register(process.stderr, selectors.EVENT_READ)
        while pipes.get_map():
            if (remaining := deadline - time.monotonic()) <= 0:
                raise ModelFailed(
                    "the program did not answer in time and was ended",
                    kind="too late",
                    hint="allow more: cotw config set language.timeout_seconds N",
                )
            # Looked at before reading: whatever it printed before it ended is in the pipes by then.
            has_ended = process.poll() is not None
            ready = [key for key, _ in pipes.select(0 if has_ended else min(remaining, 0.1))]
            if has_ended and not [key for key in ready if key.fileobj is not process.stdin]:
                break
            for key in ready:
                if key.fileobj is process.stdin:
                    left = _give(process, left, pipes)
                else:
                    _hear(key.fileobj, heard, pipes, is_output=key.fileobj is process.stdout)
    with suppress(subprocess.TimeoutExpired):
        process.wait(max(0.0, deadline - time.monotonic()))
    return heard


def _give(
    process: subprocess.Popen[bytes], left: memoryview[int], pipes: selectors.BaseSelector
) -> memoryview[int]:
    """Writes on; closes the pipe at the end, or when the program reads no more."""
    assert process.stdin
    try:
        left = left[os.write(process.stdin.fileno(), left[:_BLOCK_BYTES]) :]
    except BlockingIOError:
        return left
    except BrokenPipeError:
        left = left[:0]
    if not left:
        pipes.unregister(process.stdin)
        process.stdin.close()
    return left


def _hear(pipe: Any, heard: _Heard, pipes: selectors.BaseSelector, *, is_output: bool) -> None:
    data = os.read(pipe.fileno(), _BLOCK_BYTES)
    if not data:
        pipes.unregister(pipe)
    elif is_output:
        heard.output += data
        if len(heard.output) > _LONGEST_OUTPUT:
            raise ModelFailed("what the program prints has no end", kind="too long")
    else:
        heard.complaint += data
        del heard.complaint[:-_LONGEST_COMPLAINT]


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends what is left of the program and of all it started, and waits for it."""
    # A group may outlive the process that began it.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
