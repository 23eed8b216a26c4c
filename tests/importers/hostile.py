"""Files that are malformed, cut, mixed, huge or meant to do harm, each with what an import makes of it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from tests.importers import families
from tests.importers.transcripts import assistant, line, queued, result, said, to_lines, user

Make = Callable[[Path], None]
DEPTH = 100_000
ANSI = "\x1b]0;owned\x07\x1b[2J\x1b[31m" * 50

ASK, TELL = user(1, "is it true?"), assistant(2, said("The wheel is true."))
TALK = to_lines(ASK, TELL)
AIDER = (
    b"# aider chat started at 2026-03-04 09:00:00\n\n#### is it true?  \n\nThe wheel is.\n\n> Tokens: 3  \n"
)
SPOKEN = {"role": "user", "text": "is it true?", "timestamp": "2026-03-04T09:00:00Z", "session": "s"}
LIBRE = {"conversationId": "c", "endpoint": "x", "title": "Wheels"}


@dataclass(frozen=True, slots=True)
class Hostile:
    """One file: its bytes or what makes it, how many problems it gives, how much speech is kept."""

    name: str
    content: bytes | Make
    problems: int
    kept: int = 0

    def write(self, folder: Path) -> Path:
        """The file, made in `folder`."""
        path = folder / "hostile.jsonl"
        if isinstance(self.content, bytes):
            path.write_bytes(self.content)
        else:
            self.content(path)
        return path


def _open_webui(messages: Any, **members: Any) -> bytes:
    history = {"currentId": "a", "messages": messages}
    return json.dumps([{"id": "t", "title": "", "chat": {"history": history}, **members}]).encode()


def _node(id_: Any, parent: Any, content: Any = "true?", **members: Any) -> dict[str, Any]:
    return {"id": id_, "parentId": parent, "role": "user", "content": content, **members}


def _libre(*messages: Any, **members: Any) -> bytes:
    return json.dumps({**LIBRE, "messages": list(messages), **members}).encode()


def _chatgpt(mapping: Any, **members: Any) -> bytes:
    talk = {"title": "x", "create_time": 1, "current_node": "a", "mapping": mapping, **members}
    return json.dumps([talk]).encode()


def _said(id_: str, parent: str) -> dict[str, Any]:
    content = {"content_type": "text", "parts": ["true?"]}
    message = {"id": id_, "author": {"role": "user"}, "create_time": 1.5, "content": content}
    return {"id": id_, "parent": parent, "message": message}


def _link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def _sparse(path: Path) -> None:
    path.write_bytes(TALK)
    os.truncate(path, 8 * 1024 * 1024)


# What holds for one line, or for the file around it.
OF_LINES = [
    Hostile("nothing", b"", 1),
    Hostile("only blanks", b" \n\t\n \r\n", 1),
    Hostile("only NULs", b"\0" * 5000, 1),
    Hostile("a byte order mark alone", b"\xef\xbb\xbf", 1),
    Hostile("a single brace", b"{", 1),
    Hostile("noise", bytes(range(256)) * 40, 1),
    Hostile("UTF-16 with its mark", TALK.decode().encode("utf-16"), 1),
    Hostile("UTF-16 without its mark", TALK.decode().encode("utf-16-le"), 1),
    Hostile("UTF-32", TALK.decode().encode("utf-32"), 1),
    Hostile("carriage returns for line ends", TALK.replace(b"\n", b"\r"), 0, 2),
    Hostile("carriage returns and line feeds", TALK.replace(b"\n", b"\r\n"), 0, 2),
    Hostile(
        "byte order marks before every line", b"\xef\xbb\xbf" + TALK.replace(b"\n", b"\n\xef\xbb\xbf"), 0, 2
    ),
    Hostile("NULs before every line", TALK.replace(b"\n", b"\n\0\0\0"), 0, 2),
    Hostile("NULs at the end", TALK + b"\0" * 4096, 0, 2),
    Hostile("a NUL in the midst of a line", TALK.replace(b"wheel", b"wh\0el"), 0, 2),
    Hostile("a hole of eight megabytes", _sparse, 0, 2),
    Hostile("half a line at the end", TALK + to_lines(user(3, "more"))[:60], 0, 2),
    Hostile("half a line in the midst", to_lines(ASK)[:70] + b"\n" + to_lines(TELL), 1, 1),
    Hostile("no line feed at all", to_lines(ASK, TELL).replace(b"\n", b""), 0, 2),
    Hostile("invalid UTF-8", TALK.replace(b"wheel", b"wh\xff\xfeel"), 1, 2),
    Hostile("half a surrogate pair, escaped", TALK.replace(b"wheel", b"\\ud83d wheel"), 0, 2),
    Hostile("half a surrogate pair, as bytes", TALK.replace(b"wheel", b"\xed\xa0\xbd"), 0, 2),
    Hostile("overlong UTF-8", TALK.replace(b"wheel", b"\xc0\xaf"), 1, 2),
    Hostile("brackets without end", TALK + b"[" * DEPTH + b"\n", 1, 2),
    Hostile("braces without end", TALK + b'{"a":' * DEPTH + b"\n", 1, 2),
    Hostile("deep but whole", TALK + b"[" * DEPTH + b"]" * DEPTH + b"\n", 1, 2),
    Hostile("a number without end", TALK + b"1" * 10_000 + b"\n", 1, 2),
    Hostile("NaN and infinity", TALK + b'{"type": "user", "uuid": NaN, "message": -Infinity}\n', 1, 2),
    Hostile("doubled members", TALK.replace(b'"type": "user"', b'"type": "x", "type": "user"'), 0, 2),
    Hostile("values of other kinds", TALK + b'5\n"x"\nnull\ntrue\n[]\n1.5\n', 6, 2),
    Hostile("prose", TALK + b"The wheel is true.\n", 1, 2),
    Hostile("terminal escapes", TALK + ANSI.encode() + b"\n", 1, 2),
    Hostile("a hundred flaws", TALK + b"{oops}\n" * 300, 300, 2),
    Hostile("a line of ten megabytes", to_lines(user(1, "x" * 10_000_000), TELL), 0, 2),
]

# What holds for members of lines; each value stands in a line of its own.
_NO_NAMES: list[Any] = [
    None,
    7,
    1e308,
    True,
    [],
    {},
    "",
    " ",
    "x" * 10_000,
    "a\nb",
    ANSI,
    "../../passwd",
    "\0",
]
_NO_TIMES: list[Any] = [
    None, [], {}, "", "soon", -1, 1e300, 10**30, "0000-00-00", "9999-12-31T23:59:59Z", ANSI,
    "1969-12-31T23:59:59Z", "2026-02-30T00:00:00Z", "2026-03-04T09:00:00+99:99", True,
]  # fmt: skip
_NO_MESSAGES: list[Any] = [
    None,
    5,
    "x",
    [],
    {},
    {"content": 5},
    {"content": [5]},
    {"content": [{"type": "text"}]},
]
_NO_TYPES: list[Any] = [None, 5, [], {}]


def _asked(member: str, values: list[Any]) -> bytes:
    """A prompt for each of the values of a member."""
    return to_lines(*(user(number, "true?", **{member: value}) for number, value in enumerate(values, 1)))


def _flawed(member: str, values: list[Any]) -> bytes:
    """A talk, and a line for each of the values that a member cannot have."""
    flawed = (line("user", number, **{member: value}) for number, value in enumerate(values, 3))
    return TALK + to_lines(*flawed)


OF_MEMBERS = [
    Hostile("uuids that are none", _asked("uuid", _NO_NAMES), 0, len(_NO_NAMES)),
    Hostile("sessions that are none", _asked("sessionId", _NO_NAMES), 0, len(_NO_NAMES)),
    Hostile("folders that are none", _asked("cwd", _NO_NAMES), 0, len(_NO_NAMES)),
    Hostile("parents that are none", _asked("parentUuid", _NO_NAMES), 0, len(_NO_NAMES)),
    Hostile("times that are none", _asked("timestamp", _NO_TIMES), 0, len(_NO_TIMES)),
    Hostile("messages that are none", _flawed("message", _NO_MESSAGES), len(_NO_MESSAGES), 2),
    Hostile("types that are none", _flawed("type", _NO_TYPES), len(_NO_TYPES), 2),
    Hostile("a result that is no text", TALK + to_lines(user(3, [result({"a": [1]})])), 0, 2),
    Hostile("a queue of the wrong kind", TALK + to_lines(queued(3, {"a": 1}), queued(4, 5)), 0, 2),
    Hostile("a message that is its own parent", to_lines({**ASK, "parentUuid": ASK["uuid"]}), 0, 1),
    Hostile("the same id for other words", to_lines(ASK, {**user(2, "no?"), "uuid": ASK["uuid"]}), 1, 1),
    Hostile("a file that names two sessions", to_lines(ASK, {**TELL, "sessionId": "other"}), 0, 2),
    Hostile(
        "generic lines of the wrong kinds",
        to_lines(*[SPOKEN] * 4, {**SPOKEN, "text": 5}, {**SPOKEN, "role": []}, {**SPOKEN, "seq": -1}),
        2,
        5,
    ),
]

# What holds for documents: archives, histories, exports; and for what is no file.
_SIMPLE = b'{"date": "2026-03-04", "messages": '
_ITEM = b'{"timestamp": "2026-03-04T09:00:00Z", "sender": "user", "text": "true?"}'
_IDS: list[Any] = [None, [], 5, "#1", True]
_RING = {"a": "b", "b": "a"}
_EMPTY_MAPPING = {"title": "x", "mapping": {"a": {"message": None}}, "create_time": 1}
OF_DOCUMENTS = [
    Hostile("an archive that is cut off", _SIMPLE + b"[" + _ITEM + b", {", 1, 1),
    Hostile("an archive of other things", _SIMPLE + b'[1, null, [], "x"]}', 4),
    Hostile("an archive with another behind it", _SIMPLE + b"[" + _ITEM + b"]}" + _SIMPLE + b"[]}", 1, 1),
    Hostile("a deep archive", _SIMPLE + b"[" * DEPTH, 1),
    Hostile("a picture that begins like aider", AIDER[:45] + bytes(range(256)) * 40, 1, 1),
    Hostile("aider with an impossible start", AIDER.replace(b"03-04 09", b"13-44 29"), 1, 2),
    Hostile("aider with invalid UTF-8", AIDER.replace(b"wheel", b"wh\xffel"), 1, 2),
    Hostile("aider with a hole", AIDER.replace(b"wheel", b"\0" * 5000 + b"wheel"), 0, 2),
    Hostile("aider with escapes", AIDER.replace(b"wheel", ANSI.encode()), 0, 2),
    Hostile("aider with carriage returns", AIDER.replace(b"\n", b"\r"), 1),
    Hostile("aider within aider", AIDER + AIDER.replace(b"09:00", b"10:00"), 0, 4),
    Hostile("aider, then Claude Code", AIDER + TALK, 0, 3),
    Hostile("Claude Code, then aider", TALK + AIDER, 4, 2),
    Hostile("LibreChat, then another", _libre({"messageId": "a", "text": "true?"}) * 2, 1, 1),
    Hostile("LibreChat of other things", _libre(1, None, [], "x", {}), 5),
    Hostile(
        "LibreChat in a ring",
        _libre(*({"messageId": id_, "parentMessageId": _RING[id_], "text": id_} for id_ in _RING)),
        0,
        2,
    ),
    Hostile(
        "LibreChat with ids of other kinds",
        _libre(*({"messageId": id_, "text": f"{id_}"} for id_ in _IDS)),
        0,
        5,
    ),
    Hostile("a deep LibreChat", _libre()[:-2] + b'{"text": "x", "children": [' * 5000, 1, 5000),
    Hostile("Open WebUI in a ring", _open_webui({id_: _node(id_, _RING[id_]) for id_ in _RING}), 0, 2),
    Hostile("Open WebUI, its own parent", _open_webui({"a": _node("a", "a")}), 0, 1),
    Hostile(
        "Open WebUI of other things", _open_webui({"a": 5, "b": _node("b", 7, 5), "c": _node([], {})}), 2, 1
    ),
    Hostile("Open WebUI without messages", _open_webui(5), 1),
    Hostile(
        "Open WebUI of open elements",
        _open_webui({"a": _node("a", None, '<details type="reasoning">' * 20_000, role="assistant")}),
        0,
    ),
    Hostile("Open WebUI, cut off", _open_webui({"a": _node("a", None)})[:-1] + b', {"id": ', 1, 1),
    Hostile("ChatGPT in a ring", _chatgpt({id_: _said(id_, _RING[id_]) for id_ in _RING}), 0, 2),
    Hostile("ChatGPT of other things", _chatgpt({"a": {"message": 5}, "b": {"message": {"content": 5}}}), 1),
    Hostile("ChatGPT without a mapping", json.dumps([_EMPTY_MAPPING, {"mapping": 5}]).encode(), 1),
    Hostile("a list of numbers", json.dumps(list(range(5000))).encode(), 1),
    Hostile("a link to itself", _link_to_itself, 1),
    Hostile("a link to nothing", lambda path: path.symlink_to("gone"), 1),
    Hostile("a link to its own folder", lambda path: path.symlink_to(".", target_is_directory=True), 0),
    Hostile("a pipe", os.mkfifo, 1),
    Hostile("a folder", Path.mkdir, 0),
]

HOSTILE = [*OF_LINES, *OF_MEMBERS, *OF_DOCUMENTS]


def samples() -> dict[str, bytes]:
    """The sample of every family, as the tests of its contract have it."""
    found: dict[str, bytes] = {}
    for module in iter_modules(families.__path__, f"{families.__name__}."):
        for name, value in vars(import_module(module.name)).items():
            if name.startswith("Test") and hasattr(value, "sample"):
                found[name] = value.sample
    return found


def _retyped(data: bytes, value: bytes) -> bytes:
    """Every text after a colon becomes another value."""
    return b":".join(
        value + piece[piece.find(b'"', 1) + 1 :] if place and piece.startswith(b'"') else piece
        for place, piece in enumerate(data.replace(b'": "', b'":"').split(b":"))
    )


# What can be done to the sample of any family.
DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut in the midst": lambda data: data[: len(data) // 2],
    "cut at the end": lambda data: data[:-3],
    "without its beginning": lambda data: data[len(data) // 3 :],
    "doubled": lambda data: data * 2,
    "in UTF-16": lambda data: data.decode().encode("utf-16"),
    "with NULs": lambda data: data[: len(data) // 2] + b"\0" * 3000 + data[len(data) // 2 :],
    "with invalid bytes": lambda data: data.replace(b"e", b"\xff"),
    "with lone surrogates": lambda data: data.replace(b"wrench", b"\\ud83d"),
    "with escapes": lambda data: data.replace(b"wrench", ANSI.encode()),
    "without line ends": lambda data: data.replace(b"\n", b""),
    "with carriage returns": lambda data: data.replace(b"\n", b"\r"),
    "with brackets behind it": lambda data: data + b"[" * DEPTH,
    "with prose behind it": lambda data: data + b"\nThe wheel is true.\n",
    "with another family behind it": lambda data: data + TALK + AIDER,
    "with numbers for texts": lambda data: _retyped(data, b"7"),
    "with lists for texts": lambda data: _retyped(data, b"[]"),
    "with infinities for texts": lambda data: _retyped(data, b"-Infinity"),
    "with huge numbers for texts": lambda data: _retyped(data, b"1e999"),
    "in another year": lambda data: data.replace(b"2026", b"9999"),
    "in no year": lambda data: data.replace(b"2026-", b"0000-"),
}
