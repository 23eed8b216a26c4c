"""A scripted OpenAI-compatible endpoint on this machine: it answers what a test tells it to, in order."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Script = Callable[["Request"], None]


@dataclass
class Request:
    """One request as it came, with what it may be answered by."""

    handler: BaseHTTPRequestHandler
    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def prompt(self) -> str:
        return str(self.body["messages"][0]["content"])

    def send(self, status: int, data: bytes, **headers: str) -> None:
        """Answers with these bytes."""
        self.handler.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.handler.send_header(name.replace("_", "-"), value)
        self.handler.send_header("Content-Length", str(len(data)))
        self.handler.end_headers()
        self.handler.wfile.write(data)


def says(text: str, *, tokens: tuple[int, int] | None = (100, 20), finish: str = "stop") -> Script:
    """Answers with a text."""
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text}}
    document: dict[str, Any] = {"id": "c", "object": "chat.completion", "created": 1, "model": "m"}
    document["choices"] = [choice]
    if tokens is not None:
        document["usage"] = {
            "prompt_tokens": tokens[0], "completion_tokens": tokens[1], "total_tokens": sum(tokens)
        }  # fmt: skip
    return lambda request: request.send(200, json.dumps(document).encode())


def refuses(status: int, message: str = "no", **headers: str) -> Script:
    """Answers with an error."""
    data = json.dumps({"error": {"message": message, "type": "e"}}).encode()
    return lambda request: request.send(status, data, **headers)


@dataclass
class Endpoint:
    """The endpoint: what it was asked, and what it still has to answer; the last answer is for all others."""

    base_url: str
    scripts: list[Script]
    asked: list[Request] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    arrived: threading.Event = field(default_factory=threading.Event)

    def hangs(self, request: Request) -> None:
        """Answers nothing until the test is over."""
        self.released.wait(60)

    def answer(self, request: Request) -> None:
        self.asked.append(request)
        self.arrived.set()
        script = self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]
        script(request)


@contextmanager
def endpoint(*scripts: Script) -> Iterator[Endpoint]:
    """An endpoint that answers by these scripts, one after the other."""
    served = Endpoint("", list(scripts))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = json.loads(self.rfile.read(length) or b"{}")
            served.answer(Request(self, body, {name.lower(): value for name, value in self.headers.items()}))

        def log_message(self, format: str, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served.base_url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield served
    finally:
        served.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
