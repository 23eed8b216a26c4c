"""The words by which a person shows how they stand to their word, in English and German.

Word: honesty, following through, setting oneself right. All are said of oneself; a group `key` is the word
that does not count when it is denied. Every repetition is bounded.
"""

from __future__ import annotations

from cotw.reflection.ways import ways

OWNS_MISTAKE = ways(
    (
        "wrong",
        r"\bI was (?:(?:completely|just|simply|clearly|totally|quite|also|so|partly"
        r"|dead) )?(?P<key>wrong)\b(?![ -]footed)",
    ),
    (
        "my mistake|my fault|my bad|my error|my own|my doing",
        r"^(?:\W|\b(?:ah|oh|sorry|no|yes|ok|okay)\b){0,6}(?:my (?:mistake|fault|bad|error))\b"
        r"|\b(?:was|is|that['’]s) (?:all |entirely )?(?P<key>my (?:own )?(?:mistake|fault|error"
        r"|doing))\b",
    ),
    (
        "messed|screwed|mistake|blame|on me",
        r"\bI (?:\w+ )?(?:messed (?:it |this |that )?up|screwed (?:it |this |that )?up|made (?:a|the"
        r"|that) mistake)\b|\bI(?:['’]m| am) the one to blame\b|^\W{0,3}blame me\b"
        r"|\b(?:that|this|it)(?: one)?(?:['’]s| is) on me\b(?=\W*$)",
    ),
    (
        "should",
        r"\bI should(?:n['’]t| not) have (?:said|done|written|snapped|blamed|promised)\b",
    ),
    (
        "mein fehler|meine schuld",
        r"\b(?:das )?(?:war|ist) (?:ganz |allein )?(?P<key>mein fehler|meine schuld)\b"
        r"|^\W{0,3}mein fehler\b",
    ),
    (
        "geirrt|vertan|da lag ich|da habe ich",
        r"\bich (?:habe|hab) mich (?:\w+ ){0,2}(?P<key>geirrt|vertan)\b"
        r"|\bda (?:lag|habe) ich (?:\w+ )?(?:falsch|daneben|mich geirrt)\b",
    ),
    (
        "vermasselt|verbockt|versaut",
        r"\b(?:ich habe|das habe ich|hab ich) (?:\w+ ){0,3}(?:vermasselt|verbockt|versaut)\b",
    ),
)
CORRECTS_SELF = ways(
    (
        "correct",
        r"\bI (?:have|need|want) to correct (?:myself|what I said)\b"
        r"|\blet me correct (?:myself|what I said)\b",
    ),
    (
        "misspoke|take that back|take it back|what i said|what i told|what i wrote",
        r"\bI misspoke\b|\bI take (?:that|it) back\b"
        r"|\bwhat I (?:said|told you|wrote) (?:\w+ ){0,3}was(?:n['’]t| not) (?:quite "
        r"|entirely )?(?:right|true|correct|fair)\b"
        r"|\bforget what I said\b[^.!?]{0,40}\bit was(?:n['’]t| not) (?:fair|right|true)\b",
    ),
    ("changed my mind", r"\bI(?:['’]ve| have) changed my mind (?:because|since|after)\b"),
    ("korrigier", r"\bich muss mich (?:\w+ )?korrigieren\b|\blass mich (?:mich )?(?:das )?korrigieren\b"),
    ("nehme das zurück|nehme ich zurück", r"\b(?:ich nehme das|das nehme ich) zurück\b"),
    ("was ich", r"\bwas ich (?:\w+ ){0,3}gesagt habe,? (?:war|stimmt) (?:nicht|falsch|so nicht)\b"),
)
KEEPS_WORD = ways(
    (
        "as promised|as i promised|as i said i would",
        r"\bas (?:I )?promised,? (?:I|here|the|we)\b|\bas I said I would\b",
    ),
    ("kept my", r"\bI(?:['’]ve| have)? (?P<key>kept) my (?:promise|word)\b"),
    (
        "what i",
        r"\bI(?:['’]ve| have)? (?:did|done|finished|delivered) (?:\w+ )?what I (?:had )?(?:promised"
        r"|said I would)\b",
    ),
    (
        "wie versprochen",
        r"\bwie versprochen,? (?:habe|bin|ist|hier|war)\b"
        r"|\b(?:ich habe|habe ich) (?:\w+ ){0,3}wie versprochen\b",
    ),
    (
        "wort gehalten|versprechen gehalten",
        r"\b(?:ich habe|habe ich) (?:\w+ )?(?:mein wort|mein versprechen) (?P<key>gehalten)\b",
    ),
    (
        "was ich",
        r"\b(?:ich habe|habe ich) (?:\w+ ){0,3}getan,? was ich (?:zugesagt|versprochen) (?:habe|hatte)\b",
    ),
)
GIVES_WORD = ways(
    ("i promise", r"\bI promise(?: you)?,? (?:that |to )?(?:I|to|it|not)\b"),
    ("my word|count on me", r"\byou have my word\b|\bcount on me (?:for|to)\b|\bI give you my word\b"),
    ("hold me to", r"\bhold me to (?:it|that|this)\b"),
    ("committing|commit to", r"\bI(?:['’]m| am) committing to\b|\bI commit to \w+ing\b"),
    ("verspreche", r"\b(?:ich verspreche|verspreche ich) (?:dir|es|ihm|ihr|ihnen|mir)\b"),
    (
        "mein wort|verlass dich",
        r"\bdu hast mein wort\b|\bverlass dich (?:darauf|drauf)\b|\bich gebe dir mein wort\b",
    ),
)
ADMITS = ways(
    ("admit|confess", r"\bI (?:have to |must |need to |should |do |will )?(?:admit|confess)\b"),
    (
        "something i|from you",
        r"\bthere(?:['’]s| is) something I (?:haven['’]t|have not|didn['’]t) (?:told|tell)\b"
        r"|\bI (?:kept|was keeping) (?:it|this|that|something) from you\b",
    ),
    (
        "truth is|honest with myself",
        r"\b(?:the )?truth is(?:,| that)? I\b|\bif I(?:['’]m| am) (?:being )?honest with myself\b",
    ),
    (
        "zu|gestehen",
        r"\bich (?:gebe(?: es| ja| ehrlich)? zu|muss (?:\w+ ){0,2}(?:zugeben|gestehen))\b",
    ),
    ("wahrheit ist", r"\bdie wahrheit ist,? (?:dass )?(?:ich|habe)\b"),
)
BREAKS_WORD = ways(
    (
        "said|promised",
        r"\bI (?:\w+ )?(?:said|promised)(?: \w+){0,3} I(?:['’]d| would)\b[^.!?]{0,60}\b(?:but"
        r"|and) (?:then )?(?:I )?(?:didn['’]t|did not|haven['’]t|have not|never)\b",
    ),
    ("broke my|broken my", r"\bI(?:['’]ve| have)? (?:\w+ )?(?P<key>broke|broken) my (?:promise|word)\b"),
    (
        "promised",
        r"\bI (?:\w+ )?promised (?:\w+ )?to \w+[^.!?]{0,50}\b(?:but|and) (?:then )?(?:I )?(?:didn['’]t"
        r"|did not|haven['’]t|have not|never|forgot)\b",
    ),
    (
        "versprochen|zugesagt",
        r"\b(?:ich habe|ich hatte|hatte ich|habe ich) (?:\w+ ){0,4}(?:versprochen"
        r"|zugesagt)\b[^.!?]{0,50}\b(?:aber|und) (?:\w+ ){0,4}(?:nicht|nie|vergessen)\b",
    ),
    (
        "mein wort|mein versprechen",
        r"\b(?:ich habe|habe ich) (?:\w+ )?mein (?:wort|versprechen) (?:wieder )?(?:gebrochen"
        r"|nicht gehalten)\b",
    ),
)
PUTS_OFF = ways(
    (
        "putting|put it off|put this off|put that off",
        r"\bI(?:['’]m| am| keep|['’]ve been| have been|['’]ve| have"
        r"| always) (?:\w+ )?(?P<key>putting) (?:(?:it|this|that|\w+ \w+|the \w+ \w+) )?off\b"
        r"|\bI put (?:it|this|that) off again\b",
    ),
    (
        "around to|round to|procrastinat",
        r"\bI never (?:got|get) (?:around|round) to\b"
        r"|\bI (?:still )?(?:haven['’]t|have not) (?:got|gotten) (?:around|round) to\b"
        r"|\bI(?:['’]m| am|['’]ve been| have been| was) (?:\w+ )?(?P<key>procrastinating)\b"
        r"|\bI (?:have |['’]ve )?procrastinated\b",
    ),
    ("schieb", r"\b(?:ich schiebe|schiebe ich) (?:\w+ ){0,6}(?:vor mir her\b|(?:auf|hinaus)(?=\W*$|,))"),
    (
        "aufgeschoben",
        r"\b(?:ich habe|habe ich) (?:\w+ ){0,4}(?:wieder|schon wieder|immer wieder|ewig) aufgeschoben\b",
    ),
    ("dazu gekommen", r"\b(?:ich bin|bin ich) (?:wieder|immer noch|noch immer) nicht dazu gekommen\b"),
)
HIDES_TRUTH = ways(
    ("lied", r"\bI (?:\w+ )?(?P<key>lied)(?: (?:to|about)\b|(?=\W*$))"),
    ("white lie", r"\b(?:was|is|told (?:him|her|them|you)) (?:only |just )?a white lie\b"),
    ("truth", r"\bI (?:didn['’]t|did not|never) (?:\w+ )?tell (?:\w+ ){1,3}the (?:whole )?truth\b"),
    (
        "excuse|something up",
        r"\bI (?:\w+ )?made up (?:an|some|another) excuses?\b"
        r"|\bI(?:['’]ll| will)? just make something up\b",
    ),
    (
        "isn't true|isn’t true|is not true|wasn't true|wasn’t true|was not true",
        r"\bI (?:\w+ )?told (?:\w+ ){1,8}(?:which|but that|but it) (?:isn['’]t|is not|wasn['’]t"
        r"|was not) true\b",
    ),
    (
        "gelogen|angelogen|belogen",
        r"\b(?:ich habe|habe ich|ich hab) (?:\w+ ){0,3}(?P<key>gelogen|angelogen|belogen)\b",
    ),
    (
        "ausrede",
        r"\b(?:ich habe|habe ich) (?:mir )?(?:\w+ )?eine ausrede (?:erfunden|ausgedacht|benutzt)\b"
        r"|\bich denke mir eine ausrede aus\b",
    ),
    ("wahrheit", r"\bich habe (?:\w+ ){1,3}nicht die (?:ganze )?wahrheit gesagt\b"),
)
SHIFTS_BLAME = ways(
    ("my fault|my problem", r"\b(?:that|this|it)(?:['’]s| is| was)(?: not|n['’]t) my (?:fault|problem)\b"),
    ("fault", r"\b(?:it|this|that)(?:['’]s| is| was) (?:all )?(?:his|her|their|your) (?:own )?fault\b"),
    (
        "schuld",
        r"\b(?:ist|war) (?:\w+ )?nicht meine schuld\b"
        r"|\b(?:er|sie|du) (?:ist|sind|bist) (?:\w+ )?(?:daran |selbst |selber )?schuld\b",
    ),
    (
        "mein problem|nichts dafür",
        r"\bist nicht mein problem\b|\bich kann (?:doch )?nichts dafür\b",
    ),
)
