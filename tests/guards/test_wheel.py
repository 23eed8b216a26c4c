"""The built package: complete, tidy, and the same whichever way it is built."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


def _build(source: Path, target: str, into: Path) -> Path:
    """Build a `wheel` or an `sdist` of `source`, without isolation and so without any network."""
    pytest.importorskip("hatchling")
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(into)]
    ended = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    (built,) = into.iterdir()
    return built


def _names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout."""
    return _build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sdist, built from the checkout and unpacked."""
    built = _build(ROOT, "sdist", tmp_path_factory.mktemp("sdist"))
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(built) as archive:
        archive.extractall(folder, filter="data")
    (root,) = folder.iterdir()
    return root


def test_nothing_but_cotw_lands_in_site_packages(wheel: Path) -> None:
    """The only top-level names are the package and its metadata."""
    tops = {name.split("/")[0] for name in _names(wheel)}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"cotw"}
    assert len(tops) == 2


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    """Modules, templates and starter files are all there; caches are not."""
    there = {
        f"cotw/{path.relative_to(ROOT / 'cotw')}"
        for folder in ("", "commands", "jobs", "data/templates", "data/identity")
        for path in (ROOT / "cotw" / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    packed = {name for name in _names(wheel) if name.startswith("cotw/")}
    assert packed == there
    assert {"cotw/py.typed", "cotw/commands/app.py", "cotw/data/templates/home_readme.md.j2"} <= packed


def test_a_wheel_from_the_sdist_is_the_same(wheel: Path, sdist_root: Path, tmp_path: Path) -> None:
    """Whoever builds from the sdist gets the same files as who builds from the checkout."""
    assert _names(_build(sdist_root, "wheel", tmp_path)) == _names(wheel)


def test_the_sdist_can_be_tested(sdist_root: Path) -> None:
    """It carries the tests, the sample archive, the pins and the licence."""
    for name in ("tests/guards/test_wheel.py", "examples/archive", "constraints.txt", "Makefile", "LICENSE"):
        assert (sdist_root / name).exists(), name


def test_the_program_and_the_licence_come_along(wheel: Path) -> None:
    """Two console scripts, `cotw` and `cotw-hook`; the licence lies in the metadata."""
    with zipfile.ZipFile(wheel) as archive:
        (scripts,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
        listed = archive.read(scripts).decode().split()
        metadata = scripts.rpartition("/")[0]
        assert f"{metadata}/licenses/LICENSE" in archive.namelist()
    assert listed == [
        "[console_scripts]",
        *("cotw", "=", "cotw.commands.app:main"),
        *("cotw-hook", "=", "cotw.interfaces.hooks.main:main"),
    ]
