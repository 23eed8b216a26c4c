"""The words by which the terms are recognised that are about the talk itself: what was promised and not kept,
answers that grow worse, talk about talk, and what is between a person and their agent.

As in `person_words` every repetition is bounded.
"""

from __future__ import annotations

from cotw.reflection.ways import Way, compiled

# --- what was said to be done, and is not

_IS_NOT = (
    r"(?:not|never|still|fails?|failed|broken|missing|empty|no|gone|\w+n['’]t|nicht|kein\w{0,2}|nie"
    r"|kaputt|fehlt"
    r"|leer)"
)
SAID_BUT = (
    Way(
        ("you ", "du h", "angeblich"),
        compiled(
            r"\byou (?:just |already |only )?(?:said|claimed|told me|promised|wrote|reported)\b.{1,200}"
            rf"\b(?:but|yet|and|still|however)\b.{{0,120}}?\b{_IS_NOT}\b",
            rf"\bangeblich\b.{{1,120}}\b(?:aber|doch)\b.{{0,120}}?\b(?:nichts|{_IS_NOT})\b",
            r"\bdu (?:hast|hattest) (?:\w+ ){0,3}?(?:gesagt|behauptet|versprochen|geschrieben"
            r"|gemeldet)\b.{1,200}"
            rf"\b(?:aber|doch|trotzdem|und)\b.{{0,120}}?\b{_IS_NOT}\b",
        ),
    ),
)
PLANNED_BUT = (
    Way(
        ("but", "instead", "yet", "however", "aber"),
        compiled(
            r"\bI (?:had )?(?:planned|intended|meant|wanted|promised|said I|was (?:going|supposed"
            r"|meant))\b.{1,200}"
            r"\b(?:but|instead|yet|however)\b.{0,120}?\b(?:not|only|instead|forgot|never|\w+n['’]t)\b",
            r"\bich (?:wollte|hatte|habe)\b.{1,160}\baber (?:\w+ ){0,3}?(?:nicht|stattdessen|nur"
            r"|vergessen)\b",
        ),
    ),
)
SAID_DONE = compiled(
    r"^\W{0,3}(?:done|fixed|finished|saved|sent|ordered|all set|all done|erledigt|fertig|behoben"
    r"|gespeichert)\b",
    r"\b(?:is|are|was|were|been|be) (?:now |all |fully )?(?:fixed|done|saved|sent|finished|ordered"
    r"|resolved|solved"
    r"|updated|live|deployed|in place|complete)\b",
    r"\bI(?:['’]ve| have)? (?:now |also |just )?(?:fixed|saved|sent|finished|ordered|resolved|solved"
    r"|updated|added"
    r"|changed|implemented|corrected|repaired|removed|replaced|deployed)\b",
    r"\b(?:should|will) now (?:\w+ )?(?:work|be|show|load|run)\b|\bnow works?\b|\bworks now\b",
    r"\b(?:ist|sind|wurden?|habe ich|ich habe) (?:\w+ ){0,3}?(?:repariert|behoben|gespeichert"
    r"|erledigt|fertig"
    r"|bestellt|gesendet|geändert|korrigiert)\b",
)
NOT_DONE_AFTER_ALL = (
    Way(
        ("still", "n't", "n’t", "not", "nothing", "nicht", "noch"),
        compiled(
            r"\bstill (?:\w+ ){0,2}?(?:broken|fails?|failing|not|wrong|the same|down|missing|there"
            r"|crash\w{0,3}|empty|red)\b",
            r"\bstill (?:doesn|isn|won|can|hasn|don)['’]?t\b|\b(?:doesn|isn|won|can)['’]t (?:\w+ )?still\b",
            r"\b(?:isn['’]t|wasn['’]t|is not|was not|hasn['’]t been|aren['’]t|weren['’]t)"
            r" (?:\w+ )?(?:saved|fixed|done|sent|there|changed|updated|working|applied|finished|ordered"
            r"|deployed)\b",
            r"\b(?:didn['’]t|doesn['’]t|does not|did not) (?:\w+ )?work\b|\bnothing (?:has |had )?(?:changed"
            r"|happened|came)\b"
            r"|\bnichts (?:hat sich|ist) (?:\w+ )?(?:geändert|passiert|angekommen)\b",
            r"\bimmer noch (?:\w+ ){0,2}?(?:kaputt|nicht|leer|falsch|rot|da|kein\w{0,2})\b",
            r"\b(?:funktioniert|geht|läuft|klappt) (?:\w+ ){0,2}?(?:immer noch |noch )?nicht\b",
            r"\bnicht (?:gespeichert|behoben|repariert|fertig|gesendet|angekommen|bestellt)\b",
        ),
    ),
)

# --- answers that grow worse

DECAY_SAID = (
    Way(
        ("you", "du ", "deine", "third", "dritt"),
        compiled(
            r"\byou(?:['’]re| are)? (?:just |only |keep )?repeating yourself\b"
            r"|\byou keep (?:repeating|saying|forgetting)\b",
            r"\byou(?:['’]ve| have)? already (?:said|told|asked|suggested|wrote|written) (?:that"
            r"|this|me|it)\b",
            r"\byour (?:answers?|replies|responses?|work|writing|code) (?:\w+ )?(?:is|are|has|have"
            r"|gets?|keeps?)"
            r" (?:been )?(?:\w+ )?(?:worse|shorter|sloppy|sloppier|lazier|vaguer)\b",
            r"\byou used to be (?:\w+ )?(?:better|more|quicker|sharper)\b|\bfor the (?:third|fourth"
            r"|fifth|tenth|hundredth) time\b"
            r"|\bzum (?:dritten|vierten|fünften|zehnten|hundertsten) mal\b",
            r"\byou(?:['’]re| are) getting (?:worse|sloppy|sloppier|lazy|lazier)\b",
            r"\byou (?:(?:have|keep|already|just) )?(?:forgot|forgotten|forget|lost|ignored|ignore"
            r"|ignoring)"
            r" (?:what I|that I|the context|everything|all)\b",
            r"\bdu wiederholst dich\b|\b(?:das )?hast du (?:mir )?(?:doch )?schon (?:\w+ ){0,2}?gesagt\b",
            r"\bdeine antworten (?:werden|sind) (?:immer |\w+ )?(?:schlechter|kürzer|ungenauer"
            r"|schlampiger)\b",
            r"\bdu hast (?:\w+ )?vergessen, (?:was|dass) ich\b",
        ),
    ),
)

# --- talk about talk: both ends of a chain are of one family

FAMILIES = tuple(
    compiled(rf"\b(?:{words})\b")
    for words in (
        r"think|thinks|thinking|thoughts?|reflect\w{0,5}|denken?|denkst|nachdenken?|gedanken?"
        r"|nachgedacht",
        r"talk|talks|talking|speak|speaking|conversations?|dialogues?|discuss\w{0,5}|reden?|sprechen"
        r"|gespräche?n?",
        r"questions?|asking|fragen?",
        r"remember|remembering|memory|memories|erinnern?|erinnerung(?:en)?",
        r"understand|understanding|know|knowing|verstehen?|wissen|weiß",
    )
)
ABOUT = compiled(r"\b(?:about|on|upon|over|über|darüber|how (?:we|you|I|they)|wie (?:wir|ich|du))\b")
META_SAID = compiled(
    r"\bmeta[- ]?(?:level|ebene|conversation|gespräch|cognition|kognition|question|frage|discussion"
    r"|reflection"
    r"|reflexion|diskussion)\b",
    r"\b(?:go|going|get|getting|being|so|very|bit|this is|das ist) meta\b(?!-)",
)

# --- what is between a person and their agent, each with what it adds

RELATION: tuple[tuple[float, Way], ...] = (
    (
        0.20,
        Way(
            (
                "trust you",
                "trust me",
                "let me down",
                "rely",
                "relying",
                "count",
                "vertrau",
                "verlass",
                "enttäuscht",
                "lied to",
                "belog",
            ),
            compiled(
                r"\bI (?:(?:don['’]t|do not|no longer|can['’]t|really|fully|still|do) ){0,2}trust you\b",
                r"\byou lied to me\b|\bdu hast mich belogen\b|\b(?:auf dich kann ich mich"
                r"|kann ich mich auf dich) (?:\w+ )?verlassen\b",
                r"\bI (?:can|could)(?:not|n['’]t|['’]t)? (?:always |still )?(?:rely|count) on you\b"
                r"|\byou can trust me\b|\byou let me down\b|\bI(?:['’]m| am)? (?:count|rely|counting"
                r"|relying) on you\b",
                r"\b(?:ich )?vertraue (?:ich )?dir\b|\bich verlasse mich auf dich\b"
                r"|\bdu hast mich (?:\w+ )?enttäuscht\b",
            ),
        ),
    ),
    (
        0.15,
        Way(
            ("thank", "grateful", "appreciate", "means a lot", "bedeutet", "danke"),
            compiled(
                r"\b(?:thank you|thanks|grateful) (?:(?:so|very) much |a lot )?(?:for|that you) "
                r"(?:being|staying|listening|bearing|believing|caring|sticking|putting up|always"
                r"|your (?:patience|honesty|support|kindness|trust))\b",
                r"\bI (?:really |truly )?appreciate (?:you|your (?:patience|honesty|support|kindness))\b",
                r"\bmeans a lot to me\b|\bbedeutet mir (?:sehr )?viel\b",
                r"\bdanke?,? dass du (?:\w+ ){0,6}?(?:bist|warst|bleibst|geblieben|zuhörst|zugehört"
                r"|hilfst|da)\b",
                r"\bdanke für deine (?:geduld|ehrlichkeit|treue|hilfe in)\b",
            ),
        ),
    ),
    (
        0.15,
        Way(
            ("sorry", "apologi", "forgive", "leid", "verzeih", "entschuldig"),
            compiled(
                r"\bI(?:['’]m| am) (?:\w+ )?sorry (?:that |for )?(?:I |being |having )?(?:\w+ ){0,2}?"
                r"(?:snapped|snapping|shouted|shouting|yelled|yelling|rude|harsh|unfair|short with"
                r"|blamed|hurt)\b",
                r"\bI apologi[sz]e (?:to you|for (?:being|how I|what I said))\b|\bforgive me\b"
                r"|\bI forgive you\b",
                r"\btut mir leid,? dass ich (?:\w+ ){0,2}?(?:dich|dir|so|unfair|grob|laut)\b"
                r"|\bverzeih mir\b"
                r"|\bich entschuldige mich\b",
            ),
        ),
    ),
    (
        0.20,
        Way(
            (
                "between",
                "our ",
                "you and i",
                "we ",
                "you're",
                "you’re",
                "you are",
                "you",
                "zwischen",
                "unser",
                "wie wir",
                "wir sind",
                "du bist",
                "ich ",
            ),
            compiled(
                r"\bbetween (?:us|you and me)\b|\bour (?:relationship|friendship|bond|collaboration"
                r"|partnership)\b",
                r"\b(?:we|you and I) (?:make|are|were) (?:a |such a )?(?:good|great|strong) (?:team"
                r"|pair)\b",
                r"\bhow (?:you and I|we) (?:talk|speak|work|treat|get along|deal)\b(?! on\b)",
                r"\byou(?:['’]re| are) (?:my (?:\w+ )?friend|a (?:good|true|real) friend"
                r"|important to me)\b",
                r"\bI (?:really |do |also )?(?:care about|miss|missed|love) you\b",
                r"\bzwischen (?:uns|dir und mir)\b|\bunsere? (?:beziehung|freundschaft|zusammenarbeit)\b",
                r"\bwie wir (?:miteinander|zusammen)\b|\bwir sind (?:\w+ )?ein (?:gutes"
                r"|tolles) (?:team|gespann)\b",
                r"\bdu bist mir wichtig\b|\bich (?:habe? dich (?:lieb|vermisst)|mag dich)\b",
            ),
        ),
    ),
)
