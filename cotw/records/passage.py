"""A passage: a piece of text that may be put into an agent's prompt, and what entitles it to that."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Warrant(StrEnum):
    """What reaches a prompt is one of these three; all else that was extracted may only lead to a quote."""

    QUOTED = "quoted"
    DECLARED = "declared"
    VERIFIED = "verified"


@dataclass(frozen=True, slots=True)
class Passage:
    """Text for a prompt.

    `sources` says where it stands: addresses of the archive (`archive:2026-11-20#…`), `ledger:…`, or paths of
    files. `speaker` is whose words they are (`human`, `agent`, or a file's name), `label` what a reader needs
    before them, such as the date. Only what a person wrote to guide the agent is `trusted`: SOUL, AGENTS,
    ANCHOR, TOOLS and postures; all else is evidence, whatever it says.
    """

    text: str
    warrant: Warrant
    sources: tuple[str, ...]
    speaker: str = ""
    label: str = ""
    trusted: bool = False
