"""Edits by hand, while a keeper lives: it has prepared anew what sessions begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from cotw.identity.layers import MEMORY_FOLDER
from cotw.identity.postures import POSTURE_FOLDER
from cotw.interfaces.keeper.edits import Edits
from cotw.interfaces.keeper.household import Household
from cotw.interfaces.keeper.table import Table
from tests.builders import make_home


def _written(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.mark.parametrize(
    "edited",
    [
        "config.yaml",
        "identity/SOUL.md",
        f"{POSTURE_FOLDER}/code.md",
        f"{MEMORY_FOLDER}/2026-03-14.md",
        "ledger/2026-03.jsonl",
    ],
)
def test_each_edit_is_seen_once(tmp_path: Path, edited: str) -> None:
    """A file that is new, longer, or gone; what nobody touched is not told again."""
    home = make_home(tmp_path)
    edits = Edits(str(home.root))
    path = home.root / edited
    for text in ("a\n", "a wheel\n", None):
        assert not edits.came()
        path.unlink() if text is None else _written(path, text)
        assert edits.came()
    assert not edits.came()


def test_a_home_that_has_gone_is_no_failure(tmp_path: Path) -> None:
    """The keeper notices that in another way."""
    assert not Edits(str(tmp_path / "nowhere")).came()


def test_an_edit_is_a_wish_to_settle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That is what prepares starts; without an edit nothing is done."""
    home = make_home(tmp_path)
    household = Household(str(home.root), {}, lambda: Table({}, lambda memory: False))
    wishes: list[str] = []
    monkeypatch.setattr(household.settling, "wish", lambda: wishes.append("wished"))
    household.look_around()
    _written(home.root / "identity/SOUL.md", "A wheel is true or it is not.\n")
    household.look_around()
    household.look_around()
    assert wishes == ["wished"]
