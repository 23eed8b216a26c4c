"""The program: it exits with 0 and in time, whatever it meets."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cotw.home import Home
from cotw.interfaces.hooks.main import _is_ours
from tests.interfaces.hooks.calling import (
    KeeperOfATest,
    command,
    environment,
    hook,
    left,
    logged,
    prompt,
    start,
    started,
    stop,
    with_nobody_reading,
)


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"[1]", b"null", b"{", b'{"a":' * 5000, b"x" * 1000])
def test_rubbish_is_a_line_in_the_log(home: Home, data: bytes) -> None:
    """No JSON object came: nothing is printed, nothing but the failure is noted."""
    assert hook("claude-code", home, data).stdout == b""
    [line] = logged(home)
    assert (line["tool"], line["event"], line["failure"]) == ("claude-code", "?", "input")


def test_too_much_is_read_to_its_end(home: Home) -> None:
    """Who writes 20 MB meets no closed pipe."""
    assert hook("claude-code", home, b'{"prompt": "' + b"x" * (20 << 20) + b'"}').stdout == b""
    assert [line["failure"] for line in logged(home)] == ["input"]


def test_a_mark_of_the_byte_order_and_odd_bytes_are_read(home: Home) -> None:
    """A path that is no UTF-8, and an editor's mark: the words about it count."""
    said = json.dumps(stop(cwd="CWD")).encode().replace(b"CWD", b"/w\xe4rk")
    hook("claude-code", home, b"\xef\xbb\xbf" + said)
    assert [pointer["project"] for pointer in left(home)] == ["/w�rk"]


def test_an_unknown_tool_is_a_failure_of_the_log_alone(home: Home) -> None:
    """Its name, which may be anything, is not noted."""
    assert hook("vim", home, prompt()).stdout == b""
    assert [(line["tool"], line["failure"]) for line in logged(home)] == [("?", "tool")]


def test_switched_off_it_does_nothing(home: Home) -> None:
    """What COTW starts itself is never answered by its own hooks."""
    with KeeperOfATest(home) as keeper:
        assert hook("claude-code", home, prompt(), COTW_HOOKS="off").stdout == b""
        assert hook("claude-code", home, stop(), COTW_HOOKS="off").stdout == b""
    assert (keeper.asked, logged(home), left(home)) == ([], [], [])


def test_tried_out_it_answers_and_leaves_nothing(home: Home) -> None:
    """No pointer, no line in the log, no keeper; the keeper that is there is not told that it was shown."""
    with KeeperOfATest(home) as keeper:
        assert hook("claude-code", home, prompt(), COTW_HOOKS="try").stdout
        assert hook("claude-code", home, start(), COTW_HOOKS="try").stdout
        assert hook("claude-code", home, stop(), COTW_HOOKS="try").stdout == b""
        assert [asked["begin"] for asked in keeper.heard("context")] == ["resume", "resume"]
        assert keeper.heard("settle") == []
    assert keeper.shown == 0
    for said in (prompt(), start(), stop(), {"event": "?"}):
        assert hook("claude-code", home, said, COTW_HOOKS="try").stdout == b""
    assert (logged(home), left(home), started(home)) == ([], [], 0)


def test_without_a_home_it_does_nothing(tmp_path: Path) -> None:
    """No folder is made where none was asked for."""
    assert hook("claude-code", tmp_path / "none", stop()).stdout == b""
    assert hook("claude-code", tmp_path / ("n" * 5000), stop()).stdout == b""
    assert list(tmp_path.iterdir()) == []


def test_a_home_of_another_user_is_let_be(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of ours is written among files of somebody else."""
    assert _is_ours(str(home.root))
    user = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: user + 1)
    assert not _is_ours(str(home.root))


def test_without_home_in_the_environment_it_does_nothing(tmp_path: Path) -> None:
    """A job of the system has no HOME; the folder of users' data is somewhere else than anything of ours."""
    called = [*command("claude-code", tmp_path)[:-2]]
    bare = {"PYTHONPATH": environment()["PYTHONPATH"], "XDG_DATA_HOME": str(tmp_path)}
    ended = subprocess.run(called, input=b"{}", env=bare, capture_output=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")


def test_an_agent_that_does_not_wait_is_not_told_so(home: Home) -> None:
    """The keeper is not told that anything was shown, for it was not."""
    with KeeperOfATest(home) as keeper:
        with_nobody_reading(home, prompt())
        assert len(keeper.heard("context")) == 1
    assert keeper.shown == 0
    assert [line["failure"] for line in logged(home)] == ["EPIPE"]


def test_folders_that_are_missing_are_made(home: Home) -> None:
    """Somebody deleted what may be deleted."""
    shutil.rmtree(home.run)
    shutil.rmtree(home.root / "spool")
    hook("claude-code", home, prompt(""))
    hook("claude-code", home, {**stop(), "session_id": ""})
    assert [line["failure"] for line in logged(home)] == ["no session"]
    hook("claude-code", home, stop())
    assert len(left(home)) == 1


@pytest.mark.parametrize("name", ["run", "spool"])
def test_a_home_that_cannot_be_written_to_is_not_noticed(home: Home, name: str) -> None:
    """The pointer or the line in the log is lost; the agent goes on."""
    shutil.rmtree(home.root / name)
    (home.root / name).write_text("no folder")
    assert hook("claude-code", home, stop()).stdout == b""


def test_a_full_disk_is_not_noticed(home: Home, tmp_path: Path) -> None:
    """Nothing half is left in the spool."""
    called = command("claude-code", home)
    limited = ["/bin/sh", "-c", 'ulimit -f 0; trap "" XFSZ; exec "$@"', "sh", *called]
    ended = subprocess.run(
        limited, input=json.dumps(stop()).encode(), env=environment(), capture_output=True, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")
    assert list((home.root / "spool").iterdir()) == []


def test_stdin_that_is_never_closed_is_read_as_far_as_it_goes(home: Home) -> None:
    """A whole object, and then silence: that is all there is."""
    called = command("claude-code", home)
    with subprocess.Popen(
        called, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(stop()).encode())
        process.stdin.flush()
        assert process.stdout.read() == b""  # ends although stdin is still open
        assert process.wait() == 0
    assert len(left(home)) == 1


def test_closed_streams_are_not_taken_for_files(home: Home) -> None:
    """Without stdin or stdout, the first file opened would get their number, and the answer."""
    for closed in ("<&-", ">&-"):
        called = ["/bin/sh", "-c", f'exec "$@" {closed}', "sh", *command("claude-code", home)]
        data = json.dumps(stop()).encode()
        ended = subprocess.run(called, input=data, env=environment(), stderr=subprocess.PIPE, check=False)
        assert (ended.returncode, ended.stderr) == (0, b"")
    assert (left(home), logged(home)) == ([], [])


def test_flags_that_make_no_sense_are_left_out(home: Home) -> None:
    """An older or newer installation wrote them: the hook works all the same."""
    with KeeperOfATest(home):
        flags = ("--new-thing", "x", "--keeper-seconds=soon", "--prompt-seconds", "1.5")
        assert hook("claude-code", home, prompt(), *flags).stdout


def test_what_hangs_is_given_up(home: Home) -> None:
    """The last resort: an alarm ends what no deadline did, and the log says so."""
    patched = (
        "import cotw.interfaces.hooks.main as main, signal, time\n"
        "main._SLACK_SECONDS = 0.3 - main._INPUT_SECONDS\n"
        "main._asks_nothing = lambda event: time.sleep(60)\n"
        "raise SystemExit(main.main())"
    )
    called = [sys.executable, "-P", "-c", patched, *command("claude-code", home, "--keeper-seconds=0")[4:]]
    called += ["--prompt-seconds=0"]
    ended = subprocess.run(
        called, input=json.dumps(prompt()).encode(), env=environment(), capture_output=True, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")
    assert [line["failure"] for line in logged(home)] == ["late"]


def test_killed_while_a_pointer_is_written_it_leaves_no_half_one(home: Home) -> None:
    """What lies there has a name that nobody takes for a pointer."""
    patched = (
        "import os, signal\n"
        "os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from cotw.interfaces.hooks.main import main\n"
        "main()"
    )
    called = [sys.executable, "-P", "-c", patched, *command("claude-code", home)[4:]]
    ended = subprocess.run(called, input=json.dumps(stop()).encode(), env=environment(), check=False)
    assert ended.returncode == -signal.SIGKILL
    [path] = (home.root / "spool").iterdir()
    assert path.name.startswith(".")
    assert path.name.endswith(".tmp")
    assert left(home) == []


def test_thirty_at_once_meet_one_keeper(home: Home) -> None:
    """Each is answered and says so; none starts another keeper, and no line of the log is torn."""
    with KeeperOfATest(home) as keeper:
        said = home.root / "said"
        said.write_text(json.dumps(prompt()))
        called = ["/bin/sh", "-c", 'exec "$@" <"$0"', str(said)]
        called += command("claude-code", home, "--prompt-seconds", "20")
        pipe = subprocess.PIPE
        processes = [subprocess.Popen(called, stdout=pipe, stderr=pipe, env=environment()) for _ in range(30)]
        ended = [(process.communicate(), process.returncode) for process in processes]
        assert keeper.told_shown(30)
    assert all(out and err == b"" and code == 0 for (out, err), code in ended)
    assert [line["by"] for line in logged(home)] == ["keeper"] * 30
    assert started(home) == 0


def test_it_imports_the_standard_library_alone_and_little_of_it(home: Home) -> None:
    """Without a keeper not even a socket is loaded; never what takes as long to import as to answer."""
    reporting = (
        "import sys\nfrom cotw.interfaces.hooks.main import main\nmain()\n"
        "print(*sys.modules, file=open(sys.argv[-1], 'w'))"
    )
    report = home.root / "modules"
    with KeeperOfATest(home, settle=None):
        arguments = [*command("claude-code", home)[4:], str(report)]
        called = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:] = {sys.path!r}\n{reporting}"]
        subprocess.run([*called, *arguments], input=json.dumps(prompt("/clear")).encode(), check=True)
    modules = set(report.read_text().split())
    ours = {name for name in modules if name.startswith("cotw")}
    assert all(
        name in ("cotw", "cotw.wire", "cotw.interfaces")
        or name.startswith(("cotw.wire.", "cotw.interfaces.hooks"))
        for name in ours
    )
    slow = {
        "typing",
        "dataclasses",
        "pathlib",
        "socket",
        "subprocess",
        "hashlib",
        "uuid",
        "datetime",
        "argparse",
    }
    assert not modules & {*slow, "asyncio", "contextlib", "pydantic", "logging", "shutil", "tempfile"}


def test_the_installed_entry_is_this_program(home: Home) -> None:
    """`python -m cotw.interfaces.hooks.main` is what the script `cotw-hook` calls."""
    with KeeperOfATest(home):
        called = [sys.executable, "-P", "-m", "cotw.interfaces.hooks.main", "codex", f"--home={home.root}"]
        data = json.dumps(prompt()).encode()
        ended = subprocess.run(called, input=data, env=environment(), capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert json.loads(ended.stdout)["hookSpecificOutput"]["additionalContext"]
