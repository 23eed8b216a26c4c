"""The words by which a person shows how they stand to their word and what trail they leave, in two languages.

Word is honesty, following through and setting oneself right; Brand is constancy and what one leaves for
others. All are said of oneself, in English or German; a group `key` is the word that does not count when it is
denied. Every repetition is bounded.
"""

from __future__ import annotations

from cotw.reflection.ways import ways

# --- Word

OWNS_MISTAKE = ways(
    ("i was wrong", r"\bI was (?:\w+ )?(?P<key>wrong)\b(?! (?:about )?(?:footed|number))"),
    (
        "my mistake|my fault|my bad|my error",
        r"^(?:\W|\b(?:ah|oh|sorry|no|yes|ok|okay)\b){0,6}(?:my (?:mistake|fault|bad|error))\b|\b(?:was|is|that['’]s) (?:all |entirely )?(?P<key>my (?:own )?(?:mistake|fault|error|doing))\b",
    ),
    (
        "messed|screwed|mistake|blame",
        r"\bI (?:\w+ )?(?:messed (?:it |this |that )?up|screwed (?:it |this |that )?up|made (?:a|the|that) mistake)\b|\bI(?:['’]m| am) the one to blame\b",
    ),
    (
        "should have|shouldn",
        r"\bI should(?:n['’]t| not) have (?:said|done|written|snapped|blamed|promised)\b",
    ),
    (
        "mein fehler|meine schuld",
        r"\b(?:das )?(?:war|ist) (?:ganz |allein )?(?P<key>mein fehler|meine schuld)\b|^\W{0,3}mein fehler\b",
    ),
    (
        "geirrt|falsch gelegen|lag ich",
        r"\bich (?:habe|hab) mich (?:\w+ ){0,2}(?P<key>geirrt|vertan)\b|\bda (?:lag|habe) ich (?:\w+ )?(?:falsch|daneben|mich geirrt)\b",
    ),
    (
        "vermasselt|verbockt",
        r"\b(?:ich habe|das habe ich|hab ich) (?:\w+ ){0,3}(?:vermasselt|verbockt|versaut)\b",
    ),
)
CORRECTS_SELF = ways(
    (
        "correct",
        r"\bI (?:have|need|want) to correct (?:myself|what I said)\b|\blet me correct (?:myself|what I said)\b",
    ),
    (
        "misspoke|take that back|take it back|what i said",
        r"\bI misspoke\b|\bI take (?:that|it) back\b|\bwhat I (?:said|told you|wrote) (?:\w+ ){0,3}was(?:n['’]t| not) (?:quite |entirely )?(?:right|true|correct)\b",
    ),
    ("changed my mind because|i now think", r"\bI(?:['’]ve| have) changed my mind (?:because|since|after)\b"),
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
        "what i promised|what i said i would",
        r"\bI(?:['’]ve| have)? (?:did|done|finished|delivered) (?:\w+ )?what I (?:had )?(?:promised|said I would)\b",
    ),
    (
        "wie versprochen",
        r"\bwie versprochen,? (?:habe|bin|ist|hier|war)\b|\b(?:ich habe|habe ich) (?:\w+ ){0,3}wie versprochen\b",
    ),
    (
        "wort gehalten|versprechen gehalten",
        r"\b(?:ich habe|habe ich) (?:\w+ )?(?:mein wort|mein versprechen) (?P<key>gehalten)\b",
    ),
    (
        "zugesagt",
        r"\b(?:ich habe|habe ich) (?:\w+ ){0,3}getan,? was ich (?:zugesagt|versprochen) (?:habe|hatte)\b",
    ),
)
GIVES_WORD = ways(
    ("i promise", r"\bI promise(?: you)?,? (?:that |to )?(?:I|to|it|not)\b"),
    ("my word", r"\byou have my word\b|\bI give you my word\b"),
    ("hold me to", r"\bhold me to (?:it|that|this)\b"),
    ("committing|commit to", r"\bI(?:['’]m| am) committing to\b|\bI commit to \w+ing\b"),
    ("verspreche", r"\b(?:ich verspreche|verspreche ich) (?:dir|es|ihm|ihr|ihnen|mir)\b"),
    ("mein wort", r"\bdu hast mein wort\b|\bich gebe dir mein wort\b"),
)
ADMITS = ways(
    ("admit|confess", r"\bI (?:have to |must |need to |should |do |will )?(?:admit|confess)\b"),
    (
        "haven't told|haven’t told|have not told|didn't tell you|didn’t tell you|kept from you",
        r"\bthere(?:['’]s| is) something I (?:haven['’]t|have not|didn['’]t) (?:told|tell)\b|\bI (?:kept|was keeping) (?:it|this|that|something) from you\b",
    ),
    ("truth is", r"\b(?:the )?truth is(?:,| that)? I\b"),
    (
        "gebe zu|zugeben|gestehen",
        r"\bich (?:gebe(?: es| ja| ehrlich)? zu|muss (?:\w+ ){0,2}(?:zugeben|gestehen))\b",
    ),
    ("wahrheit ist", r"\bdie wahrheit ist,? (?:dass )?(?:ich|habe)\b"),
)
BREAKS_WORD = ways(
    (
        "said i would|promised",
        r"\bI (?:\w+ )?(?:said|promised)(?: \w+){0,3} I(?:['’]d| would)\b[^.!?]{0,60}\b(?:but|and) (?:then )?(?:I )?(?:didn['’]t|did not|haven['’]t|have not|never)\b",
    ),
    ("broke my|broken my", r"\bI(?:['’]ve| have)? (?:\w+ )?(?P<key>broke|broken) my (?:promise|word)\b"),
    (
        "promised to",
        r"\bI (?:\w+ )?promised (?:\w+ )?to \w+[^.!?]{0,50}\b(?:but|and) (?:then )?(?:I )?(?:didn['’]t|did not|haven['’]t|have not|never|forgot)\b",
    ),
    (
        "versprochen|zugesagt",
        r"\b(?:ich habe|ich hatte|hatte ich|habe ich) (?:\w+ ){0,4}(?:versprochen|zugesagt)\b[^.!?]{0,50}\b(?:aber|und) (?:\w+ ){0,4}(?:nicht|nie|vergessen)\b",
    ),
    (
        "wort gebrochen|wort nicht gehalten|versprechen gebrochen",
        r"\b(?:ich habe|habe ich) (?:\w+ )?mein (?:wort|versprechen) (?:wieder )?(?:gebrochen|nicht gehalten)\b",
    ),
)
PUTS_OFF = ways(
    (
        "putting|put it off|put this off|put that off",
        r"\bI(?:['’]m| am| keep|['’]ve been| have been|['’]ve| have) (?:\w+ )?(?:putting|put) (?:\w+ ){0,4}off\b|\bI put (?:it|this|that) off again\b",
    ),
    (
        "putting off",
        r"\bI(?:['’]m| am| keep|['’]ve been| have been| always) (?:\w+ )?putting off\b|\bI always put \w+ \w+ off\b",
    ),
    (
        "got around|got round|gotten around|procrastinat",
        r"\bI never (?:got|get) (?:around|round) to\b|\bI (?:still )?(?:haven['’]t|have not) (?:got|gotten) (?:around|round) to\b|\bI(?:['’]m| am|['’]ve been| have been| was) (?:\w+ )?(?P<key>procrastinating)\b",
    ),
    ("schieb", r"\b(?:ich schiebe|schiebe ich) (?:\w+ ){0,6}(?:auf|vor mir her|hinaus)\b"),
    (
        "aufgeschoben",
        r"\b(?:ich habe|habe ich) (?:\w+ ){0,4}(?:wieder|schon wieder|immer wieder|ewig) aufgeschoben\b",
    ),
    ("dazu gekommen", r"\b(?:ich bin|bin ich) (?:wieder|immer noch|noch immer) nicht dazu gekommen\b"),
)
HIDES_TRUTH = ways(
    ("lied", r"\bI (?:\w+ )?(?P<key>lied) (?:to|about)\b|\bI (?:\w+ )?(?P<key2>lied)(?=\W*$)"),
    ("truth", r"\bI (?:didn['’]t|did not|never) (?:\w+ )?tell (?:\w+ ){1,3}the (?:whole )?truth\b"),
    (
        "excuse",
        r"\bI (?:\w+ )?made up (?:an|some|another) excuses?\b|\bI(?:['’]ll| will)? just make something up\b",
    ),
    (
        "isn't true|isn’t true|is not true|wasn't true|wasn’t true|was not true",
        r"\bI (?:\w+ )?told (?:\w+ ){1,8}(?:which|but that|but it) (?:isn['’]t|is not|wasn['’]t|was not) true\b",
    ),
    (
        "gelogen|angelogen|belogen",
        r"\b(?:ich habe|habe ich|ich hab) (?:\w+ ){0,3}(?P<key>gelogen|angelogen|belogen)\b",
    ),
    (
        "ausrede",
        r"\b(?:ich habe|habe ich) (?:mir )?(?:\w+ )?eine ausrede (?:erfunden|ausgedacht|benutzt)\b|\bich denke mir eine ausrede aus\b",
    ),
    ("wahrheit", r"\bich habe (?:\w+ ){1,3}nicht die (?:ganze )?wahrheit gesagt\b"),
)
SHIFTS_BLAME = ways(
    ("my fault", r"\b(?:that|this|it)(?:['’]s| is| was)(?: not|n['’]t) my (?:fault|problem)\b"),
    ("fault", r"\b(?:it|this|that)(?:['’]s| is| was) (?:all )?(?:his|her|their|your) (?:own )?fault\b"),
    (
        "schuld",
        r"\b(?:ist|war) (?:\w+ )?nicht meine schuld\b|\b(?:er|sie|du) (?:ist|sind|bist) (?:\w+ )?(?:daran |selbst |selber )?schuld\b",
    ),
    (
        "nicht mein problem|kann nichts dafür",
        r"\bist nicht mein problem\b|\bich kann (?:doch )?nichts dafür\b",
    ),
)

# --- Brand

KEEPS_HABIT = ways(
    (
        "in a row",
        r"\bI(?:['’]ve| have)? \w+[^.!?]{0,60}\b(?:days?|weeks?|months?|times?|evenings?|mornings?) in a row\b",
    ),
    (
        "every day|every week|every morning|every evening",
        r"\bI(?:['’]ve| have) \w+[^.!?]{0,50}\bevery (?:single )?(?:day|week|morning|evening) (?:this|for|since)\b",
    ),
    (
        "in folge|hintereinander",
        r"\b(?:ich habe|habe ich|ich bin|bin ich)\b[^.!?]{0,60}\b(?:tage?|wochen?|monate?|mal|abende?) (?:in folge|hintereinander)\b",
    ),
    (
        "seit",
        r"\b(?:ich|habe ich)\b[^.!?]{0,30}\bseit \w+ (?:tagen|wochen|monaten) jeden (?:tag|morgen|abend)\b",
    ),
)
SEES_THROUGH = ways(
    (
        "through|to the end",
        r"\bI(?:['’]ve| have)? (?:\w+ )?(?P<key>saw|seen|followed) (?:it|this|that|the \w+) (?:through|to the end)\b|\bI(?:['’]ve| have)? (?:\w+ )?followed through\b",
    ),
    (
        "finished",
        r"\bI(?:['’]ve| have)? (?:finally |just |now )?(?P<key>finished) (?:the|my|all|it|both|every|what I (?:began|started))\b",
    ),
    ("got it done|did it after all", r"\bI (?:finally )?got it done\b"),
    ("durchgezogen", r"\b(?:ich habe|habe ich) (?:\w+ ){0,3}(?P<key>durchgezogen)\b"),
    (
        "zu ende",
        r"\b(?:ich habe|habe ich) (?:\w+ ){0,4}zu ende (?P<key>gebracht|gemacht|geführt)\b|\b(?:ich habe|habe ich) (?:\w+ ){0,3}(?:endlich )?fertig (?:gemacht|gestellt)\b",
    ),
    ("abgeschlossen", r"\b(?:ich habe|habe ich) (?:\w+ ){0,4}(?P<key>abgeschlossen)(?=\W*$)"),
)
LEAVES_IT_TIDY = ways(
    (
        "cleaned up|tidied",
        r"\bI(?:['’]ve| have)? (?:\w+ )?(?:cleaned up|tidied up) (?:after|behind) (?:myself|me|us)\b",
    ),
    (
        "note for|wrote it down|written it down|wrote down|documented|instructions",
        r"\bI(?:['’]ve| have)? (?:\w+ )?(?:left|wrote|written) (?:\w+ )?(?:a note|instructions|a list|it down|everything down) for (?!me\b|myself\b)\w+|\bI(?:['’]ve| have)? documented (?:\w+ ){1,4}(?:for|so that)\b",
    ),
    (
        "so that nobody|so that whoever|so the next",
        r"\bI (?:\w+ ){1,8}so (?:that )?(?:whoever|the next (?:person|one)) (?:\w+ ){0,4}(?:can|knows|finds|has)\b",
    ),
    (
        "aufgeschrieben|notiz|hinterlassen|anleitung",
        r"\b(?:ich habe|habe ich) (?:\w+ ){0,3}für (?!mich\b)\w+ (?:\w+ ){0,4}(?:aufgeschrieben|dokumentiert|hinterlassen|hingelegt|geschrieben)\b",
    ),
    ("aufgeräumt", r"\b(?:ich habe|habe ich) (?:\w+ )?hinter (?:mir|uns) aufgeräumt\b"),
)
MAKES_AMENDS = ways(
    (
        "apologi",
        r"\bI(?:['’]ve| have)? (?:\w+ )?(?P<key>apologi[sz]ed)\b|\bI (?:want|have|need) to apologi[sz]e (?:to|for)\b|\bI apologi[sz]e for (?:my|snapping|what|being|how)\b",
    ),
    (
        "sorry",
        r"\bI(?:['’]m| am) sorry (?:that )?(?:I (?:snapped|shouted|was (?:rude|short|unfair|late))|for (?:snapping|shouting|being (?:rude|short|unfair)|my (?:tone|words)))\b|\bI (?:\w+ )?said sorry to\b",
    ),
    (
        "made it up to|making it up|make it right",
        r"\bI(?:['’]ve| have)? (?:\w+ )?made it (?:up to|right with)\b|\bI(?:['’]m| am) going to make it (?:right|up to)\b",
    ),
    (
        "entschuldig",
        r"\b(?:ich habe|habe ich) mich (?:\w+ ){0,4}(?P<key>entschuldigt)\b|\bich (?:möchte|will|muss) mich (?:\w+ ){0,4}entschuldigen\b",
    ),
    ("tut mir leid", r"\b(?:es )?tut mir leid,? (?:dass ich|wie ich)\b"),
    ("wiedergutgemacht|wieder gutgemacht", r"\b(?:ich habe|habe ich) (?:\w+ ){0,4}wieder ?gutgemacht\b"),
)
CREDITS_OTHERS = ways(
    (
        "credit",
        r"\b(?:the )?credit (?:for (?:it|this|that) )?(?:goes|belongs) to (?!me\b)\w+|\b(?!I\b)\w+ deserves? (?:the|all the|most of the) credit\b",
    ),
    (
        "not mine|not me",
        r"\b(?:that|this|it) was (?!my\b|mine\b)\w+(?:['’]s)? (?:idea|work|doing),? not (?:mine|me)\b",
    ),
    (
        "couldn't have|couldn’t have|could not have",
        r"\bI (?:couldn['’]t|could not) have (?:done|managed|finished) (?:it|this|that) without\b",
    ),
    (
        "verdienst|nicht meine|nicht von mir",
        r"\bdas (?:war|ist) (?!mein)\w+ (?:verdienst|idee|werk|arbeit)(?:,? nicht (?:meine?s?|von mir))?(?=\W*$)",
    ),
    ("ohne", r"\bohne \w+ hätte ich (?:\w+ ){0,3}nicht geschafft\b"),
)
TURNS_AGAIN = ways(
    (
        "changed my mind again|mind again",
        r"\bI(?:['’]ve| have)? changed my mind (?:once )?again\b|\bI(?:['’]ve| have)? changed my mind for the (?:third|fourth|fifth|\w+th) time\b",
    ),
    (
        "dropped it again|another new",
        r"\bI(?:['’]ve| have)? (?:dropped|abandoned) it again\b|\bI(?:['’]ve| have)? started yet another\b",
    ),
    (
        "anders überlegt",
        r"\b(?:ich habe|habe ich) (?:es )?mir (?:es )?(?:schon )?wieder anders überlegt\b|\b(?:ich habe|habe ich) es mir (?:schon )?wieder anders überlegt\b",
    ),
    (
        "wieder etwas neues|wieder was neues",
        r"\b(?:ich habe|habe ich) (?:schon )?wieder (?:etwas|was) neues angefangen\b",
    ),
)
INSULTS = ways(
    (
        "idiot|moron|stupid|useless|dumb",
        r"\byou(?:['’]re| are)? (?:(?:a|an|such|so|really|fucking|damn|absolutely|completely|just|total|totally) ){0,3}(?P<key>idiot|moron|stupid|useless|dumb)\b(?! (?:bot )?(?:question|idea))",
    ),
    ("shut up", r"^\W{0,3}(?:just |oh )?shut up\b(?! (?:and take))"),
    (
        "idiot|trottel|blöd|nutzlos|dumm",
        r"\bdu (?:bist )?(?:(?:ein|eine|so|einfach|echt|total|völlig|verdammter|wirklich) ){0,3}(?P<key>idiot|trottel|blöd|nutzlos|dumm|depp)\b",
    ),
    (
        "halt die klappe|halts maul|halt's maul",
        r"\bhalt (?:die klappe|den mund|['’]?s maul|das maul)\b|\bhalt['’]?s maul\b",
    ),
)
CUTS_CORNERS = ways(
    (
        "notice|find out|will know",
        r"\b(?:nobody|no one|noone) (?:will|is going to|would) (?:ever )?(?:notice|find out|know)\b",
    ),
    (
        "who cares|don't care|don’t care",
        r"\bI (?:don['’]t|do not) care (?:if|whether) (?:it|they|he|she|the \w+) (?:breaks?|fails?|is (?:right|wrong|clean)|works?|suffers?)\b|\bwho cares if\b",
    ),
    ("get away with", r"\b(?:I|we)(?:['’]ll| will| can)? (?:\w+ )?get away with (?:it|this|that)\b"),
    ("merkt", r"\b(?:das )?merkt (?:\w+ ){0,2}(?:keiner|niemand|kein mensch)\b"),
    ("egal", r"\b(?:ist|wäre) mir (?:\w+ )?egal,? (?:ob|hauptsache|wenn)\b"),
)
LEAVES_HALF = ways(
    (
        "half done|half-done|half finished|half-finished",
        r"\bI(?:['’]ve| have)? (?:\w+ )?left (?:it|this|that|the \w+|\w+) half[- ](?:done|finished)\b",
    ),
    (
        "gave up|given up",
        r"\bI(?:['’]ve| have)? (?:just |simply |again )?(?P<key>gave up|given up) (?:halfway|half way|on it|again|after)\b",
    ),
    ("never finish", r"\bI never (?:finish|finished) (?:anything|it|what|the)\b"),
    ("halb", r"\b(?:ich habe|habe ich) (?:\w+ ){0,4}halb ?fertig (?:liegen|stehen) (?:ge)?lassen\b"),
    (
        "aufgegeben",
        r"\b(?:ich habe|habe ich) (?:\w+ ){0,3}(?:mittendrin|auf halbem weg|wieder|nach der hälfte) aufgegeben\b",
    ),
    ("nie zu ende|nichts zu ende", r"\bich bringe (?:nie etwas|nichts|nie was) zu ende\b"),
)
