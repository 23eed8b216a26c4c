"""Triples: what a speaker asserts is read; what is asked, denied, wished or reported is not."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.extraction.predicates import RULES, Predicate
from cotw.extraction.triples import triples
from cotw.extraction.verbs import VERBS

# What Jonas says, and all that it asserts.
ASSERTED = """
I know Mara from school. => Jonas | knows | Mara
I met Mara Lindqvist in Lund. => Jonas | knows | Mara Lindqvist
I've known it for long, and I recently met Priya. => Jonas | knows | Priya
My friend Priya builds wheels. => Jonas | knows | Priya
My colleague, Mara, is away today. => Jonas | knows | Mara
My boss is called Holm. => Jonas | knows | Holm
I'm good friends with Mara. => Jonas | knows | Mara
Mara is my friend, says Priya's note. => Jonas | knows | Mara
I built a cargo bike last year. => Jonas | created | cargo bike
I wrote the price list in an hour. => Jonas | created | price list
I have painted three frames this week. => Jonas | created | three frames
I made this lamp out of spokes. => Jonas | created | lamp
I founded Velofix with my own money. => Jonas | created | Velofix
The sign was painted by Mara. => Mara | created | sign
The shop was founded by Mara Lindqvist. => Mara Lindqvist | created | shop
I wrote "The Slow Wheel" for my daughter. => Jonas | created | Slow Wheel
I use DuckDB for the stock. => Jonas | uses | DuckDB
I am using a torque wrench. => Jonas | uses | torque wrench
I've been using Inkscape for the labels. => Jonas | uses | Inkscape
I switched to Linux in May. => Jonas | uses | Linux
I still rely on paper notes. => Jonas | uses | paper notes
I live in Uppsala. => Jonas | located_in | Uppsala
I'm living in Lund now. => Jonas | located_in | Lund
Mara lives in Malmö. => Mara | located_in | Malmö
I moved to Berlin in 2019. => Jonas | located_in | Berlin
The workshop is located in Lund. => workshop | located_in | Lund
Our store is in Malmö. => store | located_in | Malmö
I work at Velofix. => Jonas | part_of | Velofix
I joined a cycling club. => Jonas | part_of | cycling club
I'm a member of the Lund Cycling Association. => Jonas | part_of | Lund Cycling Association
I volunteer at a homeless shelter. => Jonas | part_of | homeless shelter
The hub is part of the rear wheel. => hub | part_of | rear wheel
The key belongs to the front door. => key | part_of | front door
I'm interested in old steel frames. => Jonas | interested_in | old steel frames
I am really interested in learning more about brazing. => Jonas | interested_in | brazing
I'm passionate about wheel building. => Jonas | interested_in | wheel building
I've been looking into cargo bikes. => Jonas | interested_in | cargo bikes
I'm learning Swedish. => Jonas | interested_in | Swedish
I'm a big fan of steel frames. => Jonas | interested_in | steel frames
I got into pottery last winter. => Jonas | interested_in | pottery
I prefer steel over carbon. => Jonas | prefers | steel
I like strong coffee. => Jonas | prefers | strong coffee
I really love long rides. => Jonas | prefers | long rides
I enjoy riding in the rain. => Jonas | prefers | riding in the rain
I love to ride at night. => Jonas | prefers | ride
My favourite tool is the torque wrench. => Jonas | prefers | torque wrench
My favorite colour is green. => Jonas | prefers | green
Mara prefers tea to coffee. => Mara | prefers | tea
I know that, but I like tea. => Jonas | prefers | tea
I'm working on a new price list. => Jonas | works_on | new price list
I've been working on the blue frame. => Jonas | works_on | blue frame
I'm building a tandem. => Jonas | works_on | tandem
I am restoring an old Bianchi. => Jonas | works_on | old Bianchi
I'm preparing for the spring sale. => Jonas | works_on | spring sale
My sister Mara paints. => Jonas | related_to | Mara
My wife is called Priya. => Jonas | related_to | Priya
My brother-in-law, Holm, is a baker. => Jonas | related_to | Holm
Mara is my older sister. => Jonas | related_to | Mara
I am married to Priya. => Jonas | related_to | Priya
I am a bicycle mechanic. => Jonas | has_property | bicycle mechanic
I'm vegetarian. => Jonas | has_property | vegetarian
I'm allergic to peanuts. => Jonas | has_property | allergic to peanuts
I am 34 years old. => Jonas | has_property | 34 years old
I own a small boat. => Jonas | has_property | small boat
I am a patient and careful teacher. => Jonas | has_property | patient and careful teacher
I adopted a grey cat. => Jonas | has_property | grey cat
The spring sale is on Friday. => spring sale | occurred_at | Friday
The fair was in March 2024. => fair | occurred_at | March 2024
My appointment is on 12 May. => appointment | occurred_at | 12 May
The course starts next Monday. => course | occurred_at | next Monday
The accident happened yesterday. => accident | occurred_at | yesterday
The shop opens at 9 am. => shop | occurred_at | 9 am
Loose bolts cause noise. => Loose bolts | causes | noise
The rain caused a delay. => rain | causes | delay
Low pressure leads to flat tyres. => Low pressure | causes | flat tyres
The crack was caused by rust. => rust | causes | crack
I think Mara lives in Lund. => Mara | located_in | Lund
I like tea. I like TEA! => Jonas | prefers | tea
I use Python and I live in Lund. => Jonas | uses | Python; Jonas | located_in | Lund
"""

# What asserts nothing, though the words of a rule stand in it.
UNSAID = """
Do I use DuckDB for that?
I use DuckDB, right?
Do you like tea?
Would you use Python here?
What if I used Python?
If I used Python, I like to think it would be quick.
I use the lift if I have to.
Unless I live in Lund, it is far.
I don't like coffee.
I do not use Docker.
I never use Docker.
I don't think Mara lives in Lund.
I no longer live in Lund.
I can't say I like it.
I would prefer steel.
I'd love to ride more.
I'd like a coffee.
I might use Rust.
I could build a tandem.
I will build a tandem.
I'll use Rust.
I want to use Rust.
I plan to move; maybe I live in Lund then.
I wish I lived in Lund.
I hope I like it.
I used to like coffee.
I stopped using Docker.
Maybe I like tea.
Perhaps I prefer steel.
Imagine I live in Lund.
Suppose I own a boat.
Let's say I like tea.
Mara said I like tea.
You think I like tea.
He told me I prefer steel.
They claim the rain caused a delay.
She doubts that Mara lives in Lund.
According to Mara, I prefer steel.
I read that loose bolts cause noise.
She wrote "I like tea" on the wall.
“I live in Lund,” she said.
> I like tea
I like it.
I love that!
I love you.
I love these suggestions.
I like the idea.
I love your work.
I use it.
I made it.
I made a mistake.
I made some changes.
I made sure of that.
I know.
I know how this works.
I am in a hurry.
I'm into it.
The attribute is tributary; the user reused it.
This caused a delay.
It is on Friday.
That is part of it.
It was built by hand.
Which led to nothing.
I dreamed I lived in Lund.
Nobody says I like tea.
I was asked whether I use Docker.
Write a story in which I live in Lund.
Translate: I like tea.
I almost bought a boat.
I hardly use Docker.
Without Mara I use nothing.
I tried to use Rust.
I live there.
I like holding them.
I love escaping to that.
The bike of Mara is in repair.
"""


def _said(text: str) -> set[str]:
    return {f"{triple.subject} | {triple.predicate} | {triple.object}" for triple in triples(text, "Jonas")}


@pytest.mark.parametrize("row", ASSERTED.strip().splitlines())
def test_what_is_asserted_is_read(row: str) -> None:
    """Each sentence gives these triples and no others."""
    text, _, expected = row.partition(" => ")
    assert _said(text) == set(expected.split("; "))


@pytest.mark.parametrize("text", UNSAID.strip().splitlines())
def test_what_is_not_asserted_is_not_read(text: str) -> None:
    """Questions, denials, wishes, suppositions, reports, and words that only look like a rule's."""
    assert _said(text) == set()


def test_every_predicate_is_told_by_a_sentence() -> None:
    """The table above knows all twelve, and no rule says anything else."""
    told = {row.split(" | ")[1] for row in ASSERTED.strip().splitlines()}
    assert told == set(get_args(Predicate))
    rules = {rule.predicate for rule in RULES} | {verb.predicate for verb in VERBS}
    assert rules | {"occurred_at"} == told


def test_an_opinion_is_less_sure_than_a_statement() -> None:
    """ "I think" lowers the confidence."""
    [thought] = triples("I think Mara lives in Lund.", "Jonas")
    [stated] = triples("Mara lives in Lund.", "Jonas")
    assert thought.confidence < stated.confidence


def test_a_triple_knows_where_it_was_said() -> None:
    """Its span covers subject, verb and object, also behind other sentences."""
    text = "Hello there! The sky is grey.\n\nI prefer steel."
    [triple] = triples(text, "Jonas")
    assert text[triple.start : triple.end] == "I prefer steel"


def test_the_speaker_is_whoever_speaks() -> None:
    """ "I" is a name or a role, whatever the caller says."""
    assert triples("I prefer steel.", "agent")[0].subject == "agent"


_PIECES = """I Mara like use am 'm a the member of in Lund , . ? not if and " is my sister friend
    favourite caused by was built
    on Friday `x.py` “ ” é \x00""".split(" ")


@given(st.text(max_size=200) | st.lists(st.sampled_from(_PIECES), max_size=30).map(" ".join))
def test_triples_stand_in_the_text(text: str) -> None:
    """Whatever the text: spans inside it, nothing empty, each thing once, the same each time."""
    found = triples(text, "Jonas")
    assert found == triples(text, "Jonas")
    assert len({(triple.subject, triple.predicate, triple.object) for triple in found}) == len(found)
    for triple in found:
        assert 0 <= triple.start < triple.end <= len(text)
        assert 0 < triple.confidence <= 1
        assert triple.subject
        assert triple.object


@given(
    st.permutations(["I like tea.", "Mara lives in Lund.", "I own a small boat.", "The rain caused a delay."])
)
def test_the_order_of_sentences_does_not_matter(said: list[str]) -> None:
    """A sentence says what it says wherever it stands."""
    assert _said(" ".join(said)) == set().union(*map(_said, said))
