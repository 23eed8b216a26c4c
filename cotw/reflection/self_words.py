"""The words by which a person speaks for themselves, or fails to, in English and German.

Courage (self). All are said of oneself; a group `key` is the word that does not count when it is denied.
Every repetition is bounded.
"""

from __future__ import annotations

from cotw.reflection.ways import ways

_OFTEN = r"(?:(?:just|really|always|often|usually|again|now|simply|still|also|only|honestly) ){0,2}"
_OFT = r"(?:(?:einfach|wirklich|immer|oft|meistens|wieder|jetzt|gerade|noch|auch|nur|ehrlich) ){0,2}"
SEES_OWN_WAYS = ways(
    (
        "notic|realis|realiz|see",
        rf"\bI {_OFTEN}(?:notice|noticed|realis(?:e|ed)|realiz(?:e|ed)|see) (?:now )?(?:that )?I {_OFTEN}"
        r"(?:keep|kept|tend|avoid|avoided|react|reacted|get|assume|assumed|put off|judge|judged"
        r"|say yes|interrupt|talk over|always|never)\b",
    ),
    (
        "tend to|habit",
        r"\bI (?:\w+ )?(?:tend to|have a habit of) (?:always |only |just )?(?:say(?:ing)? yes|avoid"
        r"|put(?:ting)? off|focus(?:ing)? on what|overlook|forget|interrupt|jump(?:ing)? to|assum|blam"
        r"|overreact|rush|giv(?:e|ing) up|giv(?:e|ing) in|withdraw|hid(?:e|ing)|talk(?:ing)? over"
        r"|promis)",
    ),
    (
        "a pattern",
        r"\bthere(?:['’]s| is) a pattern: (?:each time|every time|whenever)[^.!?]{0,60}, I\b"
        r"|\bthere(?:['’]s| is) a pattern: (?:each time|every time|whenever) (?:\w+ ){1,6}I\b",
    ),
    (
        "my part|my own part|blind spot",
        r"\bI (?:can )?see my (?:own )?part in (?:it|this|that)\b|\bthat['’]s a blind spot of mine\b",
    ),
    ("myself", rf"\bI {_OFTEN}(?:caught|catch) myself \w+ing\b"),
    (
        "ich",
        rf"\bich (?:merke|sehe|erkenne)(?: gerade| jetzt)?, (?:dass|wie) ich {_OFT}(?:\w+ ){{0,5}}?"
        r"(?:aufschiebe|ausweiche|vermeide|unterbreche|ja sage|immer|ständig|jedes mal)\b",
    ),
    ("neige", r"\bich neige dazu\b|\bneige ich dazu\b"),
    ("ertapp", r"\b(?:ich ertappe mich|ertappe ich mich|habe ich mich ertappt|habe mich ertappt)\b"),
)
SETS_LIMIT = ways(
    ("willing", r"\bI(?:['’]m| am) not willing to\b|\bI(?:['’]m| am) no longer willing to\b"),
    (
        "line",
        r"\b(?:this|that|here|there)(?:['’]s| is) where I draw the line\b"
        r"|\bI draw the line (?:at|there|here)\b",
    ),
    (
        "said no|say no|saying no|told him no|told her no|told them no",
        r"\bI (?:\w+ )?(?:said|told (?:him|her|them)) no\b|\bI(?:['’]m| am) saying no to\b"
        r"|\bI(?:['’]m| am) going to say no\b",
    ),
    ("comfortable", r"\bI(?:['’]m| am) not comfortable (?:with|doing)\b"),
    (
        "put up with|take any more",
        r"\bI(?:['’]m| am) not going to (?:put up with|take any more)\b|\bI won['’]t put up with\b",
    ),
    ("grenze", r"\b(?:da|hier|das) (?:ziehe ich|ist) (?:für mich )?(?:eine|die|meine) grenze\b"),
    ("nein gesagt", r"\bich (?:habe|hab) (?:\w+ ){0,4}nein gesagt\b|\bhabe ich (?:\w+ ){0,4}nein gesagt\b"),
    ("bereit", r"\b(?:ich bin|bin ich) (?:\w+ )?nicht (?:mehr )?bereit\b"),
    (
        "lasse ich mir|mache ich nicht",
        r"\bdas lasse ich mir nicht (?:mehr )?(?:bieten|gefallen)\b|\bdas mache ich nicht (?:mehr )?mit\b",
    ),
)
SAYS_NEED = ways(
    (
        "need",
        r"\bwhat I (?:really |actually )?need (?:now |from you |right now )?is (?:a (?:day|week|break"
        r"|rest|pause|walk)|an (?:evening|hour)|rest|quiet|time|sleep|space|somebody|someone|to be"
        r"|to stop|your)\b",
    ),
    (
        "need",
        r"\bI (?:really |just )?need (?:some |more |a bit of |a little )?(?:rest|quiet|space|sleep"
        r"|a break|an evening off|time for myself|time off|time to think|to rest|to stop here"
        r"|to be heard)\b",
    ),
    ("matters to me|important to me", r"\b(?:this|that|it) (?:really )?(?:matters|is important) to me\b"),
    (
        "brauche",
        r"\b(?:ich brauche|brauche ich) (?:\w+ ){0,2}(?:ruhe|eine pause|zeit für mich|abstand|schlaf"
        r"|zeit zum nachdenken)\b",
    ),
    ("was ich", r"\bwas ich (?:jetzt |wirklich )?brauche,? ist\b"),
    ("wichtig", r"\bdas ist mir (?:wirklich |sehr )?wichtig\b"),
)
STANDS_BY_VIEW = ways(
    ("disagree", r"^(?:\W|\b(?:no|well|sorry|and|but|honestly)\b){0,6}I (?:\w+ )?disagree\b"),
    ("differently", r"\bI see (?:it|that|this) differently\b"),
    ("stand by", r"\bI (?:still )?stand by (?:it|that|this|what I|my)\b"),
    ("not convinced", r"\bI(?:['’]m| am) not convinced\b"),
    ("anders", r"\b(?:ich sehe das|das sehe ich|ich sehe es) (?:\w+ )?anders\b"),
    ("bleibe", r"\b(?:ich bleibe|bleibe ich) (?:\w+ )?(?:dabei|bei meiner meinung)\b"),
    (
        "nicht überzeugt|widersprech",
        r"\bich bin (?:\w+ )?nicht überzeugt\b|\bda (?:muss|möchte) ich (?:dir |ihm |ihr )?widersprechen\b",
    ),
)
OWNS_LIMIT = ways(
    (
        "over my head|out of my depth|beyond me",
        r"\b(?:I(?:['’]m| am)|this is|that['’]s|it['’]s) (?:\w+ )?(?P<key>over my head|out of my depth"
        r"|beyond me)\b",
    ),
    (
        "alone|on my own|by myself",
        r"\bI (?:can['’]t|cannot|can not) (?:\w+ ){1,4}(?:alone|on my own|by myself)\b",
    ),
    (
        "help",
        r"\bI (?:\w+ )?asked (?:\w+ )?for help\b|\bI (?:do |have to |had to |must )ask for help\b"
        r"|\bI (?:really |do )(?:need|could use) your help\b",
    ),
    (
        "allein",
        r"\b(?:ich schaffe|schaffe ich|das schaffe ich|ich kann) (?:\w+ ){0,3}nicht (?:alleine?"
        r"|mehr allein)\b",
    ),
    ("hilfe", r"\b(?:ich brauche|brauche ich) (?:\w+ ){0,2}hilfe\b|\bich habe (?:\w+ )?um hilfe gebeten\b"),
    ("über den kopf|überfordert", r"\bwächst mir über den kopf\b|\bich bin (?:\w+ )?(?P<key>überfordert)\b"),
)
BELITTLES_SELF = ways(
    (
        "stupid|useless|worthless|dumb|hopeless|idiot|failure",
        r"\bI(?:['’]m| am) (?:(?:so|just|such|really|too|a|an|completely|simply) ){0,3}(?P<key>stupid"
        r"|useless|worthless|dumb|hopeless|idiot|failure)\b",
    ),
    (
        "never get anything|good at nothing|good for nothing",
        r"\bI never get anything right\b|\bI(?:['’]m| am) good (?:at|for) nothing\b",
    ),
    (
        "blöd|dumm|unfähig|nutzlos|versager|idiot",
        r"\b(?:ich bin|bin ich) (?:(?:einfach|so|zu|echt|wirklich|ein|eine|ja|halt|doch"
        r"|völlig) ){0,3}(?P<key>blöd|dumm|unfähig|nutzlos|versager|versagerin|idiot)\b",
    ),
    (
        "gar nichts|nichts hin",
        r"\bich kann (?:einfach |echt )?gar nichts\b|\bich kriege (?:einfach )?nichts hin\b",
    ),
)
GIVES_IN = ways(
    ("went along", r"\bI (?:just |simply |again )?went along with\b"),
    ("said yes", r"\bI (?:\w+ )?said yes (?:again )?(?:although|even though|but|though)\b"),
    ("dare", r"\bI (?:didn['’]t|did not) dare (?:to )?\w+"),
    (
        "kept quiet|kept my mouth|said nothing",
        r"\bI (?:\w+ )?kept (?:quiet|my mouth shut)\b|\bI (?:just |again )said nothing\b",
    ),
    ("getraut", r"\bich (?:habe|hab) mich (?:\w+ )?nicht getraut\b|\bhabe ich mich (?:\w+ )?nicht getraut\b"),
    ("ja gesagt", r"\b(?:ich (?:habe|hab)|habe ich) (?:\w+ )?ja gesagt,? obwohl\b"),
    (
        "geschwiegen|nichts gesagt",
        r"\b(?:ich habe|habe ich) (?:wieder |einfach |dann )(?:geschwiegen|nichts gesagt)\b",
    ),
)
