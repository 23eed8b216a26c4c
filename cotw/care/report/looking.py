"""What a report tells beside the talk: what wants a decision, what went wrong, how much there is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime

from cotw.care.handoffs import kept_pages
from cotw.care.hook_times import failures_between
from cotw.care.report.told import Amounts, Line, ModelCost, NightTold
from cotw.continuity.handoff_places import NEXT
from cotw.counting import times
from cotw.files import folder_size
from cotw.index.status import status
from cotw.memory import Memory
from cotw.records.asking import KIND as ASKED
from cotw.records.asking import Asked, fold, spent
from cotw.store.check import check_truth

PROPOSAL, ROW, HANDOFF = "proposal", "truth table", "edited handoff"
_MOST_FINDINGS = 8


def wanting(memory: Memory, told: NightTold) -> Iterator[Line]:
    """What a person may decide: proposals, rows of the truth table, pages they edited and that went on."""
    yield from told.proposals
    yield from told.due
    for kept in kept_pages(memory):
        if kept.lying.state == NEXT:
            path = str(kept.lying.path.relative_to(memory.home.root))
            edited = f"{kept.lying.stem}.md"
            yield Line(f"you edited {edited}; what was written since lies beside it", (path,), HANDOFF)


def wrong(memory: Memory, told: NightTold, amounts: Amounts, since: datetime, until: datetime) -> list[Line]:
    """What did not go as it should: jobs, damaged truth, hooks, language models."""
    found = [
        Line(f"{job.name}: {job.detail}" if job.detail else job.name, (job.source,), f"job {job.outcome}")
        for job in told.jobs
        if job.went_wrong
    ]
    damage = [Line(str(one), ("cotw check",), "damage") for one in check_truth(memory.truth, read_data=False)]
    found += damage[:_MOST_FINDINGS]
    if len(damage) > _MOST_FINDINGS:
        found.append(Line(f"{len(damage) - _MOST_FINDINGS:,} findings more", ("cotw check",), "damage"))
    for kind, count in failures_between(memory, since, until).items():
        found.append(Line(f"{kind}, {times(count)}", ("cotw status --hooks",), "hook failed"))
    for model in amounts.models:
        for failure, count in model.failures.items():
            text = f"{model.model}: {failure}, {times(count)}"
            found.append(Line(text, ("cotw model costs",), "no answer"))
    return found


def amounts(memory: Memory, since: datetime, until: datetime) -> Amounts:
    """How much there is now, and what language models took in that time."""
    index = status(memory.home, memory.config, memory.truth.archive, wait_seconds=memory.wait_seconds)
    return Amounts(
        exchanges=None if index is None else index.exchanges,
        sessions=None if index is None else index.sessions,
        archive_bytes=folder_size(memory.home.archive),
        index_bytes=folder_size(memory.home.index),
        models=tuple(_models(memory, since, until)),
    )


def _models(memory: Memory, since: datetime, until: datetime) -> Iterator[ModelCost]:
    by_model: defaultdict[str, list[Asked]] = defaultdict(list)
    for one in fold(memory.truth.journal.read_back(ASKED, since)):
        if since <= one.at < until:
            by_model[one.model].append(one)
    for model, asked in sorted(by_model.items()):
        failures = Counter(one.failure for one in asked if one.failure)
        yield ModelCost(model, len(asked), spent(asked), dict(sorted(failures.items())))
