"""The table of jobs: what runs at night, the most urgent first.

What others read from comes before them: transcripts before days, days before the index, the index before
all that looks into it. Then come, as they matter, what a person reads in the morning and what only keeps the
house in order.
"""

from __future__ import annotations

from difflib import get_close_matches

from cotw.errors import UsageError
from cotw.jobs.appraising import APPRAISE
from cotw.jobs.checking import CHECK
from cotw.jobs.indexing import INDEX
from cotw.jobs.job import Job
from cotw.jobs.knowing import KNOW
from cotw.jobs.reviewing import REVIEW
from cotw.jobs.sealing import SEAL
from cotw.jobs.settling import SETTLE
from cotw.jobs.summing import SUM_UP
from cotw.jobs.tidying import TIDY
from cotw.jobs.weighing import WEIGH

JOBS: tuple[Job, ...] = (SETTLE, SEAL, INDEX, APPRAISE, WEIGH, SUM_UP, KNOW, REVIEW, CHECK, TIDY)


def job_named(name: str) -> Job:
    """The job of that name. Raises UsageError."""
    found = next((job for job in JOBS if job.name == name), None)
    if found is None:
        names = [job.name for job in JOBS]
        near = get_close_matches(name, names, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(names)}"
        raise UsageError(f"there is no job {name!r}", hint=hint)
    return found
