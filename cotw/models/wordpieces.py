"""Word pieces: how an exported encoder's own tokenizer reads a text, counts it and lets it be split."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cotw.models.exported import TOKENIZER_FILE, ExportedEncoder
from cotw.models.splitting import OVERLAP_PIECES, Places, cut, segments, tokenizable

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

_SEGMENT_CHARACTERS = 16_384
_SEGMENTS_AT_A_TIME = 32  # bounds what the tokenizer holds of a huge text


class WordPieces:
    """The tokenizer of an export, opened at first use. Safe to use from several threads."""

    def __init__(self, exported: ExportedEncoder, overlap: int = OVERLAP_PIECES) -> None:
        self._overlap = overlap
        self.max_pieces = exported.card.max_pieces
        self._exported = exported
        self._prompt = exported.card.document_prompt  # takes up room in every chunk
        self._opening = threading.RLock()
        self._tokenizer: Tokenizer | None = None
        self._counter: Tokenizer | None = None
        self.pad_id = 0
        self.pads_left = False

    def read(self, texts: Sequence[str]) -> list[Encoding]:
        """What the encoder reads of each text: with its marks, cut off at `max_pieces`, not padded."""
        return self.tokenizer.encode_batch_fast([tokenizable(text) for text in texts])

    def count(self, text: str) -> int:
        """All pieces of the text, without marks."""
        parts = [part for _, part in segments(tokenizable(text), _SEGMENT_CHARACTERS)]
        return sum(map(len, self.counter.encode_batch_fast(parts, add_special_tokens=False)))

    def split(self, text: str, header: str = "") -> list[str]:
        """`header + chunk` for every chunk of the text, each of which the encoder reads to its end."""
        whole = header + text
        if len(whole) <= _SEGMENT_CHARACTERS and self._full_length(whole) <= self.max_pieces:
            return [whole]
        header = self._fitting_header(header)
        room = max(1, self.max_pieces - self._full_length(header))
        return self._fitting(header, cut(text, self.places(text), room, self._overlap), room)

    def places(self, text: str) -> Places:
        """Where the pieces of the text are. The text is tokenized once, in time linear to its length."""
        places = Places()
        parts = list(segments(tokenizable(text), _SEGMENT_CHARACTERS))
        for at in range(0, len(parts), _SEGMENTS_AT_A_TIME):
            some = parts[at : at + _SEGMENTS_AT_A_TIME]
            found = self.counter.encode_batch([part for _, part in some], add_special_tokens=False)
            for (shift, _), encoding in zip(some, found, strict=True):
                places.extend(encoding.offsets, shift)
        return places

    @property
    def tokenizer(self) -> Tokenizer:
        """The tokenizer that cuts off at `max_pieces`. Padding is left to who sorts texts into batches."""
        with self._opening:
            if self._tokenizer is None:
                tokenizer = self._open()
                padding = tokenizer.padding or {}
                self.pad_id = padding.get("pad_id", 0)
                self.pads_left = padding.get("direction") == "left"
                tokenizer.no_padding()
                self._tokenizer = tokenizer
            return self._tokenizer

    @property
    def counter(self) -> Tokenizer:
        """The tokenizer that reads everything."""
        with self._opening:
            if self._counter is None:
                counter = self._open()
                counter.no_padding()
                counter.no_truncation()
                self._counter = counter
            return self._counter

    def _open(self) -> Tokenizer:
        from tokenizers import Tokenizer

        try:
            return Tokenizer.from_file(str(self._exported.folder / TOKENIZER_FILE))
        except Exception as error:
            raise self._exported.damaged(TOKENIZER_FILE) from error

    def _fitting(self, header: str, bodies: list[str], room: int) -> list[str]:
        """The chunks; those that are longer alone than they were inside the text are cut again.

        The second half of a word that had to be cut may be read as more pieces than before.
        """
        chunks = []
        for body in bodies:
            if room == 1 or self._full_length(header + body) <= self.max_pieces:
                chunks.append(header + body)
            else:
                smaller = max(1, room * 3 // 4)
                chunks += self._fitting(header, cut(body, self.places(body), smaller, self._overlap), smaller)
        return chunks

    def _fitting_header(self, header: str) -> str:
        """The header, cut off where it would leave its text less than half of the room."""
        limit = max(1, (self.max_pieces - self._full_length("")) // 2)
        places = self.places(header)
        return header if len(places.starts) <= limit else header[: places.ends[limit - 1]]

    def _full_length(self, text: str) -> int:
        """Pieces as the encoder will have to read them: with its marks and the prompt."""
        return len(self.counter.encode(tokenizable(self._prompt + text)))
