"""Marked names: those told by their form alone – links, files, identifiers, @names, quoted titles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cotw.extraction.lexicon import COMMON, TOOLS
from cotw.extraction.mention import Mention

_EXTENSION = (
    r"(?:py|pyi|ipynb|js|jsx|mjs|ts|tsx|vue|rs|go|java|kt|swift|rb|php|c|h|cc|cpp|hpp|cs|sh|bash|ps1|sql"
    r"|md|mdx|rst|txt|tex"
    r"|pdf|docx?|xlsx?|pptx?|csv|tsv|json|jsonl|ya?ml|toml|ini|cfg|conf|env|lock|log|xml|html?|s?css|svg"
    r"|png|jpe?g|gif|webp"
    r"|mp[34]|wav|zip|tar|gz|parquet|db|sqlite|duckdb|exe|dll|so|whl)"
)
# Each alternative starts where a word starts and gives nothing back: no text takes longer than its length.
_MARKED = re.compile(
    rf"""
    (?P<url>\b(?:https?|ftp)://(?P<host>[\w.-]++)[^\s<>"'`)\]]*+|\bwww\.(?P<bare>[\w.-]++)[^\s<>"'`)\]]*+)
    | (?P<email>(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+)
    | `(?P<code>[^`\n]{{1,80}})`
    | (?P<path>(?<![\w/.:\\])(?:~|\.{{1,2}})?/[\w.@+-]++(?:/[\w.@+-]++)+/?
        | \b[A-Za-z]:\\[^\s<>"|?*]++
        | (?<![\w./\\@-])(?:\.?[\w-]++/)+(?:[\w-]++\.)+{_EXTENSION}\b
        | (?<![\w./\\@-])\.?[\w-]++(?:\.[\w-]++)*?\.{_EXTENSION}(?![\w-]|\.\w)
        | (?<![\w./\\])\.(?:gitignore|dockerignore|env|bashrc|zshrc|vimrc|editorconfig)\b)
    | (?P<call>(?<![\w.])[A-Za-z_]\w*+(?:\.\w++)*\(\))
    | (?P<snake>(?<![\w.])_*[A-Za-z][A-Za-z0-9]*+(?:_+[A-Za-z0-9]++)+(?!\w))
    | (?P<camel>(?<![\w.@-])[a-z]{{2,}}(?:[A-Z][a-z0-9]++)+(?!\w))
    | (?<![\w.@/])@(?P<at>[A-Za-z][\w-]{{1,38}})(?![\w/@-])
    | (?P<quoted>"(?P<straight>[^"\n]{{2,60}})"(?!\w)
        |“(?P<curly>[^”“\n]{{2,60}})”|„(?P<low>[^“”\n]{{2,60}})[“”])
    """,
    re.VERBOSE,
)
# One of these stands in every marked span, in its first word: a look for them spares most of the search.
_SIGN = re.compile(r"[/\\`@_\"“„]|\.[A-Za-z]|[a-z][A-Z]|\(\)")
_FILE = re.compile(rf"[^\s]*\.{_EXTENSION}|(?:[~.]{{0,2}}/)?[\w.@+-]+(?:/[\w.@+-]+)+/?")
_IDENTIFIER = re.compile(r"[A-Za-z_][\w.:-]*(?:\(\))?")
_TERM = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+)*")
_SPEECH = re.compile(
    r"[,.!?;:…]$|\b(?:I|you|we|he|she|they)\b|^(?:what|how|why|when|where|who|do|can|please)\b", re.IGNORECASE
)


def marked(text: str) -> Iterator[tuple[int, int, Mention | None]]:
    """Every marked span of a prose; its mention, or None where it names nothing but is no prose either."""
    place = 0
    while sign := _SIGN.search(text, place):
        # No marked span goes over the end of its line.
        end = text.find("\n", sign.start())
        end = len(text) if end < 0 else end
        found = _MARKED.search(text, _word_start(text, place, sign.start()), end)
        place = end
        if found:
            place = found.end()
            yield found.start(), found.end(), _mention(found)


def _word_start(text: str, place: int, end: int) -> int:
    """Where the word begins that `end` stands in; not before `place`."""
    return max(place, text.rfind(" ", place, end) + 1, text.rfind("\n", place, end) + 1)


def _mention(found: re.Match[str]) -> Mention | None:
    match found.lastgroup:
        case "url":
            host = "host" if found["host"] else "bare"
            name = found[host].rstrip(".").removeprefix("www.").lower()
            return Mention(name, "organisation", 0.4, *found.span(host)) if "." in name else None
        case "path":
            return _tool(found[0], *found.span()) or Mention(found[0], "file", 0.9, *found.span())
        case "call" | "snake" | "camel":
            return _tool(found[0], *found.span()) or Mention(found[0], "concept", 0.6, *found.span())
        case "code":
            return _in_backticks(found)
        case "at":
            return Mention(found["at"], "person", 0.6, *found.span("at"))
        case "quoted":
            return _in_quotes(found)
        case _:
            return None


def _in_backticks(found: re.Match[str]) -> Mention | None:
    code = found["code"]
    if _FILE.fullmatch(code):
        return _tool(code, *found.span("code")) or Mention(code, "file", 0.8, *found.span("code"))
    if _IDENTIFIER.fullmatch(code) and len(code) > 1:
        confidence = 0.4 if code.islower() and code.isalpha() else 0.6  # `settings` may be any word
        return _tool(code, *found.span("code")) or Mention(code, "concept", confidence, *found.span("code"))
    word = code.split(" ", 1)[0]
    return _tool(word, found.start("code"), found.start("code") + len(word))


def _in_quotes(found: re.Match[str]) -> Mention | None:
    """A title or a term; not what somebody says, and not one ordinary word."""
    group = next(group for group in ("straight", "curly", "low") if found[group])
    phrase = found[group]
    words = phrase.split()
    if not 1 <= len(words) <= 7 or phrase != phrase.strip() or _SPEECH.search(phrase):
        return None
    if not any(character.isalpha() for character in phrase) or all(word.lower() in COMMON for word in words):
        return None
    if not phrase[0].isupper() and (not 1 < len(words) < 4 or not _TERM.fullmatch(phrase)):
        return None
    return Mention(phrase, "concept", 0.6 if words[0][0].isupper() else 0.4, *found.span(group))


def _tool(word: str, start: int, end: int) -> Mention | None:
    known = TOOLS.get(word.lower())
    return Mention(known, "tool", 0.9, start, end) if known else None
