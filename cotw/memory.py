"""Memory: one home, opened, with everything wired together.

The only place where rooms meet: commands call one method here and print what it returns. Encoder and
index are opened when a method first needs them, so that looking at the archive costs no more than that;
and what only writing and checking need is imported there: who asks waits for none of it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cotw.clock import Clock, system_clock, zone_named
from cotw.config import Loaded, Setting, load, set_value
from cotw.errors import UsageError
from cotw.founding import default_home, encoder_folder
from cotw.home import Home, find_home
from cotw.importers.places import Surroundings
from cotw.index.behind import behind
from cotw.index.lance import importing_lancedb
from cotw.index.opening import Index, open_index
from cotw.models.vectors import VectorCache
from cotw.records.hit import RecallFilters
from cotw.retrieval.answer import Answer, Page
from cotw.retrieval.answering import answer_of
from cotw.retrieval.asking import NOWHERE, Kept, Question, Standpoint, pose
from cotw.retrieval.injection import injected, ungated
from cotw.retrieval.knowledge import KeptFacts
from cotw.retrieval.neighbours import find_exchange, neighbours, session_title
from cotw.retrieval.recall import Recall, recall
from cotw.retrieval.verbatim import verbatim
from cotw.settings import Config
from cotw.store.truth import Truth

if TYPE_CHECKING:
    from cotw.importers.report import IngestReport
    from cotw.index.check import CheckReport
    from cotw.index.working import RefreshReport
    from cotw.models.embedding import Embedder
    from cotw.store.check import CheckResult

Progress = Callable[[int, int], None]


class Memory:
    """One agent's memory. Open it with `Memory.open`; close it by leaving the `with` block."""

    def __init__(
        self, home: Home, *, clock: Clock, wait_seconds: float, environment: Mapping[str, str]
    ) -> None:
        self.home = home
        self.clock = clock
        self.wait_seconds = wait_seconds
        self._environment = environment

    @classmethod
    @contextmanager
    def open(
        cls,
        root: Path | None = None,
        *,
        clock: Clock = system_clock,
        wait_seconds: float = 30.0,
        environment: Mapping[str, str] | None = None,
    ) -> Iterator[Memory]:
        """The memory at `root` (default: the platform's data folder). Raises NoHome.

        `environment` holds the `COTW_*` settings; by default the process's own.
        """
        home = find_home((root or default_home()).absolute())
        yield cls(
            home,
            clock=clock,
            wait_seconds=wait_seconds,
            environment=os.environ if environment is None else environment,
        )

    @cached_property
    def _loaded(self) -> Loaded:
        return load(self.home.config, self._environment)

    @property
    def config(self) -> Config:
        """The settings that hold."""
        return self._loaded.config

    @cached_property
    def truth(self) -> Truth:
        """What was said, shown, produced and decided."""
        zone = zone_named(self.config.home.timezone)
        return Truth(self.home, zone, self.clock, self.wait_seconds)

    # --- settings

    def settings(self, name: str | None = None) -> list[Setting]:
        """All settings, or those of one name or section. Raises UsageError for an unknown one."""
        every = list(self._loaded.settings())
        chosen = [one for one in every if name is None or one.name == name or one.name.split(".")[0] == name]
        if not chosen:
            raise UsageError(f"there is no setting {name!r}", hint="see: cotw config show")
        return chosen

    def set_setting(self, name: str, text: str) -> Setting:
        """Changes one setting in `config.yaml` and returns it as it now holds."""
        set_value(self.home.config, name, text)
        self.__dict__.pop("_loaded", None)
        return self.settings(name)[0]

    @property
    def surroundings(self) -> Surroundings:
        """The machine around this home: whose it is, and where its tools were told to keep things."""
        return Surroundings(Path(self._environment.get("HOME") or Path.home()), self._environment)

    # --- truth

    def ingest(
        self,
        paths: Iterable[Path],
        *,
        named: bool = True,
        dry_run: bool = False,
        progress: Progress = lambda done, total: None,
    ) -> IngestReport:
        """Archives what is new in files, folders and (for `-`) standard input.

        With `named` False a person did not name the paths just now: one that is not there, or is no
        transcript, is passed over instead of being an error or a problem.
        """
        from cotw.extraction.counting import count_pairs
        from cotw.extraction.redaction import redacted
        from cotw.importers.inputs import STDIN, find_inputs, standard_input
        from cotw.importers.run import ingest

        wanted = list(paths)
        files = [path.expanduser() for path in wanted if str(path) != STDIN]
        with standard_input() if len(files) < len(wanted) else nullcontext() as stdin:
            return ingest(
                self.truth,
                find_inputs(files, without=self.home.root.resolve(), named=named),
                pair_session=count_pairs,
                redact=redacted if self.config.archive.redact else None,
                progress=progress,
                stdin=stdin,
                dry_run=dry_run,
            )

    def seal(self, day: date | None = None) -> list[date]:
        """Seals one day, or every day that is over; returns the days sealed."""
        before = {file.day for file in self.truth.archive.open_files()}
        with self.truth.writing() as writer:
            if day is not None:
                writer.seal(day)
        return sorted(before - {file.day for file in self.truth.archive.open_files()})

    def check(
        self, *, read_data: bool, against: Path | None = None, progress: Progress | None = None
    ) -> CheckResult:
        """Verifies truth, and compares it with heads kept in the file `against`."""
        from cotw.store.check import check_home

        return check_home(self.truth, read_data=read_data, against=against, progress=progress)

    def heads(self) -> dict[str, str]:
        """The digest of the last line of each chain."""
        from cotw.store.check import heads

        return heads(self.truth)

    # --- the index

    @cached_property
    def embedder(self) -> Embedder:
        """The encoder for many texts, exported on first use (ten seconds or so, once for all homes)."""
        return self._encoder(self.config.embedding.threads or None)

    @cached_property
    def _questioner(self) -> Embedder:
        """The same for questions: one thread is as fast for a short text and leaves cores to the search."""
        return self._encoder(threads=1)

    def _encoder(self, threads: int | None) -> Embedder:
        from cotw.models.embedding import load_embedder

        settings = self.config.embedding
        return load_embedder(
            settings.model,
            encoder_folder(),
            batch_size=settings.batch_size,
            threads=threads,
            overlap_pieces=settings.overlap_pieces,
        )

    def needs_export(self) -> bool:
        """Whether using the encoder will take its time, because it has to be exported first."""
        from cotw.models.embedding import needs_export

        return needs_export(self.config.embedding.model, encoder_folder())

    @cached_property
    def _kept(self) -> Kept:
        """What recall need not learn again for each question."""
        return Kept()

    @cached_property
    def kept_facts(self) -> KeptFacts:
        """The facts of bound files, once they were read."""
        return KeptFacts()

    def refresh(self, progress: Progress | None = None) -> RefreshReport:
        """Brings the index up to date with truth; `progress` is called with units done and in all."""
        return self._renew(progress, anew=False)

    def rebuild(self, progress: Progress | None = None) -> RefreshReport:
        """Makes the index anew, beside the old one."""
        return self._renew(progress, anew=True)

    def _renew(self, progress: Progress | None, *, anew: bool) -> RefreshReport:
        from cotw.index.refresh import rebuild, refresh

        with VectorCache(self.home.cache / "vectors.sqlite") as cache:
            return (rebuild if anew else refresh)(
                self.home,
                self.config,
                self.truth.archive,
                self.embedder,
                cache,
                wait_seconds=self.wait_seconds,
                progress=progress,
            )

    @contextmanager
    def index(self) -> Iterator[Index]:
        """The index, for reading together with others."""
        with open_index(self.home, write=False, wait_seconds=self.wait_seconds) as index:
            yield index

    def recall(
        self,
        question: str | Question,
        filters: RecallFilters | None = None,
        standpoint: Standpoint = NOWHERE,
        *,
        limit: int | None = None,
        inject: bool = False,
    ) -> Answer:
        """The exchanges that answer `question`, best first, ready to be shown.

        What was said in the thread and mode of the `standpoint` counts more; neither need be known yet. With
        `inject` it is a prompt, and they are those that may be put into it: three at most, mostly none.
        """
        posed = self.pose(question, self.clock(), standpoint) if isinstance(question, str) else question
        with self.index() as index:
            found = self.found(index, posed, filters or RecallFilters(), limit=limit, inject=inject)
            return self.answer(index, found)

    def found(
        self, index: Index, posed: Question, filters: RecallFilters, *, limit: int | None, inject: bool
    ) -> Recall:
        """The same, not made ready to be shown: that takes as long as the embedding of the question."""
        settings = self.config.recall
        wanted = ungated(settings) if inject else settings
        found = recall(index, posed, filters, wanted, limit=limit, kept=self._kept)
        return injected(found, index.search.count, settings.inject_threshold) if inject else found

    def pose(self, question: str, asked: datetime, standpoint: Standpoint = NOWHERE) -> Question:
        """The question as it is asked at the moment `asked`; needs no lock."""
        zone, distil = self.truth.zone, self.config.recall.distil
        # LanceDB takes as long to import as the encoder to open: both at once, before the lock is taken.
        with importing_lancedb():
            posed = pose(question, self._questioner, asked, zone, distil=distil, standpoint=standpoint)
            _ = posed.vector
        return posed

    def answer(self, index: Index, found: Recall) -> Answer:
        """What was found, ready to be shown."""
        zone, characters = self.truth.zone, self.config.recall.snippet_characters
        late = behind(index, self.home, self.truth.archive).size
        return answer_of(index.database, found, zone=zone, snippet_characters=characters, behind=late)

    def show(self, prefix: str, *, around: int = 1, raw: bool = False) -> Page:
        """One exchange in full with its neighbours; `raw` takes its words from the archive."""
        with self.index() as index:
            exchange = find_exchange(index.database, prefix)
            before, after = neighbours(index.database, exchange, around)
            title = session_title(index.database, exchange.session)
        shown = verbatim(exchange, self.truth.archive, self.truth.zone) if raw else exchange
        return Page(title, shown, before, after, self.truth.zone)

    def check_index(self) -> CheckReport:
        """Compares the index with what truth says it should hold."""
        from cotw.index.check import check

        return check(
            self.home, self.config, self.truth.archive, self.embedder, wait_seconds=self.wait_seconds
        )
