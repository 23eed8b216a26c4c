"""Resident: the memory of a home as the keeper has it – always of the settings that hold now, always warm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from copy import copy
from pathlib import Path
from threading import Lock

from cotw.clock import Clock, fixed_clock, system_clock
from cotw.errors import CotwError, ModelMissing, UsageError
from cotw.home import find_home
from cotw.index.opening import Index, open_index
from cotw.interfaces.keeper.held import HeldIndex
from cotw.memory import Memory
from cotw.models.embedding import Embedder
from cotw.settings import KeeperSettings

# Whoever asks has gone by then; a large import of transcripts may keep the index for longer.
INDEX_SECONDS = 5.0
_WRITING_SECONDS = 30.0
_ENCODERS = ("embedder", "_questioner")
# What comes of these is nobody's concern. In the second everything has a part, also the rules of times, which
# take a while to load and most questions do without.
_DRY_QUESTION = "what did we decide about the workshop?"
_WHOLE_QUESTION = "what did we decide about the workshop yesterday?"


class ResidentMemory(Memory):
    """A memory that never exports its encoder on the way, and whose index is the held one, if it has one."""

    held: HeldIndex | None = None

    @contextmanager
    def index(self) -> Iterator[Index]:
        if self.held is None:
            with super().index() as index:
                yield index
        else:
            with self.held.using(INDEX_SECONDS) as index:
                yield index

    def ready(self) -> None:
        """Makes all that its copies share: encoders unless they are missing, and what recall keeps."""
        _ = self.truth, self._kept, self.kept_facts
        with suppress(CotwError):
            _ = self.embedder, self._questioner

    def _encoder(self, threads: int | None) -> Embedder:
        if self.needs_export():
            raise ModelMissing("the encoder is not made ready yet", hint="do it with: cotw index refresh")
        return super()._encoder(threads)


class Residence:
    """The memory of the home at `root`, made anew when its `config.yaml` has changed."""

    def __init__(self, root: str, environment: Mapping[str, str]) -> None:
        self._root, self._environment = Path(root), environment
        self.held = HeldIndex(self._open_index)
        self._making = Lock()
        self._memory: ResidentMemory | None = None
        self._written: tuple[int, int, int] | None = None

    def memory(self, now: str | None = None) -> Memory:
        """The memory, for a question asked at the instant `now` or, without one, just now.

        Raises ConfigError, NoHome, and UsageError for an instant that is none.
        """
        with self._making:
            written = self._config_written()
            if self._memory is None or written != self._written:
                self._memory, self._written = self._made(self._memory), written
            memory = self._memory
        return memory if now is None else _at(memory, _clock(now))

    def apart(self, now: str | None = None) -> Memory:
        """A memory with an index and an encoder of its own, for what writes: it keeps nobody waiting.

        The encoder for many texts takes a hundred megabytes, which go with this memory.
        """
        return self._fresh(_WRITING_SECONDS, system_clock if now is None else _clock(now))

    @property
    def idle_seconds(self) -> float:
        """How long nobody has to ask until it is time to leave."""
        settings = KeeperSettings() if self._memory is None else self._memory.config.keeper
        return 60 * settings.idle_minutes

    def warm(self, *, whole: bool = False) -> None:
        """Opens and loads what a question needs; `whole`: any question. Raises what keeps it from that."""
        import numpy  # noqa: F401  before two threads do, which it does not always survive

        memory = self.memory()
        _ = memory.embedder.count_pieces(_DRY_QUESTION)
        memory.recall(_WHOLE_QUESTION if whole else _DRY_QUESTION, inject=True)

    def _made(self, former: ResidentMemory | None) -> ResidentMemory:
        memory = self._fresh(INDEX_SECONDS, system_clock)
        memory.held = self.held
        if former is not None and memory.config.embedding == former.config.embedding:
            memory.__dict__ |= {name: former.__dict__[name] for name in _ENCODERS if name in former.__dict__}
        memory.ready()
        return memory

    def _fresh(self, wait_seconds: float, clock: Clock) -> ResidentMemory:
        home = find_home(self._root)
        return ResidentMemory(home, clock=clock, wait_seconds=wait_seconds, environment=self._environment)

    @contextmanager
    def _open_index(self, wait_seconds: float) -> Iterator[Index]:
        with open_index(find_home(self._root), write=False, wait_seconds=wait_seconds) as index:
            yield index

    def _config_written(self) -> tuple[int, int, int] | None:
        try:
            facts = (self._root / "config.yaml").stat()
        except OSError:
            return None
        return facts.st_mtime_ns, facts.st_size, facts.st_ino


def _at(memory: ResidentMemory, clock: Clock) -> Memory:
    """The same memory at another time: what it has read and loaded is shared, clocks are not."""
    asked = copy(memory)
    asked.clock = clock
    asked.__dict__["truth"] = truth = copy(memory.truth)
    truth.clock = clock
    return asked


def _clock(now: str) -> Clock:
    try:
        return fixed_clock(now)
    except ValueError:
        raise UsageError(f"not an instant: {now!r}", hint="write it as 2026-11-20T09:30:00Z") from None
