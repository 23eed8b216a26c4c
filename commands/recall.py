"""`cotw recall`: ask the memory a question."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cotw.commands._answering import answering
from cotw.commands._by_session import by_session, print_sessions, session_records
from cotw.commands._common import (
    LEFT_BRANCH,
    Context,
    emit_json,
    printable,
    readable_size,
    say,
    waiting,
)
from cotw.commands._explaining import explanation_record, what_was_asked, why
from cotw.commands._named import OnlyThread
from cotw.commands._settling import open_settled
from cotw.commands._time_asked import time_line, time_record
from cotw.errors import NothingFound, UsageError

if TYPE_CHECKING:
    from rich.text import Text

    from cotw.retrieval.answer import Answer, Recalled, Shown

PANEL = "Only exchanges"


def command(
    ctx: typer.Context,
    question: Annotated[list[str], typer.Argument(metavar="QUESTION", help="In plain words.")],
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", min=1, max=200, help="At most so many hits.")
    ] = None,
    thread: OnlyThread = None,
    session: Annotated[
        str | None, typer.Option(metavar="ID", help="Only this session (the beginning of its id).")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="WHEN", help="Not before: 2026-11-20, or 'last week'.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="WHEN", help="Not after; a day counts whole.")] = None,
    mode: Annotated[str | None, typer.Option(metavar="MODE", help="Only this mode: chat, code, …")] = None,
    speaker: Annotated[
        str | None, typer.Option("--from", metavar="WHO", help="Whose words: human or agent.")
    ] = None,
    asked_in: Annotated[
        str | None,
        typer.Option(metavar="THREAD", help="Asked from this thread: what was said there counts more."),
    ] = None,
    asked_in_mode: Annotated[
        str | None, typer.Option(metavar="MODE", help="Asked in this mode: likewise.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="What speaks for each hit, and how much.")
    ] = False,
    inject: Annotated[
        bool, typer.Option("--inject", help="Only what an agent's prompt of these words would be given.")
    ] = False,
    record: Annotated[
        bool, typer.Option("--record", help="Keep question and hits, to ask again with: cotw replay ID.")
    ] = False,
    sessions: Annotated[
        bool, typer.Option("--sessions", help="Whole sessions, ranked by their best exchanges.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The hits as JSON.")] = False,
) -> int:
    """Ask the memory a question; the exchanges that answer it come best first.

    \b
    cotw recall "what did we decide about the login page?"
    cotw recall --since 2026-11-01 --from human deploy window
    cotw recall --explain "who is Yusuf?"
    cotw recall "what did we talk about last Tuesday?"
    cotw recall --sessions "the move"
    cotw recall --asked-in blog "when is the deadline?"
    cotw recall --inject "fix the failing test"
    cotw recall --record "who is Yusuf?"        keep it; cotw replay asks it again

    Three paths look for it: meaning, words, and the time the question names. What you asked for once and
    for all is named after "standing:". Exit code 4: nothing relevant is remembered.
    """
    wanted = {
        "question": " ".join(question),
        "thread": thread,
        "session": session,
        "since": since,
        "until": until,
        "mode": mode,
        "speaker": _speaker(speaker),
        "asked_in": asked_in,
        "asked_in_mode": asked_in_mode,
        "limit": limit,
        "sessions": sessions,
        "inject": inject,
        "record": record,
    }
    from cotw.interfaces.codec import decoded
    from cotw.retrieval.answer import Recalled

    context = Context.of(ctx)
    with waiting("remembering"), answering(context, open_settled) as answers:
        recalled: Recalled = answers.ask("recall", wanted, read=partial(decoded, Recalled))
    answer, kept_as = recalled.answer, recalled.record
    if answer.behind:
        late = readable_size(answer.behind)
        say(f"note: the index does not know the latest {late} of the archive; run: cotw index refresh")
    found = by_session(answer.hits, recalled.limit) if sessions else None
    if as_json:
        record_ = _as_record(answer) if found is None else {"sessions": list(session_records(found))}
        emit_json({**record_, "record": kept_as})
        return 0 if answer.hits else NothingFound.exit_code
    if kept_as is not None:
        say(f"kept; ask it again with: cotw replay {kept_as}")
    if found:
        print_sessions(context, found)
    else:
        _print_answer(context, answer, explain=explain, inject=inject)
    return 0


def _print_answer(context: Context, answer: Answer, *, explain: bool, inject: bool) -> None:
    if answer.hits:
        _print_hits(context, answer, explain=explain)
    if explain:
        if answer.time is not None:
            say(time_line(answer.time))
        for line in what_was_asked(answer):
            say(line)
    if not answer.hits and inject:
        raise NothingFound(
            "nothing would be injected", hint="to see what is remembered all the same, leave out --inject"
        )
    if not answer.hits:
        raise NothingFound(
            "nothing relevant is remembered", hint="other words may help; see what there is with: cotw status"
        )
    say(f"next: cotw show {answer.hits[0].short_id}")


def _speaker(who: str | None) -> str | None:
    meant = {
        None: None,
        "human": "human",
        "user": "human",
        "me": "human",
        "agent": "agent",
        "assistant": "agent",
    }
    if who not in meant:
        raise UsageError(f"--from takes human or agent, not {who!r}")
    return meant[who]


def _print_hits(context: Context, answer: Answer, *, explain: bool) -> None:
    from rich.padding import Padding
    from rich.text import Text

    console = context.console()
    for number, shown in enumerate(answer.hits, 1):
        hit = shown.hit
        head = Text()
        head.append(f"{number}  ", style="dim")
        head.append(f"{shown.started:%Y-%m-%d %H:%M}", style="cyan")
        head.append(f"  {printable(hit.title)}", style="bold")
        head.append(f"  {shown.short_id}", style="dim")
        if hit.branch is not None:
            head.append(f"  {LEFT_BRANCH}", style="dim")
        console.print(head, soft_wrap=True)
        # Folded under its heading on a terminal; one line, whole, in a pipe.
        passage = _passage(shown)
        console.print(Padding(passage, (0, 0, 0, 3)) if console.is_terminal else Text("   ") + passage)
        if hit.standing is not None:
            console.print(Text(f"   standing: {printable(hit.standing)}", style="green"), soft_wrap=True)
        if explain:
            for line in why(shown, answer.asked):
                console.print(Text(f"   {line}", style="dim"), soft_wrap=True)


def _passage(shown: Shown) -> Text:
    from rich.text import Text

    from cotw.records.message import agent_origin, speaker_label

    hit, snippet = shown.hit, shown.snippet
    by_agent = snippet.speaker == "agent"
    sender = hit.agent_sender if by_agent else hit.human_sender
    origin = agent_origin(hit.origin) if by_agent else hit.origin
    label = f"{printable(speaker_label(sender or snippet.speaker, origin, hit.reported_by))}: "
    passage = Text()
    passage.append(label, style="dim")
    passage.append(snippet.text)
    for start, end in snippet.spans:
        passage.stylize("bold yellow", len(label) + start, len(label) + end)
    return passage


def _as_record(answer: Answer) -> dict[str, Any]:
    return {
        "question": answer.question,
        "considered": answer.considered,
        "behind": answer.behind,
        "time": time_record(answer.time) if answer.time is not None else None,
        "explanation": explanation_record(answer),
        "hits": list(hit_records(answer.hits)),
    }


def hit_records(hits: Iterable[Shown]) -> Iterable[dict[str, Any]]:
    """Hits as they stand in JSON."""
    for shown in hits:
        hit = shown.hit
        yield {
            "id": hit.exchange,
            "short_id": shown.short_id,
            "session": hit.session,
            "thread": hit.thread,
            "mode": hit.mode,
            "title": hit.title,
            "started": hit.started,
            "ended": hit.ended,
            "address": hit.address,
            "score": hit.score,
            "voices": dict(hit.voices),
            "paths": {name: {"rank": place.rank, "score": place.score} for name, place in hit.paths.items()},
            "branch": hit.branch,
            "word_share": hit.word_share,
            "standing": hit.standing,
            "let_in": {"nearness": shown.nearness, "words": shown.words},
            "snippet": {
                "speaker": shown.snippet.speaker,
                "text": shown.snippet.text,
                "matches": [list(span) for span in shown.snippet.spans],
            },
            "human": hit.human,
            "agent": hit.agent,
            "human_sender": hit.human_sender,
            "agent_sender": hit.agent_sender,
            "origin": hit.origin.value,
            "reported_by": hit.reported_by or None,
        }
