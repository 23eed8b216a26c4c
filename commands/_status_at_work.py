"""What `cotw status` says of who works by itself: the last night, what waits for its person, the keeper.

A line for each of which there is something to say, and none otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cotw.care.nights import LastNight
    from cotw.memory import Memory


@dataclass(frozen=True, slots=True)
class AtWork:
    """The last night that somebody worked in, how many proposals wait, and the keeper's process."""

    night: LastNight | None
    proposals: int
    keeper: int | None

    @property
    def record(self) -> dict[str, Any]:
        """For machines."""
        night = self.night and {
            "night": self.night.day,
            "done": list(self.night.done),
            "parked": [one.job for one in self.night.parked],
        }
        return {"nightshift": night, "proposals": self.proposals, "keeper": self.keeper}

    @property
    def rows(self) -> list[tuple[str, str]]:
        """For a person."""
        rows = []
        if self.night is not None:
            parked = ", ".join(one.job for one in self.night.parked)
            wrong = f"; parked: {parked}; see cotw nightshift status" if parked else ""
            rows.append(("nightshift", f"{self.night.day}: {len(self.night.done)} jobs done{wrong}"))
        if self.proposals:
            waits = "1 waits" if self.proposals == 1 else f"{self.proposals} wait"
            rows.append(("proposals", f"{waits} for you: cotw review"))
        if self.keeper is not None:
            rows.append(("keeper", f"process {self.keeper}"))
        return rows


def at_work(memory: Memory) -> AtWork:
    """How it stands with each just now."""
    from cotw.care.nights import last_night
    from cotw.care.reflected import pending
    from cotw.wire.stopping import keeper_number

    return AtWork(last_night(memory), len(pending(memory)), keeper_number(str(memory.home.root)))
