"""Telling: a language model tells ahead how threads stand, so that no session has to wait for it."""

from __future__ import annotations

from cotw.care.language import configured, mouth_of
from cotw.care.warm_telling import tell_ahead, threads_to_tell
from cotw.errors import ModelFailed, NeedsHuman, NothingFound, OverBudget
from cotw.jobs.job import Job, Outcome, Stint


def _wanted(stint: Stint) -> str:
    if configured(stint.memory) is None:
        return ""
    count = len(threads_to_tell(stint.memory))
    return f"threads with a handoff: {count:,}" if count else ""


def _run(stint: Stint) -> Outcome:
    mouth = mouth_of(stint.memory)
    told, notes = 0, []
    for thread in threads_to_tell(stint.memory):
        stint.stop.check()
        try:
            told += len(tell_ahead(stint.memory, mouth, thread))
        except NothingFound:  # all of it is excluded by the settings
            continue
        except (NeedsHuman, OverBudget) as error:
            notes.append(error.message)
            break
        except ModelFailed as error:  # the rules' words stand
            notes.append(error.message)
    return Outcome({"told": told}, tuple(dict.fromkeys(notes)))


TELL = Job("warm-starts", "Has a language model tell ahead how threads stand.", _run, _wanted)
