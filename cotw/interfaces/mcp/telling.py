"""Telling: the tools by which an agent tells the memory what was said, and asks what it is to know itself."""

from __future__ import annotations

from pydantic import Field

from cotw.care.context import Wish, injecting
from cotw.care.learning import Reporter
from cotw.care.learning import learn as archive
from cotw.counting import many
from cotw.extraction.plain import plain
from cotw.importers.told import told_of
from cotw.interfaces.mcp.finding import SHORT_ID
from cotw.interfaces.mcp.reader import Reader
from cotw.interfaces.mcp.tool import Arguments, Told

_NOTHING = "(The memory has nothing to say to this.)"
_MOST_CHARACTERS = 100_000


class LearnArguments(Arguments):
    """One turn, or one side of it."""

    user: str | None = Field(
        None, description="What the person said, in their words.", max_length=_MOST_CHARACTERS
    )
    agent: str | None = Field(
        None, description="What you answered, in your words.", max_length=_MOST_CHARACTERS
    )
    thread: str | None = Field(None, description="The thread it belongs to; it need not be known yet.")
    session: str | None = Field(None, description="Your session's id, if you know it.")
    project: str | None = Field(None, description="The folder it was about.")
    at: str | None = Field(None, description="When it was said; else now: 2026-11-20T14:30.")
    id: str | None = Field(
        None, description="A name of your own for this turn: told again, it is learnt once."
    )


class Learnt(Told):
    """What is archived now."""

    exchanges: list[str] = Field(description="Ids of the exchanges that the words made.")
    known: int = Field(description="How many messages were known before.")


def learn(reader: Reader, wanted: LearnArguments) -> Learnt:
    """Tell the memory a turn that no transcript of yours holds: what the person said, what you answered. Use
    it when the person asks you to remember something, in a client whose conversations are not taken in by
    themselves. Say it word for word, not as a summary; leave out secrets. It is kept as reported by you, and
    gives way to a transcript of the same. It changes no settings and decides nothing.
    """
    told = told_of({**wanted.model_dump(), "mode": reader.mode, "tool": reader.tool}, "the turn", reader.zone)
    learnt = archive(reader.memory, [told], Reporter(reader.tool))
    ids = [id_[:SHORT_ID] for id_ in learnt.exchanges]
    what = f"Learnt {many(len(ids), 'exchange')}, reported by {plain(reader.tool)}."
    known = f" {learnt.known} messages were known already." if learnt.known else ""
    later = " It is on the disk, and recalled once the index has taken it in." if ids else ""
    return Learnt(text=what + known + later, exchanges=ids, known=learnt.known)


class ContextArguments(Arguments):
    """What you are about to answer."""

    prompt: str = Field(
        "", description="The person's words; empty at the start of a session.", max_length=_MOST_CHARACTERS
    )
    thread: str | None = Field(None, description="The thread you work in.", max_length=200)
    session: str | None = Field(
        None, description="Your session's id: what was said in it is left out.", max_length=200
    )
    project: str | None = Field(None, description="The folder you work in.", max_length=4000)


def context(reader: Reader, wanted: ContextArguments) -> Told:
    """Be given what you should know before you answer. Call it once at the start of a session without a
    prompt – who you are, what the last session left for you, which is used up by that – and, if you like,
    with the person's words before you answer them. Answers with a block, or with nothing if the memory has
    nothing to say to it. Not needed where COTW's hooks are installed: they do the same by themselves.
    """
    wish = Wish(
        wanted.prompt,
        thread=wanted.thread,
        mode=reader.mode,
        session=wanted.session,
        project=wanted.project,
        start=not wanted.prompt.strip(),
    )
    with injecting(reader.memory, wish) as injection:
        # An empty answer is refused by the programs of some models.
        return Told(text=injection.context.text or _NOTHING)
