"""Mara's home, whose identity files say what a test needs; and a tokenizer that counts words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from cotw.founding import init_home
from cotw.home import Home

NOW = datetime(2026, 3, 15, 12, 0, tzinfo=UTC)
TODAY = date(2026, 3, 15)


def workshop(folder: Path, **texts: str) -> Home:
    """A home with the starter files, but for those given: `SOUL="…"`, `postures_code="…"`."""
    home = init_home(folder / "home", name="Mara's agent", timezone="UTC").home
    for name, text in texts.items():
        write(home, f"{name.replace('_', '/')}.md", text)
    return home


def write(home: Home, name: str, text: str | bytes) -> Path:
    """Puts a text into the file `name` of `identity/`."""
    path = home.identity / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def words(text: str) -> int:
    """A tokenizer for tests: a word is a token."""
    return len(text.split())
