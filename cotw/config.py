"""The configuration: defaults < `config.yaml` < `COTW_*` variables < flags, and where each value came from.

Unknown names are errors that say which name is nearest. A variable names its section with two underscores:
`COTW_RECALL__LIMIT=10`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from cotw.errors import ConfigError
from cotw.files import atomic_write
from cotw.settings import Config
from cotw.wire.paths import NOT_SETTINGS


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as it stands: dotted name, value, origin (`default`, `config.yaml`, …), meaning."""

    name: str
    value: Any
    origin: str
    description: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """A valid configuration and, for every name that is not a default, where it came from."""

    config: Config
    origins: Mapping[str, str]

    def settings(self) -> Iterator[Setting]:
        """Every setting, in the order of the sections."""
        for section_name, section_field in Config.model_fields.items():
            section = getattr(self.config, section_name)
            assert section_field.annotation is not None
            for name, declared in section_field.annotation.model_fields.items():
                dotted = f"{section_name}.{name}"
                origin = self.origins.get(dotted, "default")
                yield Setting(dotted, getattr(section, name), origin, declared.description or "")


def load(path: Path, environment: Mapping[str, str], flags: Mapping[str, Any] | None = None) -> Loaded:
    """The settings of the home whose `config.yaml` is `path` (a missing file means defaults).

    `flags` are dotted names with values. Raises ConfigError with one sentence and a hint.
    """
    merged: dict[str, dict[str, Any]] = {}
    origins: dict[str, str] = {}
    layers = ((path.name, _from_file(path)), ("environment", _from_environment(environment)), ("flag", flags))
    for origin, values in layers:
        for dotted, value in (values or {}).items():
            section, name = _known_name(dotted, origin)
            merged.setdefault(section, {})[name] = value
            origins[dotted] = origin
    return Loaded(_validated(merged, origins), origins)


def changed_file(path: Path, dotted: str, text: str) -> bytes:
    """The bytes of `path` with one setting changed; comments and order are kept.

    `text` is read as YAML, so `10` is a number and `true` a truth value. Raises ConfigError when the
    result would not be a valid configuration.
    """
    from ruamel.yaml import YAML

    section, name = _known_name(dotted, "command line")
    value = _parse_yaml(text, "the value")
    config = load(path, {}, {dotted: value}).config
    meant = getattr(getattr(config, section), name)
    # YAML's number for an hour of the clock is none that a person would know again.
    value = meant if isinstance(meant, str) else value
    editor = YAML()
    editor.preserve_quotes = True
    document = editor.load(_read(path)) or {}
    if document.get(section) is None:
        document[section] = {}
    document[section][name] = value
    out = StringIO()
    editor.dump(document, out)
    return out.getvalue().encode()


def set_value(path: Path, dotted: str, text: str) -> None:
    """Changes one setting in `path`; see `changed_file`."""
    atomic_write(path, changed_file(path, dotted, text))


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}", hint="it should be UTF-8 text") from error


def _parse_yaml(text: str, what: str) -> Any:
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f" (line {mark.line + 1})" if mark else ""
        raise ConfigError(f"{what} is not valid YAML{place}", hint="check quotes and indentation") from error


def _from_file(path: Path) -> dict[str, Any]:
    document = _parse_yaml(_read(path), str(path))
    if document is None:
        return {}
    if not isinstance(document, dict):
        raise ConfigError(f"{path} should hold sections such as 'recall:'", hint="see: cotw config show")
    flat: dict[str, Any] = {}
    for section, values in document.items():
        if values is None:
            continue
        if not isinstance(values, dict):
            _known_section(str(section), path.name)
            raise ConfigError(
                f"{section} in {path.name} should hold settings, one a line", hint="see: cotw config show"
            )
        flat.update({f"{section}.{name}": value for name, value in values.items()})
    return flat


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for variable, text in environment.items():
        if variable.startswith("COTW_") and variable not in NOT_SETTINGS:
            dotted = variable.removeprefix("COTW_").lower().replace("__", ".", 1)
            flat[dotted] = _parse_yaml(text, variable)
    return flat


def _known_section(section: str, origin: str) -> None:
    if section not in Config.model_fields:
        raise _unknown(section, list(Config.model_fields), origin)


def _known_name(dotted: str, origin: str) -> tuple[str, str]:
    section, _, name = dotted.partition(".")
    known = [setting.name for setting in Loaded(Config(), {}).settings()]
    if dotted not in known:
        raise _unknown(dotted, known, origin)
    return section, name


def _unknown(name: str, known: list[str], origin: str) -> ConfigError:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.0)
    return ConfigError(
        f"there is no setting {name!r} (from the {origin})"
        if origin != "config.yaml"
        else f"there is no setting {name!r} (in config.yaml)",
        hint=f"did you mean {near[0]}? see: cotw config show" if near else "see: cotw config show",
    )


def _validated(merged: dict[str, dict[str, Any]], origins: Mapping[str, str]) -> Config:
    try:
        return Config.model_validate(merged)
    except ValidationError as error:
        first = error.errors()[0]
        dotted = ".".join(str(part) for part in first["loc"][:2])
        reason = first["msg"].removeprefix("Value error, ")
        raise ConfigError(
            f"{dotted} from the {origins.get(dotted, 'config')}: {reason}", hint="see: cotw config show"
        ) from error
