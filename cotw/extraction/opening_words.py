"""The words by which something is begun, promised, put off or left unknown, in English and German.

They are looked for in sentences on one line, whose words one blank stands between.
"""

from __future__ import annotations

import re

_DAYS = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_TAGE = "(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)"
_SPAN = "(?:week|weekend|month|year|morning|afternoon|evening|sprint|release|time|hour|night)"
_LATER = (
    rf"tomorrow|tonight|later|soon|afterwards|next {_SPAN}|next {_DAYS}|{_DAYS}|(?:this|at the|over the|on the) {_SPAN}"
    r"|on the (?:first|second|third|\d{1,2}(?:st|nd|rd|th))|(?:each|every) (?:morning|evening|day|week|month|hour)"
    r"|after (?:the|this|my|our|lunch|dinner|work|that)\b|before the (?:release|weekend|end)"
    rf"|by (?:{_DAYS}|tomorrow|the \d+|next|noon|end)|follow[- ]?up|separate (?:pr|change|commit)"
    r"|in (?:the|an?|two|three|\d+) (?:morning|evening|hours?|minutes?|days?|weeks?)"
)
_SPAETER = (
    rf"morgen|nachher|später|bald|heute abend|(?:am|bis|ab|bis zum) (?:{_TAGE}|wochenende|monatsersten|\d{{1,2}}\.)|nächsten? \w+|sobald|danach"
    r"|bis (?:morgen|dahin)|nach (?:dem|der) \w+|(?:am|im) nächsten \w+"
)
_ADVERB = "(?:also|still|then|first|now|just|really|probably|definitely|only)"
_LEAD = (
    r"(?:^|[;:–—] ?|[,.] (?=(?:I|ich)\b)|\b(?:and|but|so|then|und|aber|dann|that|dass|remember|though|note:?) |[,;] (?:and|but|so) )"
    r"(?:(?:oh|ok|okay|yes|no|well|right|also|and|but|so|then|now|next|first|before that|after that|good|sure|remember|note|still|by the way"
    r"|ja|nein|gut|also|dann|seriously though|don't let me forget|this \w+|for \d+|on \w+day)\b[,:]? )*"
)
_ME = r"(?:I|we)"
_DUTY = rf"(?:(?:{_ADVERB} )*(?:need to|have to|must|(?:['’]ve )?got to|gotta|want to still))(?! (?:say|admit|confess|tell you|thank|ask you|be (?:honest|careful)))"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


PUT_OFF = _compiled(rf"\b(?:{_LATER}|{_SPAETER})\b")
WAITS = _compiled(r"\b(?:once|when|as soon as|until|sobald|wenn|bis)\b")
# "I'll", "I am going to", "ich werde".
PROMISE = _compiled(
    r"\b(?:I|we) ?(?:['’]ll|will|['’]m going to|am going to|['’]re going to|are going to|['’]m gonna|gonna)\b(?! (?:not|never|be (?:more |less |most )?likely)\b)"
    r"|^gonna\b|\b(?:ich werde|wir werden|werde ich|werden wir)\b|\bI promise\b|^will do\b"
)
OURS = _compiled(r"\b(?:we|wir)\b")
# An agent that says only "I'll run the tests" runs them; what it says it will go on with, it has stopped.
GOES_ON = _compiled(
    r"\b(?:remaining|rest|others?|continue|go on|remind|let you know|get back|keep (?:an eye|looking|trying)|übrigen|weiter)\b"
)
DUTY = rf"(?:(?:{_ADVERB} )*(?:need to|have to|must|(?:['’]ve )?got to|gotta|want to still))(?! (?:say|admit|confess|tell you|thank|ask you|be (?:honest|careful)))"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


PUT_OFF = _compiled(rf"\b(?:{_LATER}|{_SPAETER})\b")
WAITS = _compiled(r"\b(?:once|when|as soon as|until|sobald|wenn|bis)\b")
# "I'll", "I am going to", "ich werde".
PROMISE = _compiled(
    r"\b(?:I|we) ?(?:['’]ll|will|['’]m going to|am going to|['’]re going to|are going to|['’]m gonna|gonna)\b(?! (?:not|never|be (?:more |less |most )?likely)\b)"
    r"|^gonna\b|\b(?:ich werde|wir werden|werde ich|werden wir)\b|\bI promise\b|^will do\b"
)
OURS = _compiled(r"\b(?:we|wir)\b")
INTENT = _compiled(r"^(?:(?:now|next|first|then|ok|okay|good),? )*let me\b|^(?:next|now),? I\b")
DUTY = _compiled(
    rf"{_LEAD}{_ME} {_DUTY}\b|\bdon['’]t let me forget\b|^(?:still )?(?:need|have|got) to\b(?!.*\?$)"
    rf"|\b{_ME} should (?:still|also|later|at some point|eventually)\b|\b{_ME} should\b.*\blater\b"
    r"|\b(?:ich|wir) (?:muss|müssen|sollten|sollte)\b.*\b(?:noch|bis|morgen|am)\b|\b(?:muss|müssen|sollten|sollte) (?:ich |wir )?(?:\w+ )?noch\b"
    rf"|\bmuss ich (?:{_SPAETER})\b"
)
# What is put off without a promise: "let's do that on Monday", "put it on hold".
DEFERRED = _compiled(
    rf"\blet['’]?s\b.*\b(?:{_LATER})\b|\b(?:put|is|are|on) .*\bon hold\b|\bI['’]d rather\b.*\b(?:{_LATER})\b"
)
GERMAN_LATER = _compiled(rf"\b(?:ich|wir)\b.*\b(?:{_SPAETER})\b|\b(?:{_SPAETER})\b.*\b(?:ich|wir)\b")
GERMAN_PAST = _compiled(r"\b(?:habe|haben|hatte|hatten|war|waren|wurde|wurden|bin|hat|ging|würde|hätte)\b")
LEFT = _compiled(
    r"\bstill (?:needs?|has to|have to|to do|to be|to come|missing|open|left|outstanding|undone|untested|lacks?)\b|\b(?:is|are) (?:\w+ )?still (?:missing|open|to be|outstanding)\b"
    r"|\b(?:what|all that) (?:remains|is left|['’]s left)\b|\bnext steps?:|^not (?:run|done|tested|covered)\b|\bremains? (?:to be|open)\b|^remaining:"
    r"|\b(?:not|n['’]t)(?: been)? (?:\w+ ){0,5}yet\b|\byet to be\b"
    r"|\b(?:fehlt|fehlen|bleibt|bleiben|steht|stehen)\b.*\bnoch\b|\bnoch (?:nicht|zu|offen|aus)\b|\bfehlt noch\b|\bfehlen noch\b|^offen (?:ist|sind)|^als nächstes\b"
)
# A person says so of what they want; an agent of what it has not done.
LEFT_BY_AGENT = _compiled(
    r"\bhas to be\b|\b(?<!will )needs? to be\b|\bneed your\b|\bI need (?:the|an?) .* (?:from you|before I)\b"
)
NEEDS_YOU = _compiled(
    r"\b(?:I|we) (?:still )?need (?:your|you to)\b|\b(?:ich|wir) (?:brauche|brauchen) (?:noch )?(?:dein|deine|deinen|euer|eure)\b"
)
UNKNOWN = _compiled(
    r"\bnot (?:yet )?(?:sure|clear|certain|known)(?: yet)? (?:why|what|where|how|whether|if|which)\b.*|\b(?:not sure|unclear|unknown) yet\b"
    r"|\b(?:still|currently) (?:looking into|investigating|checking|digging|trying to (?:find|understand|figure)|unclear|unknown|unsure|waiting|pending|puzzled|researching)\b"
    r"|\bdon['’]t (?:yet )?know(?: yet)? (?:yet )?(?:why|where|what|how|whether)\b.*\b|\bwaiting (?:for|on) (?:\w+['’]?s? )*(?:reply|answer|response|table|review|result|feedback|confirmation|decision)\w*\b"
    r"|\b(?:root )?cause (?:is|remains) (?:still )?(?:unknown|unclear)\b|\b(?:should|need to|have to|must|want to) (?:still )?investigate\b|\bhaven['’]t (?:found|figured)\b.*\byet\b"
    r"|\bnoch (?:unklar|ungeklärt|offen, (?:ob|wie|warum|woher))\b|\bweiß (?:ich|man|das)\b.*\bnoch nicht\b|\b(?:ich|wir) (?:prüfe|prüfen|schaue|suche|untersuche|warte|warten|kläre)n? (?:\w+ ){0,2}noch\b"
    r"|\bnoch nicht (?:klar|sicher)\b"
)
TODO = re.compile(
    r"(?:\b(?:TODO|FIXME)\b(?:\([^()\n]{0,40}\))?\s*(?::|[–-](?=\s))|^\W{0,6}(?i:to-?do|fixme)\s*:)\s*(?P<what>\S.*)"
)
# None of the above is in a sentence without one of these words.
TRIGGERS = frozenset(
    """
    als bis cause certain clear currently d fehlen fehlt forget found figured following got gonna going gotta have has hold ich
    investigate know let ll left muss must müssen need needs next noch not offen once promise rather remain
    remaining remains should sollte sollten still sure t unclear unknown waiting weiß werde werden will wir yet
    """.split()
)
# What cancels an opening: denial, supposing, courtesy, what others say, what holds always, what is over.
NO_OPENING = _compiled(
    r"\b(?:don['’]t|do not|doesn['’]t|won['’]t|will not|needn['’]t|no longer|not) (?:need|have|want|write|be|do|matter)\b|\bnicht mehr\b|\bnothing\b|\bno need\b|\bwon['’]t\b"
    r"|^(?:if|suppose|imagine|wenn|falls|angenommen)\b|\b(?:would|could|might) (?:need|have|want|probably)\b|\bwürden? \b|\bhätten?\b"
    r"|\b(?:says?|said|wrote|writes|told|claims?|argues?|schrieb|sagte?|meinte) (?:that |us |me |him |her |he |she |they |you )|\bsaid\b"
    r"|\bwas going to\b|\bused to\b"
    r"|\bI ?(?:['’]ll|will) (?:be (?:happy|glad|here|back|there|around|right|fine|honest|sure)|try that|try it|see|think about it|keep (?:that|it|this)|bear|note|remember|wait|assume|leave it|stop|take (?:it|that)|go with)\b"
    r"|\bexpected\b|\bneed to be (?:careful|aware|sure)\b|\byou(?:['’]re| are) right\b|\bwe['’]ll see\b|\bjederzeit\b|\bhelfe\b"
)
HOLDS_ALWAYS = _compiled(
    r"\b(?:from now on|always|never|ab jetzt|ab sofort|immer|niemals|grundsätzlich)\b|\b(?:every|each|before every|bei jede[mrn]) (?:time|commit|change)\b"
)
RHETORICAL = _compiled(
    r"\b(?:who would have|isn['’]t (?:that|it)|wasn['’]t (?:that|it)|how are you|how is it going|what(?:['’]s| is) up|you know|right\?|isn['’]t he|or what|what could go wrong|who knows|who cares|why not|wie geht|und dir|was soll (?:man|ich))\b"
    r"|\b(?:believe)\b|\bwhat do you (?:think|need help with)\b|\bhow (?:can|may) I (?:help|assist)\b|\bwhat would you like\b|\bon your mind\b|\bbrings you here\b|\bwork for you\b|\bhelp (?:you|me)\?"
)
# "Can you add a test?" asks for a deed, not for an answer.
REQUEST = _compiled(
    r"^(?:\W*(?:and|also|so|ok|okay|please|und|now|then)\b,? ?)*(?:can|could|would|will|kannst|könntest|können) (?:you|we|du|wir)\b"
)
ASKING = _compiled(
    r"\b(?:what|which|who|whose|where|when|why|how|should|shall|could|can|may|do|does|did|is|are|was|have|has|will|would"
    r"|was|welche[rsnm]?|wer|wo|wann|warum|wie|woher|soll|sollen|kann|kannst|ist|sind|hast|hat|passt|gibt|möchtest|willst)\b"
)
OFFER = _compiled(
    r"\b(?:shall|should|can|could|may|might) (?:I|we)\b(?!.* or )|\b(?:want|need|like) me to\b|\bwould you (?:like|want) (?:to|me|that)\b|\bwould you (?:like|prefer (?:me|that I)|want)\b(?!.* or )|\bdo you want (?:me|to)\b(?!.* or )|\banything else\b|\bdoes (?:that|this) (?:help|make sense)\b"
    r"|\b(?:soll|sollen|kann|darf|könnte) (?:ich|wir)\b(?!.* oder )|\bmöchtest du\b(?!.* oder )|\bwillst du\b(?!.* oder )|\bsonst noch\b|\blet me know\b"
)
