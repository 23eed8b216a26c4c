"""Contradictions: two statements that look as if they could not both hold. By rules, in English and German.

A rule is asked for and forbidden in nearly the same words; a language or a name is told twice and differs.
What is found is worth a look, no more: the person decides which one stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from cotw.extraction.shortening import clipped
from cotw.extraction.words import query_words
from cotw.identity.statements import Statement
from cotw.retrieval.stems import stem
from cotw.store.finding import Finding

_LONGEST_QUOTED = 80
_FORBIDS = re.compile(
    r"\b(?:never|don['’]?t|do not|must not|mustn['’]?t|may not|should not|shouldn['’]?t|cannot|can['’]?t"
    r"|avoid|nie|niemals|nicht|keine?[mnrs]?|vermeide)\b",
    re.IGNORECASE,
)
_DEMANDS = re.compile(
    r"\b(?:always|must|every time|in any case|immer|stets|jedes Mal|musst?|sollst)\b", re.IGNORECASE
)
_NEVER_HEADINGS = frozenset({"never", "nie", "niemals"})
# What says how a rule holds, and small words of German; those of English are left out by `query_words`.
_EMPTY = frozenset(
    """
    always never must not don do avoid every time case cannot immer nie niemals nicht kein keine keinen keinem
    keiner stets musst muss sollst vermeide der die das den dem des ein eine einen einem einer und oder zu
    zum zur in im auf an mit mir mich mein meine meinem meinen meiner du dich dir dein deine es ist sind von
    vor bei
    """.split()
)
# Two words in common are needed, and most of the shorter statement: all but one word of four.
_SHARE = 0.75
_MOST_STATEMENTS = 600

_LANGUAGES = {
    "english": "english englisch",
    "german": "german deutsch",
    "french": "french französisch français",
    "spanish": "spanish spanisch español",
    "italian": "italian italienisch italiano",
    "portuguese": "portuguese portugiesisch português",
    "dutch": "dutch niederländisch",
    "polish": "polish polnisch",
    "turkish": "turkish türkisch",
    "ukrainian": "ukrainian ukrainisch",
    "russian": "russian russisch",
    "chinese": "chinese chinesisch mandarin",
    "japanese": "japanese japanisch",
}
_LANGUAGE_OF = {word: name for name, words in _LANGUAGES.items() for word in words.split()}
_LANGUAGE_HEADINGS = frozenset({"language", "languages", "sprache", "sprachen"})
_SPEAKS = re.compile(
    r"^(?:please |bitte |always |immer )?"
    r"(?:speak|answer|reply|respond|write|talk|sprich|antworte|schreibe?|rede)\b"
    r"|^(?:language|sprache)\s*:",
    re.IGNORECASE,
)
_NAMED_HEADINGS = frozenset({"how to call me", "name", "my name", "mein name"})
_NAME = r"[:\s]+[\"“„*_]*([^\W\d_a-zäöü][\w'’-]*(?: [^\W\d_a-zäöü][\w'’-]*)*)"
_FIRST_PERSON = re.compile(
    rf"\b(?i:call me|my name is|i am called|nenn(?:e)? mich|ich heiße|mein name ist|name(?=:)){_NAME}"
)
_SECOND_PERSON = re.compile(rf"\b(?i:your name is|you are called|du heißt|dein name ist){_NAME}")
_BARE_NAME = re.compile(r"[\"“„*_]*([^\W\d_a-zäöü][\w'’-]*(?: [^\W\d_a-zäöü][\w'’-]*)*)")
_ANCHOR = "ANCHOR.md"


@dataclass(frozen=True, slots=True)
class _Told:
    """A fact that a statement tells: what it is about, and the words for it."""

    about: str
    values: frozenset[str]
    statement: Statement


def contradictions(said: Iterable[Statement]) -> Iterator[Finding]:
    """A finding for each statement that looks as if it contradicted one before it."""
    every = list(said)[:_MOST_STATEMENTS]
    yield from _rules(every)
    yield from _facts(every)


def _rules(every: Sequence[Statement]) -> Iterator[Finding]:
    forbidden = [one for one in every if _forbids(one) and not _DEMANDS.search(one.text)]
    wanted = [one for one in every if not _forbids(one)]
    for one in wanted:
        for other in forbidden:
            if _same_words(one, other):
                first, second = sorted((one, other), key=every.index)
                yield _finding(first, second, "looks like the contrary of")


def _forbids(one: Statement) -> bool:
    return one.heading.casefold() in _NEVER_HEADINGS or _FORBIDS.search(one.text) is not None


def _same_words(one: Statement, other: Statement) -> bool:
    left, right = _words(one.text), _words(other.text)
    if not left or not right:
        return False
    common = len(left & right)
    # Without "always" it may be a remark: then both have to be about the same things altogether.
    of = min(len(left), len(right)) if _DEMANDS.search(one.text) else max(len(left), len(right))
    return left == right or (common >= 2 and common / of >= _SHARE)


@lru_cache(maxsize=2048)
def _words(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in query_words(text) if word not in _EMPTY)


def _facts(every: Sequence[Statement]) -> Iterator[Finding]:
    told = [fact for statement in every for fact in (*_languages(statement), *_names(statement))]
    named: set[Statement] = set()
    for first, second in combinations(told, 2):
        differ = first.about == second.about and not first.values & second.values
        known = second.statement in named or _complete_each_other(first.statement, second.statement)
        if differ and not known:
            named.add(second.statement)
            yield _finding(first.statement, second.statement, f"tells {first.about} otherwise than")


def _complete_each_other(first: Statement, second: Statement) -> bool:
    """Whether both stand below one heading that is about just this: "Mara. She/her." tells one thing."""
    same = (first.file, first.heading) == (second.file, second.heading)
    return first == second or (same and first.heading.casefold() in _LANGUAGE_HEADINGS | _NAMED_HEADINGS)


def _languages(statement: Statement) -> Iterator[_Told]:
    if statement.heading.casefold() in _LANGUAGE_HEADINGS or _SPEAKS.search(statement.text):
        words = re.findall(r"\w+", statement.text.casefold())
        if named := frozenset(_LANGUAGE_OF[word] for word in words if word in _LANGUAGE_OF):
            yield _Told("the language", named, statement)


def _names(statement: Statement) -> Iterator[_Told]:
    of_person = statement.file.endswith(_ANCHOR)
    mine = "the person's name" if of_person else "the agent's name"
    for pattern, about in ((_FIRST_PERSON, mine), (_SECOND_PERSON, "the agent's name")):
        if hit := pattern.search(statement.text):
            yield _Told(about, frozenset(hit[1].casefold().split()), statement)
            return
    if (
        of_person
        and statement.heading.casefold() in _NAMED_HEADINGS
        and (hit := _BARE_NAME.match(statement.text))
    ):
        yield _Told(mine, frozenset(hit[1].casefold().split()), statement)


def _finding(first: Statement, second: Statement, how: str) -> Finding:
    where = first.place if first.file == second.file else f"{first.file}, {first.place}"
    return Finding(second.file, second.place, f"{how} {where}: “{clipped(first.text, _LONGEST_QUOTED)}”")
