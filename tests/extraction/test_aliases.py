"""Aliases: names that may be one entity are proposed with their evidence, and never merged."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cotw.extraction.aliases import AliasCandidate, alias_candidates
from cotw.extraction.entities import Entity, entities
from cotw.extraction.mention import Kind, key


def _entity(name: str, kind: Kind = "unknown") -> Entity:
    return Entity(key(name), name, kind, 0.5, 1)


def test_a_first_name_may_be_short_for_a_full_one() -> None:
    """The pair is a candidate; both stay entities."""
    found = entities("I met Mara Lindqvist. Then I asked Mara.")
    assert [entity.name for entity in found] == ["Mara", "Mara Lindqvist"]
    assert alias_candidates(found) == (AliasCandidate("mara", "mara lindqvist", "first name", 0.7),)


def test_two_of_one_name_share_the_confidence() -> None:
    """Nobody knows which Mara is meant, so each is less sure."""
    names = [_entity("Mara", "person"), _entity("Mara Lindqvist", "person"), _entity("Mara Holm", "person")]
    assert {candidate.confidence for candidate in alias_candidates(names)} == {0.35}


def test_initials_stand_for_a_name() -> None:
    """Small words are left out; two letters are too few."""
    names = [
        _entity("LCA", "concept"),
        _entity("Lund Cycling Association", "organisation"),
        _entity("Lund Club"),
        _entity("LC"),
    ]
    assert [(found.alias, found.evidence) for found in alias_candidates(names)] == [("lca", "initials")]


def test_kinds_must_fit() -> None:
    """A place is no short form of a person, and a part of a place is none of the place."""
    assert alias_candidates([_entity("Paris", "place"), _entity("Paris Holm", "person")]) == ()
    assert alias_candidates([_entity("Lund"), _entity("Lund Station", "place")]) == ()


_NAMES = st.sampled_from(
    [
        "Mara",
        "Lindqvist",
        "Mara Lindqvist",
        "Mara Holm",
        "Jonas Holm",
        "Holm",
        "LCA",
        "Lund Cycling Association",
        "the",
    ]
)


@given(
    st.lists(
        st.builds(_entity, _NAMES | st.text(max_size=12), st.sampled_from(["person", "unknown", "place"]))
    )
)
def test_the_order_of_entities_does_not_matter(names: list[Entity]) -> None:
    """Candidates are a function of the set, and nobody is an alias of themselves."""
    found = alias_candidates(names)
    assert found == alias_candidates(list(reversed(names)))
    assert all(candidate.alias != candidate.name for candidate in found)
