"""Binding: a person declares that the Markdown of a file or folder is fact. The ledger holds who and when."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cotw.care.bound_files import MARKDOWN, FileText, look, read
from cotw.errors import NothingFound, UsageError
from cotw.memory import Memory
from cotw.records.fact import Binding
from cotw.records.problem import Problem
from cotw.store.declared import BIND, BINDING_KIND, UNBIND, fold_bindings

_EXAMPLE = "for example: cotw knowledge bind ~/shop/CLAUDE.md"


def bindings(memory: Memory) -> tuple[Binding, ...]:
    """What is bound now."""
    return fold_bindings(memory.truth.ledger.of_kind(BINDING_KIND))


def bindable(memory: Memory, path: Path) -> tuple[Path, list[str]]:
    """The real path, and the files that a binding of `path` would read.

    Raises UsageError for what is not there, no text, or of this home.
    """
    real = path.expanduser().resolve()
    home = memory.home.root.resolve()
    if not real.exists():
        raise UsageError(f"there is nothing at {path}", hint=_EXAMPLE)
    if real.is_relative_to(home):
        raise UsageError(f"{path} lies in the home itself", hint="bind files that you write elsewhere")
    limits = memory.config.settled
    found = look([Binding(str(real), None, memory.clock())], limits, without=home)
    if real.is_dir() and not found.paths:
        raise UsageError(f"{path} holds no Markdown file", hint=f"looked for {', '.join(sorted(MARKDOWN))}")
    if not real.is_dir():
        match read(real, limits):
            case Problem(_, _, reason):
                raise UsageError(f"{path} {reason}", hint="only text files up to that size can be bound")
            case FileText():
                pass
            case None:
                raise UsageError(f"there is nothing at {path}", hint=_EXAMPLE)
    return real, found.paths


def bind(memory: Memory, path: Path, by: Mapping[str, str], *, thread: str | None) -> bool:
    """Binds a file or folder, by its real path, everywhere or to one thread; False if it is so already."""
    real, _ = bindable(memory, path)
    with memory.truth.writing() as writer:
        if any(one.path == str(real) and one.thread == thread for one in bindings(memory)):
            return False
        line = {"kind": BINDING_KIND, "decision": BIND, "path": str(real), "thread": thread, **by}
        writer.record(memory.truth.ledger, line)
    return True


def unbind(memory: Memory, path: Path, by: Mapping[str, str]) -> Binding:
    """Takes a binding back: what stands there is no fact any more. Raises NothingFound if it is not bound."""
    wanted = {str(path), str(path.expanduser().absolute()), str(path.expanduser().resolve())}
    with memory.truth.writing() as writer:
        bound = next((one for one in bindings(memory) if one.path in wanted), None)
        if bound is None:
            raise NothingFound(f"{path} is not bound", hint="see: cotw knowledge list --files")
        line = {"kind": BINDING_KIND, "decision": UNBIND, "path": bound.path, "thread": bound.thread, **by}
        writer.record(memory.truth.ledger, line)
    return bound
