"""Titles: a short name for a session, taken from the first prompt that says what it is about.

Rules only: the first sentence or clause, without markup, cut at a word. Greetings, one-word answers,
slash commands and prompts that are nothing but code, links or paths are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cotw.extraction.shortening import between_characters, on_one_line

TITLE_LIMIT = 60
UNTITLED = "untitled"
# Longer prompts are read so far and no further: a title stands near the beginning.
_READ_CHARACTERS = 2_000

_FENCE = re.compile(r"^[ \t]*(```|~~~).*?(?:^[ \t]*\1[^\n]*$|\Z)", re.MULTILINE | re.DOTALL)
_IMAGE = re.compile(r"!\[([^\]\n]*)\]\([^)\n]*\)")
_LINK = re.compile(r"\[([^\]\n]+)\]\([^)\n]*\)")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>")
_LINE_MARK = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|[❯➜›»●⏺⎿][ \t]*|>[ \t]?|[-*+•][ \t]+|\d{1,3}[.)][ \t]+|\|)+")
_EMPHASIS = re.compile(r"(\*\*\*|\*\*|\*|___|__|~~|`+)(?=\S)(.+?)(?<=\S)\1")
_RULE = re.compile(r"[-=_*|:\s]{3,}")
_URL = re.compile(r"[a-z][a-z0-9+.-]*://\S+|www\.\S+", re.IGNORECASE)
_PATH = re.compile(r"(?:~|\.{1,2})?(?:/[^\s/]+){2,}/?|[A-Za-z]:\\\S+|(?<![\w.-])@?[\w.-]++(?:/[\w.-]+)+")
_CODE_LINE = re.compile(
    r"^\s*(?:import\b|from\s+\S+\s+import\b|def\s+\w|class\s+\w+[:(]|function\b|const\s|let\s+\w+\s*=|var\s|return\b"
    r"|[{}\[\]();]|#include|public\s|private\s|SELECT\s|INSERT\s|Traceback\b|File\s\"|at\s+\S+\(|\$\s|>>>|[+-]{2,3}\s"
    r"|@@|diff --git|\d{4}-\d\d-\d\d[T ]\d\d:)"
    r"|[;{}]\s*$|\w\(.*\);?\s*$|^\s*\S+\s*=\s*\S+\s*$",
)
# Not after "e.g." in the middle of a sentence: what follows there begins with a small letter.
_SENTENCE_END = re.compile(r"[!?…]+[\"'”’)]*(?=\s|$)|\.+[\"'”’)]*(?=\s+[^\sa-z]|\s*$)|[。！？]+")
_CLAUSE_END = re.compile(r"[,;:](?=\s)|\s[–—-]\s|[，；：、]")
_WORD = re.compile(r"\w+")
_GREETING = re.compile(
    r"(?:hi|hey|hello|hallo|moin|hola|salut|ciao|good\s+(?:morning|afternoon|evening|day)|dear)"
    r"(?:\s+(?:there|again|all|everyone|claude|\w+))?\s*[,.!:;–—-]+\s*",
    re.IGNORECASE,
)
# Prompts made of these words alone say nothing about the session.
_EMPTY_WORDS = frozenset(
    """
    a again ahead alright and back bye claude continue cool do done everyone fine go good great hallo hello
    hey hi hm hmm it keep ja just k let lets me my nein next nice no nope now of oh ok okay on one perfect
    please proceed ready resume right s same start still stop sure test testing thank thanks that the then
    there this to too try two up very wait well what yeah yep yes you
    """.split()
)


def session_title(prompts: Iterable[str]) -> str:
    """The title of a session with these prompts, oldest first; at most 60 characters, never empty."""
    first = telling = ""
    for prompt in prompts:
        title = prompt_title(prompt)
        if title:
            return title
        line = shortened(prompt[:_READ_CHARACTERS])
        first = first or line
        if not telling and _telling_words(line):
            telling = line
    return telling or first or UNTITLED


def prompt_title(prompt: str) -> str:
    """A title for one prompt; empty if it says nothing that could be one."""
    if prompt.lstrip().startswith(("/", "!")) and "\n" not in prompt.strip():
        # A slash command: what follows its name may say what it was for.
        prompt = prompt.strip().partition(" ")[2]
    announced = ""
    for line, is_heading in _prose_lines(prompt[:_READ_CHARACTERS]):
        greeting = _GREETING.match(line)
        line = line[greeting.end() :] if greeting else line
        if not _is_substantive(line):
            continue
        if announced:
            # "Implement this plan:" says less than the heading of the plan.
            return shortened(line if is_heading else announced)
        sentence = _first_sentence(line)
        if not line.endswith((":", "：")):
            return shortened(sentence)
        announced = sentence
    return shortened(announced)


def shortened(text: str, limit: int = TITLE_LIMIT) -> str:
    """`text` on one line in at most `limit` characters, cut at a clause or a word, with an ellipsis."""
    text = on_one_line(text).rstrip(" ,;:–—-，；：、")
    if len(text) <= limit:
        return text
    clauses = [end.start() for end in _CLAUSE_END.finditer(text, limit // 2, limit)]
    if clauses:
        return text[: clauses[-1]].rstrip()
    room = text[:limit]
    space = room.rfind(" ")
    cut = space if space >= limit // 2 else between_characters(text, limit - 1)
    return text[:cut].rstrip(" ,;:.–—-") + "…"


def _prose_lines(prompt: str) -> Iterator[tuple[str, bool]]:
    """The lines that are neither code nor rules, without markup, and whether they are headings."""
    text = _FENCE.sub("\n", prompt)
    for line in text.splitlines():
        if _RULE.fullmatch(line) or _CODE_LINE.search(line):
            continue
        bare = _without_markup(line)
        if bare:
            yield bare, line.lstrip().startswith("#")


def _without_markup(line: str) -> str:
    line = _LINE_MARK.sub("", line)
    line = _LINK.sub(r"\1", _IMAGE.sub(r"\1", line))
    line = _TAG.sub(" ", line)
    for _ in range(2):  # emphasis within emphasis
        line = _EMPHASIS.sub(r"\2", line)
    return on_one_line(line).strip("|").strip()


def _is_substantive(line: str) -> bool:
    telling = _telling_words(_PATH.sub(" ", _URL.sub(" ", line)))
    if not telling:
        return False
    return len(_WORD.findall(line)) > 1 or (_is_unspaced(telling[0]) and len(telling[0]) > 3)


def _telling_words(line: str) -> list[str]:
    words = _WORD.findall(line.lower())
    return [word for word in words if word not in _EMPTY_WORDS and not word.isdigit()]


def _is_unspaced(text: str) -> bool:
    return any(ord(character) > 0x2E7F for character in text)


def _first_sentence(line: str) -> str:
    """The first sentence that says something; a very short one takes the next with it."""
    begin = 0
    for found in _SENTENCE_END.finditer(line):
        sentence = line[begin : found.end()]
        if not _is_substantive(sentence):
            begin = found.end()
        elif len(_WORD.findall(sentence)) > 3 or len(sentence) > TITLE_LIMIT // 2 or _is_unspaced(sentence):
            return sentence.strip().rstrip(".。")
    rest = line[begin:].strip()
    return (rest or line).strip().rstrip(".。")
