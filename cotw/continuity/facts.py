"""Graph facts: the sentences in which a person said something of what the prompt names.

What was extracted only leads there: a triple is never shown, the sentence that it was read from is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

from cotw.continuity.excerpt import shortened
from cotw.continuity.recalled import side_of, visible_to
from cotw.continuity.turn import Turn
from cotw.extraction.entities import mentions
from cotw.extraction.mention import key
from cotw.extraction.prose import prose, sentences
from cotw.extraction.words import query_words
from cotw.index.graph import number_of
from cotw.index.rows import aware
from cotw.records.message import Kind
from cotw.records.passage import Passage
from cotw.retrieval.filters import quoted
from cotw.retrieval.wordmatch import held, sought

if TYPE_CHECKING:
    from cotw.continuity.recalled import Opened

MOST = 5
_CHARACTERS = 300
# Of so many statements the best are taken.
_LOOKED_AT = 60
_NO_NAMES = frozenset(kind.value for kind in Kind)
_STATED = """
    SELECT subject_name, object_name, max(confidence), address, started, human_sender, human
    FROM triple_sources JOIN exchanges ON exchanges.id = triple_sources.exchange
    WHERE (subject IN ({numbers}) AND subject_key IN ({keys})
        OR object IN ({numbers}) AND object_key IN ({keys}))
      AND {visible}
    GROUP BY ALL ORDER BY 3 DESC, started DESC, address, subject_name, object_name LIMIT {limit}
"""


def facts(turn: Turn, opened: Opened, zone: tzinfo) -> list[Passage]:
    """At most five sentences, those that hold most words of the prompt first."""
    names = {key(mention.name) for mention in mentions(turn.prompt)} - _NO_NAMES
    if not names or not turn.sees:
        return []
    query = _STATED.format(
        numbers=", ".join(str(number_of(name)) for name in sorted(names)),
        keys=", ".join(quoted(name) for name in sorted(names)),
        visible=visible_to(turn),
        limit=_LOOKED_AT,
    )
    with opened() as index:
        rows = index.database.cursor().execute(query).fetchall()
    words = sought(query_words(turn.prompt))
    found: dict[tuple[str, str], Passage] = {}
    for subject, object_, _, address, started, sender, human in rows:
        own = subject in (sender, Kind.HUMAN)
        for sentence in _sentences_with(human, [object_] if own else [subject, object_]):
            passage = side_of(address, aware(started), "human", shortened(sentence, _CHARACTERS), zone)
            found.setdefault((address, sentence), passage)
    ranked = sorted(found.values(), key=lambda passage: -len(held(words, passage.text)))
    return ranked[:MOST]


def _sentences_with(text: str, names: Sequence[str]) -> Iterator[str]:
    """The first sentence of `text` that holds all of `names`, if there is one."""
    clean = prose(text)
    for start, end in sentences(clean):
        small = clean[start:end].casefold()
        if all(name.casefold() in small for name in names):
            yield " ".join(text[start:end].split())
            return
