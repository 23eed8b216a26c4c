"""Prepared starts: what a session begins with, ready to be printed, for when no keeper answers in time.

`cotw.care.starts` writes them, as `cache/starts/<key>.json`. One is fit as long as nothing that it was made
of has changed. The clock and the mark of its quotations are put in when it is shown. Who the agent is stands
in each of them by itself: that much can be told where nothing else holds any more.
"""

from __future__ import annotations

import json
import os

from cotw import __version__
from cotw.interfaces.hooks.event import BEGINS
from cotw.wire.paths import settings_of, starts_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from cotw.interfaces.hooks.event import Event

# Some identities are long; more than this is no page that a session begins with.
_MOST_BYTES = 4 << 20


class Start:
    """A prepared start that is fit: what may be shown of it, at this moment of the home's time zone."""

    __slots__ = ("_local", "_said", "_with_handoff")

    def __init__(self, said: Mapping[str, object], local: datetime, with_handoff: bool) -> None:
        self._said, self._local, self._with_handoff = said, local, with_handoff

    def take(self, root: str) -> Shown | None:
        """What is to be shown, with the handoff if it is still there: that is claimed. None: nothing."""
        handoff = self._said.get("with_handoff")
        if self._with_handoff and isinstance(handoff, dict) and (claim := _claimed(root, handoff, self._ms)):
            return Shown(self._said, handoff, self._local, claim)
        plain = self._said.get("without")
        if not isinstance(plain, dict) or not _has_texts(plain, "body"):
            return None
        return Shown(self._said, plain, self._local, None)

    @property
    def _ms(self) -> int:
        return int(self._local.timestamp() * 1000)


class Shown:
    """A block of a prepared start: its text, and what a pointer says of it."""

    __slots__ = ("_body", "_id", "_thread", "claim", "text")

    def __init__(
        self, said: Mapping[str, object], body: dict[str, object], local: datetime, claim: str | None
    ) -> None:
        self._id = f"ctx_{os.urandom(8).hex()}"
        self._body, self.claim = body, claim
        self._thread = said.get("thread")
        self.text = composed(said, str(body["body"]), local, self._id)

    def sealed(self) -> dict[str, object]:
        """What the block is known by when a transcript comes back with it, and what it consists of."""
        from hashlib import sha256

        of_handoff = ("stem", "beside", "handoff_digest") if self.claim else ()
        nothing: dict[str, object] = {"stem": None, "beside": [], "handoff_digest": None}
        return {
            "block": self._id,
            "characters": len(self.text),
            "digest": sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest(),
            "sources": self._body.get("sources", []),
            "claim": self.claim,
            **nothing,
            **{name: self._body.get(name) for name in of_handoff},
            "thread": self._thread,
        }

    def give_back(self, root: str) -> None:
        """Puts a claimed handoff back to where the next start finds it. Raises OSError."""
        if self.claim:
            os.rename(os.path.join(root, self.claim), os.path.join(root, str(self._body["page"])))


def composed(said: Mapping[str, object], body: str, local: datetime, id_: str) -> str:
    """The block as `continuity.context.assemble` makes it, at the time `local`, with a mark of its own."""
    now = f"Now: {local:%A %Y-%m-%d %H:%M} ({said['zone']}){said.get('tail') or ''}"
    return f'<cotw-context id="{id_}">\n{now}\n\n{_marked_anew(body, said.get("mark"))}\n</cotw-context>'


def fit_start(root: str, event: Event, seconds: float, environment: Mapping[str, str]) -> Start | None:
    """The prepared start for this event at `seconds` since 1970; None if there is none, or it is not fit."""
    said = _made_for(root, event.tool, event.project, environment)
    others = said.get("not_for", [])
    if not isinstance(others, list) or event.session in others:
        return None
    local = _time_of_fit(root, said, seconds, said.get("guiding"), said.get("files"))
    # Only a fresh start takes what the last session left, and none takes what it left itself.
    handoff = said.get("with_handoff")
    own = isinstance(handoff, dict) and handoff.get("stem") == event.session
    return Start(said, local, event.begin == BEGINS[0] and not own) if local else None


def last_resort(root: str, event: Event, seconds: float, environment: Mapping[str, str]) -> Start | None:
    """Who the agent is, and nothing that was said: for when nothing is fit and no keeper answers either.

    It is the same in every folder: where none was prepared for this one, that of no folder tells it.
    """
    for project in (event.project, None):
        said = _made_for(root, event.tool, project, environment)
        alone, files = said.get("alone"), said.get("files")
        if isinstance(alone, dict) and isinstance(files, dict):
            settings = {"config.yaml": files.get("config.yaml")}
            local = _time_of_fit(root, said, seconds, said.get("guiding"), settings)
            if local is not None:
                told = {"with_handoff": None, "without": alone, "tail": alone.get("tail"), "thread": None}
                return Start({**said, **told}, local, False)
    return None


def _made_for(
    root: str, tool: str, project: str | None, environment: Mapping[str, str]
) -> Mapping[str, object]:
    """What was made for this tool and folder, with these settings; empty if nothing was."""
    said = _read(_place(root, tool, project)) or {}
    same = (said.get("tool"), said.get("project")) == (tool, project)
    return said if same and said.get("settings", {}) == settings_of(environment) else {}


def _time_of_fit(root: str, said: Mapping[str, object], seconds: float, *stats: object) -> datetime | None:
    """The time where the person lives; None if it is another day there, or a file of `stats` has changed."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    try:
        local = datetime.fromtimestamp(seconds, ZoneInfo(str(said["zone"])))
        if said.get("version") != __version__ or said.get("day") not in (None, f"{local:%Y-%m-%d}"):
            return None
        return None if any(_changed(root, one) for one in stats) else local
    except (KeyError, ValueError, OSError):
        return None


def _place(root: str, tool: str, project: str | None) -> str:
    from hashlib import sha256

    key = sha256(f"{tool}\0{project or ''}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return os.path.join(starts_folder(root), f"{key}.json")


def _read(path: str) -> dict[str, object] | None:
    try:
        # A pipe in its place must not be waited for, and a link leads anywhere.
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            if os.fstat(file.fileno()).st_uid != os.geteuid():
                return None
            said = json.loads(file.read(_MOST_BYTES) or b"")
    except (OSError, ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _changed(root: str, stats: object) -> bool:
    """Whether one of these files is not as it was: {path below the home: [mtime_ns, size] | null}."""
    if not isinstance(stats, dict):
        raise ValueError("no stats")
    return any(_stat(os.path.join(root, name)) != was for name, was in stats.items())


def _stat(path: str) -> list[int] | None:
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return [found.st_mtime_ns, found.st_size]


def _claimed(root: str, handoff: Mapping[str, object], ms: int) -> str | None:
    """Claims the page by renaming it; its new path below the home, None if it is another or gone."""
    if not _has_texts(handoff, "body", "page", "claim_prefix"):
        return None
    page, claim = os.path.join(root, str(handoff["page"])), f"{handoff['claim_prefix']}{ms}.md"
    try:
        if _stat(page) != handoff.get("page_stat") or os.path.lexists(os.path.join(root, claim)):
            return None
        os.rename(page, os.path.join(root, claim))
    except OSError:
        return None
    return claim


def _has_texts(said: Mapping[str, object], *names: str) -> bool:
    return all(isinstance(said.get(name), str) for name in names)


def _marked_anew(body: str, mark: object) -> str:
    """The body with a mark that nobody could know who wrote what is quoted in it."""
    if not isinstance(mark, str) or not mark:
        return body
    while (fresh := os.urandom(len(mark) // 2).hex()) in body:
        continue
    return body.replace(mark, fresh)
