"""The words by which a person sets something right or says how they feel, in English and German.

Every repetition is bounded, so that no text takes longer than its length.
"""

from __future__ import annotations

from cotw.reflection.ways import ways

# Up to three words that only say how much.
_VERY = (
    r"(?:(?:so|very|really|just|pretty|quite|totally|extremely|too|still|honestly|also|truly"
    r"|incredibly|absolutely"
    r"|completely|a bit|kind of|getting|feeling|more|do) ){0,3}"
)
_SEHR = (
    r"(?:(?:so|sehr|total|echt|ganz|wirklich|ziemlich|richtig|etwas|gerade|schon|immer|noch|völlig"
    r"|gar|leider"
    r"|einfach) ){0,3}"
)
_NO_CORRECTION = (
    r"(?!(?:thanks?\b|thank\b|need|problem|worries|nothing|more|idea|rush|hurry|matter|not yet"
    r"|i have|i haven"
    r"|i don|i did|that['’]s (?:all|it|fine|ok)|danke|das reicht|nichts|noch nicht|ich habe|passt"
    r"|alles|wir haben))"
)

# --- what a person says to set right what an agent said

BARE_NO = ways(("no|ne", rf"^\W{{0,3}}(?:no|nope|nah|nein|nee)\b ?[,.!:–—-] ?{_NO_CORRECTION}(?=\w)"))
CORRECTION = ways(
    (
        "wrong|incorrect|mistaken|untrue|false",
        r"\b(?:that|this|it|your? \w+|the \w+|that \w+|this \w+)(?:['’]s|['’]re| is| was| are| were)"
        r" (?:(?:just|simply|still|also|completely|totally|plain|all|quite|not) ){0,2}"
        r"(?P<key>wrong|incorrect|mistaken|untrue|false)\b(?! (?:to|with|if|when|for|on|about)\b)",
    ),
    (
        "that|this|it",
        r"\b(?:that|this|it)(?:['’]s| is| was)(?: not|n['’]t) (?:right|correct|true|how|what I)\b",
    ),
    (
        "what i",
        r"\b(?:not|isn['’]t|wasn['’]t) what I (?:asked|meant|said|wanted|want|need)\b",
    ),
    (
        "meant",
        r"^\W{0,3}(?:(?:no|well|sorry|but|and)\b[, ]{1,2}){0,2}I (?:actually )?meant\b"
        r"|\bwhat I meant (?:is|was)\b",
    ),
    (
        "actually",
        r"^\W{0,3}(?:(?:no|well)\b[, ]{1,2})?actually\b.{1,120}, not\b",
    ),
    (
        "actually",
        r"^\W{0,3}(?:(?:no|well)\b[, ]{1,2})?actually,? (?:it|that|this)(?:['’]s| is| was)\b",
    ),
    (
        "misunderst|misread|wrong|confused|mixed up",
        r"\byou(?:['’]ve| have)? (?:misunderst(?:and|ood)|misread|got (?:it|that|this|me) wrong"
        r"|confused|mixed up)\b",
    ),
    (
        "mistaken|wrong|confusing|mixing",
        r"\byou(?:['’]re| are) (?P<key>mistaken|wrong|confusing|mixing)\b",
    ),
    (
        "i never|i didn|i did not",
        r"\bI (?:never|didn['’]t|did not) (?:say|said|ask|asked|mean|meant)\b",
    ),
    (
        "wrong|falsch",
        r"^\W{0,3}(?:wrong|falsch)\b(?! (?:way|side)\b)",
    ),
    (
        "not ",
        r"^\W{0,3}(?:no )?not (?!only|just|yet|sure|bad|really"
        r"|at all)[\w.-]{1,30}(?: [\w.-]{1,30}){0,3}, (?:but|it['’]s)\b",
    ),
    (
        "falsch|verkehrt",
        r"\b(?:das|es|dies|(?:die|der|deine?) \w+) (?:ist|war|sind"
        r"|waren) (?:\w+ ){0,2}?(?P<key>falsch|verkehrt)\b"
        r"(?! (?:eingestellt|ist|wäre))",
    ),
    (
        "nicht",
        r"\b(?:das|es|dies) ist (?:\w+ ){0,2}?nicht (?:richtig|korrekt|wahr|was ich)\b",
    ),
    (
        "stimmt",
        r"\bstimmt (?:(?:so|doch|gar|leider|aber|auch|überhaupt) ){0,2}nicht\b",
    ),
    (
        "meinte|gemeint",
        r"\bich meinte\b|\bwas ich meinte\b|\bso (?:habe?) ich das nicht gemeint\b",
    ),
    (
        "verstanden|irrst|verwechselst|missverst",
        r"\bfalsch verstanden\b|\bmissverstanden\b|\bdu irrst\b|\birrst du dich\b|\bdu verwechselst\b",
    ),
    (
        "gefragt|gesagt|gemeint",
        r"\b(?:danach|das) habe? ich (?:\w+ )?(?:nicht|nie) (?:gefragt|gesagt|gemeint)\b"
        r"|\bich habe? (?:\w+ ){0,3}?nie (?:gesagt|gefragt|gemeint)\b",
    ),
    (
        "sondern",
        r"^\W{0,3}(?:nein, )?nicht (?!nur\b)[\w.-]{1,30}(?: [\w.-]{1,30}){0,4}, sondern\b",
    ),
    (
        "hold on|wait|stop|moment|halt",
        r"^\W{0,3}(?:hold on|wait|stop|moment|halt)\b\W{1,3}(?:I|ich) (?:asked|said|meant|wanted"
        r"|wollte|sagte|meinte)\b",
    ),
    (
        "not ",
        r"\b(?:it|that|there|they)(?:['’]s|['’]re| is| are| was"
        r"| were) [^,.;!?]{1,40}, (?:and )?not (?!only|just|yet|that|so)\w",
    ),
    (
        "made|making",
        r"\byou(?:['’]re| are)? (?:made|making) (?:that|this|it|things|them) up\b",
    ),
    (
        "keine|nicht",
        r"\b(?:es|das) (?:ist|sind|war|waren) [^,.;!?]{1,40}(?:,| und) (?:nicht|keine?n?) (?!nur\b)\w",
    ),
    (
        "ausgedacht|erfunden",
        r"\bdas hast du (?:dir )?(?:\w+ )?(?:ausgedacht|erfunden)\b",
    ),
)

# --- what a person says of how they feel

_FELT = (
    r"(?P<key>happy(?! (?:to|with)\b)|thrilled|excited|delighted|overjoyed|proud|relieved|grateful"
    r"|moved|touched"
    r"|sad|upset|heartbroken|devastated|angry|furious|annoyed|frustrated|irritated|pissed|worried"
    r"|anxious|scared"
    r"|afraid of|terrified|nervous|ashamed|embarrassed|lonely|alone|hopeless|overwhelmed|exhausted"
    r"|desperate"
    r"|disappointed|hurt|jealous|miserable|stressed|fed up|sick of|tired of|burn(?:ed|t) out)"
)
_GEFÜHLT = (
    r"(?P<key>glücklich|froh|begeistert|stolz|erleichtert|dankbar|traurig|wütend|sauer|genervt|frustriert"
    r"|verärgert|besorgt|nervös|enttäuscht|verletzt|einsam|allein|verzweifelt|überfordert|erschöpft"
    r"|gestresst"
    r"|beschämt|gerührt|neidisch|ratlos)"
)
EMOTION = ways(
    (
        "i'm|i’m|i am|i was|i f|i've|i’ve|i have|i g",
        r"\bI(?:['’]m| am| was| feel| felt|['’]ve been| have been| get| got) (?:not )?"
        + _VERY
        + _FELT
        + r"\b",
    ),
    (
        "love|hate|adore|fear|dread|despise|stand",
        r"\bI (?:(?:don['’]t|do not|really|so|just|absolutely|do|still|truly) ){0,2}(?P<key>love"
        r"|hate|adore|fear|dread"
        r"|despise|can['’]t stand|cannot stand)\b(?! to\b| you\b)",
    ),
    (
        "miss|cried|crying",
        r"\bI (?:really |so )?miss (?:her|him|them|my)\b|\bI (?:almost |nearly )?(?:cried"
        r"|feel like crying)\b",
    ),
    (
        "me ",
        r"\b(?:makes?|made|making) me (?:\w+ ){0,2}?" + _FELT + r"\b",
    ),
    (
        "me",
        r"\b(?:scare|frighten|upset|worrie|worry|annoy|frustrate|hurt|sadden|terrifie|excite|thrill"
        r"|bother)s? me\b",
    ),
    (
        "ich bin|ich war|ich fühl",
        r"\bich (?:bin|war|fühle? mich) (?:nicht )?" + _SEHR + _GEFÜHLT + r"\b",
    ),
    (
        "bin ich|war ich",
        r"\b(?:bin|war) ich (?:nicht )?" + _SEHR + _GEFÜHLT + r"\b",
    ),
    (
        "freu",
        r"\bich freue? mich\b|\bfreue? ich mich\b",
    ),
    (
        "angst|nase|satt",
        r"\b(?:habe?|kriege?) (?:ich )?(?:\w+ ){0,2}?(?P<key>angst|die nase voll|es satt)\b",
    ),
    (
        "mich",
        r"\b(?:macht|machen|machte|stimmt) mich (?:\w+ ){0,2}?" + _GEFÜHLT + r"\b",
    ),
    (
        "liebe|hasse|vermisse|verabscheue",
        r"\bich (?:liebe|hasse|vermisse|verabscheue)\b(?! dich\b)",
    ),
    (
        "mich",
        r"\b(?:nervt|ärgert|verletzt|beunruhigt|rührt|bedrückt|ängstigt) mich\b",
    ),
    (
        "😭|😡|🤬|💔|😱|😢",
        "[😭😡🤬💔😱😢]",
    ),
    (
        "scream|cry|weep|hug",
        r"\bI (?:could|want to|have to|might) (?:just )?(?:scream|cry|weep|hug)\b",
    ),
    (
        "i'm|i’m|i am|i was",
        r"\bI(?:['’]m| am| was) " + _VERY + r"(?:glad|happy) (?:that|about|for)\b",
    ),
    (
        "ich könnt",
        r"\bich könnte (?:\w+ )?(?:heulen|schreien|weinen|platzen|jubeln)\b",
    ),
    (
        "hasse|liebe|vermisse",
        r"\b(?:hasse|liebe|vermisse) ich\b",
    ),
    (
        "i feel|i felt",
        r"\bI (?:feel|felt) "
        + _VERY
        + r"(?P<key>terrible|awful|horrible|guilty|bad about|great|wonderful|helpless|lost|empty)\b",
    ),
)
