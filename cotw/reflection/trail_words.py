"""The words by which a person shows what trail they leave, in English and German.

Brand: constancy, and what one leaves for others. All are said of oneself; a group `key` is the word that does
not count when it is denied. Every repetition is bounded.
"""

from __future__ import annotations

from cotw.reflection.ways import ways

KEEPS_HABIT = ways(
    (
        "in a row",
        r"\bI(?:['’]ve| have)? \w+[^.!?]{0,60}\b(?:days?|weeks?|months?|times?|evenings?"
        r"|mornings?) in a row\b",
    ),
    (
        "every",
        r"\bI(?:['’]ve| have) (?!been (?:wearing|using|eating|getting"
        r"|having)\b)\w+[^.!?]{0,50}\bevery (?:single )?(?:day|week|morning|evening) (?:this|for"
        r"|since)\b",
    ),
    (
        "in folge|hintereinander",
        r"\b(?:ich habe|habe ich|ich bin|bin ich)\b[^.!?]{0,60}\b(?:tage?|wochen?|monate?|mal"
        r"|abende?) (?:in folge|hintereinander)\b",
    ),
    (
        "seit",
        r"\b(?:ich|habe ich)\b[^.!?]{0,30}\bseit \w+ (?:tagen|wochen|monaten) jeden (?:tag|morgen|abend)\b",
    ),
)
SEES_THROUGH = ways(
    (
        "through|to the end",
        r"\bI(?:['’]ve| have)? (?:\w+ )?(?P<key>saw|seen|followed) (?:it|this|that|the \w+) (?:through"
        r"|to the end)\b|\bI(?:['’]ve| have)? (?:\w+ )?followed through\b",
    ),
    (
        "finished",
        r"\bI(?:['’]ve| have)? (?:finally |now )(?P<key>finished) (?:the|my|all|it|both|every"
        r"|what I (?:began|started))\b",
    ),
    ("got it done|did it after all", r"\bI (?:finally )?got it done\b"),
    ("durchgezogen", r"\b(?:ich habe|habe ich) (?:\w+ ){0,3}(?P<key>durchgezogen)\b"),
    (
        "zu ende|fertig",
        r"\b(?:ich habe|habe ich) (?:\w+ ){0,4}zu ende (?P<key>gebracht|gemacht|geführt)\b"
        r"|\b(?:ich habe|habe ich) (?:\w+ ){0,3}(?:endlich )?fertig (?:gemacht|gestellt)\b",
    ),
    ("abgeschlossen", r"\b(?:ich habe|habe ich) (?:\w+ ){0,4}(?P<key>abgeschlossen)(?=\W*$)"),
)
LEAVES_IT_TIDY = ways(
    (
        "cleaned up|tidied",
        r"\bI(?:['’]ve| have)? (?:\w+ )?(?:cleaned up|tidied up) (?:after|behind) (?:myself|me|us)\b",
    ),
    (
        "left|wrote|written|documented",
        r"\bI(?:['’]ve| have)? (?:\w+ )?(?:left|wrote|written) (?:\w+ )?(?:a note|instructions|a list"
        r"|it down|everything down) for (?!me\b|myself\b)\w+"
        r"|\bI(?:['’]ve| have)? documented (?:\w+ ){1,4}(?:for|so that)\b",
    ),
    (
        "whoever|the next",
        r"\bI (?:\w+ ){1,8}so (?:that )?(?:whoever|the next (?:person|one)) (?:\w+ ){0,4}(?:can|knows"
        r"|finds|has)\b",
    ),
    (
        "für",
        r"\b(?:ich habe|habe ich) (?:\w+ ){0,3}für (?!mich\b)\w+ (?:\w+ ){0,4}(?:aufgeschrieben"
        r"|dokumentiert|hinterlassen|hingelegt|geschrieben)\b",
    ),
    ("aufgeräumt", r"\b(?:ich habe|habe ich) (?:\w+ )?hinter (?:mir|uns) aufgeräumt\b"),
)
MAKES_AMENDS = ways(
    (
        "apologi",
        r"\bI(?:['’]ve| have)? (?:\w+ )?(?P<key>apologi[sz]ed)\b"
        r"|\bI (?:want|have|need) to apologi[sz]e (?:to|for)\b"
        r"|\bI apologi[sz]e for (?:my|snapping|what|being|how)\b",
    ),
    (
        "sorry",
        r"\bI(?:['’]m| am) sorry (?:that )?(?:I (?:snapped|shouted|was (?:rude|short|unfair|late))"
        r"|for (?:snapping|shouting|being (?:rude|short|unfair)|my (?:tone|words)))\b"
        r"|\bI (?:\w+ )?said sorry to\b",
    ),
    (
        "made it|make it",
        r"\bI(?:['’]ve| have)? (?:\w+ )?made it (?:up to|right with)\b"
        r"|\bI(?:['’]m| am) going to make it (?:right|up to)\b",
    ),
    (
        "entschuldig",
        r"\b(?:ich habe|habe ich) mich (?:\w+ ){0,4}(?P<key>entschuldigt)\b"
        r"|\bich (?:möchte|will|muss) mich (?:\w+ ){0,4}entschuldigen\b",
    ),
    ("tut mir leid", r"\b(?:es )?tut mir leid,? (?:dass ich|wie ich)\b"),
    ("wiedergutgemacht|wieder gutgemacht", r"\b(?:ich habe|habe ich) (?:\w+ ){0,4}wieder ?gutgemacht\b"),
)
CREDITS_OTHERS = ways(
    (
        "credit",
        r"\b(?:the )?credit (?:for (?:it|this|that) )?(?:goes|belongs) to (?!(?:me|the|my|your)\b)\w+"
        r"|\b(?!I\b)\w+ deserves? (?:the|all the|most of the) credit\b",
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
        "verdienst|idee",
        r"\bdas (?:war|ist) (?!mein|alles\b)\w+s (?:verdienst|idee)"
        r"(?:,? nicht (?:meine?s?|von mir))?(?=\W*$)",
    ),
    ("ohne", r"\bohne \w+ hätte ich (?:\w+ ){0,3}nicht geschafft\b"),
)
TURNS_AGAIN = ways(
    (
        "changed my mind",
        r"\bI(?:['’]ve| have)? changed my mind (?:once )?again\b"
        r"|\bI(?:['’]ve| have)? changed my mind for the (?:third|fourth|fifth|\w+th) time\b",
    ),
    (
        "it again|yet another",
        r"\bI(?:['’]ve| have)? (?:dropped|abandoned) it again\b|\bI(?:['’]ve| have)? started yet another\b",
    ),
    (
        "anders überlegt",
        r"\b(?:ich habe|habe ich) (?:es )?mir (?:es )?(?:schon )?wieder anders überlegt\b"
        r"|\b(?:ich habe|habe ich) es mir (?:schon )?wieder anders überlegt\b",
    ),
    (
        "wieder etwas neues|wieder was neues",
        r"\b(?:ich habe|habe ich) (?:schon )?wieder (?:etwas|was) neues angefangen\b",
    ),
)
INSULTS = ways(
    (
        "idiot|moron|stupid|useless|dumb",
        r"\byou(?:['’]re| are)? (?:(?:a|an|such|so|really|fucking|damn|absolutely|completely|just"
        r"|total|totally) ){0,3}(?P<key>idiot|moron|stupid|useless|dumb)\b"
        r"|\bwhat an? (?:stupid|dumb|useless) (?:machine|bot|thing|tool|program) you are\b",
    ),
    ("shut up", r"^\W{0,3}(?:just |oh )?shut up\b(?! (?:and take))"),
    (
        "idiot|trottel|blöd|nutzlos|dumm|depp",
        r"\bdu (?:bist )?(?:(?:ein|eine|so|einfach|echt|total|völlig|verdammter"
        r"|wirklich) ){0,3}(?P<key>idiot|trottel|blöd|nutzlos|dumm|depp)\b",
    ),
    (
        "halt",
        r"\bhalt (?:die klappe|den mund|['’]?s maul|das maul)\b|\bhalt['’]?s maul\b",
    ),
)
CUTS_CORNERS = ways(
    (
        "nobody|no one|noone",
        r"\b(?:nobody|no one|noone) (?:will|is going to|would) (?:ever )?(?:notice|find out|know)\b",
    ),
    (
        "care",
        r"\bI (?:don['’]t|do not) care (?:if|whether) (?:it|they|he|she|the \w+) (?:breaks?|fails?"
        r"|is (?:right|wrong|clean)|works?|suffers?)\b|\bwho cares if\b",
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
        r"\bI(?:['’]ve| have)? (?:just |simply |again )?(?P<key>gave up|given up) (?:halfway|half way"
        r"|on it|again|after)\b",
    ),
    ("never finish", r"\bI never (?:finish|finished) (?:anything|it|what|the)\b"),
    ("halb", r"\b(?:ich habe|habe ich) (?:\w+ ){0,4}halb ?fertig (?:liegen|stehen) (?:ge)?lassen\b"),
    (
        "aufgegeben",
        r"\b(?:ich habe|habe ich) (?:\w+ ){0,3}(?:mittendrin|auf halbem weg|wieder"
        r"|nach der hälfte) aufgegeben\b",
    ),
    ("zu ende", r"\bich bringe (?:nie etwas|nichts|nie was) zu ende\b"),
)
