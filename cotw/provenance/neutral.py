"""Neutral words: a text in which nothing works any more as a mark of a prompt, though it reads as before.

Marks are what models and tools take for the frame of a conversation: tokens of chat templates, elements that
tools write, role labels at the beginning of a line, headings and fences that seem to end a quotation. Their
signs give way to others that look alike. What cannot be seen is taken out first, lest it hides a mark.
"""

from __future__ import annotations

import re
import unicodedata

from cotw.extraction.plain import plain
from cotw.extraction.shortening import clipped

_ROLES = (
    "human|user|assistant|ai|agent|bot|system|developer|claude|chatgpt|gpt|gemini|"
    "mensch|benutzer(?:in)?|nutzer(?:in)?|assistent(?:in)?"
)
_HEADED = rf"{_ROLES}|instructions?|response|prompt|anweisung(?:en)?|antwort"
# Names of elements with a hyphen, an underscore or a name space are written by tools and templates; of the
# others only those that frame a conversation, so that HTML and the types of a program stay as they are.
_ELEMENT = re.compile(
    r"<(?=/?(?:[a-z]+(?:[-_:][a-z0-9]+)+|(?:s|bos|eos)>"
    r"|(?:sys|inst|system|user|human|assistant|developer|agent|tools?|functions?|instructions?|thinking|think"
    r"|private|context|documents?|memory|evidence|prompt|message|results?|output|invoke|parameter)\b))"
    r"([^<>\n]{0,200})>?",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(r"<(?=[|｜])")
_DOUBLE = re.compile(r"<<(?=/?\s*SYS)|(?<=SYS)>>", re.IGNORECASE)
_BRACKETED = re.compile(r"\[(\s*/?\s*(?:INST|SYS|SYSTEM|USER|ASSISTANT|HUMAN)\s*)\]", re.IGNORECASE)
_LABEL = re.compile(rf"^([ \t>*_#\-+•]*(?:{_ROLES})[*_ \t]*)[:：]", re.IGNORECASE | re.MULTILINE)
_HEADING = re.compile(rf"^([ \t>*\-+]*)(\#{{1,6}})(?=[ \t*_]*(?:{_HEADED})\b)", re.IGNORECASE | re.MULTILINE)
_FENCE = re.compile(r"`{3,}|~{3,}")
_LINE_END = re.compile("[\x1c-\x1e\u2028\u2029]")
_JOINERS = "\u200c\u200d"
# Letters and marks that are drawn as nothing.
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"


def neutral(text: str) -> str:
    """`text` without secrets, hidden characters and working marks; lines stay lines."""
    text = visible(_LINE_END.sub("\n", plain(text)))
    text = _FENCE.sub(_mild_fence, text)
    text = _DOUBLE.sub(lambda found: "‹‹" if found[0] == "<<" else "››", text)
    text = _TEMPLATE.sub("‹", text)
    text = _ELEMENT.sub(_mild_element, text)
    text = _BRACKETED.sub(r"⟦\1⟧", text)
    text = _HEADING.sub(lambda found: found[1] + "＃" * len(found[2]), text)
    return _LABEL.sub(r"\1∶", text)


def one_line(text: str, limit: int = 200) -> str:
    """The same on a single line of at most `limit` characters: for what stands outside of a quotation."""
    return clipped(neutral(text), limit)


def visible(text: str) -> str:
    """`text` without characters that show nothing or turn the direction of writing.

    Joiners stay where a script or an emoji needs them, between characters outside of ASCII.
    """
    if text.isascii():
        return text
    kept: list[str] = []
    for place, character in enumerate(text):
        if character in _JOINERS:
            if place and _is_joined(text[place - 1]) and _is_joined(text[place + 1 : place + 2]):
                kept.append(character)
        elif not _is_hidden(character):
            kept.append(character)
    return "".join(kept)


def _is_joined(character: str) -> bool:
    """Whether a joiner may stand beside it."""
    return (
        bool(character)
        and not character.isascii()
        and not _is_hidden(character)
        and character not in _JOINERS
    )


def _is_hidden(character: str) -> bool:
    tag_or_selector = "\U000e0000" <= character <= "\U000e0fff"
    return tag_or_selector or character in _FILLERS or unicodedata.category(character) in ("Cf", "Co")


def _mild_fence(found: re.Match[str]) -> str:
    return ("‵" if found[0][0] == "`" else "∼") * len(found[0])


def _mild_element(found: re.Match[str]) -> str:
    closed = found[0].endswith(">")
    return f"‹{found[1]}{'›' if closed else ''}"
