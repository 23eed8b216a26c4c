"""Facts and bindings as `cotw knowledge` prints them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cotw.clock import local_minute
from cotw.commands._common import printable, say, short_path
from cotw.counting import many

if TYPE_CHECKING:
    from datetime import tzinfo

    from cotw.care.knowledge import KnowledgeReport
    from cotw.records.fact import Binding, Life

ID_DIGITS = 8


def print_report(report: KnowledgeReport, *, dry_run: bool) -> None:
    for problem in report.problems:
        say(f"note: {problem}")
    for path in report.missing:
        say(f"note: {short_path(Path(path))} is not there; its facts are kept until it is missing again")
    told = ", ".join(f"{count:,} {turn.value}" for turn, count in sorted(report.turns.items()))
    would = "would note " if dry_run and told else ""
    print(f"{many(report.files, 'bound file')}: {would}{told or 'nothing has changed'}")


def print_facts(facts: list[Life]) -> None:
    title = path = None
    counts = Counter(life.path for life in facts)
    for life in facts:
        if life.path != path:
            path, title = life.path, None
            print(printable(f"{short_path(Path(path))}  ({many(counts[path], 'fact')})"))
        if life.title != title:
            title = life.title
            print(printable(f"  {title or '(no heading)'}"))
        print(printable(f"    {life.id[:ID_DIGITS]}  {life.text}"))


def life_line(life: Life, zone: tzinfo) -> str:
    began = local_minute(life.began, zone)
    ended = "" if life.ended is None else f" until {local_minute(life.ended, zone)}"
    why = "" if life.ending is None else f" ({life.ending.value})"
    below = f"  [{life.title}]" if life.title else ""
    return f"{life.id[:ID_DIGITS]}  {began}{ended}{why}  {life.text}{below}"


def binding_line(binding: Binding) -> str:
    where = "" if binding.thread is None else f"  [{binding.thread}]"
    return f"{short_path(Path(binding.path))}{where}"


def fact_record(life: Life) -> dict[str, Any]:
    from dataclasses import asdict

    return {**asdict(life), "source": life.source}
