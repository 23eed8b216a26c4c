"""The words by which a person stays with what is uncomfortable, or does not, in English and German.

Courage (ground). All are said of oneself; a group `key` is the word that does not count when it is denied.
Every repetition is bounded.
"""

from __future__ import annotations

from cotw.reflection.ways import ways

_OFTEN = r"(?:(?:just|really|always|often|usually|again|now|simply|still|also|only|honestly) ){0,2}"
STAYS_WITH_IT = ways(
    (
        "stay with",
        r"\b(?:let me|let['’]s|I want to|I(?:['’]ll| will)|I(?:['’]m"
        r"| am) going to) (?:just )?stay with (?:it|this|that|the)\b",
    ),
    (
        "sit with",
        r"\b(?:let me|I want to|I(?:['’]ll| will)|I(?:['’]m| am) going to) sit with (?:it|this|that)\b",
    ),
    (
        "look away|run away|run from|hide from",
        r"\bI (?:won['’]t|will not|don['’]t want to|(?:['’]m| am) not going to|refuse to) (?:look away"
        r"|run away|run from|hide from)\b",
    ),
    (
        "but i",
        r"\b(?:it|this|that)(?:['’]s| is)? (?:uncomfortable|hurts|painful|hard),? but I(?:['’]m| am"
        r"| want to|['’]ll| will) (?:stay|staying|go on|keep|look|face)",
    ),
    (
        "weglaufen|wegschauen|davonlaufen|ausweichen",
        r"\bich (?:will|werde|möchte) (?:\w+ )?nicht (?:\w+ )?(?:weglaufen|wegschauen|davonlaufen"
        r"|ausweichen)\b",
    ),
    (
        "halte|aus",
        r"\b(?:ich halte das|das halte ich|ich will das|ich möchte das) (?:jetzt )?(?:aus|aushalten)\b",
    ),
    ("bleiben", r"\blass uns (?:\w+ )?(?:dabei|bei diesem punkt|bei dem thema) bleiben\b"),
)
NAMES_FEAR = ways(
    (
        "scared|frightened|terrified",
        rf"\bI(?:['’]m| am| was) {_OFTEN}(?:a bit |so |quite |very )?(?P<key>scared|frightened"
        rf"|terrified)\b",
    ),
    ("afraid", rf"\bI(?:['’]m| am| was) {_OFTEN}(?:a bit |so |quite |very )?(?P<key>afraid) (?:of|to) \w+"),
    ("scares me|frightens me", r"\b(?P<key>scares me|frightens me)\b"),
    (
        "angst",
        r"\b(?:ich habe|ich hab|habe ich|hatte ich|ich hatte) (?:(?:so|echt|große|ein bisschen|etwas"
        r"|richtig|wirklich|ehrlich gesagt) ){0,2}(?P<key>angst)\b",
    ),
    ("angst|fürchte mich", r"\bmacht mir (?:\w+ )?(?P<key>angst)\b|\bich fürchte mich\b"),
)
FACES_HARD_TALK = ways(
    (
        "conversation|talk",
        r"\bI (?:\w+ )?had (?:the|that|a) (?:hard|difficult|uncomfortable|tough"
        r"|long overdue) (?:conversation|talk)\b",
    ),
    ("finally", r"\bI (?:have |['’]ve )?finally (?:told|talked to|spoke to|asked|called|faced|said it)\b"),
    (
        "to their face|to his face|to her face",
        r"\bI (?:\w+ )?(?:told|said) (?:\w+ ){0,6}to (?:his|her|their) face\b",
    ),
    (
        "gespräch",
        r"\b(?:ich habe|habe ich) (?:\w+ ){0,3}das (?:schwierige|unangenehme|längst fällige"
        r"|schwere) gespräch (?:\w+ ){0,3}geführt\b",
    ),
    (
        "endlich",
        r"\b(?:ich habe|habe ich) (?:\w+ ){0,3}endlich (?:\w+ ){0,4}(?:gesagt|angesprochen|angerufen"
        r"|gefragt)\b",
    ),
)
WANTS_TRUTH = ways(
    (
        "honest with me|blunt|frank with me|straight",
        r"\bbe (?:completely |brutally |really |totally )?(?:honest|blunt|frank) with me\b"
        r"|\bgive it to me straight\b",
    ),
    (
        "truth|honestly|sugar|spare my",
        r"\btell me (?:honestly|the (?:hard )?truth)\b"
        r"|\b(?:don['’]t|do not) (?:sugar-?coat|spare my feelings)\b",
    ),
    (
        "can take it|where i|i want to hear",
        r"\bI can take it\b|\bshow me where I(?:['’]m| am) wrong\b"
        r"|\bI want to hear (?:the criticism|it even if|what I did wrong)\b",
    ),
    (
        "ehrlich|reinen wein",
        r"\bsag (?:es )?mir (?:ganz |bitte )?ehrlich\b"
        r"|\bsei (?:bitte |ganz )?ehrlich (?:zu|mit) mir\b|\bschenk mir reinen wein ein\b",
    ),
    ("schon", r"\b(?:schone mich nicht|du musst mich nicht schonen)\b"),
    ("wahrheit", r"\bsag mir (?:bitte )?die wahrheit\b"),
)
ACTS_THOUGH_AFRAID = ways(
    (
        "scared|afraid|nervous|terrified",
        r"\bI was (?:\w+ ){0,2}(?:scared|afraid|nervous"
        r"|terrified)(?: \w+){0,4},? but I (?:\w+ )?(?:did|went|said|called|told|asked|stayed)\b",
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
        r"\bich hatte (?:\w+ ){0,2}angst(?: \w+){0,4},? (?:habe|bin) (?:es |aber |sie "
        r"|ihn ){0,2}(?:trotzdem|dennoch)\b|\bich hatte (?:\w+ ){0,2}angst,? aber ich (?:habe|bin)\b",
    ),
)
AVOIDS = ways(
    (
        "avoiding",
        r"\bI(?:['’]m| am|['’]ve been| have been| keep| kept) (?:\w+ )?(?P<key>avoiding) (?:him|her"
        r"|them|it|this|that|the (?:talk|call|conversation|topic|subject|letter|bank|books|numbers"
        r"|truth|question))\b",
    ),
    (
        "about|look|face|facing",
        r"\bI (?:don['’]t|do not|can['’]t) (?:even )?(?:want to|bear to"
        r"|feel like) (?:think(?:ing)? about|talk(?:ing)? about|look(?:ing)? at|face|facing) (?:it"
        r"|this|that|him|her|them)\b",
    ),
    ("let's not talk|let’s not talk", r"\blet['’]s not talk about (?:it|that|this|him|her)\b"),
    (
        "head in the sand|other way",
        r"\bI (?:\w+ )?(?:stick|stuck|bury|buried) my head in the sand\b"
        r"|\bI (?:just |simply )?looked the other way\b",
    ),
    (
        "drück",
        r"\b(?:ich drücke mich|drücke ich mich|habe ich mich gedrückt"
        r"|ich habe mich (?:\w+ ){0,3}gedrückt)\b",
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
        r"\bich bin (?:\w+ ){0,5}(?P<key>davongelaufen|weggelaufen|abgehauen)\b",
    ),
    ("aufgelegt", r"\b(?:ich habe|habe ich) (?:dann |einfach |mittendrin ){1,2}aufgelegt\b"),
    ("wortlos", r"\bich bin (?:einfach )?wortlos (?:gegangen|raus)\b"),
)
