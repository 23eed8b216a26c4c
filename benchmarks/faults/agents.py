"""Agents, many at once on one home: what becomes of what was said, and of the processes.

Each has a transcript of its own that grows turn by turn, and calls `cotw-hook` as Claude Code would; a person
asks at a terminal, somebody brings the index up to date or builds it anew again and again, and the keeper is
killed (-9) at moments that nobody chose. Then so many hooks are started at the same instant. Wanted: no hook
fails or says a word of its own; nobody at the terminal is refused; one keeper at a time, and no process that
would only like to be one; every turn is in the archive, once; home and index are sound; after the idle limit
no process is left.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from threading import Event, Thread
from uuid import uuid4

import psutil

from cotw.config import set_value
from cotw.founding import init_home
from cotw.home import Home
from cotw.memory import Memory
from cotw.records.message import Kind

_IDLE_MINUTES = 0.1
# Longer than any hook may take, the time for starting its Python on a crowded machine included.
_PATIENCE = 30.0
_GRACE = 20.0
_SPEECH = (Kind.HUMAN, Kind.AGENT)


@dataclass
class Crowd:
    """A home, and what was seen while everybody was at it. `complaints` should be empty."""

    home: Home
    environment: dict[str, str]
    complaints: list[str] = field(default_factory=list)
    answered: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    most_keepers: int = 0
    killed: int = 0
    over: Event = field(default_factory=Event)
    gone: Event = field(default_factory=Event)

    def hook(self, event: dict[str, str]) -> None:
        """One call of `cotw-hook` with what the agent would send."""
        program = str(Path(sys.executable).parent / "cotw-hook")
        begin = time.perf_counter()
        ended = subprocess.run(
            [program, "claude-code"],
            input=json.dumps(event),
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
        self.slowest = max(self.slowest, time.perf_counter() - begin)
        name = event["hook_event_name"]
        self.answered[f"{name} {'with' if ended.stdout.strip() else 'without'} context"] += 1
        if ended.returncode or ended.stderr:
            self.complaints.append(f"{name}: exit {ended.returncode} {ended.stderr[-300:]}")

    def terminal(self, *words: str) -> None:
        """One command of a person; that nothing is found, or is there yet, is an answer too."""
        command = [sys.executable, "-m", "cotw", *words]
        ended = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        if ended.returncode not in (0, 4, 12) or "Traceback" in ended.stderr:
            self.complaints.append(f"cotw {words[0]}: exit {ended.returncode} {ended.stderr[-300:]}")

    def look_at(self, ended: Future[None]) -> None:
        """What a thread of ours met with is to be complained of like everything else."""
        if error := ended.exception():
            self.complaints.append(f"{type(error).__name__}: {str(error)[-300:]}")

    def keepers(self) -> list[psutil.Process]:
        """The keepers of this home, of whatever age: who is not to be the one is not even started."""
        words = [(one, _words(one)) for one in self.processes()]
        return [one for one, said in words if said[:1] != ["/bin/sh"] and "cotw.interfaces.keeper" in said]

    def processes(self) -> list[psutil.Process]:
        """Every process that was started for this home, but for this one."""
        found = []
        for process in psutil.process_iter():
            try:
                ours = process.environ().get("COTW_HOME") == str(self.home.root)
            except psutil.Error:
                continue
            if ours and process.pid != os.getpid():
                found.append(process)
        return found


def agents(count: int, turns: int, *, hooks: int, kills: int) -> None:
    """Lets everybody at a new home, and looks what is left when they have gone."""
    with tempfile.TemporaryDirectory(prefix="cotw-") as folder:
        seen = _at(Path(folder), count, turns, hooks, kills)
    print(f"agents: {count} of {turns} turns, then {hooks} hooks at once")
    for answer, number in sorted(seen.answered.items()):
        print(f"  {number:5} × {answer}")
    print(f"  slowest hook {seen.slowest:.2f} s, at most {seen.most_keepers} keepers, {seen.killed} killed")
    assert not seen.complaints, "\n".join(seen.complaints)


def _at(folder: Path, count: int, turns: int, hooks: int, kills: int) -> Crowd:
    home = init_home(folder / "home", name="Crowd", timezone="UTC").home
    set_value(home.config, "keeper.idle_minutes", str(_IDLE_MINUTES))
    seen = Crowd(home, os.environ | {"COTW_HOME": str(home.root)})
    sessions = [str(uuid4()) for _ in range(count)]
    around = [Thread(target=task, args=(seen,)) for task in (_person, _refresher)]
    around.append(Thread(target=_killer, args=(seen, kills)))
    watching = Thread(target=_watcher, args=(seen,))
    for thread in (*around, watching):
        thread.start()
    try:
        with ThreadPoolExecutor(count) as talking:
            for session in sessions:
                talking.submit(_agent, seen, folder, session, turns).add_done_callback(seen.look_at)
    finally:
        seen.over.set()
        for thread in around:
            thread.join()
    try:
        _at_once(seen, hooks)
    finally:
        seen.gone.set()
        watching.join()
    _look(seen, sessions, turns)
    return seen


def _agent(seen: Crowd, folder: Path, session: str, turns: int) -> None:
    """A session from its start to its end."""
    transcript = folder / f"{session}.jsonl"
    told = {"session_id": session, "transcript_path": str(transcript), "cwd": str(folder)}
    seen.hook(told | {"hook_event_name": "SessionStart", "source": "startup"})
    for turn in range(turns):
        prompt = f"What about wheel {turn} of the order {session[:8]}?"
        seen.hook(told | {"hook_event_name": "UserPromptSubmit", "prompt": prompt})
        with transcript.open("a") as file:
            file.write(
                _line(session, "user", prompt) + _line(session, "assistant", f"Wheel {turn} is trued.")
            )
        if turn == turns // 2:
            seen.hook(told | {"hook_event_name": "PreCompact", "trigger": "auto"})
        seen.hook(told | {"hook_event_name": "Stop"})
    seen.hook(told | {"hook_event_name": "SessionEnd", "reason": "exit"})


def _line(session: str, role: str, text: str) -> str:
    content: object = text if role == "user" else [{"type": "text", "text": text}]
    line = {
        "type": role,
        "uuid": str(uuid4()),
        "parentUuid": None,
        "sessionId": session,
        "timestamp": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
        "cwd": "/home/mara/workshop",
        "version": "2.1.0",
        "isSidechain": False,
        "userType": "external",
        "message": {"role": role, "content": content, "id": f"msg_{uuid4().hex}"},
    }
    return json.dumps(line) + "\n"


def _person(seen: Crowd) -> None:
    commands = (["recall", "which wheel is trued?"], ["status"], ["session", "list"], ["timeline"], ["check"])
    while not seen.over.is_set():
        for words in commands:
            seen.terminal(*words)


def _refresher(seen: Crowd) -> None:
    for done in cycle(("refresh", "refresh", "rebuild")):
        if seen.over.wait(0.5):
            return
        seen.terminal("index", done)


def _watcher(seen: Crowd) -> None:
    while not seen.gone.wait(0.05):
        seen.most_keepers = max(seen.most_keepers, len(seen.keepers()))


def _killer(seen: Crowd, kills: int) -> None:
    chance = random.Random(11)
    while seen.killed < kills and not seen.over.wait(chance.uniform(0.5, 4.0)):
        for keeper in seen.keepers()[:1]:
            try:
                keeper.send_signal(signal.SIGKILL)
                seen.killed += 1
            except psutil.Error:
                pass


def _at_once(seen: Crowd, hooks: int) -> None:
    """So many prompts at the same instant, with nobody there to answer the first."""
    event = {"hook_event_name": "UserPromptSubmit", "prompt": "which wheel is trued?", "cwd": "/"}
    with ThreadPoolExecutor(hooks) as asking:
        for number in range(hooks):
            one = event | {"session_id": f"at-once-{number}", "transcript_path": ""}
            asking.submit(seen.hook, one).add_done_callback(seen.look_at)


def _look(seen: Crowd, sessions: list[str], turns: int) -> None:
    """What is in the home once nobody is there any more, and whether anybody still is."""
    deadline = time.monotonic() + _IDLE_MINUTES * 60 + _GRACE
    while (left := seen.processes()) and time.monotonic() < deadline:
        time.sleep(0.2)
    seen.complaints += [f"left behind: {_words(one)}" for one in left]
    if seen.most_keepers > 1:
        seen.complaints.append(f"{seen.most_keepers} keepers at a time")
    seen.complaints += [f"still in the spool: {name}" for name in _settled_late(seen)]
    with Memory.open(seen.home.root, environment={}) as memory:
        said = (message for message in memory.truth.archive.read_all() if message.kind in _SPEECH)
        told = Counter(message.session for message in said)
        memory.refresh()
        seen.complaints += [f"index: {drift}" for drift in memory.check_index().drifts]
        seen.complaints += [str(found) for found in memory.check(read_data=True).findings]
    for session in sessions:
        if told[session] != 2 * turns:
            seen.complaints.append(f"{told[session]} of {2 * turns} messages of session {session}")


def _settled_late(seen: Crowd) -> list[str]:
    """What is left in the spool when a person has asked for long enough.

    A command takes in what the last keeper had no time for; the end of a session only once its transcript
    has been at rest for ten seconds.
    """
    deadline = time.monotonic() + _GRACE
    while True:
        seen.terminal("recall", "wheel")
        waiting = [path.name for path in (seen.home.root / "spool").glob("*.json")]
        if not waiting or time.monotonic() >= deadline:
            return waiting


def _words(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []
