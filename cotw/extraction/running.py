"""Running: sentences that say how a running system is – up, green, deployed.

Such a thing was true when it was said, if at all, and may be otherwise a minute later: whoever is told of it
later has to look again.
"""

from __future__ import annotations

import re

UNVERIFIED = "[unverified]"

_SYSTEM = (
    r"(?:server|service|daemon|database|db|api|app|application|site|website|page|build|pipeline|ci|job|worker|queue"
    r"|cluster|container|pod|endpoint|branch|deployment|backend|frontend|proxy|cron|process|suite|checks?|tests?|specs?"
    r"|typecheck|lint|linter|migrations?|release|dienst|seite|webseite|anwendung|datenbank|tests?)"
)
_STATE = (
    r"(?:up|down|live|green|red|running|online|offline|healthy|reachable|available|deployed|failing|broken|passing"
    r"|stable|clean|idle|listening|back|working|grün|rot|erreichbar|gestartet|gestoppt|verfügbar)"
)
_IS = r"(?:is|are|was|were|stays?|remains?|runs?|looks?|'s|’s|ist|sind|war|waren|läuft|laufen|bleibt|steht)"
_WAYS = tuple(
    re.compile(way, re.IGNORECASE)
    for way in (
        rf"\b{_SYSTEM}\b[^.!?\n]{{0,40}}(?<!\w){_IS}\s+(?:\w+\s+){{0,3}}{_STATE}\b",
        rf"\b{_SYSTEM}\b[^.!?\n]{{0,30}}\b(?:pass(?:es|ed)?|fail(?:s|ed)?|succeed(?:s|ed)?|compiles?|works?"
        r"|läuft|laufen|funktioniert|startet|responds?|antwortet)\b",
        r"\b(?:all|every(?:thing)?|\d[\d,.]*)\s+(?:\w+\s+){0,3}(?:tests?|checks?|specs?|suites?)?\s*"
        r"(?:are |is |now )*(?:pass(?:es|ed|ing)?|green|works?|working)\b",
        r"\balles?\s+(?:\w+\s+){0,2}(?:läuft|grün|funktioniert|geht)\b",
        r"\b(?:has been|have been|is|are|was|were|got|now|already|successfully|just) (?:\w+ )?deployed\b",
        r"\b(?:we|i)(?:['’]ve)? (?:have )?(?:just )?deployed\b|^\W*deployed\b",
        r"\b(?:is|are|now|currently) (?:\w+ )?(?:running|listening|serving|deployed|live)"
        r" (?:on|at|in|under|with|as)\b",
        r"\b(?:now|again|jetzt|wieder) (?:working|works|running|runs|passes|green|funktioniert|läuft)\b",
        r"\b(?:works?|working|runs?|loads?|loading) (?:\w+ )?"
        r"(?:now|again|fine|correctly|as expected|jetzt|wieder)\b",
        r"\b(?:läuft|laufen) (?:jetzt|wieder|auf|unter|gerade|durch|stabil)\b",
        r"\b(?:exit(?:s|ed)?(?: with)?(?: code)?|exit code) 0\b|\bHTTP(?:/\d(?:\.\d)?)? [1-5]\d\d\b",
        r"\b(?:it|that|this|everything|alles|es|das) (?:now |jetzt )?"
        r"(?:works|runs|compiles|funktioniert|läuft)\b",
        r"\b(?:localhost|127\.0\.0\.1)(?::\d+)?\b",
    )
)
_ASKS = re.compile(r"[?？][\"'”’)\]]*\s*$")


def speaks_of_running(sentence: str) -> bool:
    """Whether `sentence` says, and does not only ask, how a running system is."""
    return not _ASKS.search(sentence) and any(way.search(sentence) for way in _WAYS)


def marked(sentence: str) -> str:
    """`sentence`, with `[unverified]` after it if it speaks of a running system."""
    return f"{sentence} {UNVERIFIED}" if speaks_of_running(sentence) else sentence
