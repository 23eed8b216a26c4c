"""Entities: names are told by how they stand in their sentence, not by a list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.extraction.entities import entities, gathered, mentions
from cotw.extraction.mention import canonical, key

# A sentence, and all that it names with its kind; "?" is unknown.
NAMED = """
Yesterday I met Mara Lindqvist at the workshop. => Mara Lindqvist/person
Mara said that the frame is done. => Mara/person
My sister Mara repairs bicycles. => Mara/person
I told Jonas about the brakes. => Jonas/person
Thanks, Mara! => Mara/person
Hey Jonas, the parcel is here. => Jonas/person
Dr. Berg looked at my knee. => Berg/person
I asked Mr. Holm for the key. => Holm/person
My friend Priya builds wheels. => Priya/person
My colleague Anna O'Brien painted it. => Anna O'Brien/person
We saw Jean-Luc yesterday. => Jean-Luc/?
Lindqvist's bike was stolen from Mara. => Lindqvist/?; Mara/?
The new film is about Ludwig van Beethoven. => Ludwig van Beethoven/?
We founded the Code of the West together. => Code of the West/organisation
She moved to Lund last year. => Lund/place
My brother lives in Uppsala now. => Uppsala/place
The parcel comes from Berlin. => Berlin/place
Our trip to New York City was long. => New York City/place
I flew to Costa Rica in March. => Costa Rica/place
We met near Lake Vättern. => Lake Vättern/place
They walked along Baker Street. => Baker Street/place
We camped in the Abisko National Park. => Abisko National Park/place
paris is lovely, and so is Paris in spring. => Paris/place
Mara works at Velofix. => Mara/person; Velofix/organisation
I applied at the University of Lund. => University of Lund/organisation
The invoice came from Nordrad GmbH. => Nordrad GmbH/organisation
He studied at Chalmers. => Chalmers/organisation
We got a loan from the Malmö Savings Bank. => Malmö Savings Bank/organisation
Our bill was paid by the Lund Cycling Association. => Lund Cycling Association/organisation
We keep the stock in DuckDB. => DuckDB/tool
i wrote the price list in python and sqlite. => Python/tool; SQLite/tool
Mara draws her frames in Inkscape. => Inkscape/tool
The shop runs on Docker. => Docker/tool
I prefer Rust for this. => Rust/tool
I learned Go last winter. => Go/tool
Put it on github, please. => GitHub/tool
The server needs node.js to start. => Node.js/tool
We pay with Spokewise now; I use Spokewise daily. => Spokewise/tool
The library called Gearlib computes it. => Gearlib/tool
Fix the total in prices.py first. => prices.py/file
See docs/brakes.md for it. => docs/brakes.md/file
The log is in /var/log/shop/today.log now. => /var/log/shop/today.log/file
Open C:\\Shop\\stock.xlsx and save it. => C:\\Shop\\stock.xlsx/file
Add it to .gitignore as well. => .gitignore/file
The cause is in ~/shop/frames/list.txt again. => ~/shop/frames/list.txt/file
Use `Makefile.lock` there. => Makefile.lock/file
The function `total_price` is wrong. => total_price/concept
Call compute_total() twice. => compute_total()/concept
The value of wheelCount is odd. => wheelCount/concept
We renamed max_gear_ratio today. => max_gear_ratio/concept
Read https://www.example.org/brakes?x=1 about it. => example.org/organisation
It is on www.velofix.example now. => velofix.example/organisation
Ask @mara about the hub. => mara/person
We are reading "The Slow Wheel" tonight. => The Slow Wheel/concept
She calls it “true north” for fun. => true north/concept
The word is "Kerbside" here. => Kerbside/concept
The project Blue Hub starts soon. => Blue Hub/project
We closed the Hubcap project. => Hubcap/project
In the repo called Spokes it is broken. => Spokes/project
The frame has an ISO number. => ISO/concept
We follow the DIN norm. => DIN/concept
Our member card says LCF. => LCF/concept
Mara and Jonas went to Oslo. => Jonas/?; Oslo/place
I met Mara, Jonas and Priya. => Mara/person; Jonas/?; Priya/?
The race is named after Eddy Merckx. => Eddy Merckx/?
We painted it like a Bianchi. => Bianchi/?
This saddle is a Brooks. => Brooks/?
He rides a Shimano-style hub. => Shimano/?
I have an Ortlieb bag and a Bianchi frame. => Ortlieb/?; Bianchi/?
That is Mara's wheel. => Mara/?
Frau Berg war gestern hier und wir haben geredet. => Berg/person
Gestern habe ich mit Mara Lindqvist über die Bremse gesprochen. => Mara Lindqvist/?
Wir haben das Lager in Berlin gefunden und es ist gut. => Berlin/place
Ich habe die Liste mit Python geschrieben und sie ist lang. => Python/tool
Hier, j'ai vu Amélie Durand avec son vélo. => Amélie Durand/?
"""

# Sentences that name nothing, in which something might be found.
NAMELESS = """
Yesterday was a long day.
The frame is done.
Honestly, I like it.
Everything works again.
Dinner was great.
Sounds good to me!
Thanks a lot, see you on Monday.
It rained all of March and April.
I'm tired. You're right. It's late.
I THINK THIS IS VERY WRONG AND TOO LOUD
That is NOT what I meant.
Key Benefits of Regular Bicycle Maintenance
Please fix the brakes.
Der Rahmen hat einen Riss und die Bremse ist alt.
Wir haben das Rad mit der neuen Kette in die Werkstatt gebracht.
Ich muss noch Brot und Milch für das Frühstück kaufen.
The attribute is a contribute to the tribute.
and/or is fine, 24/7, km/h too
She said "I am so tired of it."
He wrote "yes" twice.
12 of 34 were broken, 3.5 percent.
Write me at mara@example.org please.
Well, what now?
OK. Hmm. Wow!
"""


def _rows(table: str) -> list[tuple[str, str]]:
    rows = [row.partition(" => ") for row in table.strip().splitlines()]
    return [(sentence, expected) for sentence, _, expected in rows]


@pytest.mark.parametrize(("sentence", "expected"), _rows(NAMED))
def test_a_sentence_names_what_it_names(sentence: str, expected: str) -> None:
    """All names with their kinds, and nothing else."""
    found = {
        f"{entity.name}/{'?' if entity.kind == 'unknown' else entity.kind}" for entity in entities(sentence)
    }
    assert found == {
        canonical(name.rsplit("/", 1)[0]) + "/" + name.rsplit("/", 1)[1] for name in expected.split("; ")
    }


@pytest.mark.parametrize(("sentence", "_nothing"), _rows(NAMELESS))
def test_capitals_alone_are_no_names(sentence: str, _nothing: str) -> None:
    """Beginnings of sentences, titles, shouting, days and German nouns are no names."""
    assert entities(sentence) == ()


def test_a_name_in_the_middle_explains_one_at_the_beginning() -> None:
    """The same word in the same text is the same name; alone at a beginning it might be any word."""
    assert [mention.name for mention in mentions("Velofix is closed. We went to see Velofix.")] == [
        "Velofix",
        "Velofix",
    ]
    assert mentions("Velofix is closed.") == ()


def test_what_also_stands_in_small_letters_is_a_word() -> None:
    """ "Bike" with a capital is no name where "bike" stands beside it."""
    assert entities("I love my bike. Give me that Bike now.") == ()


def test_code_and_quoted_lines_name_nothing() -> None:
    """What stands in a code block or behind ">" was not said here."""
    assert entities("> I met Mara in Lund.\n\n```py\nfrom Lund import Mara\n```\n") == ()


def test_one_entity_whatever_its_case_and_ending() -> None:
    """Case, articles and possessives do not make another entity; the commonest spelling is shown."""
    found = entities("We met Mara. That is Mara's wheel, and MARA knows. I asked the Mara about it.")
    assert [(entity.key, entity.name) for entity in found] == [("mara", "Mara")]


def test_the_kind_with_the_most_evidence_wins() -> None:
    """A cue in one place tells the kind in all; without any it stays unknown."""
    [mara] = entities("That is for Mara. It is from Mara. I met Mara.")
    assert (mara.kind, mara.count) == ("person", 3)


def test_one_odd_neighbour_tells_no_kind() -> None:
    """Where a name stands often without a cue, a single one is taken for chance."""
    [velofix] = entities("We use Velofix. " + "That is from Velofix. " * 20)
    assert (velofix.kind, velofix.count) == ("unknown", 21)


@pytest.mark.parametrize(
    ("spelling", "name"),
    [("the Code of the West", "Code of the West"), ("Mara's", "Mara"), ("Mara’s", "Mara"),
     ("Jonas'", "Jonas"), (" New\n York ", "New York"), ("The", "The"), ("'s", "'s"), ("", "")],
)  # fmt: skip
def test_canonical_names(spelling: str, name: str) -> None:
    """Articles, possessives and spaces are taken away, but never everything."""
    assert canonical(spelling) == name


_PIECES = """Mara Lindqvist the The of I met in Lund . , " “ ” ` ``` > a_b x.py /a/b @mara und ist Rad
    ** 's https://a.b/c ? DuckDB
    C:\\x é 日本 \x00 🚲""".split(" ")
_TEXTS = st.text(max_size=300) | st.lists(st.sampled_from(_PIECES), max_size=40).map(" ".join)


@given(_TEXTS)
def test_mentions_stand_in_the_text(text: str) -> None:
    """Whatever the text: spans inside it, in order, without overlaps, the name as it stands there."""
    found = mentions(text)
    assert found == mentions(text)
    places = [place for mention in found for place in (mention.start, mention.end)]
    assert places == sorted(places)
    for mention in found:
        assert 0 <= mention.start < mention.end <= len(text)
        assert 0 < mention.confidence <= 1
        assert mention.name
        assert mention.name[0].casefold() == text[mention.start : mention.end].strip("*_# ")[0].casefold()


@given(st.lists(_TEXTS, max_size=4))
def test_the_order_of_texts_does_not_matter(texts: list[str]) -> None:
    """Entities of many texts are the same in whatever order they are gathered."""
    found = [mention for text in texts for mention in mentions(text)]
    assert gathered(found) == gathered(reversed(found))


@given(st.text(max_size=60))
def test_canonical_and_key_are_at_rest(name: str) -> None:
    """Applied twice, they change nothing more."""
    assert canonical(canonical(name)) == canonical(name)
    assert key(key(name)) == key(name)


@pytest.mark.parametrize(
    "piece",
    [
        " ",
        "A",
        "a_",
        "Mara ",
        "the ",
        "(",
        '"',
        "`",
        "a.",
        "a/",
        "I ",
        "\n",
        "x@",
        "**",
        "of Mara ",
        "<a",
        "é",
    ],
)
def test_long_texts_take_as_long_as_they_are(piece: str) -> None:
    """A hostile text ends like any other; the suite's time limit is the proof."""
    assert len(mentions(piece * 20_000)) <= 20_000
