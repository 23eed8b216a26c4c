"""The projector: takes messages of truth into the tables, and brings all that hangs on them up to date.

One batch is one transaction: records, messages, the exchanges of the sessions they belong to, the units
of exchanges that changed, what these name, assert and are about, sessions and threads, and how far truth
has been read. A kill between two batches loses nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cotw.extraction.pairing import pair_survivors, position, repeated
from cotw.index.database import bound, transaction
from cotw.index.exchanges import Changes, write_exchanges, write_units
from cotw.index.graph import write_graph
from cotw.index.learned import repair_turns
from cotw.index.opening import Index
from cotw.index.rows import fetched, file_table, message_table, record_table, strings, title_table
from cotw.index.rules import Rules
from cotw.index.sessions import renew_sessions, renew_threads, titled_sessions
from cotw.index.shelf import Shelf
from cotw.index.units import Splitter
from cotw.index.windows import Repaired, repair, settle
from cotw.records.message import Message
from cotw.store.archive import TruthFile

_BATCH_RECORDS = 5_000
_BATCH_CHARACTERS = 16_000_000


@dataclass
class Batch:
    """Messages of one or several files, and the files that end in it. Equal ids: the first one counts."""

    messages: dict[str, tuple[Message, str]] = field(default_factory=dict)
    finished: list[TruthFile] = field(default_factory=list)
    characters: int = 0

    def add(self, message: Message, path: str) -> None:
        """Takes in one message of the file `path`."""
        if message.id not in self.messages:
            self.messages[message.id] = (message, path)
            self.characters += len(message.text)

    @property
    def is_full(self) -> bool:
        """Whether it should be projected before more is read."""
        return len(self.messages) >= _BATCH_RECORDS or self.characters >= _BATCH_CHARACTERS


@dataclass(slots=True)
class Projected:
    """What projecting has changed: records and messages taken in, exchanges written and removed."""

    records: int = 0
    messages: int = 0
    exchanges: int = 0
    removed: int = 0

    def add(self, other: Projected) -> None:
        """Counts another batch in."""
        self.records += other.records
        self.messages += other.messages
        self.exchanges += other.exchanges
        self.removed += other.removed


class Projector:
    """Projects batches into an index that is open for writing."""

    def __init__(self, index: Index, rules: Rules, splitter: Splitter) -> None:
        self._index = index
        self._database = index.database
        self._rules = rules
        self._splitter = splitter

    def project(self, batch: Batch) -> Projected:
        """Takes in one batch; returns when it is committed."""
        with transaction(self._database):
            fresh = self._keep_records(batch)
            speech = [self._rules.speech(message) for message in fresh if message.is_speech]
            stretches = self._keep_speech(speech)
            changes = Changes.of(stretches)
            threads = write_exchanges(self._database, changes)
            gone = write_units(self._database, changes, self._rules, self._splitter)
            orphans = [id_ for id_, was_stored in gone.items() if was_stored]
            write_graph(self._database, changes)
            titled = self._keep_titles(fresh)
            early = {one.session for one in stretches if not one.opens_late} | titled
            sessions = {one.session for one in stretches} | titled
            titles = renew_sessions(self._database, sessions, keep_titles=sessions - early)
            renew_threads(self._database, threads, self._rules.decided.threads)
            self._keep_files(batch.finished)
            self._shelve(changes, titles, gone)
            if orphans:
                self._index.set_meta(lance_dirty="1")
        if orphans:
            self._index.units.delete(orphans)
            self._index.set_meta(lance_dirty="0")
        return Projected(len(fresh), len(speech), len(changes.written), len(changes.removed))

    def _shelve(self, changes: Changes, titles: Mapping[str, str], gone: Iterable[str]) -> None:
        """Brings the shelf up to what will be committed."""
        if not (changes.written or changes.removed or titles):
            return

        def change(shelf: Shelf) -> None:
            shelf.drop_exchanges(changes.removed)
            shelf.put_exchanges(changes.written)
            shelf.put_titles(titles)
            shelf.drop_units(gone)

        self._index.set_meta(shelved=str(self._index.shelve(change)))

    def drop_files(self, paths: Iterable[str]) -> None:
        """Forgets files that are not there any more."""
        with bound(self._database, gone=strings(paths, "path")):
            self._database.execute("DELETE FROM truth_files WHERE path IN (SELECT path FROM gone)")

    def _keep_records(self, batch: Batch) -> list[Message]:
        """Keeps the records that are not known yet, and returns them."""
        rows = [(id_, self._rules.session(message), path) for id_, (message, path) in batch.messages.items()]
        with bound(self._database, batch=record_table(rows)):
            # By key alone: the ids of millions of records need not be read for it.
            known = self._ids("SELECT id FROM records SEMI JOIN batch USING (key)") & batch.messages.keys()
            if known:
                # A day that was sealed: what stood in its open lines now stands in another file.
                self._database.execute(
                    "UPDATE records SET file = batch.file FROM batch WHERE records.id = batch.id"
                    " AND records.file LIKE '%.jsonl' AND batch.file NOT LIKE '%.jsonl'"
                )
        if len(known) < len(rows):
            with bound(self._database, fresh=record_table([row for row in rows if row[0] not in known])):
                self._database.execute("INSERT INTO records SELECT * FROM fresh")
        return [message for id_, (message, _) in batch.messages.items() if id_ not in known]

    def _keep_speech(self, speech: list[Message]) -> list[Repaired]:
        """Keeps new messages, and pairs anew the stretches of sessions and the turns that they belong to."""
        by_session: defaultdict[str, list[Message]] = defaultdict(list)
        for message in sorted(speech, key=position):
            if message.turn is None:
                by_session[message.session].append(message)
        known = self._known_sessions(by_session)
        stretches = []
        dropped: set[str] = set()
        for session, messages in by_session.items():
            if session not in known:
                twins = repeated(messages)
                dropped |= twins
                left = (message for message in messages if message.id not in twins)
                survivors = map(self._rules.in_thread, left)
                stretches.append(Repaired(session, list(pair_survivors(survivors, self._rules.zone)), {}))
        if speech:
            addresses = [self._rules.address(message) for message in speech]
            with bound(self._database, added=message_table(speech, addresses, dropped)):
                self._database.execute("INSERT INTO messages BY NAME SELECT * FROM added")
        settled = {session: settle(self._database, session, by_session[session]) for session in known}
        for session in sorted(known):
            added = by_session[session]
            stretches.append(repair(self._database, session, added, settled[session], self._rules))
        flipped = {one.words for changes in settled.values() for one in changes}
        return [*stretches, *repair_turns(self._database, speech, flipped, self._rules)]

    def _known_sessions(self, sessions: Iterable[str]) -> set[str]:
        with bound(self._database, sought=strings(sessions)):
            return self._ids("SELECT id FROM sessions SEMI JOIN sought USING (id)")

    def _ids(self, query: str) -> set[str]:
        return {row[0] for row in fetched(self._database, query)}

    def _keep_titles(self, fresh: Iterable[Message]) -> set[str]:
        """Keeps new summaries; returns the sessions whose title new records or summaries may change."""
        summaries = [title for message in fresh if (title := self._rules.summary(message)) is not None]
        if summaries:
            with bound(self._database, summaries=title_table(summaries)):
                self._database.execute("INSERT INTO titles BY NAME SELECT * FROM summaries")
        return titled_sessions(self._database, (message.id for message in fresh), summaries)

    def _keep_files(self, finished: list[TruthFile]) -> None:
        if finished:
            with bound(self._database, finished=file_table(finished)):
                self._database.execute("INSERT OR REPLACE INTO truth_files SELECT * FROM finished")
