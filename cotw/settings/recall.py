"""Settings of recall: how a question is answered, and whose words it may bring."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cotw.settings.section import Section


class RecallSettings(Section):
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


class ModeSettings(Section):
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
