"""Founding a home: made once, completed when something is missing, never written over."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from cotw import __version__
from cotw.clock import zone_named
from cotw.errors import UsageError
from cotw.files import atomic_write, disk_errors, make_folder
from cotw.home import Home, create_home
from cotw.rendering import render

# DuckDB takes the one for the beginning of parameters, and the other for a slash.
_NOT_IN_A_PATH = frozenset("?\\")


@dataclass(frozen=True, slots=True)
class MadeHome:
    """What `init_home` did: nothing is created where everything was there."""

    home: Home
    created: list[Path]
    was_home: bool
    timezone: str


def default_home() -> Path:
    """Where a home is when nobody says: the platform's folder for a user's data."""
    from platformdirs import user_data_path

    return user_data_path("cotw", appauthor=False)


def encoder_folder() -> Path:
    """Where exported encoders lie: they belong to the machine, not to a home."""
    from platformdirs import user_cache_path

    return user_cache_path("cotw", appauthor=False) / "encoders"


def bench_vectors() -> Path:
    """The file that keeps the vectors of `cotw bench` from run to run; it may be deleted at any time."""
    from platformdirs import user_cache_path

    return user_cache_path("cotw", appauthor=False) / "bench" / "vectors.sqlite"


def init_home(root: Path | None, *, name: str, timezone: str | None) -> MadeHome:
    """Makes a home at `root`, or adds what is missing to the one there; edits are never overwritten.

    Raises UsageError for a folder that holds other things or whose name will not do, ConfigError for an
    unknown time zone.
    """
    home = Home((root or default_home()).absolute())
    was_home = home.exists
    if not was_home:
        _refuse_name(home.root)
    zone = timezone or _local_timezone()
    zone_named(zone)
    with disk_errors(home.root):
        if home.root.exists() and not was_home:
            _refuse_foreign(home)
        readme = render(
            "home_readme.md.j2", home.root / "templates", name=name, timezone=zone, version=__version__
        )
        created = [*create_home(home, name, zone, readme), *_copy_starters(home)]
    return MadeHome(home, created, was_home, zone)


def starters() -> dict[str, bytes]:
    """The starter files of an identity, by their path in `identity/`."""
    folder = files("cotw") / "data" / "identity"
    postures = folder / "postures"
    found = [*folder.iterdir(), *postures.iterdir()]
    names = {one.name: one for one in found if one.name.endswith(".md") and one.name != "README.md"}
    within = {one.name for one in postures.iterdir()}
    return {
        (f"postures/{name}" if name in within else name): one.read_bytes()
        for name, one in sorted(names.items())
    }


def _copy_starters(home: Home) -> list[Path]:
    """Copies the starter files that are not there; one that a person deleted comes back."""
    made = []
    for name, data in starters().items():
        path = home.identity / name
        # A link that leads nowhere is the person's, and stays.
        if not path.exists() and not path.is_symlink():
            make_folder(path.parent)
            atomic_write(path, data)
            made.append(path)
    return made


def _refuse_name(root: Path) -> None:
    """The index opens no files below a folder with such a name, or opens them elsewhere."""
    if any(unicodedata.category(one) in ("Cc", "Cs") or one in _NOT_IN_A_PATH for one in str(root)):
        raise UsageError(
            f"a home cannot lie at {str(root)!a}",
            hint="choose a path that is UTF-8, without line breaks, tabs, ? and \\",
        )


def _refuse_foreign(home: Home) -> None:
    if not home.root.is_dir():
        raise UsageError(f"{home.root} is a file", hint="name a folder")
    ours = {folder.relative_to(home.root).parts[0] for folder in home.folders()[1:]}
    ours |= {home.config.name, home.readme.name}
    foreign = sorted(entry.name for entry in home.root.iterdir() if entry.name not in ours)
    if foreign:
        raise UsageError(
            f"{home.root} holds other things ({foreign[0]}, …) and is no home",
            hint=f"choose an empty folder, such as: cotw init {home.root / 'memory'}",
        )


def _local_timezone() -> str:
    """The IANA name of this machine's zone; UTC where it has none."""
    from tzlocal import get_localzone_name

    try:
        return get_localzone_name() or "UTC"
    except (OSError, ValueError, KeyError):
        return "UTC"
