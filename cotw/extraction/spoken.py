"""Spoken: the sentences that a speaker said in their own name, in order.

Left out is what was pasted, quoted or marked up: code, block quotes, tables, words between quotation marks,
elements and comments of HTML. Of an agent's answer its end counts; a very long prompt was pasted. Sentences
know whether they stand in a list of what is left to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cotw.extraction.prose import prose, sentences
from cotw.records.exchange import Exchange

HUMAN, AGENT = "human", "agent"

# What an agent says before that is how it went about it.
_LAST_OF_ANSWER = 4_000
# What is longer was pasted, or is a page of what is wanted.
_LONGEST_PROMPT = 1_500
_LONGEST_SENTENCE = 600
_LONGEST_SHOWN = 240
_FENCE = re.compile(r"^[ \t]*(```|~~~).*?(?:^[ \t]*\1[^\n]*$|\Z)", re.MULTILINE | re.DOTALL)
_ELEMENT = re.compile(
    r"<!--.{0,2000}?-->|<([A-Za-z][\w-]{0,40})(?:\s[^<>\n]{0,200})?>.{0,2000}?</\1>", re.DOTALL
)
_QUOTED = re.compile(r"\"[^\"“”\n]{1,400}\"|“[^“”\n]{1,400}”|„[^“”„\n]{1,400}[“”]|«[^«»\n]{1,400}»")
_LIST_HEAD = (
    r"(?:(?:my|the|suggested|recommended|immediate|possible|remaining|open|outstanding|still|other)\s+)*"
    r"(?:next\s+steps?|to[\s-]?dos?|to\s+be\s+done|remaining(?:\s+\w+)?|still\s+(?:to\s+do|open|missing|left)|open\s+(?:points|items"
    r"|questions|tasks)|action\s+(?:items|points)|what(?:['’]s|\s+is)\s+(?:left|missing|open)|left\s+to\s+do|follow[\s-]?ups?|pending(?:\s+\w+)?"
    r"|outstanding(?:\s+\w+)?|(?:noch\s+)?(?:offene?\s+(?:punkte|fragen|aufgaben)|zu\s+(?:tun|erledigen)|offen)|nächste\s+schritte)"
)
_HEAD_LINE = re.compile(
    rf"^[ \t]*(?:\#{{1,6}}[ \t]+)?({_LIST_HEAD}(?:[ \t]*\([^()\n]{{0,60}}\))?)[ \t]*:?[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_HEAD = re.compile(
    rf"(?:.*[.;,]\s*|\W*(?:and\s+|und\s+)?){_LIST_HEAD}(?:\s*\([^()\n]{{0,60}}\))?\s*:\s*$",
    re.IGNORECASE | re.DOTALL,
)
_INLINE_LIST = re.compile(
    rf"(?:^|[.;]\s+)\W*(?!next\s+step:){_LIST_HEAD}(?:\s*\([^()\n]{{0,60}}\))?:\s+(?P<items>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_BETWEEN_ITEMS = re.compile(r",\s+(?:and\s+|und\s+)?|;\s+|\s+(?:and|und)\s+(?=\w+\s+\w)")
_NUMBERED = re.compile(r"\b\d\)|\([^()]*$")
_BULLET = re.compile(r"\s*(?:[-+•–]|\d{1,2}[.)])\s+(?P<box>\[[ xX]\]\s*)?")
_CODE = re.compile(r"[{}]|=>|\);|\(\)\s*:|^\s*(?:import|from|const|def|return)\s")
_WHITE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence on one line; `box` is the mark of its check box, if any; `listed`: what is left to do."""

    text: str
    listed: bool = False
    box: str = ""
    bulleted: bool = False

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return self.text.endswith(("?", "？"))


def spoken(text: str, *, by_agent: bool) -> tuple[Spoken, ...]:
    """The sentences of `text`; the longest ones, which nobody spoke, are left out."""
    if "```" in text or "~~~" in text:
        text = _FENCE.sub("\n", text)
    if not by_agent and len(text) > _LONGEST_PROMPT:
        return ()
    text = text[-_LAST_OF_ANSWER:]
    if "</" in text or "<!--" in text:
        text = _ELEMENT.sub(" ", text)
    text = _HEAD_LINE.sub(r"\1:", text.replace("**", ""))
    return tuple(_sentences(_QUOTED.sub("…", prose(text))))


def turns(exchange: Exchange) -> tuple[tuple[str, str], tuple[str, str]]:
    """Who said what in `exchange`, in order."""
    return (HUMAN, exchange.human), (AGENT, exchange.agent)


def shortened(text: str) -> str:
    """`text` as it is shown in a list: not longer than a long sentence."""
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1].rstrip() + "…"


def _sentences(plain: str) -> Iterator[Spoken]:
    in_list = False
    # Boxes of which none is ticked are what somebody wants, not how things stand.
    some_done = "[x]" in plain.lower()
    for begin, end in sentences(plain):
        raw = plain[begin:end]
        bullet = _BULLET.match(raw)
        text = _WHITE.sub(" ", raw[bullet.end() :] if bullet else raw).strip()
        if not text or len(text) > _LONGEST_SENTENCE or _CODE.search(text):
            continue
        if _HEAD.fullmatch(text):
            in_list = True
            continue
        box = (bullet["box"] or "").strip() if bullet else ""
        in_list = in_list and bullet is not None
        if not bullet and not _NUMBERED.search(text) and (inline := _INLINE_LIST.search(text)):
            yield from (Spoken(item.strip(), listed=True) for item in _BETWEEN_ITEMS.split(inline["items"]))
            continue
        yield Spoken(text, in_list or (box == "[ ]" and some_done), box, bullet is not None)
