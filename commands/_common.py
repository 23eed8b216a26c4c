"""What every command needs around its one call into the library: the invocation's settings, and talking.

Manners kept here: stdout carries data, stderr talk; quiet when piped; `NO_COLOR` honoured. This is the only
place of the command line that reads the environment (`COTW_HOME`, `COTW_NOW`, `COTW_DEBUG`, `NO_COLOR`).
Rich is imported inside the functions that draw, so that `cotw --help` never pays for it.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import typer

from cotw.errors import NeedsHuman, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from cotw.clock import Clock
    from cotw.importers.places import Surroundings
    from cotw.memory import Memory

JSON_VERSION = 1
DEFAULT_WAIT_SECONDS = 30.0
# Said of an exchange that stands in a branch: an edited prompt, or an answer that was made anew.
LEFT_BRANCH = "(left for another turn)"
# Lines that go into a pipe or a file are not folded at the 80 columns of a terminal that is not there.
PIPE_WIDTH = 160

# C0 controls (but tab and newline), DEL and C1 controls: what could move a terminal's cursor or recolour it.
_CONTROLS = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)}
_CONTROLS |= {0x7F: 0x2421} | dict.fromkeys(range(128, 160), 65533)
# Marks that turn the direction of writing round until somebody ends it: what stands after them reads as
# other than it is.
_CONTROLS |= dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], 65533)


@dataclass(frozen=True, slots=True)
class Context:
    """What was said before the command's name, with the environment folded in (flags win)."""

    home: Path | None = None  # None: the platform's data folder
    wait_seconds: float = DEFAULT_WAIT_SECONDS  # how long to wait for another process's lock
    colour: bool | None = None  # None: colours on a terminal only
    now: str | None = None  # RFC 3339; fixes the clock

    @classmethod
    def from_environment(cls, *, home: Path | None, wait_seconds: float, colour: bool | None) -> Context:
        """Flags over `COTW_*` over defaults."""
        named = os.environ.get("COTW_HOME", "")
        if home is None and named:
            home = Path(named)
        if colour is None and os.environ.get("NO_COLOR"):
            colour = False
        return cls(
            home=None if home is None else home.expanduser(),
            wait_seconds=wait_seconds,
            colour=colour,
            now=os.environ.get("COTW_NOW") or None,
        )

    @classmethod
    def of(cls, ctx: typer.Context) -> Context:
        """The invocation's settings, as the app left them in `ctx`."""
        found = ctx.find_object(cls)
        if found is None:  # a command module run by itself, without the app around it
            return cls.from_environment(home=None, wait_seconds=DEFAULT_WAIT_SECONDS, colour=None)
        return found

    def clock(self) -> Clock:
        """The system's clock, or one that stands still at `COTW_NOW`."""
        from cotw.clock import fixed_clock, system_clock

        if self.now is None:
            return system_clock
        try:
            return fixed_clock(self.now)
        except ValueError:
            raise UsageError(
                f"COTW_NOW is not an instant: {self.now!r}", hint="write it as 2026-11-20T09:30:00Z"
            ) from None

    def console(self) -> Console:
        """Where data goes."""
        return _console(self.colour, stderr=False)

    def err_console(self) -> Console:
        """Where talk goes."""
        return _console(self.colour, stderr=True)


@contextmanager
def open_memory(context: Context) -> Iterator[Memory]:
    """The memory that this invocation is about."""
    from cotw.memory import Memory

    with Memory.open(context.home, clock=context.clock(), wait_seconds=context.wait_seconds) as memory:
        yield memory


def surroundings() -> Surroundings:
    """The person's machine, as other tools see it."""
    from cotw.importers.places import Surroundings

    return Surroundings(Path.home(), os.environ)


def environment() -> Mapping[str, str]:
    """The settings that a keeper is asked with, and started with."""
    return os.environ


def debugging() -> bool:
    """Whether a person asked for tracebacks."""
    return os.environ.get("COTW_DEBUG", "") not in ("", "0")


def _console(colour: bool | None, *, stderr: bool) -> Console:
    """Markup, emoji codes and highlighting are off: what is printed are people's words, not ours."""
    from rich.console import Console

    terminal = (sys.stderr if stderr else sys.stdout).isatty()
    return Console(
        stderr=stderr,
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=not terminal,
        width=None if terminal or "COLUMNS" in os.environ else PIPE_WIDTH,
        force_terminal=True if colour else None,
        color_system=None if colour is False else "auto",
        no_color=False if colour else None,
    )


def printable(text: str) -> str:
    """`text` with its control characters made visible, lest a transcript steers terminal or reader."""
    return text.translate(_CONTROLS)


def column(text: str, width: int, *, cut: bool = True) -> str:
    """`text`, printable, filled or cut to `width` cells of a terminal; a wide character takes two."""
    from rich.cells import cell_len, set_cell_size

    shown = printable(text)
    return set_cell_size(shown, width) if cut or cell_len(shown) < width else shown


def emit_json(document: Mapping[str, object]) -> None:
    """Write one JSON object to stdout, with the version of its shape first."""
    json.dump({"version": JSON_VERSION, **document}, sys.stdout, ensure_ascii=False, indent=2, default=_plain)
    sys.stdout.write("\n")


def _plain(value: object) -> object:
    """The JSON form of a value that the json module does not know."""
    match value:
        case datetime():
            from cotw.clock import format_instant

            return format_instant(value)
        case date():
            return value.isoformat()
        case Path():
            return str(value)
        case set() | frozenset():
            return sorted(value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            return asdict(value)
        case _:
            raise TypeError(f"no JSON form for {type(value).__name__}")


def say(message: str) -> None:
    """Talk: one line on stderr."""
    print(printable(message), file=sys.stderr)


def confirm(question: str, *, yes: bool = False, default: bool = False) -> bool:
    """Ask on stderr. `yes` answers beforehand; without a terminal nobody is asked and NeedsHuman raised."""
    if yes:
        return True
    if not sys.stdin.isatty():
        raise NeedsHuman("this needs a yes, and nobody is at the terminal", hint="add --yes if you mean it")
    return typer.confirm(printable(question), default=default, err=True)


def editor() -> list[str]:
    """The person's editor, as a command to which a file is added: `$VISUAL`, `$EDITOR`, or a usual one."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    found = shlex.split(named) if named else [name for name in ("nano", "vi") if shutil.which(name)][:1]
    if not found or shutil.which(found[0]) is None:
        raise UsageError(
            f"there is no editor {found[0]}" if found else "there is no editor",
            hint="name yours in EDITOR, as: export EDITOR=nano",
        )
    return found


@contextmanager
def waiting(doing: str) -> Iterator[Callable[[], None]]:
    """Says at once what is going on, for as long as it takes; silent where stderr is not a terminal.

    Whoever prints before the block ends calls what it gives first.
    """
    with ExitStack() as saying:
        if sys.stderr.isatty():
            sys.stderr.write(f"{doing} …")
            sys.stderr.flush()
            saying.callback(_wipe)
        yield saying.close


def _wipe() -> None:
    sys.stderr.write("\r\x1b[K")
    sys.stderr.flush()


class Advance(Protocol):
    """Tell a progress bar how far things are: `done` of `total` units, and a word on what is going on."""

    def __call__(self, done: float, total: float | None = None, detail: str = "") -> None: ...


@contextmanager
def progress(title: str, *, unit: str = "", colour: bool | None = None) -> Iterator[Advance]:
    """A bar on stderr that disappears when done; silent where stderr is not a terminal.

    The estimate is by the units told, so tell units of equal cost (bytes, word pieces), not of equal rank.
    """
    if not sys.stderr.isatty():
        yield lambda done, total=None, detail="": None
        return
    from rich import progress as bars

    amount: Callable[[], bars.ProgressColumn] = (
        bars.DownloadColumn if unit == "bytes" else bars.MofNCompleteColumn
    )
    columns = (bars.TextColumn("{task.description}", markup=False), bars.BarColumn(bar_width=28), amount())
    rest = (bars.TimeRemainingColumn(), bars.TextColumn("{task.fields[detail]}", markup=False, style="dim"))
    with bars.Progress(*columns, *rest, console=_console(colour, stderr=True), transient=True) as shown:
        task = shown.add_task(title, total=None, detail="")

        def advance(done: float, total: float | None = None, detail: str = "") -> None:
            shown.update(task, completed=done, total=total, detail=printable(detail))

        yield advance


def readable_size(count: int) -> str:
    """`count` bytes as people say it: `3.4 MB`."""
    size = float(count)
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


def short_path(path: Path) -> str:
    """`path` as a person would write it: the home directory as `~`, below the current folder relative."""
    for base, prefix in ((Path.cwd(), ""), (Path.home(), "~")):
        if path == base:
            return prefix or "."
        if path.is_relative_to(base) and base != Path(base.anchor):
            return str(Path(prefix) / path.relative_to(base))
    return str(path)
