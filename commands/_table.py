"""The table of commands, and the group that imports a command's module only when it is run.

Typer builds every command before it prints a word; here the root knows names and one-line helps alone, so
that `cotw --help`, a typing error and completion of a command's name import no command at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command as single_command
from typer.main import get_group as command_group

from cotw.errors import UsageError

if TYPE_CHECKING:
    from typer._click import Command, Context, HelpFormatter


@dataclass(frozen=True, slots=True)
class Entry:
    """One command as the root knows it: where it lives and what it does, in one line."""

    module: str
    summary: str
    section: str


REMEMBER, CARRY_ON, LOOK_BACK, LOOK_AFTER = "Remember", "Carry on", "Look back", "Look after"

COMMANDS: dict[str, Entry] = {
    "init": Entry("cotw.commands.init", "Make a home for a memory.", REMEMBER),
    "ingest": Entry("cotw.commands.ingest", "Take in transcripts: files, folders, stdin.", REMEMBER),
    "learn": Entry("cotw.commands.learn", "Remember what was said, as you tell it.", REMEMBER),
    "recall": Entry("cotw.commands.recall", "Ask the memory a question.", REMEMBER),
    "show": Entry("cotw.commands.show", "Print a whole exchange with its neighbours.", REMEMBER),
    "context": Entry("cotw.commands.context", "What an agent is given before it answers.", CARRY_ON),
    "turn": Entry("cotw.commands.turn", "Learn the last turn, print what the next is given.", CARRY_ON),
    "handoff": Entry(
        "cotw.commands.handoff", "What a session leaves for the next: write | show | list | tell.", CARRY_ON
    ),
    "session": Entry("cotw.commands.session", "Conversations: list | show | close.", CARRY_ON),
    "thread": Entry(
        "cotw.commands.thread", "What you work on: list | show | new | switch | bind | …", CARRY_ON
    ),
    "identity": Entry(
        "cotw.commands.identity", "Who the agent is: show | edit | check | onboard …", CARRY_ON
    ),
    "truth": Entry("cotw.commands.truth", "What holds now: set | unset | list | history.", CARRY_ON),
    "knowledge": Entry(
        "cotw.commands.knowledge", "Files of yours that count as facts: bind | list | search.", CARRY_ON
    ),
    "hook": Entry(
        "cotw.commands.hook", "Agents that remember by themselves: install | status | test.", CARRY_ON
    ),
    "mcp": Entry("cotw.commands.mcp", "The memory as tools of an agent: serve | install.", CARRY_ON),
    "timeline": Entry("cotw.commands.timeline", "What happened when.", LOOK_BACK),
    "digest": Entry("cotw.commands.digest", "A page about a day or a week.", LOOK_BACK),
    "report": Entry("cotw.commands.report", "What a day and its night came to, to be read.", LOOK_BACK),
    "summary": Entry("cotw.commands.summary", "A day, week or month in what was said: show.", LOOK_BACK),
    "topic": Entry("cotw.commands.topic", "What was spoken of: list | show.", LOOK_BACK),
    "graph": Entry("cotw.commands.graph", "Who and what was named: show | path | patterns.", LOOK_BACK),
    "stability": Entry("cotw.commands.stability", "What moved, went in circles, pulled two ways.", LOOK_BACK),
    "standing": Entry("cotw.commands.standing", "Courage, Word, Brand: how they go, and why.", LOOK_BACK),
    "reflect": Entry("cotw.commands.reflect", "What is thought about: status | show | now.", LOOK_BACK),
    "review": Entry("cotw.commands.review", "Decide what the agent becomes: list | show | undo.", LOOK_AFTER),
    "status": Entry("cotw.commands.status", "Say how big and how fresh everything is.", LOOK_AFTER),
    "check": Entry("cotw.commands.check", "Verify that the truth is whole.", LOOK_AFTER),
    "doctor": Entry("cotw.commands.doctor", "Say what is not as it should be, and mend it.", LOOK_AFTER),
    "archive": Entry("cotw.commands.archive", "What was said: list | show | seal.", LOOK_AFTER),
    "export": Entry(
        "cotw.commands.export", "Take what was said elsewhere: lines, pages, archives.", LOOK_AFTER
    ),
    "backup": Entry(
        "cotw.commands.backup", "A file to keep elsewhere: create | verify | restore.", LOOK_AFTER
    ),
    "forget": Entry("cotw.commands.forget", "Take something out of the memory for good.", LOOK_AFTER),
    "receipt": Entry("cotw.commands.receipt", "Files and images shown: list | show | verify.", LOOK_AFTER),
    "index": Entry("cotw.commands.index", "What is derived: refresh | rebuild | upkeep | check.", LOOK_AFTER),
    "replay": Entry("cotw.commands.replay", "Ask a recorded question again, and compare.", LOOK_AFTER),
    "model": Entry(
        "cotw.commands.model", "A language model: show | test | allow | revoke | costs.", LOOK_AFTER
    ),
    "bench": Entry("cotw.commands.bench", "Measure on questions with known answers: recall.", LOOK_AFTER),
    "nightshift": Entry(
        "cotw.commands.nightshift", "What runs at night: run | serve | status | install.", LOOK_AFTER
    ),
    "serve": Entry("cotw.commands.serve", "Answer at once: the keeper, a process that stays.", LOOK_AFTER),
    "config": Entry("cotw.commands.config", "Settings: show | set | path.", LOOK_AFTER),
}

# What people type who have not read the help, and what they mean by it.
MEANT = {
    "add": "ingest",
    "approve": "review",
    "ask": "recall",
    "benchmark": "bench recall",
    "compact": "index upkeep",
    "cron": "nightshift install",
    "jobs": "nightshift status",
    "daemon": "serve",
    "delete": "forget",
    "diagnose": "doctor",
    "dump": "export",
    "find": "recall",
    "import": "ingest",
    "hooks": "hook status",
    "info": "status",
    "install": "hook install",
    "keeper": "serve --status",
    "list": "archive list",
    "llm": "model show",
    "log": "timeline",
    "morning": "report",
    "night": "nightshift status",
    "query": "recall",
    "rebuild": "index rebuild",
    "refresh": "index refresh",
    "remember": "learn",
    "remove": "forget",
    "reindex": "index rebuild",
    "restore": "backup restore",
    "seal": "archive seal",
    "search": "recall",
    "settings": "config show",
    "stop": "serve --stop",
    "think": "reflect now",
    "topics": "topic list",
    "uninstall": "hook uninstall",
    "verify": "check",
    "version": "--version",
}


class CommandTable(TyperGroup):
    """The root group: placeholders for listing, the real command once its name has been said."""

    def list_commands(self, ctx: Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """A placeholder that knows name and summary; enough to list, to complete and to suggest."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        return TyperCommand(cmd_name, help=entry.summary, short_help=entry.summary)

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        name = args[0]
        if name in COMMANDS:
            return name, load_command(name), args[1:]
        if ctx.resilient_parsing:
            return None, None, args[1:]
        raise UsageError(f"there is no command {name!r}", hint=nearest_command(name))

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        for section in dict.fromkeys(entry.section for entry in COMMANDS.values()):
            rows = [(name, entry.summary) for name, entry in COMMANDS.items() if entry.section == section]
            with formatter.section(section):
                formatter.write_dl(rows, col_max=12)


def load_command(name: str) -> Command:
    """Import the module behind `name` and build its command (`command`, a function) or group (`app`)."""
    module = import_module(COMMANDS[name].module)
    group = getattr(module, "app", None)
    if isinstance(group, typer.Typer):
        group.rich_markup_mode = None  # one look for all help pages
        built = command_group(group)
        built.name = name
        for one in built.commands.values():  # the whole sentence: what is cut off is what tells two apart
            one.short_help = (one.help or "").partition("\n\n")[0]
        return built
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(name)(module.command)
    return single_command(alone)


def nearest_command(typed: str) -> str:
    """The hint for a command that does not exist: the nearest one, or where to look."""
    if any(letter.isspace() for letter in typed):
        return 'to ask a question: cotw recall "…"'
    wanted = typed.lower()
    if wanted in MEANT:
        return f"did you mean `cotw {MEANT[wanted]}`?"
    near = get_close_matches(wanted, COMMANDS, n=1)
    return f"did you mean `cotw {near[0]}`?" if near else "see: cotw --help"
