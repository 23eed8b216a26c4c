"""The server as an agent starts it: a process of its own that speaks over pipes, and leaves with it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import anyio
import psutil
import pytest
from mcp import Client, StdioServerParameters

from cotw.interfaces.mcp.keeping import tool_answered
from cotw.memory import Memory
from cotw.wire.frames import Broken, read_frame, send_frame
from cotw.wire.paths import keeper_address
from tests.care.injected import exchange, remembering
from tests.interfaces.mcp.speaking import text_of

ROOT = Path(__file__).resolve().parents[3]
GREETING = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "claude-code", "version": "1"},
    },
}
PATIENCE_SECONDS = 20


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Memory:
    """The workshop with a single exchange."""
    said = exchange("Which spokes for the cargo bike?", "Two millimetres, butted.", minute=0)
    return remembering(tmp_path_factory.mktemp("mara"), said)


@pytest.fixture
def kept(memory: Memory, tmp_path: Path) -> Iterator[list[str]]:
    """A keeper in this process, with an encoder that hashes words; what it was asked."""
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(tmp_path / "s"))
    listening.listen()
    asked: list[str] = []

    def answer(line: socket.socket) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        frame = read_frame(line, until)
        asked.append(frame["ask"])
        if frame["ask"] == "tool":
            with tool_answered(memory, frame["with"]) as told:
                send_frame(line, {"version": frame["version"], "answer": told}, until)
        else:
            send_frame(line, {"version": frame["version"], "answer": {}}, until)

    def serve() -> None:
        with suppress(OSError):
            while True:
                line, _ = listening.accept()
                with line, suppress(Broken):
                    answer(line)

    serving = threading.Thread(target=serve, daemon=True)
    serving.start()
    address = Path(keeper_address(str(memory.home.root)))
    address.write_text(str(tmp_path / "s"))
    yield asked
    address.unlink()
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    serving.join(5)


def command(memory: Memory) -> list[str]:
    return [sys.executable, "-P", "-m", "cotw", "--home", str(memory.home.root), "mcp", "--mode", "chat"]


def environment() -> dict[str, str]:
    kept_of_ours = {name: value for name, value in os.environ.items() if not name.startswith("COTW_")}
    return kept_of_ours | {"PYTHONPATH": str(ROOT), "COTW_NOW": "2026-03-20T12:00:00Z"}


def started(memory: Memory) -> subprocess.Popen[str]:
    """A server that has been greeted and has answered."""
    server = subprocess.Popen(
        command(memory),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    assert said_to(server, GREETING)["result"]["serverInfo"]["name"] == "cotw"
    return server


def said_to(server: subprocess.Popen[str], message: dict[str, Any] | str) -> dict[str, Any]:
    """What the server answers to a line."""
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write((message if isinstance(message, str) else json.dumps(message)) + "\n")
    server.stdin.flush()
    answer: dict[str, Any] = json.loads(server.stdout.readline())
    return answer


def test_an_agent_uses_the_memory(memory: Memory, kept: list[str]) -> None:
    """It lists tools, recalls, shows, learns and reads a resource; when it leaves, nothing is left of it."""
    begun = psutil.Process().children(recursive=True)
    name, *arguments = command(memory)
    parameters = StdioServerParameters(command=name, args=arguments, env=environment())

    async def using() -> None:
        async with Client(parameters) as client:
            names = {one.name for one in (await client.list_tools()).tools}
            assert {"recall", "show", "learn", "stats"} <= names
            found = await client.call_tool("recall", {"question": "Which spokes for the cargo bike?"})
            (hit,) = found.structured_content["hits"]
            page = await client.call_tool("show", {"id": hit["id"]})
            assert "> Two millimetres, butted." in text_of(page)
            learnt = await client.call_tool("learn", {"user": "The stand is on Saturday."})
            assert "reported by" in text_of(learnt)
            soul = await client.read_resource("cotw://identity/soul")
            assert soul.contents[0].uri == "cotw://identity/soul"

    anyio.run(using)
    assert kept == ["tool", "refresh"]
    assert psutil.Process().children(recursive=True) == begun


def test_it_ends_when_its_input_does(memory: Memory) -> None:
    """Without a word on stderr, where clients keep what they are told; nothing else came over its output."""
    with started(memory) as server:
        out, err = server.communicate(timeout=PATIENCE_SECONDS)
    assert (out, err, server.returncode) == ("", "", 0)


def test_what_is_no_message_ends_nothing(memory: Memory) -> None:
    """Garbage and half a character are passed over, an unknown question is answered."""
    with started(memory) as server:
        assert "error" in said_to(server, '{\n"\\ud800"\n\n{"jsonrpc": "2.0", "id": 7, "method": "no/such"}')
        request = {"name": "show", "arguments": {"id": "nobody"}}
        answer = said_to(server, {"jsonrpc": "2.0", "id": 9, "method": "tools/call", "params": request})
        assert answer["result"]["isError"] is True
        assert server.communicate(timeout=PATIENCE_SECONDS)[1] == ""


def test_it_ends_on_a_signal(memory: Memory) -> None:
    """SIGTERM is an end, also while it waits for a line."""
    with started(memory) as server:
        server.send_signal(signal.SIGTERM)
        server.wait(PATIENCE_SECONDS)


def test_it_ends_with_its_parent(memory: Memory, tmp_path: Path) -> None:
    """Its parent is killed and a sibling holds the pipe open: it is gone all the same."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    shell = f"{' '.join(command(memory))} < {pipe} & echo $!; wait"
    parent = subprocess.Popen(["/bin/sh", "-c", shell], stdout=subprocess.PIPE, text=True, env=environment())
    with pipe.open("w") as line:
        line.write(json.dumps(GREETING) + "\n")
        line.flush()
        assert parent.stdout is not None
        server = psutil.Process(int(parent.stdout.readline()))
        assert "result" in json.loads(parent.stdout.readline())
        parent.kill()
        parent.wait(PATIENCE_SECONDS)
        parent.stdout.close()
        server.wait(PATIENCE_SECONDS)
