"""An open thread: something that was begun, promised or asked in a conversation and not settled in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Openness(StrEnum):
    """Why it is open."""

    COMMITMENT = "commitment"
    TODO = "todo"
    QUESTION = "question"
    INVESTIGATION = "investigation"


@dataclass(frozen=True, slots=True)
class OpenThread:
    """What is open, in the words it was said in.

    `speaker` is `human` or `agent`, `since` the instant it was said (UTC), `source` the address of the
    exchange it was said in, or the path and line of a project's file. `reported_by` is empty unless it is
    only known by somebody's report.
    """

    text: str
    kind: Openness
    speaker: str
    since: datetime
    source: str
    reported_by: str = ""
