"""Renewing: the journal lines that lead from what was declared of a file to what the file says now."""

from __future__ import annotations

from collections.abc import Sequence

from cotw.extraction.succession import succession
from cotw.records.fact import Life, Span, Statement, Turn
from cotw.store.declared import Declared, Line, began_line, gone_line, read_line, removed_line


def renewal(declared: Declared, path: str, digest: str, statements: Sequence[Statement]) -> list[Line]:
    """What is to be noted now that the file at `path` has this digest and says this.

    An edited statement supersedes its former self, one that is not there any more is removed, and one that
    was removed before and is there again goes on as the fact it was.
    """
    former = declared.current(path)
    pairs = succession([life.statement for life in former], statements)
    lines = [removed_line(life) for place, life in enumerate(former) if place not in pairs]
    spans: dict[str, Span] = {}
    for place, now in pairs.items():
        turn = _turn(former[place].statement, statements[now])
        if turn is not None:
            lines.append(
                began_line(turn, path, statements[now], after=former[place], known=declared.lineages)
            )
        elif former[place].statement.span != statements[now].span:
            spans[former[place].lineage] = statements[now].span
    known: dict[str, object] = dict(declared.lineages)
    absent = _absent(declared, path)
    for now in sorted(set(range(len(statements))) - set(pairs.values())):
        after = _returning(absent, statements[now])
        turn = Turn.RETURNED if after else Turn.NEW
        line = began_line(turn, path, statements[now], after=after, known=known)
        known[line["lineage"]] = None
        lines.append(line)
    return [*lines, read_line(path, digest, len(statements), spans)]


def removal(declared: Declared, path: str) -> list[Line]:
    """What is to be noted now that there is no file at `path` any more."""
    return [*(removed_line(life) for life in declared.current(path)), gone_line(path)]


def _turn(before: Statement, now: Statement) -> Turn | None:
    if before.text != now.text:
        return Turn.EDITED
    return None if before.heading == now.heading else Turn.MOVED


def _absent(declared: Declared, path: str) -> dict[str, list[Life]]:
    """The last lives of facts that were removed from a file, by what they said, the latest last."""
    ended = [lives[-1] for lives in declared.lineages.values() if lives[-1].path == path]
    found: dict[str, list[Life]] = {}
    for life in sorted(ended, key=lambda life: life.ended or life.began):
        if life.ended is not None:
            found.setdefault(life.text, []).append(life)
    return found


def _returning(absent: dict[str, list[Life]], statement: Statement) -> Life | None:
    """Takes the fact out of `absent` that this statement is again, if there is one."""
    lives = absent.get(statement.text)
    if not lives:
        return None
    same = [life for life in lives if life.statement.heading == statement.heading]
    life = (same or lives)[-1]
    lives.remove(life)
    return life
