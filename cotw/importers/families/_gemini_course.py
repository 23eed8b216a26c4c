"""The course of a Gemini CLI chat: which line of a message counts, and which messages were left behind.

A message is written again whenever it grows, a checkpoint repeats all that the model is still sent, and a
rewind takes back a message with all after it. What counts is therefore known only at the end: a chat is
read twice, and between the two readings the ids of its messages are kept, not their texts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cotw.importers.kept import text_in


@dataclass(slots=True)
class Course:
    """What is known of a chat when it has been read once.

    `places` numbers the messages by their first appearance. `branches` says of those that a rewind took
    back which one it named.
    """

    session: str = ""
    is_subagent: bool = False
    summary: str = ""
    places: dict[str, int] = field(default_factory=dict)
    branches: dict[str, str] = field(default_factory=dict)
    _counting: dict[str, tuple[bool, int]] = field(default_factory=dict)
    _live: dict[str, None] = field(default_factory=dict)

    def note_facts(self, facts: dict[str, Any]) -> None:
        """Takes in what is said of the chat as a whole; what is said later counts."""
        self.session = text_in(facts, "sessionId") or self.session
        self.summary = text_in(facts, "summary").strip() or self.summary
        if "kind" in facts:
            self.is_subagent = facts["kind"] == "subagent"

    def note(self, line: dict[str, Any], number: int) -> None:
        """Takes in one line."""
        back_to = line.get("$rewindTo")
        if isinstance(back_to, str):
            self._rewind(back_to)
        elif id_ := text_in(line, "id"):
            self._note_message(id_, number, is_own=True)
        elif "$set" in line:
            self._note_changes(line["$set"], number)
        else:
            self.note_facts(line)

    def _note_changes(self, changes: object, number: int) -> None:
        if not isinstance(changes, dict):
            return
        self.note_facts(changes)
        copies = _checkpoint_in(changes)
        if copies:
            self._live.clear()
        for copy in copies:
            self._note_message(copy["id"], number, is_own=False)

    def _note_message(self, id_: str, number: int, *, is_own: bool) -> None:
        """Own lines count before copies in checkpoints, which may be cut, and later ones before earlier."""
        self.places.setdefault(id_, len(self.places) + 1)
        self.branches.pop(id_, None)
        self._live[id_] = None
        self._counting[id_] = max(self._counting.get(id_, (False, 0)), (is_own, number))

    def _rewind(self, back_to: str) -> None:
        """Gemini CLI forgets all messages if the one that a rewind names is not there."""
        ids = list(self._live)
        start = ids.index(back_to) if back_to in self._live else 0
        for id_ in ids[start:]:
            self.branches[id_] = ids[start]
            del self._live[id_]

    def counts(self, message: dict[str, Any], number: int) -> bool:
        """Whether line `number` is the one that `message` is taken from.

        Each line is that of a message without an id, or of one that was written since the first reading.
        """
        counting = self._counting.get(text_in(message, "id"))
        return counting is None or counting[1] == number


def messages_in(line: dict[str, Any]) -> list[dict[str, Any]]:
    """The messages of one line."""
    if text_in(line, "id") or "type" in line:
        return [line]
    return _checkpoint_in(line.get("$set"))


def _checkpoint_in(changes: object) -> list[dict[str, Any]]:
    """The messages that a change sets anew, all at once; those without an id are copies of others."""
    messages = changes.get("messages") if isinstance(changes, dict) else None
    if not isinstance(messages, list):
        return []
    return [each for each in messages if isinstance(each, dict) and text_in(each, "id")]
