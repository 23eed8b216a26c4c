"""Settings of what is kept, and how: the home, what comes in, the archive, the index."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator

from cotw.clock import zone_named
from cotw.errors import ConfigError
from cotw.settings.section import Section


class HomeSettings(Section):
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


class IngestSettings(Section):
    """Where transcripts come from when nobody names them."""

    # An empty name would stand for all of a person's home directory.
    sources: list[Annotated[str, Field(min_length=1)]] = Field(
        default=[], description="folders, files or patterns that `cotw ingest` takes and --watch follows"
    )


class ArchiveSettings(Section):
    """What of the words that were said is kept."""

    redact: bool = Field(
        False, description="mask secrets before anything is archived; what is archived already stays as it is"
    )


class LearnSettings(Section):
    """How words are kept that come from no transcript."""

    session_gap_hours: float = Field(
        6.0,
        ge=0,
        le=168,
        description="what is learnt so long after the last of its thread begins a new session",
    )
    same_turn_minutes: float = Field(
        10.0,
        ge=0,
        le=1440,
        description="a learnt turn gives way to the same words in a transcript that are no further apart",
    )


class EmbeddingSettings(Section):
    """The encoder that turns text into vectors."""

    model: str = Field(
        "all-MiniLM-L6-v2", min_length=1, description="a sentence-transformers model: name or path"
    )
    batch_size: int = Field(16, ge=1, le=256, description="texts encoded at once")
    threads: int = Field(
        0, ge=0, le=256, description="threads of the encoder while indexing; 0: as many as cores"
    )
    overlap_pieces: int = Field(24, ge=0, le=128, description="word pieces that chunks of long texts share")


class IndexSettings(Section):
    """How the index is kept."""

    vector_index_rows: int = Field(
        5000, ge=256, description="from this many rows on vectors are searched by an IVF_SQ index"
    )
    gather_every_adds: int = Field(24, ge=1, description="gather small additions after this many of them")


class KeeperSettings(Section):
    """The process that stays, so that answers come at once."""

    idle_minutes: float = Field(
        15.0, gt=0, le=10_080, description="the keeper leaves when nobody has asked for so long"
    )
