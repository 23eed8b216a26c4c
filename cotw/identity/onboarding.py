"""Onboarding: six questions, each with the section of ANCHOR.md that its answer belongs into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cotw.identity.meant import Section, code_marked, sections, without_comments


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and the heading below which the answer is written."""

    heading: str
    text: str


QUESTIONS = (
    Question("How to call me", "What should the agent call you?"),
    Question("What I do and care about", "What do you do, and what do you care about?"),
    Question("How to talk to me", "How should it talk to you? (to the point, patiently, with jokes, …)"),
    Question("Language", "In which language, or which for what?"),
    Question("When I work", "When do you work, and in which time zone?"),
    Question("Never", "What should it never do?"),
)


def standing_answers(text: str) -> dict[str, str]:
    """What ANCHOR.md says now below the heading of each question that has an answer."""
    bodies = {section.heading: section.body for section in sections(without_comments(text))}
    found = {one.heading: bodies.get(one.heading, "") for one in QUESTIONS}
    return {heading: body for heading, body in found.items() if body}


def answered(text: str, answers: Mapping[str, str]) -> str:
    """ANCHOR.md with the answers in it, by heading. All that was not answered stays as it is, to the byte.

    An answer takes the place of what stood below its heading; comments there stay. A heading that is not
    there is added at the end.
    """
    given = {heading: _tamed(answer) for heading, answer in answers.items() if answer.strip()}
    for heading, answer in given.items():
        text = _with_answer(text, heading, answer)
    return text


def _with_answer(text: str, heading: str, answer: str) -> str:
    shown = sections(without_comments(text))
    place = next((number for number, one in enumerate(shown) if one.heading == heading), None)
    lines = text.split("\n")
    if place is None:
        return "\n".join([text.rstrip("\n"), "", f"## {heading}", "", answer, ""]).lstrip("\n")
    begin = shown[place].line
    end = shown[place + 1].line - 1 if place + 1 < len(shown) else len(lines)
    kept = _comment_lines(lines[begin:end], shown[place])
    below = ["", *kept, *([""] if kept else []), answer, ""]
    return "\n".join([*lines[:begin], *below, *lines[end:]])


def _comment_lines(lines: list[str], section: Section) -> list[str]:
    """The lines of a section on which nothing but comments stands."""
    marked = zip(lines, section.lines[1:], strict=True)
    return [line for line, shown in marked if line.strip() and not shown.strip()]


def _tamed(answer: str) -> str:
    """One line that is neither heading, comment nor fence, whatever was typed."""
    line = " ".join(answer.split()).replace("<!--", "< !--").replace("-->", "-- >")
    opens = line.startswith("#") or any(is_code for _, is_code in code_marked(line))
    return f"\\{line}" if opens else line
