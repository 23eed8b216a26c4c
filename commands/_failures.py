"""How failures are told: one sentence, a hint where something can be done, and the exit code.

Three kinds arrive here: our own errors, which carry all three; Typer's, when a command line cannot be read;
and whatever the system says when a disk is full or a folder closed – from Python as OSError, from the
databases in words of their own. Anything else is a defect of ours, told without a traceback.
"""

from __future__ import annotations

import errno
import re
import sys

import typer
from typer.exceptions import TyperException

from cotw.commands._common import say
from cotw.errors import CotwError

_ERRNO_IN_TEXT = re.compile(r"\b(?:os error|errno)[ :]*(\d+)", re.IGNORECASE)
_WORDS_FOR_FULL = ("no space left on device", "disk is full", "disk full")

_SAID_BEFORE = ("--home", "--wait", "--color", "--no-color")  # the app's own options

_MAKE_ROOM = "make room and run it again; nothing acknowledged is lost"
_LOOK_AT_OWNER = "look at the owner and the permissions of that path"
_DISK_SENTENCES = {
    errno.ENOSPC: ("there is no space left on the disk", _MAKE_ROOM),
    errno.EDQUOT: ("your disk quota is used up", _MAKE_ROOM),
    errno.EROFS: ("the file system is read-only", "mount it writable, or choose a home with --home DIR"),
    errno.EACCES: ("permission was denied", _LOOK_AT_OWNER),
    errno.EPERM: ("the system does not permit it", _LOOK_AT_OWNER),
}


def tell(error: Exception) -> int:
    """Print `error` on stderr as a person should read it; returns the exit code."""
    match error:
        case CotwError():
            return _say(error.message, error.hint, error.exit_code)
        case TyperException():
            return _tell_usage(error)
        case typer.Abort():
            return _say("stopped; nothing was changed", "", 1)
        case _:
            return _tell_disk(error) or _tell_defect(error)


def _tell_usage(error: TyperException) -> int:
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":  # a group without a verb; the message is its help
        print(error.format_message(), file=sys.stderr)
        return error.exit_code
    sentence = error.format_message().strip().removesuffix(".")
    hint = f"see: {context.command_path if context is not None else 'cotw'} --help"
    option = getattr(error, "option_name", "")
    if option in _SAID_BEFORE and context is not None and context.parent is not None:
        hint = f"{option} is said before the command: cotw {option} … {context.info_name}"
    return _say(sentence[:1].lower() + sentence[1:], hint, error.exit_code)


def _tell_disk(error: Exception) -> int:
    """0 if this is not the disk's doing."""
    found = _DISK_SENTENCES.get(_system_error(error) or 0)
    if found is None:
        return 0
    sentence, hint = found
    path = getattr(error, "filename", None)
    return _say(f"{sentence}: {path}" if path else sentence, hint, 1)


def _system_error(error: Exception) -> int | None:
    """The errno behind `error`, also where a database has put it into words."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno
    text = str(error)
    if any(words in text.lower() for words in _WORDS_FOR_FULL):
        return errno.ENOSPC
    named = _ERRNO_IN_TEXT.search(text)
    return int(named.group(1)) if named else None


def _tell_defect(error: Exception) -> int:
    first_line = next(iter(str(error).splitlines()), "")
    what = type(error).__name__ + (f": {first_line}" if first_line else "")
    return _say(
        f"this should not have happened ({what})", "run it again with COTW_DEBUG=1 for the details", 1
    )


def _say(message: str, hint: str, code: int) -> int:
    say(f"cotw: {message}")
    if hint:
        say(f"hint: {hint}")
    return code
