"""The context of a turn: one block for the agent's prompt, made of what several sources have to say.

It is a reason for a block that some source has found something; the time of day alone is none.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence

from cotw.continuity.budget import Fitted, fit
from cotw.continuity.gathering import Gathered
from cotw.continuity.turn import Turn
from cotw.extraction.plain import plain
from cotw.provenance.fence import ending, fenced, guard, new_mark
from cotw.provenance.gate import Admitted, admit
from cotw.provenance.neutral import one_line
from cotw.records.block import enclosed
from cotw.records.injection import Context, Part
from cotw.records.passage import Passage

CountPieces = Callable[[str], int]


def new_id() -> str:
    """The id of a block that nobody has seen yet."""
    return f"ctx_{secrets.token_hex(8)}"


def assemble(
    turn: Turn,
    gathered: Sequence[Gathered],
    budget: int,
    count_pieces: CountPieces,
    *,
    id_: str | None = None,
    mark: str | None = None,
) -> Context:
    """The block of what was gathered, of at most `budget` tokens (and what sources have of their own).

    `id_` and `mark` are drawn at random unless they are given.
    """
    id_ = id_ or new_id()
    admitted = [admit(one.passages) for one in gathered]
    offers = _offers(gathered, admitted)
    mark = mark or new_mark(passage for _, passages in offers for passage in passages)
    frame = enclosed(id_, "\n\n".join([now_line(turn), guard(mark), ending(mark)]))

    def cost(passage: Passage, before: Passage | None) -> int:
        return count_pieces(_rendered(passage, mark, before))

    fitted = fit(offers, budget - count_pieces(frame), cost)
    chosen = [passage for one in fitted for passage in one.passages]
    if not any(one.passages and one.gathered.source.enough for one in fitted):
        return Context(
            id_,
            "",
            0,
            tuple(_part(one, let_in, shown=False) for one, let_in in zip(fitted, admitted, strict=True)),
        )
    body = _body(chosen, mark)
    text = enclosed(id_, f"{now_line(turn)}\n\n{body}")
    parts = tuple(_part(one, let_in) for one, let_in in zip(fitted, admitted, strict=True))
    return Context(id_, text, count_pieces(text), parts, body)


def now_line(turn: Turn) -> str:
    """When it is where the person lives, and where the agent is."""
    return f"Now: {turn.now:%A %Y-%m-%d %H:%M} ({zone_of(turn)}){place_of(turn)}"


def zone_of(turn: Turn) -> str:
    """What the person's time zone is called."""
    return getattr(turn.now.tzinfo, "key", None) or turn.now.tzname() or "UTC"


def place_of(turn: Turn) -> str:
    """Where the agent is, as it stands after the time of day."""
    thread = [f"thread {one_line(turn.thread, 80)}"] if turn.thread else []
    return "".join(f" · {fact}" for fact in [*thread, f"mode {one_line(turn.mode, 40)}"])


def _offers(
    gathered: Sequence[Gathered], admitted: Sequence[Admitted]
) -> list[tuple[Gathered, tuple[Passage, ...]]]:
    """What each source offers: nothing that another has said before, or in whose place it was asked."""
    gave = {one.source.name for one, let_in in zip(gathered, admitted, strict=True) if let_in.passages}
    said: list[Passage] = []
    offers: list[tuple[Gathered, tuple[Passage, ...]]] = []
    for one, let_in in zip(gathered, admitted, strict=True):
        fresh = () if one.source.instead_of & gave else tuple(_unsaid(let_in.passages, said))
        said += fresh
        offers.append((one, fresh))
    return offers


def _unsaid(passages: Iterable[Passage], said: Sequence[Passage]) -> Iterable[Passage]:
    return (
        passage
        for passage in passages
        if not any(
            set(passage.sources) <= set(other.sources) and passage.text in other.text for other in said
        )
    )


def _part(fitted: Fitted, admitted: Admitted, *, shown: bool = True) -> Part:
    one = fitted.gathered
    passages, tokens = (fitted.passages, fitted.tokens) if shown else ((), 0)
    return Part(
        name=one.source.name,
        passages=passages,
        tokens=tokens,
        found=fitted.offered,
        refused=admitted.refused,
        milliseconds=one.milliseconds,
        failure=one.failure,
        exit_code=one.exit_code,
    )


def _body(passages: Sequence[Passage], mark: str) -> str:
    """All passages in their order; quotations in a row share one end, the first is led in by the guard."""
    pieces: list[str] = []
    before: Passage | None = None
    guarded = False
    for passage in passages:
        if not passage.trusted and not guarded:
            pieces.append(guard(mark))
            guarded = True
        if before is not None and not before.trusted and passage.trusted:
            pieces.append(ending(mark))
        together = before if before is not None and before.trusted == passage.trusted else None
        pieces.append(_rendered(passage, mark, together))
        before = passage
    if before is not None and not before.trusted:
        pieces.append(ending(mark))
    return "\n\n".join(pieces)


def _rendered(passage: Passage, mark: str, before: Passage | None) -> str:
    return _guiding(passage) if passage.trusted else fenced(passage, mark, before)


def _guiding(passage: Passage) -> str:
    """What a person wrote to guide the agent stands as it is; only a mark of ours would end the block."""
    text = plain(passage.text).strip().replace("<cotw-", "‹cotw-").replace("</cotw-", "‹/cotw-")
    return f"## {one_line(passage.label)}\n\n{text}" if passage.label else text
