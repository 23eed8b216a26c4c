"""Topic: what a question is about besides its time.

"What did we talk about last Tuesday?" has a time and no topic: whoever asks so wants to hear what was said
then, and no word of it has to be found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cotw.extraction.words import query_words

if TYPE_CHECKING:
    from cotw.extraction.times import TimeRead

# Beside a time these say no more than that something was said or done.
_EMPTY = frozenset(
    """
    happen happened happening going went work worked working talk talked talking speak spoke spoken discuss
    discussed discussing chat chatted conversation conversations session sessions topic topics covered
    was wir ich du ihr uns haben hatten hast habe hat war waren alles es denn so ist an am im in den dem der
    das die über eigentlich passiert geschehen los gemacht gearbeitet geredet gesprochen besprochen gesagt
    gefragt getan
    """.split()
)


def topic_of(question: str, read: TimeRead) -> tuple[str, ...]:
    """The content words of `question` outside the words of time that were `read` in it.

    An event that time is told by belongs to the topic: who tells of "before the fair" speaks of the fair.
    """
    rest = question
    for begin, end in sorted(read.words, reverse=True):
        rest = f"{rest[:begin]} {rest[end:]}"
    if read.anchor is not None:
        rest = f"{rest} {read.anchor.event}"
    return tuple(word for word in query_words(rest) if word not in _EMPTY)
