"""The table of jobs: what runs at night, the most urgent first.

What others read from comes before them: transcripts before days, days before the index, the index before
all that looks into it; what is queued to be thought about before the thinking. Then come, as they matter,
what a person reads in the morning and what only keeps the house in order; the report tells of all of them.
"""

from __future__ import annotations

from difflib import get_close_matches

from cotw.errors import UsageError
from cotw.jobs.appraising import APPRAISE
from cotw.jobs.checking import CHECK
from cotw.jobs.contemplating import CONTEMPLATE
from cotw.jobs.crystallising import CRYSTALLISE
from cotw.jobs.indexing import INDEX
from cotw.jobs.job import Job
from cotw.jobs.knowing import KNOW
from cotw.jobs.metabolising import METABOLISE
from cotw.jobs.reporting import REPORT
from cotw.jobs.reviewing import REVIEW
from cotw.jobs.sealing import SEAL
from cotw.jobs.settling import SETTLE
from cotw.jobs.summing import SUM_UP
from cotw.jobs.telling import TELL
from cotw.jobs.tidying import TIDY
from cotw.jobs.weighing import WEIGH

JOBS: tuple[Job, ...] = (
    SETTLE, SEAL, INDEX, METABOLISE, CONTEMPLATE, APPRAISE, WEIGH,
    SUM_UP, CRYSTALLISE, KNOW, REVIEW, TELL, CHECK, TIDY, REPORT,
)  # fmt: skip


def job_named(name: str) -> Job:
    """The job of that name. Raises UsageError."""
    found = next((job for job in JOBS if job.name == name), None)
    if found is None:
        names = [job.name for job in JOBS]
        near = get_close_matches(name, names, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(names)}"
        raise UsageError(f"there is no job {name!r}", hint=hint)
    return found
