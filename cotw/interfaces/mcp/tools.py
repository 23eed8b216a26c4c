"""The tools there are, in the order in which a client lists them. None of them decides anything."""

from __future__ import annotations

from cotw.interfaces.mcp import finding, handing, knowing, looking, reflecting, telling
from cotw.interfaces.mcp.tool import Tool

TOOLS = {
    tool.name: tool
    for tool in (
        Tool(
            "recall",
            "Ask the memory",
            finding.recall,
            finding.RecallArguments,
            finding.Found,
            encodes=True,
        ),
        Tool("search", "Find exact words", finding.search, finding.SearchArguments, finding.Found),
        Tool("show", "Read an exchange", looking.show, looking.ShowArguments, looking.Shown),
        Tool("timeline", "What happened when", looking.timeline, looking.TimelineArguments, looking.Timeline),
        Tool("threads", "What is worked on", knowing.threads, knowing.ThreadsArguments, knowing.Threads),
        Tool("handoff", "Read a handoff", handing.handoff, handing.HandoffArguments, handing.Handoff),
        Tool(
            "write_handoff",
            "Write a handoff",
            handing.write_handoff,
            handing.HandoffArguments,
            handing.Written,
            encodes=True,
            writes=True,
        ),
        Tool(
            "learn",
            "Remember a turn",
            telling.learn,
            telling.LearnArguments,
            telling.Learnt,
            writes=True,
            repeatable=False,
        ),
        # What is injected is known again by its very bytes: it stands in no second form beside its text.
        Tool(
            "context",
            "What to know before answering",
            telling.context,
            telling.ContextArguments,
            None,
            encodes=True,
            writes=True,
            repeatable=False,
        ),
        Tool(
            "due_passes",
            "What waits to be thought about",
            reflecting.list_due,
            reflecting.DueArguments,
            reflecting.DuePasses,
            encodes=True,
        ),
        # What is read is gathered then, and journalled, so that all who think have the same before them.
        Tool(
            "read_pass",
            "Read what is to be thought about",
            reflecting.read_one,
            reflecting.ReadArguments,
            reflecting.Pass,
            encodes=True,
            writes=True,
        ),
        Tool(
            "submit_pass",
            "Answer with a candidate",
            reflecting.submit_one,
            reflecting.SubmitArguments,
            reflecting.Submitted,
            encodes=True,
            writes=True,
        ),
        Tool("stats", "How much is remembered", knowing.stats, knowing.StatsArguments, knowing.Stats),
    )
}
