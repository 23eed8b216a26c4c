"""The pages of a report: Markdown, and one HTML file that needs nothing else, from the same sections.

People's words stay words: escaped in the one by a mark before each mark, in the other by the template.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cotw.care.report.plots import plots
from cotw.care.report.telling import lead, sections
from cotw.care.report.told import Report
from cotw.clock import local_day, local_minute
from cotw.extraction.plain import plain
from cotw.extraction.quoting import inline
from cotw.provenance.neutral import visible
from cotw.records.source import SourceRef
from cotw.rendering import render

MARKDOWN, HTML = "report.md.j2", "report.html.j2"
_SOURCES_SHOWN = 3
# An id that may stand in a comment without ending it; ours all are such.
_HARMLESS = re.compile(r"archive:[0-9-]+#[0-9A-Za-z_]+")


@dataclass(frozen=True, slots=True)
class Pages:
    """A report in both forms."""

    markdown: str
    html: str


def pages(report: Report, overrides: Path | None = None) -> Pages:
    """The pages of a report; `overrides` is the home's `templates/`."""
    told = sections(report)
    values: dict[str, Any] = {
        "title": report.period.title,
        "lead": lead(report),
        "sections": told,
        "written": f"{local_minute(report.made, report.zone)} ({report.zone})",
        "night": report.night.isoformat(),
        "made_of": [one for one in report.sources if _HARMLESS.fullmatch(one)],
        "short": _short(report.shorts),
        "when": lambda instant: _when(instant, report),
        "most": _SOURCES_SHOWN,
    }
    drawn = plots(report) if told else {}
    return Pages(
        render(MARKDOWN, overrides, **values, words=_for_markdown, command=_code),
        render(HTML, overrides, **values, words=_for_reading, plots=drawn, picture=_picture(drawn)),
    )


def _short(shorts: Mapping[str, str]) -> Callable[[str], str]:
    """What makes a source short enough to be read, and still to be looked up by."""

    def short(source: str) -> str:
        id_ = SourceRef.parse(source).id if source.startswith("archive:") else source
        return shorts.get(id_, id_)

    return short


def _when(instant: datetime, report: Report) -> str:
    """Of the day itself the time is enough."""
    local = instant.astimezone(report.zone)
    if local_day(instant, report.zone) == report.night:
        return f"{local:%H:%M}"
    return f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"


def _for_reading(text: str) -> str:
    """`text` on one line, without secrets and without marks that are not seen."""
    return " ".join(visible(plain(text)).split())


def _for_markdown(text: str) -> str:
    return inline(_for_reading(text))


def _code(text: str) -> str:
    """A source as code: backticks in it would end it."""
    return "`" + _for_reading(text).replace("`", "'") + "`"


def _picture(drawn: Mapping[str, Any]) -> Callable[[str], Any]:
    """What puts a picture into a page: it is markup, made of text that was escaped when it was drawn."""
    from markupsafe import Markup

    return lambda name: Markup(drawn[name].svg)
