"""The words by which the terms of entropy are recognised, in English and German.

In the patterns a blank stands for any white space. A group `key` is the word that counts: what is denied
before it does not. Every repetition is bounded, so that no text takes longer than its length.
"""

from __future__ import annotations

import re


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace(" ", r"\s+").replace(r"\s+?", r"\s*"), re.IGNORECASE)


def _each(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(map(_compiled, patterns))


# Up to three words that only say how much.
_VERY = (
    r"(?:(?:so|very|really|just|pretty|quite|totally|extremely|too|still|honestly|also|truly|incredibly|absolutely"
    r"|completely|a bit|kind of|getting|feeling|more|do) ){0,3}"
)
_SEHR = (
    r"(?:(?:so|sehr|total|echt|ganz|wirklich|ziemlich|richtig|etwas|gerade|schon|immer|noch|völlig|gar|leider"
    r"|einfach) ){0,3}"
)
_NO_CORRECTION = (
    r"(?!(?:thanks?\b|thank\b|need|problem|worries|nothing|more|idea|rush|hurry|matter|not yet|i have|i haven"
    r"|i don|i did|that['’]s (?:all|it|fine|ok)|danke|das reicht|nichts|noch nicht|ich habe|passt|alles|wir haben))"
)

# --- what a person says to set right what an agent said

BARE_NO = _compiled(rf"^\W{{0,3}}(?:no|nope|nah|nein|nee)\b ?[,.!:–—-] ?{_NO_CORRECTION}\w")
CORRECTION = _each(
    r"\b(?:that|this|it|your? \w+|the \w+|that \w+|this \w+)(?:['’]s|['’]re| is| was| are| were)"
    r" (?:(?:just|simply|still|also|completely|totally|plain|all|quite|not) ){0,2}"
    r"(?P<key>wrong|incorrect|mistaken|untrue|false)\b(?! (?:to|with|if|when|for|on|about)\b)",
    r"\b(?:that|this|it)(?:['’]s| is| was)(?: not|n['’]t) (?:right|correct|true|how|what I)\b",
    r"\b(?:not|isn['’]t|wasn['’]t) what I (?:asked|meant|said|wanted|want|need)\b",
    r"^\W{0,3}(?:(?:no|well|sorry|but|and)\b[, ]{1,2}){0,2}I (?:actually )?meant\b|\bwhat I meant (?:is|was)\b",
    r"^\W{0,3}(?:(?:no|well)\b[, ]{1,2})?actually\b.{1,120}, not\b",
    r"^\W{0,3}(?:(?:no|well)\b[, ]{1,2})?actually,? (?:it|that|this)(?:['’]s| is| was)\b",
    r"\byou(?:['’]ve| have)? (?:misunderst(?:and|ood)|misread|got (?:it|that|this|me) wrong|confused|mixed up)\b",
    r"\byou(?:['’]re| are) (?P<key>mistaken|wrong|confusing|mixing)\b",
    r"\bI (?:never|didn['’]t|did not) (?:say|said|ask|asked|mean|meant)\b",
    r"^\W{0,3}(?:wrong|falsch)\b(?! (?:way|side)\b)",
    r"^\W{0,3}(?:no )?not (?!only|just|yet|sure|bad|really|at all)[\w.-]{1,30}(?: [\w.-]{1,30}){0,3}, (?:but|it['’]s)\b",
    r"\b(?:das|es|dies|(?:die|der|deine?) \w+) (?:ist|war|sind|waren) (?:\w+ ){0,2}?(?P<key>falsch|verkehrt)\b"
    r"(?! (?:eingestellt|ist|wäre))",
    r"\b(?:das|es|dies) ist (?:\w+ ){0,2}?nicht (?:richtig|korrekt|wahr|was ich)\b",
    r"\bstimmt (?:(?:so|doch|gar|leider|aber|auch|überhaupt) ){0,2}nicht\b",
    r"\bich meinte\b|\bwas ich meinte\b|\bso (?:habe?) ich das nicht gemeint\b",
    r"\bfalsch verstanden\b|\bmissverstanden\b|\bdu irrst\b|\birrst du dich\b|\bdu verwechselst\b",
    r"\b(?:danach|das) habe? ich (?:\w+ )?(?:nicht|nie) (?:gefragt|gesagt|gemeint)\b"
    r"|\bich habe? (?:\w+ ){0,3}?nie (?:gesagt|gefragt|gemeint)\b",
    r"^\W{0,3}(?:nein, )?nicht (?!nur\b)[\w.-]{1,30}(?: [\w.-]{1,30}){0,4}, sondern\b",
)

# --- what is given a name, or thought of for the first time; `name` is the word to know it by

_NAME = r"(?: (?:an?|the|ein|eine|einen|die|der|das))?[ \W]{1,3}(?P<name>[\w-]{2,40}(?: [\w-]{2,40})?)"
NOVELTY = _each(
    rf"\blet['’]?s (?:just )?(?:call|name|dub) (?:it|this|that|them|these|those)\b{_NAME}",
    r"\b(?:I|we)(?:['’]d|['’]ll| would| will| could| might)? (?:\w+ )?(?:call|name|dub|term) "
    rf"(?:it|this|that|them|these|those)\b{_NAME}",
    rf"\bI define{_NAME}",
    r"\bthere(?:['’]s| is) (?:a|no) (?:term|word|name) for (?:it|that|this)\b",
    r"\ba (?:(?:whole|completely|very) )?new (?:idea|concept|theory|notion|metaphor)\b",
    rf"\bthe (?:concept|notion) of{_NAME}",
    rf"\bnennen wir (?:es|das|sie|ihn)\b{_NAME}",
    rf"\bich nenne? (?:es|das|sie|ihn)\b{_NAME}",
    r"\bdafür gibt es (?:einen|ein|keinen|kein) (?:begriff|wort|namen)\b",
    r"\b(?:neue idee|neue theorie|neues konzept|neuen begriff)\b",
    rf"\b(?:das konzept|der begriff) (?:der|des|von){_NAME}",
    rf"\bich definiere{_NAME}",
)

# --- what a person says of how they feel

_FELT = (
    r"(?P<key>happy(?! (?:to|with)\b)|thrilled|excited|delighted|overjoyed|proud|relieved|grateful|moved|touched"
    r"|sad|upset|heartbroken|devastated|angry|furious|annoyed|frustrated|irritated|pissed|worried|anxious|scared"
    r"|afraid of|terrified|nervous|ashamed|embarrassed|lonely|alone|hopeless|overwhelmed|exhausted|desperate"
    r"|disappointed|hurt|jealous|miserable|stressed|fed up|sick of|tired of|burn(?:ed|t) out)"
)
_GEFÜHLT = (
    r"(?P<key>glücklich|froh|begeistert|stolz|erleichtert|dankbar|traurig|wütend|sauer|genervt|frustriert"
    r"|verärgert|besorgt|nervös|enttäuscht|verletzt|einsam|allein|verzweifelt|überfordert|erschöpft|gestresst"
    r"|beschämt|gerührt|neidisch|ratlos)"
)
EMOTION = _each(
    r"\bI(?:['’]m| am| was| feel| felt|['’]ve been| have been| get| got) (?:not )?" + _VERY + _FELT + r"\b",
    r"\bI (?:(?:don['’]t|do not|really|so|just|absolutely|do|still|truly) ){0,2}(?P<key>love|hate|adore|fear|dread"
    r"|despise|can['’]t stand|cannot stand)\b(?! to\b| you\b)",
    r"\bI (?:really |so )?miss (?:her|him|them|my)\b|\bI (?:almost |nearly )?(?:cried|feel like crying)\b",
    r"\b(?:makes?|made|making) me (?:\w+ ){0,2}?" + _FELT + r"\b",
    r"\b(?:scare|frighten|upset|worrie|worry|annoy|frustrate|hurt|sadden|terrifie|excite|thrill|bother)s? me\b",
    r"\bich (?:bin|war|fühle? mich) (?:nicht )?" + _SEHR + _GEFÜHLT + r"\b",
    r"\b(?:bin|war) ich (?:nicht )?" + _SEHR + _GEFÜHLT + r"\b",
    r"\bich freue? mich\b|\bfreue? ich mich\b",
    r"\b(?:habe?|kriege?) (?:ich )?(?:\w+ ){0,2}?(?P<key>angst|die nase voll|es satt)\b",
    r"\b(?:macht|machen|machte|stimmt) mich (?:\w+ ){0,2}?" + _GEFÜHLT + r"\b",
    r"\bich (?:liebe|hasse|vermisse|verabscheue)\b(?! dich\b)",
    r"\b(?:nervt|ärgert|verletzt|beunruhigt|rührt|bedrückt|ängstigt) mich\b",
    "[😭😡🤬💔😱😢]",
)

# --- what holds and does not hold

PARADOX = _each(
    r"\b(?:paradox(?:es|ical(?:ly)?)?|paradox(?:e[rnms]?|erweise)|(?:ein|das|dieses|dem) paradoxon|oxymoron)\b",
    r"\bcatch[- ]?22\b|\bchicken[ -]{1,3}(?:and|or)[ -]{1,3}(?:the[ -]{1,3})?egg\b|\bhenne[ -]{1,3}(?:und[ -]{1,3})?ei\b",
    r"\bself[- ]contradict\w{2,5}\b|\bcontradiction in terms\b"
    r"|\bcontradicts? (?:itself|myself|yourself|themselves|each other|one another)\b",
    r"\b(?:is|are|it['’]s|that['’]s|see|saw|have|in) (?:a|the|this|my|your) (?:\w+ )?contradiction\b",
    r"\bboth (?:\w+ ){0,2}?are (?:somehow )?true\b|\bboth true and (?:false|not true|untrue)\b|\byes and no at once\b",
    r"\bwider(?:spricht|sprichst|spreche|sprechen) (?:sich|mir selbst|dir selbst|einander|dich|mich)\b",
    r"\b(?:ein|der|dieser|mein|dein|im) (?:\w+ )?widerspruch\b",
)

# --- what somebody says of their own thinking

_OF_MIND = r"(?:always|never|keep|tend|think|thought|assumed?|often|usually|avoid|react|expect|judge|was|am|have been)"
METACOGNITION = _each(
    r"\bI (?:(?:just|now|also|only) ){0,2}(?:notice|noticed|realis(?:e|ed)|realiz(?:e|ed)|see|observe|recogni[sz]e)"
    rf" (?:that |how |now ){{0,2}}I (?:\w+ )?{_OF_MIND}\b",
    r"\bI (?:\w+ )?(?:caught|catch|find|found|notice) myself\b",
    r"\bI (?:\w+ )?wonder (?:why|whether|if|how) I\b(?! (?:should|can|could|need|must|have to|may|might)\b)",
    r"\bI(?:['’]m| am| was|['’]ve been| have been|['’]d been| had been) (?:just |probably |perhaps |wrongly )?"
    r"(?:assuming|overthinking|jumping to conclusions|second-guessing|rationali[sz]ing|projecting|biased)\b",
    r"\bmy (?:own )?(?:reasoning|thinking|thought process|assumptions?|bias|biases|blind spots?|mental model)"
    r" (?:is|was|were|are|has|had|here|behind)\b",
    r"\b(?:is|was|are|were) my (?:own )?(?:blind spots?|bias|assumptions?|habit of thinking)\b",
    r"\bI jumped to conclusions\b|\bI made an? (?:\w+ )?assumption\b",
    r"\bthinking about (?:how|why|what) I (?:think|feel|decide|react)\b",
    r"\bich (?:merke|stelle fest|erkenne|sehe)(?: gerade| jetzt| auch)?,? (?:dass|wie) ich\b"
    r"|\b(?:ertappe|erwische) (?:ich )?mich\b",
    r"\b(?:frage ich mich|ich frage mich),? (?:warum|weshalb|wieso|ob) ich\b(?! (?:\w+ ){0,6}(?:soll|sollte|kann|muss)\b)",
    r"\b(?:bin ich|ich bin|war ich) (?:\w+ ){0,3}?davon ausgegangen\b",
    r"\bmein(?:e|em|en|er)? (?:eigene[nsr]? )?(?:denken|denkweise|annahmen?|blinder fleck|gedankengang)\b",
    r"\bich denke darüber nach, (?:wie|warum) ich\b",
)
