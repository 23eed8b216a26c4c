"""The page of a handoff: a header that machine and person can read, then Markdown, and its own digest.

By the digest a page that a person edited is told from one that is as it was written, wherever the page went,
and without looking anywhere else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from cotw.clock import parse_instant
from cotw.ids import short_digest
from cotw.records.source import SourceRef

SESSION, THREAD = "session handoff", "thread handoff"
_HEADER = re.compile(
    r"---\n(?P<facts>cotw: .*?\n)(?:digest: (?P<digest>[0-9a-f]{24})\n)?---\n(?P<rest>.*)", re.DOTALL
)
_END = "<!-- end of handoff {digest} -->\n"
_ANY_END = re.compile(r"<!-- end of handoff [0-9a-f]{24} -->\n?")
_PAGE = re.compile(
    r"^---\ncotw: (?:session|thread) handoff\n.*?^<!-- end of handoff [0-9a-f]{24} -->\n?",
    re.MULTILINE | re.DOTALL,
)
# Facts stand before the sources, which may be many.
_FACTS_BYTES = 16_384


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was read: `facts` is empty if its header cannot be, `digest` that of what it now holds."""

    facts: Mapping[str, Any]
    body: str
    digest: str
    is_edited: bool
    sources: tuple[str, ...] = field(default=())

    @property
    def modes(self) -> frozenset[str] | None:
        """The modes whose words stand on it; None if it does not say."""
        return modes_of(self.facts)

    @property
    def written(self) -> datetime | None:
        """When it was written, if it says so."""
        return instant_of(self.facts, "written")


def page_text(facts: Mapping[str, Any], sources: Iterable[str], body: str) -> tuple[str, str]:
    """The text of a page, and its digest. `sources` are addresses of the archive."""
    days: defaultdict[str, list[str]] = defaultdict(list)
    for address in sources:
        source = SourceRef.parse(address)
        days[source.day.isoformat()].append(source.id)
    header = _yaml(dict(facts, sources=dict(days)))
    body = body.strip("\n") + "\n"
    digest = short_digest(header, body)
    return f"---\n{header}digest: {digest}\n---\n\n{body}\n{_END.format(digest=digest)}", digest


def read_page(text: str) -> Page:
    """The page in a text; one whose header was taken away or spoilt has no facts and counts as edited."""
    found = _HEADER.match(text)
    if found is None:
        return Page({}, text, short_digest("", text), True)
    body = _ANY_END.sub("", found["rest"]).strip("\n") + "\n"
    digest = short_digest(found["facts"], body)
    facts = _parsed(found["facts"])
    is_edited = digest != found["digest"] or text != _written(found["facts"], body, digest)
    return Page(facts, body, digest, is_edited, tuple(_addresses(facts.get("sources"))))


def read_facts(path: Path) -> Mapping[str, Any]:
    """The header of a page without its sources, read no further than it goes; empty if it cannot be read."""
    with path.open("rb") as stream:
        head = stream.read(_FACTS_BYTES).decode("utf-8", "replace")
    if not head.startswith("---\ncotw: "):
        return {}
    facts = re.split(r"^(?:sources:|digest:|---$)", head[4:], maxsplit=1, flags=re.MULTILINE)[0]
    return _parsed(facts)


def without_pages(text: str) -> str:
    """`text` without the pages in it that are as we wrote them: a handoff is not told by a handoff."""
    if "cotw: " not in text:
        return text
    return _PAGE.sub(lambda hit: hit[0] if read_page(hit[0]).is_edited else "\n", text)


def modes_of(facts: Mapping[str, Any]) -> frozenset[str] | None:
    """The modes that a header names."""
    modes = facts.get("modes")
    return frozenset(map(str, modes)) if isinstance(modes, list) and modes else None


def project_names(page: Page) -> set[str]:
    """The folders of the projects that a thread's page tells of."""
    projects = page.facts.get("projects")
    return set(map(str, projects)) if isinstance(projects, list) else set()


def instant_of(facts: Mapping[str, Any], name: str) -> datetime | None:
    """An instant of a header; None if there is none that can be read."""
    value = facts.get(name)
    try:
        return parse_instant(str(value) if isinstance(value, datetime) else value)
    except ValueError:
        return None


def _written(facts: str, body: str, digest: str) -> str:
    return f"---\n{facts}digest: {digest}\n---\n\n{body}\n{_END.format(digest=digest)}"


def _addresses(days: object) -> Iterable[str]:
    if isinstance(days, dict):
        for day, ids in days.items():
            if isinstance(ids, list):
                yield from (f"archive:{day}#{id_}" for id_ in ids)


def _yaml(value: Mapping[str, Any]) -> str:
    """One fact a line, however long its lists are."""
    import yaml

    return yaml.safe_dump(
        dict(value), sort_keys=False, allow_unicode=True, width=10**6, default_flow_style=None
    )


def _parsed(text: str) -> Mapping[str, Any]:
    import yaml

    try:
        value = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
