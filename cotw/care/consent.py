"""Consent of a home: where a person lets text go. It stands in the ledger; without it nothing is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cotw.care.language import Mouth
from cotw.errors import NeedsHuman, NothingFound
from cotw.memory import Memory
from cotw.records.consent import ALLOWED, KIND, REVOKED, Consent, TextKind, fold


def consents(memory: Memory) -> dict[str, Consent]:
    """What holds about every place that was decided about."""
    return fold(memory.truth.decisions(KIND))


def not_allowed(memory: Memory, mouth: Mouth, kinds: Iterable[TextKind]) -> frozenset[TextKind] | None:
    """The kinds of text that nobody has let go to a language model yet; None if it may be asked.

    No kind at all is left where only the place itself was not agreed to.
    """
    if mouth.is_here:
        return None
    consent = consents(memory).get(mouth.place)
    if consent is None or not consent.kinds:
        return frozenset(kinds)
    return frozenset(kinds) - consent.kinds or None


def require_consent(memory: Memory, mouth: Mouth, kinds: Iterable[TextKind]) -> None:
    """Raises NeedsHuman unless a person has let text of these kinds go there."""
    if (missing := not_allowed(memory, mouth, kinds)) is not None:
        what = ", ".join(sorted(missing)) or "nothing at all"
        raise NeedsHuman(
            f"nobody has agreed that text goes to {mouth.place} (asked for: {what})",
            hint="decide it at your terminal: cotw model allow",
        )


def allow(memory: Memory, mouth: Mouth, kinds: Iterable[TextKind], by: Mapping[str, str]) -> None:
    """Notes that a person lets text of these kinds go there, beside what they agreed to before."""
    with memory.truth.writing() as writer:
        former = consents(memory).get(mouth.place)
        agreed = set(map(str, kinds)) | (former.kinds if former else frozenset())
        line = {"kind": KIND, "decision": ALLOWED, "place": mouth.place, "kinds": sorted(agreed), **by}
        writer.record(memory.truth.ledger, line)


def revoke(memory: Memory, place: str, by: Mapping[str, str]) -> None:
    """Notes that nothing goes there any more. Raises NothingFound if nothing may now."""
    with memory.truth.writing() as writer:
        former = consents(memory).get(place)
        if former is None or not former.kinds:
            raise NothingFound(f"nothing was allowed to go to {place}", hint="see: cotw model show")
        line = {"kind": KIND, "decision": REVOKED, "place": place, "kinds": [], **by}
        writer.record(memory.truth.ledger, line)
