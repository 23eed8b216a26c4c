"""What the public sets cannot tell: threads, modes, noise and standing instructions.

    python -m benchmarks.labelled_recall [--set thread_boost=1.5 …] [--floor 0.8]

benchmarks/labelled holds two months of Mara's talks with her agent that we wrote ourselves, and questions by
kind. All stand in one memory. Settings are chosen by the questions of `choosing.yaml`; those of
`reporting.yaml` tell how well the choice does. Below the default settings, each voice is switched off, or on
if it is off by default. With `--floor` the default alone is asked, and has to reach so much (any@5, both
halves).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from cotw.founding import bench_vectors, encoder_folder
from cotw.ids import short_digest
from cotw.index.opening import Index
from cotw.measure.asking import index_of
from cotw.measure.scoring import score
from cotw.models.bundled import NAME
from cotw.models.embedding import Embedder, load_embedder
from cotw.models.vectors import VectorCache
from cotw.records.message import Kind, Message
from cotw.retrieval.asking import Kept, Standpoint, pose
from cotw.retrieval.recall import recall
from cotw.settings import RecallSettings

FOLDER = Path(__file__).resolve().parent / "labelled"
HALVES = ("choosing", "reporting")
KINDS = ("threads", "modes", "noise", "standing")
SHOWN = ("any@1", "any@5", "MRR")
RANKED = {"limit": 10, "min_cosine": -1.0}
# What each voice is when it is switched off, and when it is switched on though it is off by default.
OFF: dict[str, Any] = {
    "thread_boost": 1.0,
    "mode_boost": 1.0,
    "noise_penalty": 0.0,
    "standing_weight": 0.0,
    "distil": False,
}
ON: dict[str, Any] = {
    "thread_boost": 1.8,
    "mode_boost": 1.2,
    "noise_penalty": 0.5,
    "standing_weight": 0.5,
    "distil": True,
}
_BETWEEN = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of one kind, where it is asked from, and the exchanges that answer it."""

    half: str
    kind: str
    text: str
    thread: str
    mode: str
    answers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Labelled:
    """All messages, sorted by time, the label of each exchange, and all questions."""

    messages: tuple[Message, ...]
    labels: Mapping[str, str]
    questions: tuple[Asked, ...]


def main() -> int:
    """Prints the tables; 1 if the floor is not reached."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="other than the default")
    parser.add_argument("--floor", type=float, help="the least any@5 that is accepted")
    options = parser.parse_args()
    changes = {name: yaml.safe_load(value) for name, _, value in (one.partition("=") for one in options.set)}
    default = RecallSettings(**RANKED | changes)
    labelled, embedder = read_labelled(), load_embedder(NAME, encoder_folder())
    with VectorCache(bench_vectors()) as cache, index_of(labelled.messages, embedder, cache) as index:
        ways = {"default": default} if options.floor is not None else _ways(default)
        found = {name: _ask_all(index, labelled, embedder, settings) for name, settings in ways.items()}
    for half in HALVES:
        _print(half, labelled.questions, found)
    reached = _mean([scores["any@5"] for scores in found["default"]])
    return int(options.floor is not None and reached < options.floor)


def read_labelled() -> Labelled:
    """What the two files hold."""
    messages: list[Message] = []
    labels: dict[str, str] = {}
    questions: list[Asked] = []
    for half in HALVES:
        held = yaml.safe_load((FOLDER / f"{half}.yaml").read_text("utf-8"))
        for session in held["sessions"]:
            for place, exchange in enumerate(held["exchanges"][session["name"]]):
                said = list(_said(session, place, exchange))
                labels[said[0].id] = exchange["id"]
                messages += said
        questions += (
            Asked(half, one["kind"], one["ask"], one["thread"], one["mode"], frozenset(one["answers"]))
            for one in held["questions"]
        )
    return Labelled(tuple(sorted(messages, key=lambda one: one.timestamp)), labels, tuple(questions))


def _said(session: Mapping[str, str], place: int, exchange: Mapping[str, str]) -> Iterator[Message]:
    began = datetime.fromisoformat(session["began"]).replace(tzinfo=UTC) + place * _BETWEEN
    for order, kind in enumerate((Kind.HUMAN, Kind.AGENT)):
        yield Message(
            id=short_digest("labelled", exchange["id"], kind),
            timestamp=began + order * _BETWEEN / 3,
            kind=kind,
            sender="Mara" if kind is Kind.HUMAN else "agent",
            text=exchange[str(kind)],
            session=session["name"],
            tool="labelled",
            thread=session["thread"],
            mode=session["mode"],
            order=2 * place + order,
        )


def _ways(default: RecallSettings) -> dict[str, RecallSettings]:
    """The default settings, and those with one voice switched."""
    ways = {"default": default}
    for name, off in OFF.items():
        is_on = getattr(default, name) != off
        way = f"{'without' if is_on else 'with'} {name}"
        ways[way] = default.model_copy(update={name: off if is_on else ON[name]})
    return ways


def _ask_all(
    index: Index, labelled: Labelled, embedder: Embedder, settings: RecallSettings
) -> list[dict[str, float]]:
    kept, now = Kept(), labelled.messages[-1].timestamp
    found = []
    for one in labelled.questions:
        posed = pose(
            one.text, embedder, now, distil=settings.distil, standpoint=Standpoint(one.thread, one.mode)
        )
        hits = recall(index, posed, settings=settings, kept=kept).hits
        found.append(score(one.answers, [(labelled.labels[hit.exchange],) for hit in hits]))
    return found


def _print(half: str, questions: Sequence[Asked], found: Mapping[str, Sequence[Mapping[str, float]]]) -> None:
    counts = {kind: sum((one.half, one.kind) == (half, kind) for one in questions) for kind in KINDS}
    heads = "".join(f"{f'{kind} ({counts[kind]})':>20}" for kind in KINDS)
    print(f"\n{half:<26}{heads}{f'all ({sum(counts.values())})':>20}")
    print(f"{'/'.join(SHOWN):<26}")
    for way, scores in found.items():
        cells = ""
        for kinds in (*((kind,) for kind in KINDS), KINDS):
            rows = [
                row
                for one, row in zip(questions, scores, strict=True)
                if one.half == half and one.kind in kinds
            ]
            means = (f"{_mean([row[name] for row in rows]):.3f}".removeprefix("0") for name in SHOWN)
            cells += f"{'/'.join(means):>20}"
        print(f"{way:<26}{cells}")


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


if __name__ == "__main__":
    sys.exit(main())
