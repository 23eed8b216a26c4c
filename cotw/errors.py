"""Errors a person can cause or meet: one sentence, a hint, an exit code.

Raised anywhere in the library and caught once, in the command-line app. A bad input *file* is not an
error but a `Problem` in a report, so that one bad file never ends a run.
"""

from __future__ import annotations

from typing import ClassVar


class CotwError(Exception):
    """Something went wrong that a person can understand; `hint` says what to do about it."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(CotwError):
    """The command was called in a way that cannot be meant."""

    exit_code = 2


class Wordless(UsageError):
    """A question holds nothing that can be looked for: "ok, go on"."""


class NothingFound(CotwError):
    """The question was understood and the honest answer is: nothing."""

    exit_code = 4


class NoHome(CotwError):
    """There is no home at the place where one was looked for."""

    exit_code = 10


class Locked(CotwError):
    """Another process held a lock for longer than one was willing to wait."""

    exit_code = 11


class IndexMissing(CotwError):
    """The index has not been built, or belongs to another version."""

    exit_code = 12


class NeedsHuman(CotwError):
    """Only a person at a terminal may do this."""

    exit_code = 20


class ConfigError(CotwError):
    """A setting is unknown or has a value that makes no sense."""

    exit_code = 2


class Changed(CotwError):
    """A file is not what it was when it was read: somebody else wrote it, and it is not written over."""

    exit_code = 3


class DiskTrouble(CotwError):
    """The disk is full, read-only or refuses us; nothing acknowledged has been lost."""


class TruthDamaged(CotwError):
    """A truth file does not say what its digests say it said."""


class BackupDamaged(CotwError):
    """A backup is not whole, or holds what no backup of ours holds."""

    exit_code = 3


class ModelMissing(CotwError):
    """An encoder or language model is not there, was altered, or cannot be used."""


class ModelFailed(ModelMissing):
    """A language model was asked and gave no answer that can be used; `kind` says why in two words.

    It `is_free` if the model had nothing to do with it: it cannot have taken any tokens.
    """

    def __init__(self, message: str, *, kind: str, is_free: bool = False, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.kind = kind
        self.is_free = is_free


class OverBudget(ModelMissing):
    """Asking a language model would cost more than a night may; nothing was sent."""
