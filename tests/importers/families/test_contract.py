"""The families that are older than the contract keep it too."""

from __future__ import annotations

import json

from cotw.importers.families import claude_code, daily_archive, jsonl
from tests.importers.conformance import ImporterContract
from tests.importers.transcripts import assistant, call, result, said, to_lines, user

_TALK = (
    user(1, "where is the torque wrench?"),
    assistant(2, said("On the wall, left of the vice."), call("Read", file_path="/shed/list.txt")),
    user(3, [result("the list")]),
    assistant(4, said("The list says so too.")),
)


class TestClaudeCode(ImporterContract):
    importer = claude_code.IMPORTER
    sample = to_lines(*_TALK)


class TestClaudeCodeExport(ImporterContract):
    importer = claude_code.EXPORT
    sample = json.dumps({"loglines": _TALK}).encode()


class TestDailyArchive(ImporterContract):
    importer = daily_archive.DOCUMENT
    sample = json.dumps(
        {
            "date": "2026-03-04",
            "messages": [
                {"timestamp": "2026-03-04T09:00:00Z", "sender": "user", "text": "hello"},
                {"timestamp": "2026-03-04T09:00:01Z", "sender": "assistant", "text": "hello yourself"},
            ],
        }
    ).encode()


class TestJsonLines(ImporterContract):
    importer = jsonl.IMPORTER
    sample = to_lines({"role": "user", "text": "hello"}, {"role": "assistant", "text": "hello yourself"})
