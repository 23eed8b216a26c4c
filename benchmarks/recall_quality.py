"""How well is found what is known to be there?

    python -m benchmarks.recall_quality DIR [--results DIR] [--cache FILE] [--conversations 5]

DIR holds two files of JSON Lines. `docs.jsonl` has one turn a line: `conv, session, turn, seq, who, role,
date, text`. `questions.jsonl` has `question_id, conv, question, category, gold_turns, abstention`; each is
asked of the memory of its own conversation. A conversation becomes a home of its own, through the archive
and the index as any other; vectors are cached in FILE from run to run.

An exchange is a user turn and the assistant turns after it; where people talk with each other (`role` is
`user` throughout), it is two turns in a row. A ranked item counts if it holds one of the turns that answer
(`any@k`), or lies in a session that answers where no turns are named; `all@10` wants all of them among the
first ten. With --results, ranked lists are written a path, one question a line:
`{question_id, ranked: [[turn, …], …]}`.

The second table is about relevance: which questions keep an answer, and how many questions that belong to
another conversation get anything at all, for pairs of the settings `min_cosine` and `min_word_share`.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cotw.clock import system_clock
from cotw.config import Config, RecallSettings
from cotw.founding import encoder_folder
from cotw.home import Home, create_home
from cotw.ids import short_digest
from cotw.index.opening import Index, open_index
from cotw.index.refresh import refresh
from cotw.models.embedding import Embedder, load_embedder
from cotw.models.vectors import VectorCache
from cotw.records.hit import Hit
from cotw.records.message import Kind, Message
from cotw.retrieval.recall import KEYWORD, SEMANTIC, pose, recall
from cotw.retrieval.relevance import Bounds, Rarity
from cotw.store.truth import Truth

# Every exchange that a path proposes is kept: relevance is judged here.
EVERYTHING = RecallSettings(limit=200, candidates=50, min_cosine=-1.0)
FUSED = "fused"
LISTS = (KEYWORD, SEMANTIC, FUSED)
COSINES = (0.35, 0.4, 0.45, 0.5, 0.55, 0.6)
SHARES = (0.5, 0.6, 0.8, 1.0, 1.25, 1.5)
_DATES = ("%I:%M %p on %d %B, %Y", "%Y/%m/%d (%a) %H:%M")


@dataclass(frozen=True)
class Asked:
    """A question that was asked of a memory of so many units, and the exchanges that were proposed.

    `gold` holds the turns that answer it, or the sessions where no turns are named.
    """

    question_id: str
    category: str
    gold: frozenset[str]
    hits: tuple[Hit, ...]
    units: int


def main() -> None:
    """Prints both tables."""
    arguments = _arguments()
    turns, questions = _read(arguments.folder / "docs.jsonl"), _read(arguments.folder / "questions.jsonl")
    conversations = _grouped(turns, "conv")
    names = list(conversations)[: arguments.conversations]
    embedder = load_embedder("all-MiniLM-L6-v2", encoder_folder(), threads=arguments.threads)
    asked: list[Asked] = []
    foreign: list[Asked] = []
    turns_of: dict[str, list[str]] = {}
    for place, name in enumerate(names):
        with _memory(conversations[name], embedder, arguments.cache) as (index, exchanges):
            turns_of |= exchanges
            rarity = Rarity()
            for question in questions:
                if question["conv"] == name:
                    asked.append(_ask(index, question, embedder, rarity))
                elif len(names) > 1 and question["conv"] == names[place - 1]:
                    foreign.append(_ask(index, question, embedder, rarity))
        print(f"{name}: {len(exchanges)} exchanges", flush=True)
    _print_ranks(asked, turns_of)
    _print_relevance(asked, foreign, turns_of)
    if arguments.results:
        arguments.results.mkdir(parents=True, exist_ok=True)
        for way in LISTS:
            _write(arguments.results / f"{way}.jsonl", asked, way, turns_of)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--results", type=Path, help="write ranked lists into this folder")
    cache = Path(tempfile.gettempdir()) / "cotw-benchmark-vectors.sqlite"
    parser.add_argument(
        "--cache", type=Path, default=cache, help="where vectors are kept (default: %(default)s)"
    )
    parser.add_argument("--conversations", type=int, help="only the first so many")
    parser.add_argument("--threads", type=int, default=1, help="threads of the encoder")
    return parser.parse_args()


def _read(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def _grouped(rows: Iterable[dict[str, Any]], key: str) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return dict(groups)


# --- a conversation becomes a memory


def _instant(text: str) -> datetime:
    for form in _DATES:
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _messages(turns: Sequence[dict[str, Any]]) -> Iterator[Message]:
    """The turns of a conversation; of two people in turn the second is taken for the one who answers."""
    people = all(turn["role"] == "user" for turn in turns)
    for session, said in _grouped(turns, "session").items():
        for place, turn in enumerate(sorted(said, key=lambda turn: turn["seq"])):
            asks = place % 2 == 0 if people else turn["role"] == "user"
            yield Message(
                id=short_digest("benchmark", turn["conv"], session, turn["turn"]),
                timestamp=_instant(turn["date"]),
                kind=Kind.HUMAN if asks else Kind.AGENT,
                sender=turn["who"] if people else ("human" if asks else "agent"),
                text=turn["text"],
                session=session,
                tool="jsonl",
                native=turn["turn"],
                order=turn["seq"],
            )


@contextmanager
def _memory(
    turns: Sequence[dict[str, Any]], embedder: Embedder, cache_path: Path
) -> Iterator[tuple[Index, dict[str, list[str]]]]:
    """A home with these turns, indexed and open; and the turns of each exchange."""
    messages = sorted(
        _messages(turns), key=lambda message: (message.timestamp, message.session, message.order)
    )
    with tempfile.TemporaryDirectory() as folder:
        home, config = Home(Path(folder) / "home"), Config()
        create_home(home, "benchmark", "UTC", "")
        truth = Truth(home, ZoneInfo("UTC"), system_clock, wait_seconds=60)
        with truth.writing() as writer:
            for day, said in groupby(messages, key=lambda message: message.timestamp.date()):
                writer.add_day(day, said)
        with VectorCache(cache_path) as cache:
            refresh(home, config, truth.archive, embedder, cache, wait_seconds=60)
        with open_index(home, config, write=False, wait_seconds=60) as index:
            yield index, _exchanges(messages, index)


def _exchanges(messages: Sequence[Message], index: Index) -> dict[str, list[str]]:
    """The ids of the turns of each exchange."""
    opening = {row[0] for row in index.database.execute("SELECT id FROM exchanges").fetchall()}
    found: dict[str, list[str]] = {}
    last = ""
    for message in sorted(messages, key=lambda message: (message.session, message.timestamp, message.order)):
        last = message.id if message.id in opening else last
        found.setdefault(last, []).append(str(message.native))
    return found


def _ask(index: Index, question: dict[str, Any], embedder: Embedder, rarity: Rarity) -> Asked:
    found = recall(index, pose(question["question"], embedder), settings=EVERYTHING, rarity=rarity)
    gold = question["gold_turns"] or question.get("gold_sessions", ())
    gold = () if question.get("abstention") else gold
    units = index.units.count()
    return Asked(question["question_id"], question["category"], frozenset(gold), found.hits, units)


# --- how it ranks


def _ranked(asked: Asked, way: str) -> list[Hit]:
    if way == FUSED:
        return list(asked.hits)
    ranks = [(rank, hit) for hit in asked.hits if (rank := hit.paths[way].rank if way in hit.paths else None)]
    return [hit for _, hit in sorted(ranks, key=lambda item: item[0])]


def _measures(asked: Asked, way: str, turns_of: dict[str, list[str]]) -> dict[str, float]:
    answers = [asked.gold.intersection({hit.session, *turns_of[hit.exchange]}) for hit in _ranked(asked, way)]
    first = next((rank for rank, found in enumerate(answers, 1) if found), None)
    measures = {f"any@{k}": float(first is not None and first <= k) for k in (1, 5, 10)}
    measures["all@10"] = float(frozenset().union(*answers[:10]) == asked.gold)
    measures["MRR"] = 1 / first if first else 0.0
    return measures


def _print_ranks(asked: Sequence[Asked], turns_of: dict[str, list[str]]) -> None:
    answerable = [one for one in asked if one.gold]
    groups: dict[str, Callable[[Asked], bool]] = {"all": lambda one: True}
    if any(one.category == "adversarial" for one in answerable):
        groups["all but adversarial"] = lambda one: one.category != "adversarial"
    for category in sorted({one.category for one in answerable}):
        groups[category] = lambda one, category=category: one.category == category  # type: ignore[misc]
    print(f"\n{'':37}{'n':>5}  any@1  any@5 any@10 all@10    MRR")
    for group, belongs in groups.items():
        some = [one for one in answerable if belongs(one)]
        for way in LISTS:
            rows = [_measures(one, way, turns_of) for one in some]
            means = "  ".join(f"{sum(row[name] for row in rows) / len(rows):5.3f}" for name in rows[0])
            print(f"{group[:27]:28}{way:9}{len(some):>5}  {means}")


def _write(path: Path, asked: Sequence[Asked], way: str, turns_of: dict[str, list[str]]) -> None:
    with path.open("w", encoding="utf-8") as out:
        for one in asked:
            ranked = [turns_of[hit.exchange] for hit in _ranked(one, way)]
            out.write(json.dumps({"question_id": one.question_id, "ranked": ranked}) + "\n")


# --- what is relevant


def _kept(asked: Asked, min_cosine: float, min_word_share: float) -> Asked:
    settings = RecallSettings.model_construct(min_cosine=min_cosine, min_word_share=min_word_share)
    bounds = Bounds.of(settings, asked.units)
    hits = [hit for hit in asked.hits if bounds.admit(hit.paths[SEMANTIC].score, hit.word_share)]
    return replace(asked, hits=tuple(hits))


def _print_relevance(
    asked: Sequence[Asked], foreign: Sequence[Asked], turns_of: dict[str, list[str]]
) -> None:
    answerable = [one for one in asked if one.gold and one.category != "adversarial"]
    found = [one for one in answerable if _measures(one, FUSED, turns_of)["any@5"]]
    print(f"\nOf {len(found)} questions with an answer among the first 5, the share that keeps one there; of")
    print(f"{len(foreign)} questions of other conversations, the share that gets any hit (kept / foreign).")
    print("min_cosine \\ min_word_share".ljust(28) + "".join(f"{share:>14.2f}" for share in SHARES))
    for cosine in COSINES:
        cells = []
        for share in SHARES:
            kept = [_measures(_kept(one, cosine, share), FUSED, turns_of)["any@5"] for one in found]
            noise = [bool(_kept(one, cosine, share).hits) for one in foreign]
            cells.append(f"{_mean(kept):6.3f} / {_mean(noise):5.3f}")
        print(f"{cosine:<28.2f}" + "".join(cells))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else float("nan")


if __name__ == "__main__":
    main()
