"""The settings there are, each with its default and its meaning; units stand in the names.

What may be changed in a home's `config.yaml` is here; `config` reads it.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from cotw.clock import zone_named
from cotw.errors import ConfigError


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


class LearnSettings(_Section):
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


class ContinuitySettings(_Section):
    """How sessions end and hand over to the next, and when a thread has become too long."""

    interrupted_after_hours: float = Field(
        2.0, gt=0, description="a session without a word for so long is interrupted"
    )
    over_after_hours: float = Field(
        6.0, gt=0, description="without a word for so long it is over; what comes then takes it up again"
    )
    consolidate_after_compactions: int = Field(
        5, ge=1, description="a thread whose sessions were compacted so often asks for consolidation"
    )
    handoff_pause_seconds: float = Field(
        60.0, ge=0, description="in a pause a handoff is written again after so long"
    )
    handoff_pause_exchanges: int = Field(3, ge=1, description="or after so many new exchanges")
    handoff_first_exchanges: int = Field(
        20, ge=0, le=1000, description="exchanges that a handoff reads of how it began"
    )
    handoff_last_exchanges: int = Field(100, ge=1, le=1000, description="and of how it went on last")
    handoff_claim_seconds: float = Field(
        60.0,
        gt=0,
        description="a handoff that was taken and not shown for so long is there to be taken again",
    )
    warm_start_tokens: int = Field(250, ge=40, le=2000, description="length of a thread's warm start")
    warm_start_timeout_seconds: float = Field(
        8.0, gt=0, description="so long a language model is waited for; then the rules' words are taken"
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.over_after_hours < self.interrupted_after_hours:
            raise ValueError("over_after_hours must not be less than interrupted_after_hours")
        return self


class ContextSettings(_Section):
    """What an agent is given for one turn."""

    budget_tokens: int = Field(2000, ge=100, le=100_000, description="size of the block for a turn")
    side_characters: int = Field(
        800, ge=80, le=8000, description="of an exchange at most so much of what either side said"
    )
    source_seconds: float = Field(
        15.0, gt=0, le=120, description="a source that takes longer is left out of the block"
    )


class SettledSettings(_Section):
    """What a person has settled, and how much of it a prompt is told: truth table and bound files."""

    truth_rows: int = Field(12, ge=0, le=100, description="rows of the truth table that a prompt is told")
    truth_characters: int = Field(800, ge=0, le=20_000, description="characters of these rows together")
    knowledge_limit: int = Field(3, ge=0, le=50, description="facts of bound files that a prompt is told")
    knowledge_characters: int = Field(600, ge=0, le=20_000, description="characters of these facts together")
    min_knowledge_cosine: float = Field(
        0.28, ge=-1, le=1, description="nearness a fact needs that holds few of the question's words"
    )
    file_limit_bytes: int = Field(1_000_000, ge=1000, description="larger bound files are not read")
    folder_limit_files: int = Field(1000, ge=1, description="files read of one bound folder")


class ModeSettings(_Section):
    """Which mode a transcript belongs to when it does not say so itself."""

    default: str = Field("chat", description="mode of everything else")
    by_tool: dict[str, str] = Field(
        default=dict.fromkeys(("aider", "claude-code", "codex", "gemini-cli", "specstory"), "code"),
        description="mode of what a tool wrote, by the tool's name",
    )
    sees: dict[str, list[str]] = Field(
        default={
            "chat": ["chat", "booth"],
            "booth": ["booth", "chat"],
            "code": ["code"],
            "robot": ["robot", "chat"],
        },
        description="whose words may be put before an agent in a mode; one not named here sees its own",
    )

    def seen_from(self, mode: str) -> frozenset[str]:
        """The modes whose words an agent in `mode` may be given."""
        return frozenset(self.sees.get(mode, [mode]))


class IdentitySettings(_Section):
    """How much of who it is an agent is told at the start of a session; 4,000 tokens in all by default."""

    soul_tokens: int = Field(800, ge=0, description="budget of SOUL.md; what a layer leaves goes to the next")
    agents_tokens: int = Field(800, ge=0, description="budget of AGENTS.md")
    anchor_tokens: int = Field(500, ge=0, description="budget of ANCHOR.md")
    tools_tokens: int = Field(500, ge=0, description="budget of TOOLS.md")
    standing_tokens: int = Field(200, ge=0, description="budget of the standing")
    memory_tokens: int = Field(400, ge=0, description="budget of identity/memory/, newest day first")
    handoff_tokens: int = Field(600, ge=0, description="budget of the session handoff")
    continuity_tokens: int = Field(150, ge=0, description="budget of what is told of the past")
    graph_tokens: int = Field(50, ge=0, description="budget of who and what is linked")
    posture_tokens: int = Field(200, ge=0, description="budget of a posture, beside the layers")
    memory_days: int = Field(
        7, ge=0, le=366, description="days of identity/memory/ that are told; today's too"
    )

    @property
    def total_tokens(self) -> int:
        """The budget of all layers together."""
        names = (name for name in type(self).model_fields if name.endswith("_tokens"))
        return sum(int(getattr(self, name)) for name in names) - self.posture_tokens


class TopicSettings(_Section):
    """What is spoken of."""

    half_life_days: float = Field(
        14.0, gt=0, description="how fresh a topic is: what was said so long ago counts half"
    )


class Config(_Section):
    """All settings of a home."""

    home: HomeSettings = HomeSettings()
    ingest: IngestSettings = IngestSettings()
    archive: ArchiveSettings = ArchiveSettings()
    learn: LearnSettings = LearnSettings()
    embedding: EmbeddingSettings = EmbeddingSettings()
    index: IndexSettings = IndexSettings()
    recall: RecallSettings = RecallSettings()
    context: ContextSettings = ContextSettings()
    modes: ModeSettings = ModeSettings()
    continuity: ContinuitySettings = ContinuitySettings()
    identity: IdentitySettings = IdentitySettings()
    settled: SettledSettings = SettledSettings()
    topics: TopicSettings = TopicSettings()
