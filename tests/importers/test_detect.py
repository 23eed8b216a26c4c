"""Which family a file belongs to."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cotw.importers.detect import IMPORTERS, detect
from tests.importers.transcripts import to_lines, user

_ARCHIVE = {"date": "2026-03-04", "messages": [{"timestamp": "t", "sender": "user", "text": "x"}]}


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (to_lines(user(1, "x")), "claude-code"),
        (json.dumps({"loglines": [user(1, "x")]}).encode(), "claude-code-export"),
        (json.dumps(_ARCHIVE).encode(), "archive"),
        (json.dumps(_ARCHIVE, indent=2).encode(), "archive"),
        (to_lines({"role": "user", "text": "x"}), "jsonl"),
        (to_lines({"timestamp": "t", "type": "session_meta", "payload": {"id": "x"}}), "codex"),
        (to_lines({"timestamp": "t", "type": "event_msg", "payload": {"type": "user_message"}}), "codex"),
        (to_lines({"id": "x", "timestamp": "t", "instructions": None, "git": {}}), "codex"),
        (to_lines({"session_id": "x", "ts": 1, "text": "x"}), "codex"),
        (to_lines({"sessionId": "s", "projectHash": "h"}), "gemini-cli"),
        (json.dumps({"sessionId": "s", "projectHash": "h", "messages": []}).encode(), "gemini-cli-document"),
        (b"# aider chat started at 2026-03-04 09:00:00\n", "aider"),
        (json.dumps({"conversationId": "c", "endpoint": "openAI", "messages": []}).encode(), "librechat"),
        (json.dumps([{"chat": {"history": {"currentId": None, "messages": {}}}}]).encode(), "open-webui"),
    ],
)
def test_a_file_is_known_by_its_content(head: bytes, name: str) -> None:
    """Each family knows its own, and no other takes it first."""
    found = detect(head, complete=True)
    assert found is not None
    assert found.name == name
    assert [importer.name for importer in IMPORTERS if importer.recognises(head, True)] == [name]


@pytest.mark.parametrize(
    "value",
    [
        {"type": "session", "version": 3, "id": "x", "timestamp": "t", "cwd": "/p"},
        {"sessionId": "s", "workspace": "/p", "agent": "claude_code", "messages": []},
        [{"id": "x", "title": "t", "mapping": {}, "current_node": "y"}],
        [{"uuid": "x", "name": "t", "chat_messages": [{"sender": "human", "text": "x"}]}],
        {"conversationId": "c", "messages": [{"sender": "User", "text": "x"}]},
        [{"id": "x", "title": "t", "chat": "none"}],
        {"name": "cotw", "version": "1.0", "dependencies": {}},
        {},
        [],
        5,
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_files_of_others_are_not_ours(value: Any, indent: int | None) -> None:
    """Other tools' transcripts and ordinary JSON are taken by nobody."""
    assert detect(json.dumps(value, indent=indent).encode(), complete=True) is None


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 100, b"# Notes\n\nwords\n", b"\x89PNG\r\n\x1a\n", b"a,b\n1,2\n", b"{" * 9]
)
def test_what_is_no_json_is_not_ours(data: bytes) -> None:
    """Empty files, pictures, prose and tables are no transcripts."""
    assert detect(data, complete=True) is None
