"""Programs: which of some well-known tools this machine has, and in which version.

Nothing is run but a known tool's own `--version`, with little in its environment, no input, and no time to do
anything else; tools that would fetch something, or take long to say it, are named without asking them.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

# What is asked for its version, by what it is for: name and the argument that asks.
_ASKED = {
    "Languages": (
        "python3 --version,node --version,rustc --version,go version,ruby --version,php --version,"
        "perl --version,gcc --version,clang --version,deno --version,bun --version"
    ),
    "Packages": "uv --version,pip3 --version,npm --version,cargo --version,apt-get --version,brew --version",
    "Tools": (
        "git --version,make --version,just --version,cmake --version,docker --version,podman --version,"
        "gh --version,jq --version,rg --version,sqlite3 --version,psql --version,ffmpeg -version,"
        "pandoc --version"
    ),
}
# Named only: they start a virtual machine, or may fetch themselves first.
_NAMED = {
    "Languages": "java dotnet swift",
    "Packages": "pnpm yarn poetry conda mvn gradle dnf pacman nix",
    "Tools": "kubectl terraform",
}
_SECONDS = 2.0
_AT_A_TIME = 4
_VERSION = re.compile(rb"\d+(?:\.\d+)+(?:[a-z]+\d+)?")
_MOST_OUTPUT = 4096
# Shims of package managers must not fetch what they stand for.
_QUIET = {"LC_ALL": "C", "COREPACK_ENABLE_NETWORK": "0", "RUSTUP_AUTO_INSTALL": "0", "GOTOOLCHAIN": "local"}


@dataclass(frozen=True, slots=True)
class Program:
    """A tool that is there; `version` is empty where it did not say."""

    name: str
    kind: str
    version: str


def system() -> str:
    """The operating system and processor."""
    return f"{platform.system()} {platform.machine()}"


def find_programs(search_path: str, home_folder: Path, *, without: Sequence[Path] = ()) -> list[Program]:
    """The known tools on `search_path`; what lies in a folder of `without` is a project's own."""
    folders = os.pathsep.join(_trusted(search_path, without))
    asked = [
        (kind, command.split()[0], command.split()[1])
        for kind, commands in _ASKED.items()
        for command in commands.split(",")
    ]
    named = [(kind, name, "") for kind, names in _NAMED.items() for name in names.split()]
    every = [(kind, name, how, shutil.which(name, path=folders)) for kind, name, how in (*asked, *named)]
    there = [(kind, name, how, Path(path)) for kind, name, how, path in every if path]
    environment = {"PATH": folders, "HOME": str(home_folder), **_QUIET}
    with ThreadPoolExecutor(_AT_A_TIME, "cotw-version") as pool:
        versions = pool.map(lambda one: version_of(one[3], one[2], environment) if one[2] else "", there)
        found = [
            Program(name, kind, version) for (kind, name, _, _), version in zip(there, versions, strict=True)
        ]
    order = list(_ASKED)
    return sorted(found, key=lambda one: order.index(one.kind))


def version_of(path: Path, how: str, environment: dict[str, str], seconds: float = _SECONDS) -> str:
    """The version a program says when asked; empty if it says none in time."""
    with tempfile.TemporaryFile() as said, tempfile.TemporaryDirectory(prefix="cotw-") as elsewhere:
        try:
            # In an empty folder, so that no project's settings tell it what to be; in a session of its own,
            # so that it can be ended with all it started.
            process = subprocess.Popen(
                [path, how],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                cwd=elsewhere,
                env=environment,
                start_new_session=True,
            )
        except OSError:
            return ""
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return ""
        said.seek(0)
        hit = _VERSION.search(said.read(_MOST_OUTPUT)) if process.returncode == 0 else None
    return hit[0].decode() if hit else ""


def _trusted(search_path: str, without: Sequence[Path]) -> list[str]:
    """The folders of the path that are named in full and belong to no project that is looked at."""
    folders = [Path(one) for one in search_path.split(os.pathsep) if one]
    owned = [folder.resolve() for folder in without]
    return [
        str(folder)
        for folder in folders
        if folder.is_absolute() and not any(folder.resolve().is_relative_to(one) for one in owned)
    ]
