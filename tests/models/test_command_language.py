"""A program as a model: what it prints is the answer, and nothing of it is left running."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import psutil
import pytest

from cotw.errors import ModelFailed
from cotw.models.command_language import CommandModel


def program(
    code: str, environment: Mapping[str, str] = os.environ, **changes: frozenset[str]
) -> CommandModel:
    """A model that runs these lines of Python."""
    return CommandModel((sys.executable, "-S", "-c", code), environment, **changes)


def answer(code: str, prompt: str = "How many spokes?", *, seconds: float = 20.0) -> str:
    return program(code).complete(prompt, max_tokens=50, timeout_seconds=seconds)


def failure(code: str, *, seconds: float = 20.0) -> ModelFailed:
    with pytest.raises(ModelFailed) as failed:
        answer(code, seconds=seconds)
    return failed.value


def test_prompt_in_answer_out() -> None:
    """The prompt on stdin, whatever its size; what is printed is the answer."""
    assert answer("import sys; print(len(sys.stdin.read()), 'ü')", "ü" * 300_000) == "300000 ü"
    assert answer("print('I do not read')", "x" * 3_000_000) == "I do not read"


def test_its_surroundings(tmp_path: Path) -> None:
    """An empty folder, no terminal, no settings and no key of ours, and hooks that are off."""
    environment = {
        **os.environ,
        "COTW_HOME": "/h",
        "COTW_LANGUAGE__MODEL": "m",
        "WORKSHOP_KEY": "k",
        "MINE": "1",
    }
    code = (
        "import os\n"
        "ours = {n: v for n, v in os.environ.items() if 'COTW' in n or n in ('WORKSHOP_KEY', 'MINE')}\n"
        "try: terminal = os.open('/dev/tty', os.O_RDWR)\n"
        "except OSError: terminal = None\n"
        "print(ours, os.listdir(), terminal, os.getsid(0) == os.getpid())"
    )
    model = program(code, environment, withheld=frozenset({"WORKSHOP_KEY"}))
    said = model.complete("", max_tokens=50, timeout_seconds=20)
    assert said in (f"{found} [] None True" for found in _orders({"MINE": "1", "COTW_HOOKS": "off"}))


def _orders(found: dict[str, str]) -> list[dict[str, str]]:
    return [found, dict(reversed(found.items()))]


def test_one_that_hangs_ends_with_all_its_children(tmp_path: Path) -> None:
    """At the end of its time the whole group is killed, also what ignores being asked to end."""
    noted = tmp_path / "pids"
    code = (
        "import os, signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "os.fork()\n"
        f"with open({str(noted)!r}, 'a') as file: file.write(f'{{os.getpid()}} ')\n"
        "time.sleep(600)"
    )
    assert failure(code, seconds=1.5).kind == "too late"
    _all_gone(noted)


def test_one_that_leaves_children_is_not_waited_for(tmp_path: Path) -> None:
    """Its answer counts when it ends; what still holds its pipes is ended."""
    noted = tmp_path / "pids"
    code = (
        "import os, time\n"
        "print('thirty-two', flush=True)\n"
        "if not os.fork():\n"
        f"    with open({str(noted)!r}, 'a') as file: file.write(f'{{os.getpid()}} ')\n"
        "    time.sleep(600)\n"
        f"while not os.path.exists({str(noted)!r}): pass"
    )
    assert answer(code) == "thirty-two"
    _all_gone(noted)


def _all_gone(noted: Path) -> None:
    pids = [int(pid) for pid in noted.read_text().split()]
    assert pids
    for pid in pids:
        # Killed at once; when the system has done it is up to the system, and whether somebody buries it.
        while _is_alive(pid):
            pass


def _is_alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_what_is_no_answer() -> None:
    """Rubbish, nothing, no end, a code that is not 0, a program that is not there."""
    assert failure("import os; os.write(1, bytes(range(128, 256)))").kind == "no text"
    assert failure("print('  ')").kind == "empty"
    assert failure("while True: print('spoke ' * 10000)").kind == "too long"
    failed = failure("import sys; print('half'); sys.exit('not logged in; token=ghp_' + 'a1B2c3D4e5' * 4)")
    assert failed.kind == "code 1"
    assert "not logged in" in failed.message
    assert "a1B2c3D4e5" not in failed.message
    with pytest.raises(ModelFailed) as missing:
        CommandModel(("no-such-program-of-mara",), {}).complete("", max_tokens=1, timeout_seconds=1)
    assert (missing.value.kind, missing.value.is_free) == ("not started", True)


def test_its_name_holds_no_secret() -> None:
    """It is noted beside all that it says."""
    model = CommandModel(("llm", "--key", "ghp_" + "a1B2c3D4e5" * 4, "say hello"), {})
    assert "a1B2c3D4e5" not in model.name
    assert model.name.startswith("llm --key")
