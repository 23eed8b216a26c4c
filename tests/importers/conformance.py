"""What every importer must do, as tests that the tests of a family inherit.

    class TestAider(ImporterContract):
        importer = aider.IMPORTER
        sample = b"# aider chat started at 2026-03-04 09:00:00\n..."

`sample` is a small whole transcript, made by hand, with at least one prompt and one reply.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import ClassVar

import pytest

from cotw.files import from_json
from cotw.importers.detect import HEAD_BYTES, IMPORTERS, detect
from cotw.importers.protocol import Importer, ReadContext
from cotw.records.message import Kind, Message
from cotw.records.problem import Problem
from cotw.store.day_file import render
from tests.importers.transcripts import FALLBACK

_BOM = b"\xef\xbb\xbf"
_ROUNDS = 60


class ImporterContract:
    """Inherit, and set `importer` and `sample`."""

    importer: ClassVar[Importer]
    sample: ClassVar[bytes]

    def read(self, data: bytes, where: str = "x.jsonl") -> tuple[list[Message], list[Problem]]:
        """The messages and problems of `data`."""
        context = ReadContext(where=where, file_stem="stem", fallback_instant=FALLBACK)
        found = list(self.importer.read(BytesIO(data), context))
        return (
            [item for item in found if isinstance(item, Message)],
            [item for item in found if isinstance(item, Problem)],
        )

    def test_it_is_registered_and_knows_its_own(self) -> None:
        """The sample is taken by this importer, and by no other."""
        head = self.sample[:HEAD_BYTES]
        assert self.importer in IMPORTERS
        assert detect(head, len(head) == len(self.sample)) is self.importer
        others = [each.name for each in IMPORTERS if each is not self.importer and not each.catch_all]
        assert [each.name for each in IMPORTERS if each.recognises(head, True) and each.name in others] == []

    def test_the_sample_reads_well(self) -> None:
        """Without a problem it gives prompts and replies, each with an id, a sender and an aware time."""
        messages, problems = self.read(self.sample)
        assert problems == []
        assert {Kind.HUMAN, Kind.AGENT} <= {message.kind for message in messages if message.is_speech}
        ids = [message.id for message in messages]
        assert len(set(ids)) == len(ids)
        for message in messages:
            assert message.sender
            assert message.session
            assert message.timestamp.tzinfo is not None

    def test_records_come_back_equal(self) -> None:
        """What the archive keeps of a message is the message."""
        for message in self.read(self.sample)[0]:
            kept = replace(message, attachments=tuple(each.bare for each in message.attachments))
            assert Message.from_record(from_json(render(message))) == kept

    def test_reading_again_gives_the_same(self) -> None:
        """Ids depend on the content alone, not on where the file lies."""
        assert self.read(self.sample) == self.read(self.sample)
        elsewhere, _ = self.read(self.sample, where="/another/place.txt")
        assert [message.id for message in elsewhere] == [message.id for message in self.read(self.sample)[0]]

    def test_a_byte_order_mark_and_line_endings_change_nothing(self) -> None:
        """A file that went through an editor of another system says the same."""
        expected = [message.id for message in self.read(self.sample)[0]]
        assert detect((_BOM + self.sample)[:HEAD_BYTES], True) is self.importer
        assert [message.id for message in self.read(_BOM + self.sample)[0]] == expected
        foreign = self.sample.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        assert detect(foreign[:HEAD_BYTES], True) is self.importer
        assert len(self.read(foreign)[0]) == len(expected)

    @pytest.mark.parametrize("seed", range(4))
    def test_broken_files_are_read_as_far_as_they_go(self, seed: int) -> None:
        """Cut off, overwritten or doubled: never an error, and a problem is one line."""
        for data in self._broken(random.Random(seed)):
            for problem in self.read(data)[1]:
                assert problem.reason.strip()
                assert "\n" not in problem.reason

    def _broken(self, chance: random.Random) -> Iterator[bytes]:
        size = len(self.sample)
        for _ in range(_ROUNDS // 4):
            yield self.sample[: chance.randrange(size)]
            place, length = chance.randrange(size), chance.randint(1, 20)
            yield self.sample[:place] + chance.randbytes(length) + self.sample[place + length :]
            yield self.sample[:place] + self.sample[place + length :]
            yield self.sample[place:] + self.sample[:place]
        yield b""
        yield self.sample * 2

    def test_reading_on_gives_what_reading_anew_gives(self) -> None:
        """A file that grows may be read in two goes at any place."""
        if not self.importer.resumable:
            pytest.skip("this family is read whole each time")
        whole, _ = self.read(self.sample)
        for cut in range(0, len(self.sample), max(1, len(self.sample) // 40)):
            first = ReadContext(where="x", file_stem="stem", fallback_instant=FALLBACK, at_rest=False)
            messages = list(self.importer.read(BytesIO(self.sample[:cut]), first))
            second = replace(first, at_rest=True)
            stream = BytesIO(self.sample)
            stream.seek(second.offset)
            messages += self.importer.read(stream, second)
            assert [item for item in messages if isinstance(item, Message)] == whole
