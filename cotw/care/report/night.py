"""What those who work at night tell of one: thoughts, proposals, rows in doubt, jobs, out of the journal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from cotw.care.reflected import inquiries, pending
from cotw.care.report.told import Job, Line, NightTold
from cotw.care.truth_review import Doubt, Why, review_truth
from cotw.counting import times
from cotw.extraction.shortening import clipped
from cotw.memory import Memory
from cotw.records.job_attempt import KIND, Attempt, Phase, failures, fold_attempts
from cotw.records.night import night_bounds
from cotw.reflection.inquiries import Answered, Inquiry

_SHORT = 8
_LONGEST_QUOTE = 70
_REPORT = "report"
_WHY = {
    Why.OLD: "nobody looked at it for long",
    Why.ELSEWHERE: "a thread has another value",
    Why.ALIKE: "a key much like it has another value",
}


def night_told(memory: Memory, night: date) -> NightTold:
    """What is known of a night by now."""
    since, until = night_bounds(night, memory.truth.zone)
    known, now = list(inquiries(memory).values()), memory.clock()
    thought = [(one, answer) for one in known for answer in one.answered if since <= answer.at < until]
    return NightTold(
        thoughts=tuple(_thought(*one) for one in sorted(thought, key=lambda pair: pair[1].at)),
        unthought=tuple(_unthought(one) for one in known if one.is_due(now) and one.has_gathered),
        proposals=tuple(
            Line(one.sentence, (one.id[:_SHORT], *one.sources), "proposal", one.thinker)
            for one in pending(memory)
        ),
        due=tuple(_doubt(memory, one) for one in review_truth(memory)),
        jobs=tuple(_jobs(memory, since, until)),
    )


def _thought(inquiry: Inquiry, answer: Answered) -> Line:
    """What a thinker said to a pass, as theirs, on what was said."""
    texts = [
        text
        for value in answer.answer.values()
        for text in (value if isinstance(value, list) else [value])
        if isinstance(text, str)
    ]
    sources = (inquiry.id[:_SHORT], *answer.sources)
    label = f"{answer.number.name.lower()}, on “{clipped(inquiry.quote, _LONGEST_QUOTE)}”"
    return Line(" ".join(texts), sources, label, answer.thinker, answer.at)


def _unthought(inquiry: Inquiry) -> Line:
    waits = inquiry.next_pass
    label = waits.name.lower() if waits is not None else ""
    return Line(f"“{inquiry.quote}”", (inquiry.id[:_SHORT], inquiry.address), label)


def _doubt(memory: Memory, doubt: Doubt) -> Line:
    entries = [doubt.row, *([doubt.other] if doubt.other is not None else [])]
    text = " / ".join(f"{one.key}: {one.value}" for one in entries)
    sources = tuple(str(one.source(memory.truth.zone)) for one in entries)
    return Line(f"{text} – {_WHY[doubt.why]}", sources, "truth table")


def _jobs(memory: Memory, since: datetime, until: datetime) -> Iterator[Job]:
    """The last attempt at each job that came to an end in that time; of failed ones, why."""
    attempts = fold_attempts(reversed(list(memory.truth.journal.read_back(KIND, since))))
    last: dict[str, Attempt] = {
        one.job: one
        for one in attempts
        if one.phase in (Phase.ENDED, Phase.FAILED) and since <= one.began < until
    }
    for one in last.values():
        if one.phase is Phase.ENDED and one.job == _REPORT:
            continue  # whoever reads it sees that it was written
        if one.phase is Phase.ENDED:
            counts = ", ".join(
                f"{name.replace('_', ' ')} {count:,}" for name, count in one.counts.items() if count
            )
            yield Job(
                one.job, "done", "; ".join([*([counts] if counts else []), *one.notes]), one.id[:_SHORT]
            )
            continue
        often = len(failures(attempts, one.job, one.night))
        outcome = "parked" if often >= memory.config.nightshift.attempts else "failed"
        yield Job(one.job, outcome, f"{one.message or one.error} ({times(often)})", one.id[:_SHORT])
