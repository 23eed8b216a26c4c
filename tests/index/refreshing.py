"""A process that says something and refreshes, again and again: to be killed, or to run beside others.

Usage: python -m tests.index.refreshing FOLDER NAME ROUNDS. Prints `ready` when it begins.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from cotw.index.lance import import_lancedb
from cotw.records.message import Kind, Message
from tests.builders import message
from tests.index.workshop import Workshop


def sayings(name: str, number: int) -> list[Message]:
    """Some prompts and answers, a few of them twins or of a session that others write to as well."""
    chance = random.Random(f"{name} {number}")
    return [
        message(
            chance.choice(["go on", f"something about {name} and {number}", "many words " * 20]),
            minute=chance.randint(0, 2_000),
            kind=chance.choice([Kind.HUMAN, Kind.AGENT, Kind.TOOL]),
            id=f"{name:>8}{number:08}{place:08}".replace(" ", "0"),
            session=chance.choice([name, "shared"]),
            queued=chance.random() < 0.2,
        )
        for place in range(chance.randint(1, 12))
    ]


def main(folder: str, name: str, rounds: str) -> None:
    workshop = Workshop(Path(folder))
    import_lancedb()
    print("ready", flush=True)
    for number in range(int(rounds)):
        workshop.say(*sayings(name, number))
        workshop.refresh()


if __name__ == "__main__":
    main(*sys.argv[1:])
