"""Spoken: the sentences that a speaker said in their own name, in order.

Left out is what was pasted, quoted or marked up: code, block quotes, tables, words between quotation marks,
elements and comments of HTML. Of an agent's answer its end counts; a very long prompt was pasted. A sentence
knows whether it stands in a list of what is left to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cotw.extraction.prose import prose, sentences
from cotw.extraction.shortening import clipped
from cotw.records.exchange import Exchange

HUMAN, AGENT = "human", "agent"

# What an agent says before that is how it went about it.
_LAST_OF_ANSWER = 3_000
# What is longer was pasted, or is a page of what is wanted.
_LONGEST_PROMPT = 1_500
_LONGEST_SENTENCE = 600
_LONGEST_SHOWN = 240

_FENCE = re.compile(r"^[ \t]*(```|~~~).*?(?:^[ \t]*\1[^\n]*$|\Z)", re.MULTILINE | re.DOTALL)
_ELEMENT = re.compile(
    r"<!--.{0,2000}?-->|<([A-Za-z][\w-]{0,40})(?:\s[^<>\n]{0,200})?>.{0,2000}?</\1>", re.DOTALL
)
_QUOTED = re.compile(r"\"[^\"“”\n]{1,400}\"|“[^“”\n]{1,400}”|„[^“”„\n]{1,400}[“”]|«[^«»\n]{1,400}»")
_CODE = re.compile(r"[{}]|=>|\);|\(\)\s*:|^(?:import|from|const|def|return)\s")

_HEAD = (
    r"(?:(?:my|the|suggested|recommended|immediate|possible|remaining|open|outstanding|still|other)\s+)*"
    r"(?:next\s+steps?|to[\s-]?dos?|to\s+be\s+done|remaining(?:\s+\w+)?|still\s+(?:to\s+do|open|missing|left)"
    r"|open\s+(?:points|items|questions|tasks)|action\s+(?:items|points)|what(?:['’]s|\s+is)\s+(?:left|missing|open)"
    r"|left\s+to\s+do|pending(?:\s+\w+)?|outstanding(?:\s+\w+)?|nächste\s+schritte"
    r"|(?:noch\s+)?(?:offene?\s+(?:punkte|fragen|aufgaben)|zu\s+(?:tun|erledigen)|offen))"
    r"(?:[ \t]*\([^()\n]{0,60}\))?"
)
_HEAD_LINE = re.compile(rf"^[ \t]*(?:\#{{1,6}}[ \t]+)?({_HEAD})[ \t]*:?[ \t]*$", re.MULTILINE | re.IGNORECASE)
_HEAD_ALONE = re.compile(rf"(?:.*[.;,]\s*|\W*(?:and\s+|und\s+)?){_HEAD}\s*:\s*", re.IGNORECASE)
_HEAD_AND_ITEMS = re.compile(rf"(?:^|[.;]\s+)\W*(?!next\s+step:){_HEAD}:\s+(?P<items>\S.*)$", re.IGNORECASE)
_BETWEEN_ITEMS = re.compile(r",\s+(?:and\s+|und\s+)?|;\s+|\s+(?:and|und)\s+(?=\w+\s+\w)")
# "Next steps: 1) add (if need be) …" is not taken apart.
_NUMBERED = re.compile(r"\b\d\)|\([^()]*$")
_BULLET = re.compile(r"\s*(?:[-+•–]|\d{1,2}[.)])\s+(?P<box>\[[ xX]\]\s*)?")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence on one line.

    `listed`: it stands in a list of what is left to do; `bulleted`: in any list. `box` is the mark of its
    check box, if it has one.
    """

    text: str
    listed: bool = False
    bulleted: bool = False
    box: str = ""

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return self.text.endswith(("?", "？"))


@lru_cache(maxsize=16)  # an exchange is read for several things
def spoken(text: str, *, by_agent: bool) -> tuple[Spoken, ...]:
    """The sentences of `text`; very long ones, which nobody spoke, are left out."""
    if not by_agent and len(text) > _LONGEST_PROMPT:
        return ()
    if "```" in text or "~~~" in text:
        text = _FENCE.sub("\n", text)
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
    return clipped(text, _LONGEST_SHOWN)


def _sentences(plain: str) -> Iterator[Spoken]:
    in_list = False
    # Boxes of which none is ticked are what somebody wants, not how things stand.
    some_done = "[x]" in plain.lower()
    for begin, end in sentences(plain):
        raw = plain[begin:end]
        bullet = _BULLET.match(raw)
        text = " ".join((raw[bullet.end() :] if bullet else raw).split())
        if not text or len(text) > _LONGEST_SENTENCE or _CODE.search(text):
            continue
        if _HEAD_ALONE.fullmatch(text):
            in_list = True
        elif bullet:
            box = (bullet["box"] or "").strip()
            yield Spoken(text, box != "[x]" and (in_list or (box == "[ ]" and some_done)), True, box)
        else:
            in_list = False
            yield from _items(text)


def _items(text: str) -> Iterator[Spoken]:
    """`text`, or what it lists as left to do: "To do: renew the domain, check the backups"."""
    listing = None if _NUMBERED.search(text) else _HEAD_AND_ITEMS.search(text)
    if listing is None:
        yield Spoken(text)
    else:
        for item in _BETWEEN_ITEMS.split(listing["items"]):
            yield Spoken(item.strip(), listed=True)
