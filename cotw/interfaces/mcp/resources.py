"""Resources: what a client may read without asking a tool – who the agent is, and handoffs.

    cotw://identity                    the files that guide the agent, one after the other
    cotw://identity/soul               one of them: soul, agents, anchor, tools, memory, posture
    cotw://handoff/thread/wheels       where a thread stands
    cotw://handoff/session/5e55105e    what a session left

Only what its person wrote to guide the agent stands there as it is; all else is fenced.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from urllib.parse import quote, unquote, urlsplit

from mcp_types import Resource, ResourceTemplate

from cotw.care.handoffs import is_seen, kept_pages
from cotw.care.identity import note_versions, today_of
from cotw.continuity.handoff_page import modes_of
from cotw.errors import NothingFound
from cotw.identity.layers import GUIDING, LayerName, note_days, note_path
from cotw.identity.meant import meant
from cotw.identity.postures import is_mode, posture_path
from cotw.identity.reading import read_file
from cotw.interfaces.mcp.handing import HandoffArguments, handoff
from cotw.interfaces.mcp.quoting import page
from cotw.interfaces.mcp.reader import Reader
from cotw.provenance.neutral import one_line
from cotw.records.passage import Passage, Warrant

MARKDOWN = "text/markdown"
_SCHEME = "cotw"
_POSTURE = "posture"
_TITLES = {
    LayerName.SOUL: "Who you are",
    LayerName.AGENTS: "How you work",
    LayerName.ANCHOR: "What you hold on to",
    LayerName.TOOLS: "Your tools",
    LayerName.MEMORY: "Notes of the last days",
    _POSTURE: "How you are in this mode",
}
_MOST_HANDOFFS = 50

TEMPLATES = [
    ResourceTemplate(
        name="identity",
        title="Who the agent is",
        uri_template="cotw://identity/{layer}",
        description=f"One layer of it: {', '.join(_TITLES)}.",
        mime_type=MARKDOWN,
    ),
    ResourceTemplate(
        name="thread handoff",
        title="Where a thread stands",
        uri_template="cotw://handoff/thread/{thread}",
        mime_type=MARKDOWN,
    ),
    ResourceTemplate(
        name="session handoff",
        title="What a session left",
        uri_template="cotw://handoff/session/{session}",
        mime_type=MARKDOWN,
    ),
]


def listed(reader: Reader) -> list[Resource]:
    """What there is to read: identity, and the last handoffs of words that the mode may see."""
    found = [_resource("identity", "identity", "Who you are: all that guides you")]
    found += [_resource(f"identity/{name}", str(name), title) for name, title in _TITLES.items()]
    kept = (one for one in kept_pages(reader.memory) if is_seen(modes_of(one.facts), reader.sees))
    for one in islice(kept, _MOST_HANDOFFS):
        kind = "thread" if one.state == "kept" else "session"
        of = str(one.facts.get(kind, ""))
        if of:
            name = one_line(f"handoff of {kind} {of}")
            found.append(_resource(f"handoff/{kind}/{quote(of, safe='')}", name, f"{name} ({one.state})"))
    return list({str(one.uri): one for one in found}.values())


def read(reader: Reader, uri: str) -> str:
    """The Markdown of a resource. Raises NothingFound for one that is not there."""
    parts = urlsplit(uri)
    names = [parts.netloc, *(unquote(name) for name in parts.path.split("/") if name)]
    if parts.scheme == _SCHEME:
        match names:
            case ["identity"]:
                every = [_layer(reader, name) for name in _TITLES]
                return "\n\n".join(text for text in every if text)
            case ["identity", layer] if layer in set(_TITLES):
                return _layer(reader, layer)
            case ["handoff", "thread", thread]:
                return handoff(reader, HandoffArguments.model_construct(thread=thread)).text
            case ["handoff", "session", session]:
                return handoff(reader, HandoffArguments.model_construct(session=session)).text
    raise NothingFound(
        f"there is no resource {one_line(uri)!r}", hint="cotw://identity, cotw://handoff/thread/THREAD"
    )


def _resource(path: str, name: str, title: str) -> Resource:
    return Resource(uri=f"{_SCHEME}://{path}", name=name, title=title, mime_type=MARKDOWN)


def _layer(reader: Reader, name: str) -> str:
    """A layer's words; empty if there are none. That they were seen is kept, as for every reading."""
    note_versions(reader.memory)
    home = reader.memory.home
    if name == LayerName.MEMORY:
        return _notes(reader)
    if name == _POSTURE:
        return meant(read_file(home, posture_path(reader.mode)).text) if is_mode(reader.mode) else ""
    return meant(read_file(home, GUIDING[LayerName(name)]).text)


def _notes(reader: Reader) -> str:
    """Notes are evidence, whoever wrote them."""
    home, today = reader.memory.home, today_of(reader.memory)
    before = today - timedelta(days=reader.memory.config.identity.memory_days)
    paths = [note_path(day) for day in note_days(home) if before < day <= today]
    passages = [
        Passage(meant(read_file(home, path).text), Warrant.DECLARED, (path,), path.rpartition("/")[2])
        for path in reversed(paths)
    ]
    return page("Notes of the last days.", passages) if passages else ""
