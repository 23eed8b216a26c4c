"""Setting: what a person alone may change in `config.yaml`, and the note of it in the ledger.

Whoever edits the file with a program of their own needs no command for it: what is asked here is that no
agent changes, by a command that it may run, what its person decided about.
"""

from __future__ import annotations

from collections.abc import Mapping

from cotw.config import Setting, changed_file
from cotw.memory import Memory
from cotw.settings import PROTECTED

KIND = "setting"


def is_protected(name: str) -> bool:
    """Whether a setting is for a person to change."""
    return name.partition(".")[0] in PROTECTED


def checked(memory: Memory, name: str, text: str) -> Setting:
    """The setting as it stands, if it could be changed so. Raises ConfigError."""
    changed_file(memory.home.config, name, text)
    return memory.settings(name)[0]


def set_protected(memory: Memory, name: str, text: str, by: Mapping[str, str]) -> Setting:
    """Changes a setting as a person decided; `by` says who: actor and channel. Raises ConfigError."""
    with memory.truth.writing() as writer:
        former = checked(memory, name, text)
        changed = memory.set_setting(name, text)
        line = {"kind": KIND, "name": name, "value": changed.value, "was": former.value, **by}
        writer.record(memory.truth.ledger, line)
    return changed
