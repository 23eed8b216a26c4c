"""Plots: a report in pictures, each with words that say what it shows and the table it was drawn from.

A picture is drawn only where it shows more than its table would: of two days, three topics, three exchanges.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cotw.care.report.svg import ACCENT, FILL, INK, SERIES, SOFT, drawn, label
from cotw.care.report.telling import ACTIVITY, ENTROPY, NAMED, STANDING, TOPICS
from cotw.care.report.told import Link, Report, Spoken
from cotw.records.stability import Level

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.ticker import MaxNLocator

_FEWEST_DAYS, _FEWEST_TOPICS, _FEWEST_EXCHANGES, _FEWEST_NAMES, _FEWEST_NIGHTS = 2, 3, 3, 3, 2
_LABEL, _NAME = 40, 16
# From which entropy on an exchange is told apart, as `cotw stability` tells it.
_LEVELS = {0.4: Level.ACTIVE, 0.8: Level.ELEVATED, 1.0: Level.CRITICAL}
_MARKS = ("o", "s", "^", "D")


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture with its words and its table. A cell is a text, or the ids of exchanges."""

    name: str
    title: str
    alt: str
    svg: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | tuple[str, ...], ...], ...]


def plots(report: Report) -> dict[str, Plot]:
    """The pictures of a report by name."""
    return {plot.name: plot for plot in _drawn(report)}


def _drawn(report: Report) -> Iterator[Plot]:
    said = report.spoken
    if said is not None:
        if sum(count > 0 for _, count in report.activity) >= _FEWEST_DAYS:
            yield _activity(report)
        counts = {one.exchanges for one in said.digest.topics}
        if len(said.digest.topics) >= _FEWEST_TOPICS and counts != {1}:
            yield _topics(said)
        if len(said.measured) >= _FEWEST_EXCHANGES and any(one.entropy.value for one in said.measured):
            yield _entropy(report, said)
        if len(_names(said.links)) >= _FEWEST_NAMES:
            yield _named(said.links)
    if len({night for night, _, _ in report.scores}) >= _FEWEST_NIGHTS:
        yield _standing(report)


def _whole_numbers(most: int) -> MaxNLocator:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(nbins=most, integer=True)


def _activity(report: Report) -> Plot:
    days, counts = zip(*report.activity, strict=True)
    total, most = sum(counts), max(counts)

    def draw(axes: Axes) -> None:
        colours = [ACCENT if day == report.night else FILL for day in days]
        axes.bar(range(len(days)), counts, color=colours)
        ticks = range(len(days) - 1, -1, -3)
        axes.set_xticks(ticks, [f"{days[tick].day} {days[tick]:%b}" for tick in ticks])
        axes.yaxis.set_major_locator(_whole_numbers(4))

    alt = (
        f"Exchanges a day from {days[0]} to {days[-1]}: {total:,} in all, {most:,} at most,"
        f" {counts[-1]:,} on the day of this report."
    )
    rows = tuple((f"{day:%a} {day.isoformat()}", f"{count:,}") for day, count in report.activity)
    title = "Exchanges a day"
    return Plot(ACTIVITY, title, alt, drawn(ACTIVITY, alt, 120, draw), ("day", "exchanges"), rows)


def _topics(said: Spoken) -> Plot:
    topics = said.digest.topics

    def draw(axes: Axes) -> None:
        axes.barh(range(len(topics)), [one.exchanges for one in topics], color=ACCENT, height=0.3)
        # Names stand above their bars and grow to the right: whatever letters they have, they find room.
        for place, one in enumerate(topics):
            name = f"{label(one.name, _LABEL)}  {one.exchanges}"
            axes.annotate(name, (0, place - 0.2), xytext=(0, 1), textcoords="offset points", va="bottom")
        axes.set(ylim=(len(topics) - 0.7, -0.9))
        axes.axis("off")

    told = ", ".join(f"{one.name} {one.exchanges}" for one in topics)
    alt = f"Exchanges in which the topics of the day came up: {label(told, 400)}."
    rows = tuple((one.name, f"{one.exchanges:,}", said.topics.get(one.name, ())) for one in topics)
    picture = drawn(TOPICS, alt, 10 + 27 * len(topics), draw)
    return Plot(TOPICS, "Topics", alt, picture, ("topic", "exchanges", "where"), rows)


def _entropy(report: Report, said: Spoken) -> Plot:
    found = said.measured
    local = [one.exchange.started.astimezone(report.zone) for one in found]
    hours = [moment.hour + moment.minute / 60 for moment in local]
    values = [one.entropy.value for one in found]

    def draw(axes: Axes) -> None:
        for begin, level in _LEVELS.items():
            if begin <= max(values) + 0.2:
                axes.axhline(begin, color=SOFT, linewidth=0.6, linestyle=(0, (4, 4)))
                axes.annotate(
                    level.value,
                    (1, begin),
                    xycoords=("axes fraction", "data"),
                    ha="right",
                    va="bottom",
                    size=9,
                    color=SOFT,
                )
        axes.vlines(hours, 0, values, color=FILL, linewidth=1.5)
        axes.scatter(hours, values, s=14, color=ACCENT, zorder=3)
        axes.set_ylim(bottom=0, top=max(0.5, max(values) * 1.15))
        axes.set_xlim(0, 24)
        axes.set_xticks(range(0, 25, 3), [f"{hour:02d}:00" for hour in range(0, 25, 3)])

    most = max(found, key=lambda one: one.entropy.value)
    alt = (
        f"Entropy of {len(found):,} exchanges over the day: {most.entropy.value:.2f} at most,"
        f" at {most.exchange.started.astimezone(report.zone):%H:%M}."
    )
    rows = tuple(
        (f"{when:%H:%M}", f"{one.entropy.value:.2f}", one.entropy.level.value, (one.exchange.id,))
        for when, one in zip(local, found, strict=True)
        if one.entropy.value
    )
    columns = ("at", "entropy", "level", "where")
    return Plot(ENTROPY, "Entropy", alt, drawn(ENTROPY, alt, 130, draw), columns, rows)


def _standing(report: Report) -> Plot:
    scores = report.scores
    nights = sorted({night for night, _, _ in scores})
    dimensions = list(dict.fromkeys(dimension for _, dimension, _ in scores))

    def draw(axes: Axes) -> None:
        for place, dimension in enumerate(dimensions):
            line = [(nights.index(night), score) for night, of, score in scores if of == dimension]
            style = place % len(SERIES)
            axes.plot(
                *zip(*line, strict=True),
                color=SERIES[style],
                marker=_MARKS[style],
                markersize=4,
                label=dimension,
            )
        ticks = sorted({0, len(nights) // 2, len(nights) - 1})
        axes.set_xticks(ticks, [f"{nights[tick].day} {nights[tick]:%b}" for tick in ticks])
        axes.set_ylim(1, 10)
        axes.set_yticks([1, 5, 10])
        axes.legend(frameon=False, fontsize=9, ncols=2, loc="lower left", bbox_to_anchor=(0, 1))

    last = {dimension: score for _, dimension, score in scores}
    now = ", ".join(f"{dimension} {score:.1f}" for dimension, score in last.items())
    alt = f"Standing from {nights[0]} to {nights[-1]}, of 10 each; last: {now}."
    rows = tuple((night.isoformat(), dimension, f"{score:.2f}") for night, dimension, score in scores)
    return Plot(STANDING, "Standing", alt, drawn(STANDING, alt, 160, draw), ("night", "", "score"), rows)


def _names(links: tuple[Link, ...]) -> list[str]:
    return list(dict.fromkeys(name for link in links for name in (link.one, link.other)))


def _named(links: tuple[Link, ...]) -> Plot:
    names = _names(links)
    turns = [2 * math.pi * place / len(names) for place in range(len(names))]
    places = {name: (math.cos(turn), math.sin(turn)) for name, turn in zip(names, turns, strict=True)}

    def draw(axes: Axes) -> None:
        for link in links:
            (x, y), (across, up) = places[link.one], places[link.other]
            width = 0.8 + 0.5 * len(link.exchanges)
            axes.plot([x, across], [y, up], color=ACCENT if link.said else FILL, linewidth=width)
        for name, (x, y) in places.items():
            axes.plot([x], [y], "o", color=INK, markersize=4)
            side = "left" if x > 0.1 else "right" if x < -0.1 else "center"
            axes.annotate(
                label(name, _NAME), (1.12 * x, 1.15 * y), ha=side, va="center", annotation_clip=False
            )
        axes.set(xlim=(-2.3, 2.3), ylim=(-1.3, 1.3))
        axes.axis("off")

    told = "; ".join(f"{one.one} – {one.said or 'with'} – {one.other}" for one in links)
    alt = f"Who and what was named together: {label(told, 400)}."
    rows = tuple((one.one, one.said or "named together", one.other, one.exchanges) for one in links)
    title = "Named together"
    return Plot(NAMED, title, alt, drawn(NAMED, alt, 210, draw), ("from", "link", "to", "where"), rows)
