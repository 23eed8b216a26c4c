"""The words by which a person shows courage or the want of it, in English and German.

Two kinds: to speak for oneself (self), and to stay with what is uncomfortable (ground). All are said of
oneself; a group `key` is the word that does not count when it is denied. Every repetition is bounded.
"""

from __future__ import annotations

from cotw.reflection.ways import ways

_OFTEN = r"(?:(?:just|really|always|often|usually|again|now|simply|still|also|only|honestly) ){0,2}"
_OFT = r"(?:(?:einfach|wirklich|immer|oft|meistens|wieder|jetzt|gerade|noch|auch|nur|ehrlich) ){0,2}"

# --- courage to speak for oneself

SEES_OWN_WAYS = ways(
    (
        "notic|realis|realiz|see",
        rf"\bI {_OFTEN}(?:notice|noticed|realis(?:e|ed)|realiz(?:e|ed)|see) (?:now )?(?:that )?I {_OFTEN}"
        r"(?:keep|kept|tend|avoid|avoided|react|reacted|get|assume|assumed|put off|judge|judged|say yes|interrupt|talk over|always|never)\b",
    ),
    ("tend to|habit", r"\bI (?:tend to|have a habit of) (?!work\b|live\b|use\b)\w+"),
    (
        "my part",
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
        r"\b(?:this|that|here|there)(?:['’]s| is) where I draw the line\b|\bI draw the line (?:at|there|here)\b",
    ),
    (
        "said no|say no",
        r"\bI (?:\w+ )?(?:said|told (?:him|her|them)) no\b|\bI(?:['’]m| am) saying no to\b|\bI(?:['’]m| am) going to say no\b",
    ),
    ("comfortable", r"\bI(?:['’]m| am) not comfortable (?:with|doing)\b"),
    (
        "put up with|take any more",
        r"\bI(?:['’]m| am) not going to (?:put up with|take any more)\b|\bI won['’]t put up with\b",
    ),
    ("grenze", r"\b(?:da|hier|das) (?:ziehe ich|ist) (?:für mich )?(?:eine|die|meine) grenze\b"),
    ("nein gesagt", r"\bich (?:habe|hab) (?:\w+ ){0,4}nein gesagt\b|\bhabe ich (?:\w+ ){0,4}nein gesagt\b"),
    ("nicht bereit", r"\b(?:ich bin|bin ich) (?:\w+ )?nicht (?:mehr )?bereit\b"),
    (
        "lasse ich mir|mache ich nicht",
        r"\bdas lasse ich mir nicht (?:mehr )?(?:bieten|gefallen)\b|\bdas mache ich nicht (?:mehr )?mit\b",
    ),
)
SAYS_NEED = ways(
    ("what i need|what i want", r"\bwhat I (?:really |actually )?need (?:now |from you |right now )?is\b"),
    (
        "i need",
        r"\bI (?:really |just )?need (?:some |more |a bit of |a little )?(?:rest|quiet|space|sleep|a break|an evening off|time for myself|time off|time to think|to rest|to stop here|to be heard)\b",
    ),
    ("matters to me|important to me", r"\b(?:this|that|it) (?:really )?(?:matters|is important) to me\b"),
    (
        "brauche",
        r"\b(?:ich brauche|brauche ich) (?:\w+ ){0,2}(?:ruhe|eine pause|zeit für mich|abstand|schlaf|zeit zum nachdenken)\b",
    ),
    ("was ich brauche", r"\bwas ich (?:jetzt |wirklich )?brauche,? ist\b"),
    ("mir wichtig", r"\bdas ist mir (?:wirklich |sehr )?wichtig\b"),
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
        r"\b(?:I(?:['’]m| am)|this is|that['’]s|it['’]s) (?:\w+ )?(?P<key>over my head|out of my depth|beyond me)\b",
    ),
    ("alone|on my own", r"\bI (?:can['’]t|cannot|can not) (?:\w+ ){1,4}(?:alone|on my own|by myself)\b"),
    (
        "need help|need your help|use some help|use your help|asked for help",
        r"\bI (?:really |do )?(?:need|could use) (?:your |some )?help\b(?! (?:text|page|file|menu))|\bI (?:\w+ )?asked (?:\w+ )?for help\b",
    ),
    (
        "allein",
        r"\b(?:ich schaffe|schaffe ich|das schaffe ich|ich kann) (?:\w+ ){0,3}nicht (?:alleine?|mehr allein)\b",
    ),
    ("hilfe", r"\b(?:ich brauche|brauche ich) (?:\w+ ){0,2}hilfe\b|\bich habe (?:\w+ )?um hilfe gebeten\b"),
    ("über den kopf|überfordert", r"\bwächst mir über den kopf\b|\bich bin (?:\w+ )?(?P<key>überfordert)\b"),
)
BELITTLES_SELF = ways(
    (
        "stupid|useless|worthless|dumb|hopeless|idiot|failure",
        r"\bI(?:['’]m| am) (?:(?:so|just|such|really|too|a|an|completely|simply) ){0,3}(?P<key>stupid|useless|worthless|dumb|hopeless|idiot|failure)\b",
    ),
    (
        "never get anything|good at nothing|good for nothing",
        r"\bI never get anything right\b|\bI(?:['’]m| am) good (?:at|for) nothing\b",
    ),
    (
        "blöd|dumm|unfähig|nutzlos|versager|idiot",
        r"\b(?:ich bin|bin ich) (?:(?:einfach|so|zu|echt|wirklich|ein|eine|ja|halt|doch|völlig) ){0,3}(?P<key>blöd|dumm|unfähig|nutzlos|versager|versagerin|idiot)\b",
    ),
    ("gar nichts", r"\bich kann (?:einfach |echt )?gar nichts\b|\bich kriege (?:einfach )?nichts hin\b"),
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

# --- courage to stay with what is uncomfortable

STAYS_WITH_IT = ways(
    (
        "stay with",
        r"\b(?:let me|let['’]s|I want to|I(?:['’]ll| will)|I(?:['’]m| am) going to) (?:just )?stay with (?:it|this|that|the)\b",
    ),
    (
        "sit with",
        r"\b(?:let me|I want to|I(?:['’]ll| will)|I(?:['’]m| am) going to) sit with (?:it|this|that)\b",
    ),
    (
        "look away|run away|run from|hide from",
        r"\bI (?:won['’]t|will not|don['’]t want to|(?:['’]m| am) not going to|refuse to) (?:look away|run away|run from|hide from)\b",
    ),
    (
        "uncomfortable|hurts|painful",
        r"\b(?:it|this|that)(?:['’]s| is)? (?:uncomfortable|hurts|painful|hard),? but I(?:['’]m| am| want to|['’]ll| will) (?:stay|staying|go on|keep|look|face)",
    ),
    (
        "weglaufen|wegschauen|davonlaufen|ausweichen",
        r"\bich (?:will|werde|möchte) (?:\w+ )?nicht (?:\w+ )?(?:weglaufen|wegschauen|davonlaufen|ausweichen)\b",
    ),
    (
        "aushalten|halte das aus|halte ich aus",
        r"\b(?:ich halte das|das halte ich|ich will das|ich möchte das) (?:jetzt )?(?:aus|aushalten)\b",
    ),
    ("bleiben", r"\blass uns (?:\w+ )?(?:dabei|bei diesem punkt|bei dem thema) bleiben\b"),
)
NAMES_FEAR = ways(
    (
        "scared|frightened|terrified",
        rf"\bI(?:['’]m| am| was) {_OFTEN}(?:a bit |so |quite |very )?(?P<key>scared|frightened|terrified)\b",
    ),
    ("afraid", rf"\bI(?:['’]m| am| was) {_OFTEN}(?:a bit |so |quite |very )?(?P<key>afraid) (?:of|to) \w+"),
    ("scares me|frightens me", r"\b(?P<key>scares me|frightens me)\b"),
    (
        "angst",
        r"\b(?:ich habe|ich hab|habe ich|hatte ich|ich hatte) (?:(?:so|echt|große|ein bisschen|etwas|richtig|wirklich|ehrlich gesagt) ){0,2}(?P<key>angst)\b",
    ),
    ("macht mir angst|fürchte mich", r"\bmacht mir (?:\w+ )?(?P<key>angst)\b|\bich fürchte mich\b"),
)
FACES_HARD_TALK = ways(
    (
        "conversation|talk with|talk to",
        r"\bI (?:\w+ )?had (?:the|that|a) (?:hard|difficult|uncomfortable|tough|long overdue) (?:conversation|talk)\b",
    ),
    ("finally", r"\bI (?:have |['’]ve )?finally (?:told|talked to|spoke to|asked|called|faced|said it)\b"),
    (
        "to their face|to his face|to her face",
        r"\bI (?:\w+ )?(?:told|said) (?:\w+ ){0,6}to (?:his|her|their) face\b",
    ),
    (
        "gespräch",
        r"\b(?:ich habe|habe ich) (?:\w+ ){0,3}das (?:schwierige|unangenehme|längst fällige|schwere) gespräch (?:\w+ ){0,3}geführt\b",
    ),
    (
        "endlich",
        r"\b(?:ich habe|habe ich) (?:\w+ ){0,3}endlich (?:\w+ ){0,4}(?:gesagt|angesprochen|angerufen|gefragt)\b",
    ),
)
WANTS_TRUTH = ways(
    (
        "honest with me|blunt",
        r"\bbe (?:completely |brutally |really |totally )?(?:honest|blunt|frank) with me\b",
    ),
    (
        "tell me the truth|tell me honestly|sugarcoat|sugar-coat|spare my feelings|hold back",
        r"\btell me (?:honestly|the (?:hard )?truth)\b|\b(?:don['’]t|do not) (?:sugar-?coat|spare my feelings)\b",
    ),
    (
        "hard feedback|can take it|where i(?:'|’)m wrong|where i am wrong|i want to hear",
        r"\bI can take it\b|\bshow me where I(?:['’]m| am) wrong\b|\bI want to hear (?:the criticism|it even if|what I did wrong)\b",
    ),
    (
        "ehrlich",
        r"\bsag (?:es )?mir (?:ganz |bitte )?ehrlich\b|\bsei (?:bitte |ganz )?ehrlich (?:zu|mit) mir\b",
    ),
    ("schon", r"\b(?:schone mich nicht|du musst mich nicht schonen)\b"),
    ("wahrheit", r"\bsag mir (?:bitte )?die wahrheit\b"),
)
ACTS_THOUGH_AFRAID = ways(
    (
        "scared|afraid|nervous|terrified",
        r"\bI was (?:\w+ ){0,2}(?:scared|afraid|nervous|terrified)(?: \w+){0,4},? but I (?:\w+ )?(?:did|went|said|called|told|asked|stayed)\b",
    ),
    (
        "even though|although",
        r"\b(?:even though|although) I was (?:\w+ ){0,2}(?:scared|afraid|nervous|terrified)\b",
    ),
    (
        "despite|in spite",
        r"\bI (?:\w+ ){1,5}(?:despite|in spite of) (?:my|the|being) (?:fear|afraid|scared|nerves)\b",
    ),
    ("obwohl ich", r"\bobwohl ich (?:\w+ ){0,2}(?:angst|bammel|schiss) hatte\b"),
    ("trotz", r"\bich (?:\w+ ){1,4}trotz (?:meiner |der |aller )?angst\b"),
    (
        "angst",
        r"\bich hatte (?:\w+ ){0,2}angst(?: \w+){0,4},? (?:habe|bin) (?:es |aber |sie |ihn ){0,2}(?:trotzdem|dennoch)\b|\bich hatte (?:\w+ ){0,2}angst,? aber ich (?:habe|bin)\b",
    ),
)
AVOIDS = ways(
    (
        "avoiding",
        r"\bI(?:['’]ve| have)? (?:just |been |am |keep |kept ){1,2}(?P<key>avoiding)\b|\bI(?:['’]m| am) (?:just |still )?(?P<key2>avoiding) (?:him|her|them|it|this|that|the (?:talk|call|conversation|topic|subject))\b",
    ),
    (
        "think about|talk about|look at",
        r"\bI (?:don['’]t|do not|can['’]t) (?:even )?(?:want to|bear to|feel like) (?:think(?:ing)? about|talk(?:ing)? about|look(?:ing)? at|face|facing) (?:it|this|that|him|her|them)\b",
    ),
    ("let's not talk|let’s not talk", r"\blet['’]s not talk about (?:it|that|this|him|her)\b"),
    (
        "head in the sand|other way",
        r"\bI (?:\w+ )?(?:stick|stuck|bury|buried) my head in the sand\b|\bI (?:just |simply )?looked the other way\b",
    ),
    (
        "drück",
        r"\b(?:ich drücke mich|drücke ich mich|habe ich mich gedrückt|ich habe mich (?:\w+ ){0,3}gedrückt)\b",
    ),
    (
        "darüber",
        r"\bich (?:will|mag|möchte) (?:jetzt |lieber |gar )?nicht darüber (?:reden|sprechen|nachdenken)\b",
    ),
    ("aus dem weg", r"\b(?:ich gehe|gehe ich) (?:\w+ ){1,3}aus dem weg\b"),
)
FLEES = ways(
    (
        "walked out|stormed out|hung up",
        r"\bI (?:just |simply |then )?(?:walked out|stormed out|hung up) (?:on|of|in the middle)\b",
    ),
    (
        "ran away|ghosted|without a word",
        r"\bI (?:just |simply )?(?:ran away from|ghosted)\b|\bI (?:just )?left without a word\b",
    ),
    (
        "davongelaufen|weggelaufen|abgehauen",
        r"\bich bin (?:\w+ ){0,3}(?P<key>davongelaufen|weggelaufen|abgehauen)\b",
    ),
    ("aufgelegt", r"\b(?:ich habe|habe ich) (?:dann |einfach |mittendrin ){1,2}aufgelegt\b"),
    ("wortlos", r"\bich bin (?:einfach )?wortlos (?:gegangen|raus)\b"),
)
