"""Branches: a conversation that is a tree, taken apart into the way it went on and what was left.

A prompt that was edited and an answer that was made anew begin a branch. Each branch is named after its
first message, so that the name is the same at every reading.
"""

from __future__ import annotations

from collections.abc import Mapping


def branches(parents: Mapping[str, str | None], current: str | None) -> dict[str, str | None]:
    """The branch of each message (id -> parent's id, in the order of the file); None: as it went on.

    The conversation went on to `current`, or to the last message if that is not there. From a message
    that was left, the last of its children carries its branch on; the others begin one of their own. A
    parent that is not there, or a ring of parents, begins a branch of its own.
    """
    leaf = current if current in parents else next(reversed(list(parents)), None)
    main = _way_to(leaf, parents)
    carries_on = {parent: child for child, parent in parents.items() if child not in main}
    found: dict[str, str | None] = dict.fromkeys(main)
    for id_ in parents:
        way: dict[str, None] = {}
        place = id_
        while place not in found and place not in way:
            way[place] = None
            parent = parents[place]
            if parent is None or parent not in parents or parent in main or carries_on[parent] != place:
                break
            place = parent
        branch = found.get(place) or next(reversed(way)) if way else None
        found.update((each, branch) for each in way)
    return found


def from_the_roots(parents: Mapping[str, str | None]) -> list[str]:
    """The messages of a tree (id -> parent's id), each after its parent; siblings keep their order.

    A message whose parent is not there is a root; rings of parents come last.
    """
    children: dict[str | None, list[str]] = {}
    for id_, parent in parents.items():
        children.setdefault(parent if parent in parents else None, []).append(id_)
    found: dict[str, None] = {}
    for start in (*children.get(None, ()), *parents):
        waiting = [start]
        while waiting:
            id_ = waiting.pop()
            if id_ not in found:
                found[id_] = None
                waiting.extend(reversed(children.get(id_, ())))
    return list(found)


def _way_to(leaf: str | None, parents: Mapping[str, str | None]) -> set[str]:
    way: set[str] = set()
    while leaf is not None and leaf in parents and leaf not in way:
        way.add(leaf)
        leaf = parents[leaf]
    return way
