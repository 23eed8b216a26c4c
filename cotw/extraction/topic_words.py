"""Topic words: what is no topic however often it is said. Data, no rules.

What `lexicon.COMMON` lists is none either. Here is what stands in small letters besides: verbs, adjectives
and adverbs of every day, and nouns so general that they name nothing.
"""

from __future__ import annotations

from cotw.extraction.lexicon import COMMON, CONNECTORS, ENGLISH, FINITE, GERMAN, GRAMMAR

_ENGLISH = frozenset(
    """
    ability able absolute accept access according account achieve across act active actual additional
    address advance advice affect afford agree aim allow alone alright amount answer appear apply approach
    appreciate appropriate approximately area aren argument arrive article aspect assist attempt attention
    average avoid away back bad base basic basis beat become began begin beginning behave behind believe
    benefit big bit body bottom bring broken brought buy came capable care careful carry case cases catch
    cause central certain chance characters clean clear close code collect combine coming comment comments
    compare complete completely complex concern condition confirm conclusion contain contains content
    contents context continue convert copy correct correctly cost couldn count couple course cover current
    cut daily data date day days deal decide deep default degree depend depends desired detail details
    detailed determine develop didn difference differences different difficult direct directly discuss doc
    doesn don double drop easily easy edge effect effective effectively efficient effort element empty
    enable encounter entire entirely entry equal error errors essential event exact example examples exist
    existing exists expect experience explanation extra face fact facts fail failed fails failing failure
    false familiar far fast feature features feedback feeling file files fill fit five fixed flag folder
    folders form format former forward four free front full fully fun function functions gave gets gives
    gone great greater group grow guess guide guys hand handle handles handy happen happens hasn heard
    help helpful helps high higher highly hit hold hour hours huge human ideas identify immediately impact
    implement implementation implements implementing improve includes increase individual info information
    input inputs insert inside instance instruction instructions intend interest interested internal
    involve isn issue issues item items job join key keys kind kinds known knows large larger largely
    latest lead leads learn leave left length level likely limit limited line lines link list listed
    little live load local logic long longer looked lose lost low lower mainly maintain major makes manage
    manner manually match matter mean meaning means meant measure medium meet mention mentioned message
    messages method methods mind minimal minor minute minutes miss missing mistake mix mode modify moment
    month months moved moving multiple mustn names narrow native natural nature necessary needed needs
    negative new newer nine normal normally number numbers observe obtain occur offer older ones online
    open operate operation opinion opportunity option options order ordinary organize original originally
    outcome output outputs outside overview parameter parameters part particular particularly parts party
    pass past patch path paths pay people perform period person personal pick piece pieces place places
    plain plan plans play point points positive possibility possibly post potential potentially practical
    practice prefer prepare present press prevent primary print prior private problem problems proceed
    process processes produce program progress project projects prompt proper properly prove provided
    provides public pull purpose push quality question questions quit raise random range rate reach
    reached reading reads real reality realize reason reasonable reasons receive recent recommend reduce
    refer reference related relation relevant rely remain remaining remains remind reply request requests
    require required requirement requirements requires resolve respond response responses responsible
    result results return returned returns review right role room root rule rules runs running scale
    scenario scope script search second seconds section sections seem seen self sense sentence separate
    sequence serious serve set sets setting seven shape share short shouldn show showed showing shown
    shows side sign significant significantly simplify single site situation six size slight slightly slow
    small smaller smooth solid solution solutions solve sorry sort source space special specific split
    spot stage stand standard standing start started starting starts state statement status stay straight
    strategy strong structure stuff style subject suggest suggestion suggestions suit suitable sum support
    supports suppose surface system takes taking talk target task tasks team tell ten term terms text
    thank thing think thinking thirty thought thoughts three time times tiny today tool tools top topic
    topics total touch track tried trigger trouble true trust turn turned turning twice type types typical
    typically unable unclear understand understanding unit unknown unused unusual usage usable useful user
    users usual valid value values variable variables variety various version versions view visible visit
    waiting walk wanted wants warn wasn ways weeks weren whatever white wide wise wonder won
    word words worked worker working works world worry worth wouldn write writes writing written wrong
    wrote year yes begins clearly closer comes consist debug deeper deeply delete detect display edit
    ensure ensures excited execute extend fetch finish finished focus follows fresh generate generated
    grab hi install inspect integrate introduce investigate invoke kept kick launch lean lets loop lovely
    mark merge mostly nicely notes note now old optimize paste perhaps plug polish pretty proposed quickly
    re refactor rename restart rewrite run safe saved scan secondly seeing simplest skip soon specify
    stick stop successful successfully summarize swap switch thanks tidy tweak updated updates upgrade
    verify yours ourselves themselves themself himself ready same third fourth none half hundred thousand
    million several today's anymore whenever elsewhere nowhere somehow indeed rather quite enough almost
    instead otherwise
    """.split()
)
_PAST = frozenset(
    """
    ate became began bent bit blew broke built caught chose cost cut dealt did drew drove fell felt fought
    flew forgot froze gave grew heard held hid hurt kept knew laid led lent lied lit lost met paid proved quit
    rang rode rose sang sat saw sent shook shot shut slept slid sold spent spoke spread stole stood struck
    stuck swept swore taught threw torn tore understood woke won wore
    """.split()
)
_GERMAN = frozenset(
    """
    anfang antwort art aufgabe beispiel bereich bild bitte dank danke ding dinge ende ergebnis euro fall
    fehler form frage fragen freund gedanke gefühl grund gruß grüße grüsse gruppe hallo herr frau idee
    information informationen jahr jahre leute liebe lösung mal mann mensch menschen minute minuten moment
    monat monate möglichkeit nachricht name ort person platz problem probleme punkt sache sachen satz
    schritt seite stelle stück stunde stunden tag tage teil text thema uhr unterschied version vorschlag
    weg weile weise welt wert woche wochen wort worte zahl zeit ziel montag dienstag mittwoch donnerstag
    freitag samstag sonntag januar februar märz april mai juni juli august september oktober november
    dezember morgen abend mittag nacht vormittag nachmittag viel viele vielen mehr alle alles etwas nichts
    jetzt hier dort damit dabei dazu daher deshalb außerdem ausserdem vielleicht natürlich genau gut gute
    guten neue neuen neu erste ersten zweite dritte andere anderen eigene welche welcher dieser diese
    dieses diesen diesem jede jeder jedes gibt geht macht machen sollte sollten würde könnte hätte wäre
    also weil wenn während ohne gegen durch zwischen zuerst danach dann zuletzt zunächst schließlich siehe
    du ihnen euch dir deine dein ihre ihr kannst soll
    """.split()
)
# No German name begins or ends with one of these, whatever its capitals.
NO_GERMAN_NAMES = GERMAN | _GERMAN
NO_TOPICS = COMMON | CONNECTORS | ENGLISH | FINITE | GRAMMAR | NO_GERMAN_NAMES | _ENGLISH | _PAST

# After these an English word is most likely a noun …
BEFORE_NOUNS = frozenset(
    """
    a an the my your our his her its their this that these those some any no each every another which what
    of for with in on about from by at into onto under over between without via per against
    """.split()
)
# … and after these a verb.
BEFORE_VERBS = frozenset(
    """
    to i you he she it we they who can could will would shall should may might must don't doesn't didn't
    let's i'll we'll you'll they'll i'd we'd please not never always just also
    """.split()
)
