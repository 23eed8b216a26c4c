"""Following sources on the disk: what has changed since one last looked.

The system tells (watchfiles, which polls where it cannot be told). It forgets a folder that is deleted, and
can lose news when there is much of it; so folders are compared now and then with what is being followed,
and everything is looked at again every few minutes, which costs little for files that have bookmarks.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from threading import Event

from watchfiles import Change, watch

from cotw.care.sources import Source

# A tick is how long a folder that came back, or a request to stop, can go unnoticed.
TICK_SECONDS = 1.0
LOOK_AGAIN_SECONDS = 300.0
# Changes this close together are one; a stream of them is cut after two seconds.
_STEP_MILLISECONDS = 200
_DEBOUNCE_MILLISECONDS = 2000

Identity = tuple[int, int]


def follow(sources: Sequence[Source], *, without: Path, stop: Event) -> Iterator[list[Path]]:
    """The paths to look at, tick by tick until `stop` is set; an empty list when nothing changed.

    At first, and whenever a source came back, that is all of them. What happens in `without` (the home) is
    left out: it is our own doing.
    """
    polling: bool | None = None
    while not stop.is_set():
        roots = _roots(sources)
        try:
            if roots:
                yield from _until_roots_change(sources, roots, without, stop, polling)
                continue
        except FileNotFoundError:
            pass  # it vanished just now: it is looked for again
        except OSError:
            if polling:
                raise
            polling = True  # the system has no watches left to give
        yield []
        stop.wait(TICK_SECONDS)


def _until_roots_change(
    sources: Sequence[Source], roots: dict[Path, Identity], without: Path, stop: Event, polling: bool | None
) -> Iterator[list[Path]]:
    ticks = watch(
        *roots,
        watch_filter=None,
        debounce=_DEBOUNCE_MILLISECONDS,
        step=_STEP_MILLISECONDS,
        stop_event=stop,
        rust_timeout=int(TICK_SECONDS * 1000),
        yield_on_timeout=True,
        force_polling=polling,
        poll_delay_ms=int(TICK_SECONDS * 1000),
        ignore_permission_denied=True,
    )
    look_again = time.monotonic()
    with closing(ticks):
        for changes in ticks:
            if time.monotonic() >= look_again:
                look_again = time.monotonic() + LOOK_AGAIN_SECONDS
                yield [path for source in sources for path in source.paths()]
            else:
                changed = (Path(path) for _, path in changes)
                yield _touched(sources, [path for path in changed if not path.is_relative_to(without)])
            if _roots(sources) != roots or any((Change.deleted, str(root)) in changes for root in roots):
                return


def _touched(sources: Iterable[Source], changed: Iterable[Path]) -> list[Path]:
    """What to look at because of `changed`, each path once."""
    return list(dict.fromkeys(hit for path in changed for one in sources for hit in one.touched_by(path)))


def _roots(sources: Iterable[Source]) -> dict[Path, Identity]:
    """The roots that are there now. One that was moved away and made anew is another one; one that was
    deleted and made anew may bear the same number again."""
    found: dict[Path, Identity] = {}
    for source in sources:
        try:
            facts = source.root.stat()
        except OSError:
            continue
        found[source.root] = (facts.st_dev, facts.st_ino)
    return found
