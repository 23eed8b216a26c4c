"""The words by which a sentence that looks like a promise or a question is none, in English and German.

Denial, supposing, courtesy, offers, what others said, what holds always: nobody waits for that.
"""

from __future__ import annotations

import re


def _any(*ways: str) -> re.Pattern[str]:
    return re.compile("|".join(ways), re.IGNORECASE)


NOT_MEANT = _any(
    r"\b(?:don['’]t|do not|doesn['’]t|needn['’]t|no longer|not) (?:need|have|want|write|be|do|matter)\b",
    r"\bwon['’]t\b|\bwill not\b|\bnothing\b|\bno need\b|\bnicht mehr\b",
    r"^(?:if|suppose|imagine|wenn|falls|angenommen)\b",
    r"\b(?:would|could|might) (?:need|have|want|probably)\b|\bwürden? |\bhätten?\b",
    r"\b(?:says?|wrote|writes|told|claims?|argue[sd]?|schrieb|sagte?|meinte) (?:that|us|me|him|her|he|she"
    r"|they|you)\b",
    r"\bsaid\b|\byou (?:have not|haven['’]t)\b|\bwas going to\b|\bused to\b|\bexpected\b",
    r"\bI ?(?:['’]ll|will) (?:be (?:happy|glad|here|back|there|around|right|fine|honest|sure)"
    r"|try (?:that|it)|see|think about it|keep (?:that|it|this)|bear|note|remember|wait|assume|leave it"
    r"|stop|take (?:it|that)|go with)\b",
    r"\bneed to be (?:careful|aware|sure|more)\b|\bask you\b|\byou(?:['’]re| are) right\b|\bwe['’]ll see\b",
    r"\bjederzeit\b|\bhelfe\b",
)
# "I'll definitely check that out" thanks for a hint; nobody waits for it unless it has a day.
VAGUE = _any(
    r"\b(?:I (?:think|guess|hope)|maybe|perhaps)\b.*(?:['’]ll|\bwill|\bgoing to|\bgonna)\b",
    r"(?:['’]ll|\bwill) definitely\b",
    r"(?:['’]ll|\bwill|\bgonna|\bgoing to) (?:(?:definitely|also|just|probably|certainly|then) )*"
    r"(?:check|consider|keep|make (?:sure|it|my)|do my best|explore|try|practice|look into|use|take|be|go"
    r"|continue|start with|think|remember|need|have|add)\b",
)
HOLDS_ALWAYS = _any(
    r"\b(?:from now on|always|never|ab jetzt|ab sofort|immer|niemals|grundsätzlich)\b",
    r"\b(?:every|each|bei jede[mrn]) (?:time|commit|change)\b",
)
RHETORICAL = _any(
    r"\b(?:who would have|isn['’]t (?:that|it|he|she)|wasn['’]t (?:that|it)|you know|or what"
    r"|what could go wrong"
    r"|who knows|who cares|why not|was soll (?:man|ich)|believe|is there anything"
    r"|are you ready|excited)\b|\bright\?",
    r"\b(?:how are you|how is it going|what(?:['’]s| is) up|wie geht|und dir|on your mind|brings you here)\b",
    r"\bwhat (?:do you (?:think|need help with)|would you like)\b|\bhow (?:can|may) I (?:help|assist)\b",
    r"\bwork for you\b|\bhow do these\b|\bhelp (?:you|me)\?",
)
# "Can you add a test?" asks for a deed, not for an answer.
REQUEST = _any(
    r"^(?:\W*(?:and|also|so|ok|okay|please|und|now|then)\b,? ?)*"
    r"(?:can|could|would|will|kannst|könntest|können) (?:you|we|du|wir)\b"
)
ASKING = _any(
    r"\b(?:what|which|who|whose|where|when|why|how|should|shall|could|can|may|do|does|did|is|are|was"
    r"|have|has|will"
    r"|would|welche[rsnm]?|wer|wo|wann|warum|wie|woher|soll|sollen|kann|kannst|ist|sind|hast|hat|passt|gibt"
    r"|möchtest|willst)\b"
)
# "Shall I …?" is an offer; "shall I … or …?" waits for an answer.
OFFER = _any(
    r"\b(?:shall|should|can|could|may|might) (?:I|we)\b(?!.* or )|\b(?:want|need|like) me to\b",
    r"\bwould you (?:like|want) (?:to|me|that)\b|\bwould you (?:like|prefer|want)\b(?!.* or )",
    r"\bdo you want (?:me|to)\b(?!.* or )|\banything else\b|\blet me know\b",
    r"\bdoes (?:that|this) (?:help|make sense)\b",
    r"\b(?:soll|sollen|kann|darf|könnte) (?:ich|wir)\b(?!.* oder )|\b(?:möchtest|willst) du\b(?!.* oder )",
    r"\bsonst noch\b|\bfurther assistance\b|\bother questions\b",
)
