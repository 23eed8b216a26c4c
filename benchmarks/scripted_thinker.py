"""A thinker that answers by script, as an OpenAI-compatible endpoint on this machine.

It answers by what it is asked for and about, the same each time: growth vectors point in one of two
directions that a principle of `SOUL` is near to, in one that none is near to, or each in its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from tests.models.endpoint import Endpoint, Request, endpoint, says

SOUL = "## Principles\n\n- Say what is a guess.\n- Keep promises.\n- Ask before what cannot be undone.\n"
GUESS, PROMISE, FAR = "Say openly what is a guess.", "Keep every promise.", "Paint the workshop's door green."
ALONE = (
    *("Oil the chain.", "Learn Danish.", "Close at noon.", "Sweep the floor.", "Buy a blue lamp."),
    *("Answer letters in verse.", "Count in dozens.", "Water the ferns.", "Draw maps by hand."),
    *("Bake rye bread.", "Measure rainfall.", "Name the cats.", "Fold paper cranes.", "Tune the piano."),
)
APPROVED, REJECTED = "I say openly what is a guess.", "I keep every promise that I made."
_ADDRESS = re.compile(r"archive:[^\s)]+")


@contextmanager
def thinker() -> Iterator[Endpoint]:
    """The endpoint, as long as the block lasts."""
    with endpoint(_answer) as served:
        yield served


def _answer(request: Request) -> None:
    says(json.dumps(_thought(request.prompt)))(request)


def _thought(prompt: str) -> object:
    schema = prompt.splitlines()[-1]
    if '"unknown"' in schema:
        return {"unknown": "What was meant.", "matters": "It was guessed."}
    if '"pattern"' in schema:
        return {"pattern": "None that shows.", "constraints": []}
    if '"direction"' in schema:
        return {"direction": _direction(prompt), "consequences": ["It can be checked."]}
    return {"sentence": APPROVED if GUESS in prompt else REJECTED, "because": "They point there."}


def _direction(prompt: str) -> str:
    """By the exchange that it is about, which is quoted first."""
    address = _ADDRESS.search(prompt)
    number = sha256((address[0] if address else "").encode()).digest()[0]
    return [GUESS, PROMISE, FAR, ALONE[number // 4 % len(ALONE)]][number % 4]
