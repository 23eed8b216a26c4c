"""`cotw bench`: how well the memory does, measured on questions whose answers are known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cotw.commands._common import Context, emit_json, printable, progress, say
from cotw.errors import NothingFound, UsageError

if TYPE_CHECKING:
    from rich.table import Table

    from cotw.measure.cases import Cases
    from cotw.measure.figures import Figures
    from cotw.measure.recall import Measured
    from cotw.measure.scoring import Level

app = typer.Typer(no_args_is_help=True, help="Measure on questions whose answers are known.")

# What a table of 80 columns has room for; --json has all.
SHOWN = ("any@1", "any@5", "any@10", "all@10", "frac@10", "MRR", "NDCG@10", "NDCG@10 lme")
_PROBLEMS_SHOWN = 5
# What a question has to name to be scored.
_NAMED = {"turn": "turn", "exchange": "turn", "session": "session"}


@app.command("recall")
def measure_folder(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="With docs.jsonl and questions.jsonl.")],
    level: Annotated[str, typer.Option(help="What is ranked: turn, session or exchange.")] = "exchange",
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the ranked ids here, a question a line.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="All figures as JSON.")] = False,
) -> int:
    """Ask questions whose answers are known, and say how often recall finds them. Needs no home.

    \b
    cotw bench recall DIR
    cotw bench recall DIR --level session --out ranked.jsonl

    \b
    DIR/docs.jsonl       a turn a line: conv, session, turn, seq, who, role, date, text
    DIR/questions.jsonl  a question a line: question_id, conv, question, category,
                         gold_turns, gold_sessions; abstention and date if there are any

    Each conversation becomes a memory of its own, which is thrown away. any@k: one of the turns (or
    sessions) that answer is among the first k; all@k: all of them; frac@k: how many of them.
    Questions whose answer is silence are left out. Exit code 3: some lines could not be used.
    """
    from cotw.measure.cases import read_cases
    from cotw.measure.scoring import Level

    if level not in list(Level):
        raise UsageError(f"--level takes {', '.join(Level)}, not {level!r}")
    context = Context.of(ctx)
    measured = _measure(context, read_cases(folder), Level(level), out)
    if as_json:
        emit_json(_record(measured))
    elif measured.figures:
        _print(context, measured)
    for problem in measured.problems[:_PROBLEMS_SHOWN]:
        say(f"problem: {problem}")
    if len(measured.problems) > _PROBLEMS_SHOWN:
        say(f"problem: and {len(measured.problems) - _PROBLEMS_SHOWN:,} more; see all with --json")
    if not measured.figures:
        raise NothingFound(
            f"no question can be scored: none names a {_NAMED[level]} that answers it",
            hint="another --level may help",
        )
    return 3 if measured.problems else 0


def _measure(context: Context, cases: Cases, level: Level, out: Path | None) -> Measured:
    from cotw.founding import bench_vectors, encoder_folder
    from cotw.measure.recall import measure_recall
    from cotw.models.embedding import load_embedder, needs_export
    from cotw.settings import Config

    model = Config().embedding.model
    if needs_export(model, encoder_folder()):
        say("preparing the encoder (once on this machine, some ten seconds) …")
    embedder = load_embedder(model, encoder_folder())
    total = len(cases.questions)
    with progress("Asking", colour=context.colour) as advance:
        return measure_recall(
            cases,
            level,
            embedder,
            bench_vectors(),
            out=out,
            progress=lambda done, conversation: advance(done, total, conversation),
        )


def _print(context: Context, measured: Measured) -> None:
    console = context.console()
    console.print(_table(measured.figures), soft_wrap=True)
    print(
        f"{measured.asked:,} questions, ranked by {measured.level}; median {measured.median_ms:.0f} ms, "
        f"p95 {measured.p95_ms:.0f} ms. Below each mean its 95 % interval."
    )
    if measured.silent or measured.unlabelled:
        print(
            f"Not scored: {measured.silent:,} whose answer is silence, "
            f"{measured.unlabelled:,} that name no {_NAMED[measured.level]}."
        )


def _table(groups: list[Figures]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
    table.add_column("", overflow="fold")
    for name in ("n", *SHOWN):
        table.add_column(
            name.replace(" ", "\n"), justify="right", no_wrap=True, min_width=3 if name == "n" else 7
        )
    for one in groups:
        cells = []
        for name in SHOWN:
            low, high = one.intervals[name]
            cell = Text(f"{one.means[name]:.3f}".removeprefix("0"))
            cells.append(cell.append(f"\n{_short(low)}–{_short(high)}", style="dim"))
        table.add_row(printable(one.group), f"{one.questions:,}", *cells)
    return table


def _short(value: float) -> str:
    """A bound in three characters: `.70`, `1.0`."""
    return f"{value:.2f}".removeprefix("0")[:3]


def _record(measured: Measured) -> dict[str, Any]:
    groups = [
        {
            "group": one.group,
            "questions": one.questions,
            "means": dict(one.means),
            "intervals": {name: list(bounds) for name, bounds in one.intervals.items()},
        }
        for one in measured.figures
    ]
    return {
        "level": str(measured.level),
        "asked": measured.asked,
        "silent": measured.silent,
        "unlabelled": measured.unlabelled,
        "median_ms": measured.median_ms,
        "p95_ms": measured.p95_ms,
        "groups": groups,
        "problems": [str(problem) for problem in measured.problems],
    }
