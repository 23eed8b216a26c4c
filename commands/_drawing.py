"""Drawing: links between entities as text for Graphviz, or as a page with a picture in it.

Names come from what anybody said: they are quoted in the one, and escaped by the template in the other.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cotw.commands._common import printable
from cotw.extraction.mention import key
from cotw.extraction.shortening import clipped
from cotw.retrieval.chain import TOGETHER

if TYPE_CHECKING:
    from cotw.retrieval.entities import Triple

_WIDTH, _HEIGHT, _STEP = 1000, 700, 130
_LONGEST_LABEL = 40


@dataclass(frozen=True, slots=True)
class Node:
    """A name, and where it stands."""

    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Edge:
    """A link between two nodes; `said` unless they merely occur together."""

    begin: Node
    end: Node
    label: str
    confidence: float
    sources: tuple[str, ...]
    said: bool

    @property
    def middle(self) -> tuple[float, float]:
        """Where its label stands."""
        return (self.begin.x + self.end.x) / 2, (self.begin.y + self.end.y) / 2


@dataclass(frozen=True, slots=True)
class Drawing:
    """Nodes and edges within `width` and `height`."""

    title: str
    width: float
    height: float
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def drawing(title: str, links: Sequence[Triple], *, in_a_row: bool) -> Drawing:
    """The links, drawn one below the other, or around the entity that they are all about."""
    names: dict[str, str] = {} if in_a_row else {key(title): title}
    for link in links:
        for name in (link.subject, link.object):
            names.setdefault(key(name), name)
    height = max(_STEP * len(names), _STEP) if in_a_row else _HEIGHT
    nodes = dict(zip(names, _in_a_row(names.values()) if in_a_row else _around(names.values()), strict=True))
    edges = (
        Edge(
            nodes[key(link.subject)],
            nodes[key(link.object)],
            link.predicate.replace("_", " "),
            link.confidence,
            link.sources,
            link.predicate != TOGETHER,
        )
        for link in links
    )
    return Drawing(_label(title), _WIDTH, height, tuple(nodes.values()), tuple(edges))


def to_dot(drawn: Drawing) -> str:
    """The drawing in the language of Graphviz."""
    number = {node: place for place, node in enumerate(drawn.nodes)}
    lines = [f"  n{number[node]} [label={_quoted(node.name)}];" for node in drawn.nodes]
    lines += [
        f"  n{number[edge.begin]} -> n{number[edge.end]} [label={_quoted(edge.label)}];"
        for edge in drawn.edges
    ]
    return "\n".join([f"digraph {_quoted(drawn.title)} {{", *lines, "}", ""])


def to_html(drawn: Drawing) -> str:
    """The drawing as a page that needs nothing else."""
    from cotw.rendering import render

    return render("graph.html.j2", drawn=drawn)


def _in_a_row(names: Iterable[str]) -> list[Node]:
    return [Node(_label(name), _WIDTH / 2, _STEP * (place + 0.5)) for place, name in enumerate(names)]


def _around(names: Iterable[str]) -> list[Node]:
    first, *others = names
    nodes = [Node(_label(first), _WIDTH / 2, _HEIGHT / 2)]
    for place, name in enumerate(others):
        turn = 2 * math.pi * place / len(others)
        # Every second one further in, so that long names do not lie on each other.
        reach = 0.42 if place % 2 else 0.3
        nodes.append(
            Node(
                _label(name),
                _WIDTH * (0.5 + reach * math.cos(turn)),
                _HEIGHT * (0.5 + 1.1 * reach * math.sin(turn)),
            )
        )
    return nodes


def _label(name: str) -> str:
    return printable(clipped(name, _LONGEST_LABEL))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
