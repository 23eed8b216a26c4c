"""A home: the folder that holds one agent's memory, and what lies where in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cotw.errors import NoHome
from cotw.files import atomic_write, make_folder
from cotw.settings import Config

CONFIG_NAME = "config.yaml"
_CACHE_TAG = b"Signature: 8a477f597d28d172789f06886806bc55\n# cotw: everything here can be rebuilt\n"


@dataclass(frozen=True, slots=True)
class Home:
    """The places of a home; nothing here is read or written."""

    root: Path

    @property
    def config(self) -> Path:
        return self.root / CONFIG_NAME

    @property
    def readme(self) -> Path:
        return self.root / "README.md"

    @property
    def archive(self) -> Path:
        return self.root / "archive"

    @property
    def open_days(self) -> Path:
        return self.archive / "open"

    @property
    def manifest(self) -> Path:
        return self.archive / "manifest.jsonl"

    @property
    def identity(self) -> Path:
        return self.root / "identity"

    @property
    def journal(self) -> Path:
        return self.root / "journal"

    @property
    def ledger(self) -> Path:
        return self.root / "ledger"

    @property
    def receipts(self) -> Path:
        return self.root / "receipts"

    @property
    def handoffs(self) -> Path:
        return self.root / "handoffs"

    @property
    def index(self) -> Path:
        return self.root / "index"

    @property
    def cache(self) -> Path:
        return self.root / "cache"

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def truth_lock(self) -> Path:
        return self.run / "truth.lock"

    @property
    def index_lock(self) -> Path:
        return self.run / "index.lock"

    def open_day(self, day: date) -> Path:
        return self.open_days / f"{day.isoformat()}.jsonl"

    def sealed_day(self, day: date, part: int = 1) -> Path:
        suffix = "" if part == 1 else f".part{part}"
        return self.archive / f"{day.year:04d}" / f"{day.isoformat()}{suffix}.json"

    def folders(self) -> tuple[Path, ...]:
        """Every folder of a home, outer ones first."""
        yours = ("identity", "templates")
        truth = ("archive", "archive/open", "receipts", "journal", "ledger")
        rendered = ("handoffs", "nightshift", "reports")
        working = ("index", "cache", "spool", "run")
        return (self.root, *(self.root / name for name in (*yours, *truth, *rendered, *working)))

    @property
    def exists(self) -> bool:
        return self.config.is_file() and self.archive.is_dir()


def find_home(root: Path) -> Home:
    """The home at `root`. Raises NoHome where there is none."""
    home = Home(root)
    if not home.exists:
        raise NoHome(
            f"there is no home at {root}",
            hint="make one with: cotw init   (or name another with --home DIR or COTW_HOME)",
        )
    return home


def create_home(home: Home, name: str, timezone: str, readme: str) -> list[Path]:
    """Makes what is missing of a home and returns it; what is there is left as it is."""
    made = [folder for folder in home.folders() if not folder.exists()]
    for folder in made:
        make_folder(folder)
    wanted = {
        home.config: config_text(name, timezone).encode(),
        home.readme: readme.encode(),
        home.index / "CACHEDIR.TAG": _CACHE_TAG,
        home.cache / "CACHEDIR.TAG": _CACHE_TAG,
    }
    for path, data in wanted.items():
        if not path.exists():
            atomic_write(path, data)
            made.append(path)
    return made


def config_text(name: str, timezone: str) -> str:
    """The `config.yaml` of a new home: what was chosen, and every default as a comment."""
    import yaml

    chosen = {"home.name": name, "home.timezone": timezone}
    lines = ["# Settings of this home. What stands behind a # is the default: take the # away to change it."]
    defaults = Config()
    for section_name, section_field in Config.model_fields.items():
        section = getattr(defaults, section_name)
        assert section_field.annotation is not None
        lines += ["", f"{section_name}:", f"  # {section_field.annotation.__doc__}"]
        for key, declared in section_field.annotation.model_fields.items():
            dotted = f"{section_name}.{key}"
            value = chosen.get(dotted, getattr(section, key))
            shown = (
                yaml.safe_dump(value, default_flow_style=True, allow_unicode=True)
                .removesuffix("...\n")
                .strip()
            )
            mark = "" if dotted in chosen else "# "
            lines.append(f"  {mark}{key}: {shown}".ljust(44) + f"  # {declared.description}")
    return "\n".join(lines) + "\n"
