"""Projects: what the manifests of a folder say about its languages, its packages and how it is tested.

Read only, nothing is run; of what the manifests say only well-known names of scripts and targets are taken.
"""

from __future__ import annotations

import json
import os
import re
import stat
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MOST_BYTES = 1 << 20
# What people call the commands that are worth knowing.
_KNOWN = ("test", "check", "lint", "format", "build", "dev", "start", "demo")
_TARGET = re.compile(r"^([a-zA-Z][\w-]{0,39})(?:[ \t][^:=\n]{0,200})?:(?!=)", re.MULTILINE)
_MODULE = re.compile(r"^module\s+(\S+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with manifests: its name, where it lies, and what is known of it."""

    name: str
    place: str
    languages: tuple[str, ...]
    packages: tuple[str, ...]
    commands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Facts:
    name: str = ""
    language: str = ""
    package: str = ""
    commands: tuple[str, ...] = ()


def find_project(folder: Path, home_folder: Path) -> Project | None:
    """What is known of the project in `folder`; None where no manifest lies there."""
    facts = [fact for name, read in _MANIFESTS.items() for fact in _read(folder, name, read)]
    if not facts:
        return None
    place = folder.absolute()
    shown = f"~/{place.relative_to(home_folder)}" if place.is_relative_to(home_folder) else str(place)
    return Project(
        name=next((fact.name for fact in facts if fact.name), place.name),
        place=shown,
        languages=_once(fact.language for fact in facts),
        packages=_once(fact.package for fact in facts),
        commands=_once(command for fact in facts for command in fact.commands),
    )


def _once(words: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))


def _read(folder: Path, name: str, read: Callable[[Path, str], _Facts]) -> Iterator[_Facts]:
    text = _text(folder / name)
    if text is not None:
        try:
            yield read(folder, text)
        except (ValueError, TypeError, AttributeError, RecursionError):
            # A manifest that cannot be parsed still tells that there is one.
            yield _Facts()


def _text(path: Path) -> str | None:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        return None
    with os.fdopen(handle, "rb") as stream:
        return stream.read(_MOST_BYTES).decode("utf-8", "replace")


def _python(folder: Path, text: str) -> _Facts:
    document = tomllib.loads(text)
    project, tools = _table(document, "project"), _table(document, "tool")
    name = project.get("name") or _table(tools, "poetry").get("name")
    run, package = "", "pip"
    if (folder / "uv.lock").exists() or "uv" in tools:
        run, package = "uv run ", "uv"
    elif (folder / "poetry.lock").exists() or "poetry" in tools:
        run, package = "poetry run ", "poetry"
    tests = "pytest" in tools or (folder / "tests").is_dir()
    commands = [f"{run}pytest"] * tests + [f"{run}ruff check ."] * ("ruff" in tools)
    commands += [f"{run}mypy"] * ("mypy" in tools)
    return _Facts(_word(name), _versioned("Python", project.get("requires-python")), package, tuple(commands))


def _node(folder: Path, text: str) -> _Facts:
    document = json.loads(text)
    locks = {"pnpm-lock.yaml": "pnpm", "yarn.lock": "yarn", "bun.lock": "bun", "bun.lockb": "bun"}
    package = next((name for lock, name in locks.items() if (folder / lock).exists()), "npm")
    scripts = _table(document, "scripts")
    commands = tuple(f"{package} run {name}" for name in _KNOWN if name in scripts)
    language = "TypeScript" if (folder / "tsconfig.json").exists() else "JavaScript"
    return _Facts(_word(document.get("name")), language, package, commands)


def _rust(folder: Path, text: str) -> _Facts:
    name = _table(tomllib.loads(text), "package").get("name")
    return _Facts(_word(name), "Rust", "cargo", ("cargo test", "cargo build"))


def _go(folder: Path, text: str) -> _Facts:
    hit = _MODULE.search(text)
    return _Facts(hit[1].rpartition("/")[2] if hit else "", "Go", "go", ("go test ./...",))


def _made(program: str) -> Callable[[Path, str], _Facts]:
    """Reads the targets of a Makefile or justfile."""

    def read(folder: Path, text: str) -> _Facts:
        targets = set(_TARGET.findall(text))
        return _Facts(commands=tuple(f"{program} {name}" for name in _KNOWN if name in targets))

    return read


def _plain(language: str, package: str, *commands: str) -> Callable[[Path, str], _Facts]:
    """A manifest whose being there is all that is taken of it."""
    return lambda folder, text: _Facts("", language, package, commands)


_MANIFESTS: dict[str, Callable[[Path, str], _Facts]] = {
    "pyproject.toml": _python,
    "setup.py": _plain("Python", "pip"),
    "requirements.txt": _plain("Python", "pip"),
    "tox.ini": _plain("Python", "", "tox"),
    "package.json": _node,
    "Cargo.toml": _rust,
    "go.mod": _go,
    "pom.xml": _plain("Java", "Maven", "mvn test"),
    "build.gradle": _plain("Java", "Gradle", "gradle test"),
    "build.gradle.kts": _plain("Kotlin", "Gradle", "gradle test"),
    "Gemfile": _plain("Ruby", "Bundler"),
    "composer.json": _plain("PHP", "Composer"),
    "mix.exs": _plain("Elixir", "Mix", "mix test"),
    "CMakeLists.txt": _plain("C or C++", "", "cmake -B build", "cmake --build build"),
    "Makefile": _made("make"),
    "justfile": _made("just"),
}


def _table(document: Any, key: str) -> dict[str, Any]:
    value = document.get(key)
    return value if isinstance(value, dict) else {}


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def _versioned(language: str, wanted: object) -> str:
    hit = (
        re.fullmatch(r"\s*([<>=~!^]{1,2}\s*\d[\d.]*)\s*(?:,.*)?", wanted) if isinstance(wanted, str) else None
    )
    return f"{language} {hit[1]}" if hit else language
