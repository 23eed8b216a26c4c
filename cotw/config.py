"""Settings: defaults < `config.yaml` < `COTW_*` variables < flags, and where each value came from.

Every setting has a default here, with its unit in its name. Unknown names are errors that say which
name is nearest. A variable names its section with two underscores: `COTW_RECALL__LIMIT=10`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from cotw.clock import zone_named
from cotw.errors import ConfigError
from cotw.files import atomic_write

# Variables of the surroundings, not settings of a home.
SURROUNDINGS = frozenset({"COTW_HOME", "COTW_NOW", "COTW_DEBUG"})


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class HomeSettings(_Section):
    """Whose memory this is, and where its days begin."""

    name: str = Field("agent", min_length=1, max_length=80, description="the agent's name, as shown")
    timezone: str = Field("UTC", description="IANA time zone of the person: decides where a day ends")

    @field_validator("timezone")
    @classmethod
    def _known(cls, name: str) -> str:
        try:
            zone_named(name)
        except ConfigError as error:
            raise ValueError(error.message) from None
        return name


class IngestSettings(_Section):
    """Where transcripts come from when nobody names them."""

    # An empty name would stand for all of a person's home directory.
    sources: list[Annotated[str, Field(min_length=1)]] = Field(
        default=[], description="folders, files or patterns that `cotw ingest` takes and --watch follows"
    )


class ArchiveSettings(_Section):
    """What of the words that were said is kept."""

    redact: bool = Field(
        False, description="mask secrets before anything is archived; what is archived already stays as it is"
    )


class EmbeddingSettings(_Section):
    """The encoder that turns text into vectors."""

    model: str = Field(
        "all-MiniLM-L6-v2", min_length=1, description="a sentence-transformers model: name or path"
    )
    batch_size: int = Field(16, ge=1, le=256, description="texts encoded at once")
    threads: int = Field(
        0, ge=0, le=256, description="threads of the encoder while indexing; 0: as many as cores"
    )
    overlap_pieces: int = Field(24, ge=0, le=128, description="word pieces that chunks of long texts share")


class IndexSettings(_Section):
    """How the index is kept."""

    vector_index_rows: int = Field(
        5000, ge=256, description="from this many rows on vectors are searched by an IVF_SQ index"
    )
    gather_every_adds: int = Field(24, ge=1, description="gather small additions after this many of them")


class RecallSettings(_Section):
    """How a question is answered."""

    limit: int = Field(5, ge=1, le=200, description="hits shown")
    candidates: int = Field(50, ge=1, le=1000, description="exchanges each path proposes")
    fusion: Literal["scores", "ranks"] = Field(
        "scores", description="what of the paths is added up: scores, or ranks (Reciprocal Rank Fusion)"
    )
    rrf_k: float = Field(10.0, gt=0, description="the constant of Reciprocal Rank Fusion")
    semantic_weight: float = Field(1.0, ge=0, description="weight of the semantic path")
    keyword_weight: float = Field(1.0, ge=0, description="weight of the keyword path")
    graph_weight: float = Field(
        0.0, ge=0, description="weight of the graph path: what the question names, and what is linked with it"
    )
    context_weight: float = Field(
        0.5, ge=0, description="weight of what was said around it; meaning and words together weigh 1"
    )
    context_half_exchanges: float = Field(
        3.0, gt=0, description="what was said so many exchanges away counts half"
    )
    words_weight: float = Field(
        0.15, ge=0, description="weight of the share of the question's words, the rarer the more"
    )
    nearby_weight: float = Field(
        0.3, ge=0, description="weight of the share of its words that stand in a hit or around it"
    )
    cues_weight: float = Field(
        0.35,
        ge=0,
        description="weight of a time in the text if asked when, half as much of a number if how many",
    )
    temporal_weight: float = Field(
        0.4, ge=0, description="weight of what was said in the time a question names"
    )
    order_weight: float = Field(
        0.3, ge=0, description="weight of the order asked for by 'the first time' or 'the last'"
    )
    anchor_weight: float = Field(
        0.0, ge=0, description="weight of what was said before or after an event the question names"
    )
    recency_weight: float = Field(
        0.0, ge=0, description="weight of what was said lately, for questions that name no time"
    )
    recency_half_life_days: float = Field(14.0, gt=0, description="what was said so long ago counts half")
    pins_weight: float = Field(0.2, ge=0, description="weight of the question's names, the rarer the more")
    thread_boost: float = Field(
        1.4, ge=1, le=10, description="what was said in the thread that is asked from counts so much more"
    )
    mode_boost: float = Field(
        1.2, ge=1, le=10, description="what was said in the mode that is asked in counts so much more"
    )
    noise_penalty: float = Field(
        0.8, ge=0, le=1, description="share taken from exchanges that ask for a memory and get none"
    )
    standing_weight: float = Field(
        1.5, ge=0, description="weight of standing instructions and preferences that fit the question"
    )
    min_standing_cosine: float = Field(
        0.30, ge=-1, le=1, description="nearness a standing instruction needs that is no hit otherwise"
    )
    distil: bool = Field(True, description="leave out of a question what only says that it asks")
    min_cosine: float = Field(
        0.50, ge=-1, le=1, description="nearness a hit needs that holds none of the question's words"
    )
    min_word_share: float = Field(
        1.0, ge=0, le=2, description="share of its words a hit needs that is not near; some of both adds up"
    )
    inject_threshold: float = Field(
        0.60, ge=0, le=2, description="evidence a prompt needs to be given exchanges; more is stricter"
    )
    snippet_characters: int = Field(240, ge=40, le=4000, description="length of a snippet")


class ModeSettings(_Section):
    """Which mode a transcript belongs to when it does not say so itself."""

    default: str = Field("chat", description="mode of everything else")
    by_tool: dict[str, str] = Field(
        default=dict.fromkeys(("aider", "claude-code", "codex", "gemini-cli", "specstory"), "code"),
        description="mode of what a tool wrote, by the tool's name",
    )


class Config(_Section):
    """All settings of a home."""

    home: HomeSettings = HomeSettings()
    ingest: IngestSettings = IngestSettings()
    archive: ArchiveSettings = ArchiveSettings()
    embedding: EmbeddingSettings = EmbeddingSettings()
    index: IndexSettings = IndexSettings()
    recall: RecallSettings = RecallSettings()
    modes: ModeSettings = ModeSettings()


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
    load(path, {}, {dotted: value})
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
        if variable.startswith("COTW_") and variable not in SURROUNDINGS:
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
