"""The settings there are, each with its default and its meaning; units stand in the names.

What may be changed in a home's `config.yaml` is here; `config` reads it.
"""

from __future__ import annotations

from cotw.settings.continuity import (
    ContextSettings,
    ContinuitySettings,
    IdentitySettings,
    SettledSettings,
    TopicSettings,
)
from cotw.settings.hooks import HookSettings
from cotw.settings.keeping import (
    ArchiveSettings,
    EmbeddingSettings,
    HomeSettings,
    IndexSettings,
    IngestSettings,
    KeeperSettings,
    LearnSettings,
)
from cotw.settings.language import LanguageSettings
from cotw.settings.nightshift import NightshiftSettings
from cotw.settings.recall import ModeSettings, RecallSettings
from cotw.settings.reflection import ReflectionSettings
from cotw.settings.section import Section

# What is kept, what goes where, who the agent is and what it may propose: a person alone changes these.
PROTECTED = frozenset({"archive", "identity", "language", "modes", "reflection"})

__all__ = [
    "PROTECTED",
    "ArchiveSettings",
    "Config",
    "ContextSettings",
    "ContinuitySettings",
    "EmbeddingSettings",
    "HomeSettings",
    "HookSettings",
    "IdentitySettings",
    "IndexSettings",
    "IngestSettings",
    "KeeperSettings",
    "LanguageSettings",
    "LearnSettings",
    "ModeSettings",
    "NightshiftSettings",
    "RecallSettings",
    "ReflectionSettings",
    "SettledSettings",
    "TopicSettings",
]


class Config(Section):
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
    language: LanguageSettings = LanguageSettings()
    reflection: ReflectionSettings = ReflectionSettings()
    hooks: HookSettings = HookSettings()
    keeper: KeeperSettings = KeeperSettings()
    nightshift: NightshiftSettings = NightshiftSettings()
