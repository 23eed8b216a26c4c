"""The language model of a home: which one its settings name, where a prompt to it would go, and its key.

Nothing is sent, started or read by looking at it; the key is read when the model is asked.
"""

from __future__ import annotations

import ipaddress
import os
import stat
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from cotw.errors import ConfigError, ModelMissing
from cotw.memory import Memory
from cotw.models.command_language import CommandModel
from cotw.models.http_language import HttpModel, Reach
from cotw.models.language import LanguageModel
from cotw.settings import LanguageSettings

_LONGEST_KEY = 4096
# What Ollama calls models for which it is a mere go-between: its server here sends all of it on.
_PASSED_ON = ("-cloud", ":cloud")


@dataclass(frozen=True, slots=True)
class Mouth:
    """A language model and the place it speaks from: an endpoint's address, or a program with its arguments.

    What goes to one that `is_here`, at a loopback address, stays on this machine, as far as can be told from
    outside; for all others a person is asked first. What goes to one that `is_open` can be read on its way.
    """

    model: LanguageModel
    place: str
    is_here: bool = False
    is_open: bool = False
    is_program: bool = False


def mouth_of(memory: Memory) -> Mouth:
    """The configured language model. Raises ModelMissing if there is none."""
    mouth = configured(memory)
    if mouth is None:
        raise ModelMissing(
            "no language model is configured",
            hint="how to set one up: cotw model show --help",
        )
    return mouth


def configured(memory: Memory) -> Mouth | None:
    """The configured language model; None if there is none."""
    settings = memory.config.language
    match settings.kind:
        case "http":
            return _endpoint(memory, settings)
        case "command":
            withheld = frozenset({settings.key_env} - {""})
            environment = memory.surroundings.environment
            model = CommandModel(tuple(settings.command), environment, withheld)
            return Mouth(model, model.name, is_program=True)
        case _:
            return None


def _endpoint(memory: Memory, settings: LanguageSettings) -> Mouth:
    parts = urlsplit(settings.base_url)
    loopback = is_loopback(parts.hostname or "")
    reach = Reach(settings.base_url, settings.model, settings.timeout_seconds, settings.retries, loopback)
    model = HttpModel(reach, partial(key_of, memory))
    return Mouth(
        model,
        f"{parts.scheme}://{parts.netloc.lower()}",
        is_here=loopback and not settings.model.lower().endswith(_PASSED_ON),
        is_open=parts.scheme == "http" and not loopback,
    )


def is_loopback(host: str) -> bool:
    """Whether a host is this machine by its very name."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def key_of(memory: Memory) -> str | None:
    """The key of the endpoint; None where the settings name none. Raises ConfigError."""
    settings, surroundings = memory.config.language, memory.surroundings
    if settings.key_env:
        key, where = surroundings.environment.get(settings.key_env, ""), f"the variable {settings.key_env}"
    elif settings.key_file:
        path = surroundings.absolute(settings.key_file)
        if path.resolve().is_relative_to(memory.home.root.resolve()):
            raise ConfigError(
                f"the key in {path} would go into every backup of the home", hint="keep it elsewhere"
            )
        key, where = _read_private(path), str(path)
    else:
        return None
    key = key.strip()
    # Whatever else stands there must not come into a header, nor into a message about it.
    if not key or not key.isascii() or not key.isprintable() or " " in key:
        raise ConfigError(f"there is no key in {where}", hint="one line, the key alone")
    return key


def _read_private(path: Path) -> str:
    """What a file holds that nobody but its owner can read. Raises ConfigError for any other."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}", hint="see language.key_file") from None
    with os.fdopen(handle, "rb") as stream:
        found = os.fstat(stream.fileno())
        if not stat.S_ISREG(found.st_mode) or found.st_mode & 0o077 or found.st_uid != os.getuid():
            raise ConfigError(f"others could read the key in {path}", hint=f"chmod 600 {path}")
        return stream.read(_LONGEST_KEY).decode("ascii", "replace")
