"""`cotw doctor`: what is not as it should be, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cotw.commands._common import Context, emit_json, open_memory, printable, say, waiting
from cotw.errors import NoHome

if TYPE_CHECKING:
    from cotw.care.doctor.examination import Mended


def command(
    ctx: typer.Context,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what can be mended without asking.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The findings as JSON.")] = False,
) -> int:
    """Look at the home and the machine it lies on, and say what is not as it should be.

    \b
    cotw doctor
    cotw doctor --fix      permissions, half lines, old temporary files, an index that is behind

    Exit code 3: something was found and is not mended. Whether truth is whole is for `cotw check`.
    """
    results = _examine(Context.of(ctx), fix=fix)
    left = [one for one in results if not one.done]
    if as_json:
        emit_json({"findings": [_record(one) for one in results]})
    elif not results:
        print("All is as it should be.")
    else:
        for one in results:
            _print_result(one)
    if any(one.ailment.mend for one in left) and not fix and not as_json:
        say("next: cotw doctor --fix")
    return 3 if left else 0


def _examine(context: Context, *, fix: bool) -> list[Mended]:
    from cotw.care.doctor.ailment import Ailment
    from cotw.care.doctor.examination import Mended, examine_home, examine_machine, mend
    from cotw.interfaces.agents.astray import examine_hooks
    from cotw.jobs.installing.astray import examine_timers

    with waiting("looking"):
        ailments = list(examine_machine())
    try:
        with open_memory(context) as memory:
            with waiting("looking"):
                callers = (("hooks", examine_hooks), ("nightshift", examine_timers))
                ailments += examine_home(memory, callers)
            with waiting("mending"):
                return list(mend(ailments)) if fix else [Mended(one, done=False) for one in ailments]
    except NoHome as error:
        return [Mended(one, done=False) for one in (*ailments, Ailment("home", error.message, error.hint))]


def _print_result(one: Mended) -> None:
    state = "mended: " if one.done else ""
    print(printable(f"{one.ailment.area}: {state}{one.ailment.sentence}"))
    if one.reason:
        print(printable(f"  could not be mended: {one.reason}"))
    if not one.done:
        print(printable(f"  → {one.ailment.remedy}"))


def _record(one: Mended) -> dict[str, object]:
    ailment = one.ailment
    told = {"area": ailment.area, "finding": ailment.sentence, "remedy": ailment.remedy}
    return {**told, "fixable": ailment.mend is not None, "mended": one.done}
