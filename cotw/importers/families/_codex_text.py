"""Who wrote a text that Codex stores as the user's: the person, or Codex and the editor around it."""

from __future__ import annotations

import re

# Elements that Codex puts into the user's turn (codex-rs/core/src/context); they may be cut off.
_ELEMENTS = frozenset(
    {
        "environment_context",
        "user_instructions",
        "user_shell_command",
        "user_action",
        "turn_aborted",
        "subagent_notification",
        "codex_internal_context",
        "goal_context",
        "hook_prompt",
        "extension_context",
        "skill",
    }
)
_BEGINNINGS = (
    "# AGENTS.md instructions",
    "Warning: The maximum number of unified exec processes",
    "Warning: apply_patch was requested via",
    "Warning: Your account was flagged",
    "Codex could not read the local image at `",
)
_OPENING = re.compile(r"\s*<([a-z]+(?:[-_][a-z]+)*)(?:\s[^<>]{0,500})?>", re.IGNORECASE)
# Stands by itself before and after an image or a recording.
_IMAGE_TAG = re.compile(r"\s*</?(?:local_)?(?:image|audio)\b[^<>]*>\s*")
# Editors write what is open and selected before a prompt, under headings of their own.
_REQUEST = re.compile(r"^## My request for [^\n:]{1,40}:", re.MULTILINE)
_EDITOR = "# Context from my IDE setup:"


def is_wrapper(text: str) -> bool:
    """Whether Codex wrote all of `text`: instructions, its environment, notices.

    An element that is not known is one if it is all there is and its name has several words.
    """
    if text.lstrip().startswith(_BEGINNINGS):
        return True
    opening = _OPENING.match(text)
    if opening is None:
        return False
    name = opening[1].lower()
    compound = "_" in name or "-" in name
    return name in _ELEMENTS or (compound and text.rstrip().lower().endswith(f"</{name}>"))


def is_image_tag(text: str) -> bool:
    """Whether `text` only says that an image begins or ends."""
    return _IMAGE_TAG.fullmatch(text) is not None


def split_request(text: str) -> tuple[str, str]:
    """What an editor wrote before a prompt, and the prompt; the first is empty where there was no editor."""
    if text.startswith("# "):
        request = _REQUEST.search(text)
        if request:
            return text[: request.start()].strip(), text[request.end() :].strip()
        if text.startswith(_EDITOR):
            return text, ""
    return "", text
