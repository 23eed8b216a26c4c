"""Asked: what a person wrote in a prompt, without what a tool or an editor put around it.

A prompt that is just being asked is not in a transcript yet; it is read as it will be read there.
"""

from __future__ import annotations

from cotw.importers.families._claude_text import split_user_text
from cotw.importers.families._codex_text import is_wrapper, split_request
from cotw.records.message import Kind


def asked_in(prompt: str) -> str:
    """The words of the person in `prompt`; empty if a program wrote all of it."""
    if is_wrapper(prompt):
        return ""
    _, request = split_request(prompt)
    return "\n".join(text for kind, text in split_user_text(request) if kind is Kind.HUMAN).strip()
