"""The words by which somebody thinks of something new, of what contradicts itself, or of their own thinking.

In English and German. Every repetition is bounded.
"""

from __future__ import annotations

from cotw.reflection.ways import ways

# --- what is given a name, or thought of for the first time; `name` is the word to know it by

_NAME = r"(?: (?:an?|the|ein|eine|einen|die|der|das))?[ \W]{1,3}(?P<name>[\w-]{2,40}(?: [\w-]{2,40})?)"
NOVELTY = ways(
    (
        "call|name|dub",
        rf"\blet['’]?s (?:just )?(?:call|name|dub) (?:it|this|that|them|these"
        rf"|those)\b(?! (?:a (?:day|night)|quits|off|even)\b)"
        rf"{_NAME}",
    ),
    (
        "call|name|dub|term",
        r"\b(?:I|we)(?:['’]d|['’]ll| would| will| could| might)? (?:\w+ )?(?:call|name|dub|term) "
        rf"(?:it|this|that|them|these|those)\b{_NAME}",
    ),
    (
        "define",
        rf"\bI define{_NAME}",
    ),
    (
        "there",
        r"\bthere(?:['’]s| is) (?:a|no) (?:term|word|name) for (?:it|that|this)\b",
    ),
    (
        "new ",
        r"\ba (?:(?:whole|completely|very) )?new (?:idea|concept|theory|notion|metaphor)\b",
    ),
    (
        "concept of|notion of",
        rf"\bthe (?:concept|notion) of{_NAME}",
    ),
    (
        "nennen wir",
        rf"\bnennen wir (?:es|das|sie|ihn)\b{_NAME}",
    ),
    (
        "ich nenn",
        rf"\bich nenne? (?:es|das|sie|ihn)\b{_NAME}",
    ),
    (
        "dafür gibt es",
        r"\bdafür gibt es (?:einen|ein|keinen|kein) (?:begriff|wort|namen)\b",
    ),
    (
        "neue|neuen",
        r"\b(?:neue idee|neue theorie|neues konzept|neuen begriff)\b",
    ),
    (
        "konzept|begriff",
        rf"\b(?:das konzept|der begriff) (?:der|des|von){_NAME}",
    ),
    (
        "definiere",
        rf"\bich definiere{_NAME}",
    ),
    (
        "word for|name for|wort für|name für",
        rf"\b(?:my|our|mein|unser) (?:own )?(?:word|name|term|wort|name|begriff) (?:for|für) (?:it"
        rf"|this|that|them|das|es|sie)\b (?:is|ist){_NAME}",
    ),
    (
        "tauf",
        rf"\b(?:taufen wir|ich taufe) (?:es|das|sie|ihn){_NAME}",
    ),
)

# --- what holds and does not hold

PARADOX = ways(
    (
        "paradox|oxymoron",
        r"\b(?:paradox(?:es|ical(?:ly)?)?|paradox(?:e[rnms]?|erweise)|(?:ein|das|dieses"
        r"|dem) paradoxon|oxymoron)\b",
    ),
    (
        "catch|chicken|henne",
        r"\bcatch[- ]?22\b|\bchicken[ -]{1,3}(?:and|or)[ -]{1,3}(?:the[ -]{1,3})?egg\b"
        r"|\bhenne[ -]{1,3}(?:und[ -]{1,3})?ei\b",
    ),
    (
        "contradict",
        r"\bself[- ]contradict\w{2,5}\b|\bcontradiction in terms\b"
        r"|\bcontradicts? (?:itself|myself|yourself|themselves|each other|one another)\b",
    ),
    (
        "contradiction",
        r"\b(?:is|are|it['’]s|that['’]s|see|saw|have|in) (?:a|the|this|my|your) (?:\w+ )?contradiction\b",
    ),
    (
        "both|yes and no",
        r"\bboth (?:\w+ ){0,2}?are (?:somehow )?true\b|\bboth true and (?:false|not true|untrue)\b"
        r"|\byes and no at once\b",
    ),
    (
        "wider",
        r"\bwider(?:spricht|sprichst|spreche|sprechen) (?:sich|mir selbst|dir selbst|einander|dich"
        r"|mich)\b",
    ),
    (
        "widerspruch",
        r"\b(?:ein|der|dieser|mein|dein|im) (?:\w+ )?widerspruch\b",
    ),
    (
        "absurd",
        r"\b(?:is|it['’]s|ist) (?:quite |so |völlig )?absurd\b",
    ),
)

# --- what somebody says of their own thinking

_OF_MIND = (
    r"(?:always|never|keep|tend|think|thought|assumed?|often|usually|avoid|react"
    r"|expect|judge|was|am|have been)"
)
METACOGNITION = ways(
    (
        "notic|realis|realiz|see|observ|recogni",
        r"\bI (?:(?:just|now|also|only) ){0,2}(?:notice|noticed|realis(?:e|ed)|realiz(?:e|ed)|see"
        r"|observe|recogni[sz]e)"
        rf" (?:that |how |now ){{0,2}}I (?:\w+ )?{_OF_MIND}\b",
    ),
    (
        "myself",
        r"\bI (?:\w+ )?(?:caught|catch|find|found|notice) myself\b",
    ),
    (
        "wonder",
        r"\bI (?:\w+ )?wonder (?:why|whether|if|how) I\b(?! (?:should|can|could|need|must|have to"
        r"|may|might)\b)",
    ),
    (
        "assuming|overthinking|conclusions|second-guessing|rationali|projecting|biased",
        r"\bI(?:['’]m| am| was|['’]ve been| have been|['’]d been| had been) (?:just |probably "
        r"|perhaps |wrongly )?"
        r"(?:assuming|overthinking|jumping to conclusions|second-guessing|rationali[sz]ing"
        r"|projecting|biased)\b",
    ),
    (
        "my ",
        r"\bmy (?:own )?(?:reasoning|thinking|thought process|assumptions?|bias|biases|blind spots?"
        r"|mental model)"
        r" (?:is|was|were|are|has|had|here|behind)\b",
    ),
    (
        "my ",
        r"\b(?:is|was|are|were) my (?:own )?(?:blind spots?|bias|assumptions?|habit of thinking)\b",
    ),
    (
        "conclusions|assumption",
        r"\bI jumped to conclusions\b|\bI made an? (?:\w+ )?assumption\b",
    ),
    (
        "thinking about",
        r"\bthinking about (?:how|why|what) I (?:think|feel|decide|react)\b",
    ),
    (
        "ich",
        r"\bich (?:merke|stelle fest|erkenne|sehe)(?: gerade| jetzt| auch)?,? (?:dass|wie) ich\b"
        r"|\b(?:ertappe|erwische) (?:ich )?mich\b",
    ),
    (
        "ich",
        r"\b(?:frage ich mich|ich frage mich),? (?:warum|weshalb|wieso"
        r"|ob) ich\b(?! (?:\w+ ){0,6}(?:soll|sollte|kann|muss)\b)",
    ),
    (
        "davon ausgegangen",
        r"\b(?:bin ich|ich bin|war ich) (?:\w+ ){0,3}?davon ausgegangen\b",
    ),
    (
        "mein",
        r"\bmein(?:e|em|en|er)? (?:eigene[nsr]? )?(?:denken|denkweise|annahmen?|blinder fleck"
        r"|gedankengang)\b",
    ),
    (
        "denke darüber",
        r"\bich denke darüber nach, (?:wie|warum) ich\b",
    ),
    (
        "i tend|i have a habit",
        r"\bI (?:tend to|have a habit of) (?:\w+ )?(?:see|think|assume|believe|overlook|forget|avoid"
        r"|judge|expect|jump|look)",
    ),
    (
        "why i|how i|warum ich|wieso ich",
        r"\b(?:asking|ask) myself (?:why|how|whether) I\b(?! (?:should|can|could|need|must)\b)",
    ),
    (
        "neige",
        r"\bich neige dazu\b",
    ),
)
