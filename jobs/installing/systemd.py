"""A systemd user timer: two files, and systemctl told of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cotw.errors import Changed
from cotw.files import atomic_write, make_folder
from cotw.jobs.installing.asking import answer, do, is_there
from cotw.jobs.installing.timer import Timer

# The first line of a file that is ours to take away again.
_OURS = "# Made by `cotw nightshift install`; `cotw nightshift uninstall` takes it away.\n"
_MODE = 0o644


@dataclass(frozen=True, slots=True)
class SystemdTimer:
    """The units of a timer in the folder where systemd looks for those of a user."""

    timer: Timer
    folder: Path
    environment: Mapping[str, str]

    what = "systemd user timer"

    @property
    def shown(self) -> str:
        """What would be written and done."""
        files = "\n".join(f"{path}\n{_indented(text)}" for path, text in self._files.items())
        return f"{files}\n{self._commands_shown}"

    @property
    def is_installed(self) -> bool:
        return any(path.exists() for path in self._files)

    def install(self) -> None:
        """Writes the units and starts the timer. Raises Changed for a file that is not ours, CotwError."""
        for path in self._files:
            if path.exists() and not path.read_text(errors="replace").startswith(_OURS):
                raise Changed(f"{path} is there already and was not made by cotw", hint="move it away first")
        make_folder(self.folder)
        for path, text in self._files.items():
            atomic_write(path, text.encode(), _MODE)
        for command in self._starting:
            do(command, self.environment)

    def uninstall(self) -> None:
        """Stops the timer and removes the units; those that somebody else wrote stay. Raises CotwError."""
        do(self._systemctl("disable", "--now", f"{self.timer.name}.timer"), self.environment)
        for path in self._files:
            if path.exists() and path.read_text(errors="replace").startswith(_OURS):
                path.unlink()
        do(self._systemctl("daemon-reload"), self.environment)

    @property
    def _files(self) -> dict[Path, str]:
        command = " ".join(map(_quoted, self.timer.words))
        service = (
            f"{_OURS}[Unit]\nDescription=COTW nightshift\n\n"
            f"[Service]\nType=oneshot\nExecStart={command}\nNice=10\n"
        )
        when = f"*-*-* {self.timer.begins:%H:%M}:00 {self.timer.zone}"
        timer = (
            f"{_OURS}[Unit]\nDescription=COTW nightshift\n\n"
            f"[Timer]\nOnCalendar={when}\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n"
        )
        name = self.timer.name
        return {self.folder / f"{name}.service": service, self.folder / f"{name}.timer": timer}

    @property
    def _starting(self) -> list[list[str]]:
        name = f"{self.timer.name}.timer"
        return [self._systemctl("daemon-reload"), self._systemctl("enable", "--now", name)]

    @property
    def _commands_shown(self) -> str:
        return "\n".join(" ".join(command) for command in self._starting)

    def _systemctl(self, *words: str) -> list[str]:
        return ["systemctl", "--user", *words]


def systemd_timer(timer: Timer, home: Path, environment: Mapping[str, str]) -> SystemdTimer | None:
    """The timer for the person whose folder `home` is; None where systemd does not work for users."""
    if not is_there("systemctl", environment):
        return None
    if answer(["systemctl", "--user", "show-environment"], environment).returncode:
        return None
    return SystemdTimer(timer, unit_folder(home, environment), environment)


def unit_folder(home: Path, environment: Mapping[str, str]) -> Path:
    """Where systemd looks for the units of the person whose folder `home` is."""
    return Path(environment.get("XDG_CONFIG_HOME") or home / ".config") / "systemd" / "user"


def _quoted(word: str) -> str:
    """A word of a command as systemd reads it."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"'


def _indented(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.splitlines())
