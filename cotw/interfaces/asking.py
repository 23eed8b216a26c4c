"""Asking: who answers a command – the keeper of its home where there is one, else the command itself.

Both do the same `operations`, so that both give the same answer. A keeper that dies, is too slow or is not
to be asked (another version, other settings) is not noticed: whoever asks works for itself. Whatever is
asked may therefore be done twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any

from cotw import errors
from cotw.errors import CotwError, Locked, ModelMissing
from cotw.wire.calling import Call, NoKeeper, Refused, ask_keeper
from cotw.wire.frames import Broken

if TYPE_CHECKING:
    from cotw.memory import Memory

# A keeper answers in a tenth of a second, or in some while it begins, and leaves a source out that takes 15;
# one that hangs is not waited for.
_PATIENCE_SECONDS = 20.0
# How it is it says at once, whatever it is at.
_HEARD_SECONDS = 2.0
# A keeper waits for locks less than a person does, and makes no encoder ready.
_KEEPERS_OWN = (Locked, ModelMissing)


class Answers:
    """Answers of one home to several questions; close it by leaving the `with` block.

    `environment` holds the settings that a keeper must agree with; `open_memory` opens the home in this
    process, once, when there is nobody to be asked.
    """

    def __init__(
        self,
        root: str,
        environment: Mapping[str, str],
        open_memory: Callable[[], AbstractContextManager[Memory]],
        *,
        wait_seconds: float,
    ) -> None:
        self._root, self._environment = root, environment
        self._open_memory = open_memory
        self._seconds = min(wait_seconds, _PATIENCE_SECONDS)
        self._own: Memory | None = None
        self._opened = ExitStack()

    def __enter__(self) -> Answers:
        return self

    def __exit__(self, *failure: Any) -> None:
        self._opened.__exit__(*failure)

    @contextmanager
    def to(self, what: str, wanted: Mapping[str, Any], *, alone: bool = False) -> Iterator[dict[str, Any]]:
        """The answer to `wanted` of the operation `what`; shown inside of the `with`, where that matters.

        `alone`: this process is to answer it, for example because it is too much to be sent.
        """
        with ExitStack() as line:
            answer = None
            if self._own is None and not alone:
                asked = asked_keeper(self._root, self._environment, what, wanted, seconds=self._seconds)
                answer = line.enter_context(asked)
            if answer is None:
                answer = line.enter_context(self._answered_here(what, wanted))
            yield answer

    def ask(self, what: str, wanted: Mapping[str, Any], *, alone: bool = False) -> dict[str, Any]:
        """The answer, where nothing depends on whether it is shown."""
        with self.to(what, wanted, alone=alone) as answer:
            return answer

    def _answered_here(self, what: str, wanted: Mapping[str, Any]) -> AbstractContextManager[dict[str, Any]]:
        from cotw.interfaces.operations import OPERATIONS

        if self._own is None:
            self._own = self._opened.enter_context(self._open_memory())
        return OPERATIONS[what](self._own, wanted)


@contextmanager
def asked_keeper(
    root: str, environment: Mapping[str, str], what: str, wanted: Mapping[str, Any], *, seconds: float
) -> Iterator[dict[str, Any] | None]:
    """The answer of the keeper at `root`; None where nobody answers. Raises the errors that it met.

    With `wait_shown` in what is wanted, the keeper is told that the answer was shown once the block has
    ended well.
    """
    call = Call(root, environment, seconds)
    with ExitStack() as line:
        answer = None
        try:
            ask_keeper(root, environment, "status", seconds=min(seconds, _HEARD_SECONDS))
            answer = line.enter_context(call).ask(what, wanted)
        except (NoKeeper, Broken):
            line.close()
        except Refused as refused:
            if (error := _error_of(refused)) is not None:
                raise error from None
        yield answer
        if answer is not None and wanted.get("wait_shown"):
            with suppress(Broken):
                call.tell_shown()


def _error_of(refused: Refused) -> CotwError | None:
    """The same error as the keeper's; None for one that is its own, or that is not known here."""
    known = getattr(errors, refused.kind, None)
    if isinstance(known, type) and issubclass(known, CotwError) and not issubclass(known, _KEEPERS_OWN):
        return known(refused.message, hint=refused.hint)
    return None
