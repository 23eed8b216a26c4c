"""The program around the commands: global options, errors told once, pipes, completion."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from types import ModuleType

import pytest
import typer

from cotw import __version__
from cotw.commands._common import Context
from cotw.commands._table import COMMANDS, REMEMBER, Entry
from cotw.commands.app import main
from cotw.errors import Locked, NothingFound

AddCommand = Callable[[Callable[..., object]], None]


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch) -> AddCommand:
    """Makes a function the command `cotw probe`, without a file for it."""

    def add(function: Callable[..., object]) -> None:
        module = ModuleType("probe_command")
        module.__dict__["command"] = function
        monkeypatch.setitem(sys.modules, "probe_command", module)
        monkeypatch.setitem(COMMANDS, "probe", Entry("probe_command", "Try something.", REMEMBER))

    return add


def _raising(error: BaseException) -> Callable[[], None]:
    def command() -> None:
        raise error

    return command


def _run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cotw", *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_our_errors_are_told_in_one_sentence_with_a_hint(
    probe: AddCommand, capsys: pytest.CaptureFixture[str]
) -> None:
    """A CotwError prints `cotw:` and `hint:` on stderr, nothing on stdout, and exits with its own code."""
    probe(_raising(Locked("the home is busy", hint="wait, or say --wait 60")))
    assert main(["probe"]) == 11
    assert capsys.readouterr() == ("", "cotw: the home is busy\nhint: wait, or say --wait 60\n")


def test_an_error_without_a_hint_has_no_hint_line(
    probe: AddCommand, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nothing can be done, nothing is suggested."""
    probe(_raising(NothingFound("nothing was found")))
    assert main(["probe"]) == 4
    assert capsys.readouterr().err == "cotw: nothing was found\n"


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "no space left on the disk"),
        (OSError(errno.EROFS, "Read-only file system", "/mnt/x"), "read-only: /mnt/x"),
        (PermissionError(errno.EACCES, "Permission denied", "/mnt/y"), "permission was denied: /mnt/y"),
        (RuntimeError("lance error: No space left on device (os error 28)"), "no space left on the disk"),
        (RuntimeError("IO Error: could not write: Read-only file system (os error 30)"), "read-only"),
        (RuntimeError("database or disk is full"), "no space left on the disk"),
    ],
)
def test_the_disk_s_refusals_are_sentences(
    probe: AddCommand, capsys: pytest.CaptureFixture[str], error: Exception, sentence: str
) -> None:
    """A full, read-only or closed disk is told as such, whichever library met it."""
    probe(_raising(error))
    assert main(["probe"]) == 1
    told = capsys.readouterr().err
    assert sentence in told
    assert "hint: " in told


def test_a_defect_is_one_sentence_without_traceback(
    probe: AddCommand, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody foresaw exits 1 and says how to see the details."""
    monkeypatch.delenv("COTW_DEBUG", raising=False)
    probe(_raising(ZeroDivisionError("division by zero\nsecond line")))
    assert main(["probe"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("cotw: this should not have happened (ZeroDivisionError: division by zero)\n")
    assert "COTW_DEBUG=1" in told
    assert "Traceback" not in told
    assert "second line" not in told


def test_debugging_shows_defects_but_not_usage(probe: AddCommand, monkeypatch: pytest.MonkeyPatch) -> None:
    """COTW_DEBUG=1 lets defects through as tracebacks; a person's mistake stays a sentence."""
    monkeypatch.setenv("COTW_DEBUG", "1")
    probe(_raising(ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        main(["probe"])
    assert main(["probe", "--unknown"]) == 2


def test_interruption_is_one_line(probe: AddCommand, capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C exits 130, as shells count it, with one line and no traceback."""
    probe(_raising(KeyboardInterrupt()))
    assert main(["probe"]) == 130
    assert capsys.readouterr().err == "cotw: interrupted; what was acknowledged is kept\n"


def test_exit_codes_come_from_commands(probe: AddCommand) -> None:
    """A command may raise typer.Exit or return a number; either is the program's exit code."""
    probe(_raising(typer.Exit(3)))
    assert main(["probe"]) == 3
    probe(lambda: 12)
    assert main(["probe"]) == 12
    probe(lambda: None)
    assert main(["probe"]) == 0


def test_usage_errors_name_the_command_s_help(probe: AddCommand, capsys: pytest.CaptureFixture[str]) -> None:
    """An unreadable command line exits 2 and points to the help of that very command."""

    def command(question: str) -> None: ...

    probe(command)
    assert main(["probe"]) == 2
    assert capsys.readouterr().err == "cotw: missing argument 'question'\nhint: see: cotw probe --help\n"


def test_an_option_of_the_app_after_the_command_is_explained(
    probe: AddCommand, capsys: pytest.CaptureFixture[str]
) -> None:
    """`cotw probe --home X` is a mistake everybody makes once: the hint shows the right order."""
    probe(lambda: None)
    assert main(["probe", "--home", "x"]) == 2
    assert "cotw --home … probe" in capsys.readouterr().err


def test_a_group_without_a_verb_shows_its_help(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`cotw archive` alone lists its verbs, plainly, and exits 2."""
    module = ModuleType("group_command")
    group = typer.Typer(no_args_is_help=True, help="A group.")
    group.command("list")(lambda: None)
    group.command("show")(lambda: None)
    module.__dict__["app"] = group
    monkeypatch.setitem(sys.modules, "group_command", module)
    monkeypatch.setitem(COMMANDS, "probe", Entry("group_command", "A group.", REMEMBER))
    assert main(["probe"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("Usage: cotw probe ")
    assert "list" in told
    assert "hint:" not in told


def test_settings_reach_the_command(probe: AddCommand, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands before the command arrives in it; flags win over the environment."""
    seen: list[Context] = []

    def command(ctx: typer.Context) -> None:
        seen.append(Context.of(ctx))

    probe(command)
    monkeypatch.setenv("COTW_HOME", "/from/environment")
    monkeypatch.setenv("NO_COLOR", "1")
    assert main(["probe"]) == 0
    assert main(["--home", "/from/flag", "--wait", "5", "--color", "probe"]) == 0
    assert [str(context.home) for context in seen] == ["/from/environment", "/from/flag"]
    assert [context.wait_seconds for context in seen] == [30.0, 5.0]
    assert [context.colour for context in seen] == [False, True]


def test_a_negative_wait_is_refused(probe: AddCommand, capsys: pytest.CaptureFixture[str]) -> None:
    """Waiting takes zero seconds or more."""
    probe(lambda: None)
    assert main(["--wait", "-1", "probe"]) == 2
    assert "--wait" in capsys.readouterr().err


def test_version_is_told() -> None:
    """`python -m cotw --version` is the installed program saying its name."""
    assert _run("--version").stdout == f"cotw {__version__}\n"


def test_no_arguments_is_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    """`cotw` alone shows what there is, on stdout, and is no error; `-h` is the same."""
    assert main([]) == 0
    alone = capsys.readouterr().out
    assert main(["-h"]) == 0
    assert capsys.readouterr().out == alone
    assert all(f"  {name} " in alone for name in COMMANDS)


def test_a_closed_pipe_is_quiet() -> None:
    """`cotw … | head` prints no complaint when head has seen enough."""
    script = "import sys; from cotw.commands.app import main; sys.exit(main(['--help']))"
    read_end, write_end = os.pipe()
    os.close(read_end)
    ended = subprocess.run(
        [sys.executable, "-c", script], stdout=write_end, stderr=subprocess.PIPE, check=False
    )
    os.close(write_end)
    assert ended.stderr == b""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_stdout_is_told_once() -> None:
    """Output that cannot be written is an error with a sentence, not a message from Python's exit."""
    with open("/dev/full", "w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "cotw", "--help"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            text=True,
        )
    assert ended.returncode == 1
    assert ended.stderr.startswith("cotw: there is no space left")
    assert "Exception ignored" not in ended.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_are_offered(shell: str) -> None:
    """`cotw --show-completion` prints a script that asks this program, for each shell."""
    # Otherwise the shell is the one among our ancestors, and a test may have none.
    named = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    assert "_COTW_COMPLETE" in _run("--show-completion", shell, **named).stdout


def test_completion_of_a_command_s_name() -> None:
    """A half-typed command is completed from the table."""
    done = _run(_COTW_COMPLETE="complete_bash", COMP_WORDS="cotw reca", COMP_CWORD="1")
    assert done.stdout.split() == ["recall"]
