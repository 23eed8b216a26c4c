"""Paths: where a home lies, and where in it keeper and hooks meet. Nothing here is read or written.

Paths are text, because `pathlib` takes as long to import as a hook takes to answer.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

# Variables that are no settings: where, when, and how to talk about failures.
NOT_SETTINGS = frozenset({"COTW_HOME", "COTW_NOW", "COTW_DEBUG", "COTW_HOOKS"})
# Set to `off` for whatever COTW starts itself: an agent that it asks must not call its hooks, which would ask
# again.
HOOKS_SWITCH = "COTW_HOOKS"


def home_root(environment: Mapping[str, str]) -> str:
    """The folder of the home: `COTW_HOME`, else the platform's folder for a user's data."""
    named = environment.get("COTW_HOME", "")
    return os.path.abspath(os.path.expanduser(named)) if named else default_root(environment)


def default_root(environment: Mapping[str, str]) -> str:
    """What `platformdirs.user_data_path("cotw", appauthor=False)` says, which imports too much for a hook."""
    home = os.path.expanduser("~")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Application Support", "cotw")
    data = environment.get("XDG_DATA_HOME", "").strip()
    return os.path.join(data or os.path.join(home, ".local", "share"), "cotw")


def run_folder(root: str) -> str:
    """The folder of locks, addresses and logs."""
    return os.path.join(root, "run")


def keeper_lock(root: str) -> str:
    """The lock that the one keeper of a home holds while it lives."""
    return os.path.join(root, "run", "keeper.lock")


def keeper_address(root: str) -> str:
    """The file in which the keeper writes where its socket is: that depends on who started it."""
    return os.path.join(root, "run", "keeper.address")


def spool_folder(root: str) -> str:
    """Where hooks leave pointers to transcripts."""
    return os.path.join(root, "spool")


def starts_folder(root: str) -> str:
    """Where lies, ready to be printed, what a session begins with (`cotw.care.starts`)."""
    return os.path.join(root, "cache", "starts")


def hook_log(root: str) -> str:
    """The log of hooks: times and kinds of failures, no word of a conversation."""
    return os.path.join(root, "run", "hooks.jsonl")


def settings_of(environment: Mapping[str, str]) -> dict[str, str]:
    """The settings that somebody gave by environment: who has others is not answered alike."""
    return {
        name: value
        for name, value in sorted(environment.items())
        if name.startswith("COTW_") and name not in NOT_SETTINGS
    }
