"""A timer is put where the machine has a place for one, and taken away again to the byte."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from cotw.errors import Changed, CotwError, UsageError
from cotw.jobs.installing.astray import examine_timers
from cotw.jobs.installing.crontab import CrontabLine, crontab_line
from cotw.jobs.installing.systemd import SystemdTimer, systemd_timer
from cotw.jobs.installing.timer import Timer
from tests.care.homes import workshop
from tests.care.models import reopened

_CRONTAB = """#!/bin/sh
case "$1" in
  -l) [ -e "$TABLE" ] && cat "$TABLE" || { echo "no crontab for mara" >&2; exit 1; } ;;
  -r) rm "$TABLE" ;;
  -) cat > "$TABLE" ;;
esac
"""
_SYSTEMCTL = """#!/bin/sh
echo "$@" >> "$CALLS"
"""


@pytest.fixture
def timer(tmp_path: Path) -> Timer:
    return Timer(Path("/programs/cotw"), tmp_path / "Mara's 100% home", time(23), time(5), "Europe/Berlin")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A machine with programs that only write down what they are told."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, text in (("crontab", _CRONTAB), ("systemctl", _SYSTEMCTL)):
        (programs / name).write_text(text)
        (programs / name).chmod(0o700)
    return {
        "PATH": f"{programs}:/usr/bin:/bin",
        "TABLE": str(tmp_path / "table"),
        "CALLS": str(tmp_path / "calls"),
    }


def table(environment: dict[str, str]) -> Path:
    return Path(environment["TABLE"])


@pytest.mark.parametrize("before", ["", "MAILTO=mara\n0 7 * * * water-the-plants\n\n# end\n"])
def test_a_line_comes_and_goes(timer: Timer, environment: dict[str, str], before: str) -> None:
    """Once, however often it is installed; all other lines stay as they are, and no crontab is left empty."""
    if before:
        table(environment).write_text(before)
    line = crontab_line(timer, environment)
    assert isinstance(line, CrontabLine)
    line.install()
    line.install()
    assert table(environment).read_text() == f"{before}{timer.crontab_line}\n"
    assert line.is_installed
    line.uninstall()
    assert (table(environment).read_text() if table(environment).exists() else "") == before


def test_a_line_as_cron_reads_it(timer: Timer) -> None:
    """A quoted path, and no bare % in it, which would end the command."""
    assert timer.crontab_line.startswith("0 23 * * * /programs/cotw --home '")
    assert "100\\% home" in timer.crontab_line
    with pytest.raises(UsageError):
        _ = Timer(timer.program, Path("/home/ma\nra"), time(23), time(5), "UTC").crontab_line


def test_a_crontab_that_cannot_be_read_is_not_written_over(
    timer: Timer, environment: dict[str, str], tmp_path: Path
) -> None:
    """A failure is not taken for an empty one."""
    (tmp_path / "bin" / "crontab").write_text("#!/bin/sh\necho 'you may not' >&2; exit 1\n")
    line = crontab_line(timer, environment)
    assert line is not None
    with pytest.raises(CotwError, match="you may not"):
        line.install()


def test_units_come_and_go(timer: Timer, environment: dict[str, str], tmp_path: Path) -> None:
    """Two files, and systemd told of them; it wakes when a night was missed, in the home's time zone."""
    units = systemd_timer(timer, tmp_path, environment)
    assert isinstance(units, SystemdTimer)
    units.install()
    folder = tmp_path / ".config" / "systemd" / "user"
    service, when = sorted(path.read_text() for path in folder.iterdir())
    service, when = (service, when) if "ExecStart" in service else (when, service)
    assert f'"--home" "{tmp_path}/Mara\'s 100%% home" "nightshift" "run" "--until" "05:00"' in service
    assert "OnCalendar=*-*-* 23:00:00 Europe/Berlin\nPersistent=true\n" in when
    units.uninstall()
    assert list(folder.iterdir()) == []
    calls = Path(environment["CALLS"]).read_text().splitlines()
    name = f"{timer.name}.timer"
    assert calls == [
        "--user show-environment",
        "--user daemon-reload",
        f"--user enable --now {name}",
        f"--user disable --now {name}",
        "--user daemon-reload",
    ]


def test_units_of_somebody_else_stay(timer: Timer, environment: dict[str, str], tmp_path: Path) -> None:
    """A file of that name which we did not write is neither written over nor removed."""
    units = systemd_timer(timer, tmp_path, environment)
    assert units is not None
    path = units.folder / f"{timer.name}.timer"
    path.parent.mkdir(parents=True)
    path.write_text("[Timer]\nOnBootSec=5\n")
    with pytest.raises(Changed):
        units.install()
    units.uninstall()
    assert path.read_text() == "[Timer]\nOnBootSec=5\n"


def test_a_machine_without_either(timer: Timer, tmp_path: Path) -> None:
    """Nothing is guessed."""
    nowhere = {"PATH": str(tmp_path)}
    assert crontab_line(timer, nowhere) is None
    assert systemd_timer(timer, tmp_path, nowhere) is None


def test_timers_of_homes_that_are_gone(tmp_path: Path, environment: dict[str, str]) -> None:
    """A moved home does not know the timer of its former place; by the call in it the doctor does."""
    memory = reopened(workshop(tmp_path / "Mara's 100% home"), HOME=str(tmp_path), **environment)
    here, gone = (
        Timer(Path("/programs/cotw"), root, time(23), time(5), "Europe/Berlin")
        for root in (memory.home.root, tmp_path / 'a "former" 100% $home')
    )
    for timer in (here, gone):
        unit = systemd_timer(timer, tmp_path, environment)
        line = crontab_line(timer, environment)
        assert unit is not None
        assert line is not None
        unit.install()
        line.install()
    told = list(examine_timers(memory))
    assert [one.sentence for one in told] == [
        f"the timer {gone.name} calls a home that is not there: {gone.root}"
    ] * 2
    assert "crontab -e" in told[1].remedy
    edited = f"* * * * * 'half  # cotw-nightshift-1234\n{table(environment).read_text()}"
    table(environment).write_text(edited)
    assert len(list(examine_timers(memory))) == 2
