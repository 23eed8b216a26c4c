"""Times: what a question says about when, asked on Friday, 20 November 2026, at three in the afternoon."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.extraction.time_values import Anchor, Order, Side
from cotw.extraction.times import LONGEST_QUESTION, TimeRead, Window, read_time

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 20, 15, tzinfo=BERLIN)


def read(question: str) -> TimeRead | None:
    return read_time(question, NOW, BERLIN)


def local(instant: datetime | None) -> str:
    """Without the parts that are zero; `-` for an open end."""
    return instant.astimezone(BERLIN).strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00") if instant else "-"


def span(question: str) -> str:
    found = read(question)
    assert found is not None
    assert found.window is not None
    return f"{local(found.window.since)} {local(found.window.until)}"


DAYS = """
    What did Mara say yesterday? | 2026-11-19 2026-11-20
    What was decided the day before yesterday? | 2026-11-18 2026-11-19
    What did I order today? | 2026-11-20 2026-11-21
    Which bike did Jonas bring last Tuesday? | 2026-11-17 2026-11-18
    What did we paint on Monday? | 2026-11-16 2026-11-17
    What did we paint on Friday? | 2026-11-13 2026-11-14
    What came on Tuesday of last week? | 2026-11-10 2026-11-11
    What came on Monday, 3 May 2021? | 2021-05-03 2021-05-04
    Was hat Mara gestern gesagt? | 2026-11-19 2026-11-20
    Und vorgestern? | 2026-11-18 2026-11-19
    Was habe ich heute bestellt? | 2026-11-20 2026-11-21
    Wer kam letzten Dienstag? | 2026-11-17 2026-11-18
    Wer kam am Mittwoch in die Werkstatt? | 2026-11-18 2026-11-19
    Wer kam am Donnerstag letzter Woche? | 2026-11-12 2026-11-13
"""
HOURS = """
    What broke this morning? | 2026-11-20 05:00 2026-11-20 12:00
    What broke yesterday evening? | 2026-11-19 17:00 2026-11-20
    What broke last night? | 2026-11-19 18:00 2026-11-20 05:00
    What broke on Tuesday afternoon? | 2026-11-17 12:00 2026-11-17 18:00
    What broke last Monday night? | 2026-11-16 18:00 2026-11-17 05:00
    What broke yesterday at 3 pm? | 2026-11-19 14:30 2026-11-19 16:00
    What broke on 8 May at 1:56 pm? | 2026-05-08 13:26 2026-05-08 14:56
    What broke two hours ago? | 2026-11-20 12:30 2026-11-20 13:30
    What broke 10 minutes ago? | 2026-11-20 14:48 2026-11-20 14:52
    What broke in the last two hours? | 2026-11-20 13:00 2026-11-20 15:00
    Was ging heute Morgen kaputt? | 2026-11-20 05:00 2026-11-20 12:00
    Was ging gestern Abend kaputt? | 2026-11-19 17:00 2026-11-20
    Was ging gestern früh kaputt? | 2026-11-19 04:00 2026-11-19 09:00
    Was ging gestern um 15 Uhr kaputt? | 2026-11-19 14:30 2026-11-19 16:00
    Was ging am Dienstagabend kaputt? | 2026-11-17 17:00 2026-11-18
    Was ging letzte Nacht kaputt? | 2026-11-19 18:00 2026-11-20 05:00
    Was ging vor zwei Stunden kaputt? | 2026-11-20 12:30 2026-11-20 13:30
"""
DATES = """
    What did we do on 3 May 2024? | 2024-05-03 2024-05-04
    What did we do on the 3rd of May, 2024? | 2024-05-03 2024-05-04
    What did we do on May 3, 2024? | 2024-05-03 2024-05-04
    What did we do on May 3rd? | 2026-05-03 2026-05-04
    What did we do on 3 may? | 2026-05-03 2026-05-04
    What did we do on 24 December? | 2025-12-24 2025-12-25
    What did we do on December 1,2023? | 2023-12-01 2023-12-02
    What did we do on Dec. 5? | 2025-12-05 2025-12-06
    What did we do on 2024-05-03? | 2024-05-03 2024-05-04
    What did we do on 03.05.2024? | 2024-05-03 2024-05-04
    What did we do on 25/3/2024? | 2024-03-25 2024-03-26
    What did we do on 3/25/2024? | 2024-03-25 2024-03-26
    What did we do on 29 February? | 2024-02-29 2024-03-01
    What did we do from 3 to 5 May 2024? | 2024-05-03 2024-05-06
    What did we do 3-5 June? | 2026-06-03 2026-06-06
    Was war am 3. Mai 2024? | 2024-05-03 2024-05-04
    Was war am 3. Mai? | 2026-05-03 2026-05-04
    Was war am 3.11. in der Werkstatt? | 2026-11-03 2026-11-04
    Was war am 3.5.2024? | 2024-05-03 2024-05-04
    Was war vom 3. bis 5. Mai 2024? | 2024-05-03 2024-05-06
"""
LONGER = """
    What was sold last week? | 2026-11-09 2026-11-16
    What was sold this week? | 2026-11-16 2026-11-23
    What was sold the week before last? | 2026-11-02 2026-11-09
    What was sold last weekend? | 2026-11-14 2026-11-16
    What was sold over the weekend? | 2026-11-14 2026-11-16
    What was sold last month? | 2026-10-01 2026-11-01
    What was sold this month? | 2026-11-01 2026-12-01
    What was sold last quarter? | 2026-07-01 2026-10-01
    What was sold last year? | 2025-01-01 2026-01-01
    What was sold in March? | 2026-03-01 2026-04-01
    What was sold in december? | 2025-12-01 2026-01-01
    What was sold in November? | 2026-11-01 2026-12-01
    What was sold last November? | 2025-11-01 2025-12-01
    What was sold last May? | 2026-05-01 2026-06-01
    What was sold in May 2024? | 2024-05-01 2024-06-01
    What was sold in Sept. 2024? | 2024-09-01 2024-10-01
    What was sold in early May? | 2026-05-01 2026-05-11
    What was sold at the end of 2023? | 2023-09-01 2024-01-01
    What was sold in 2023? | 2023-01-01 2024-01-01
    What was sold in Q3 2024? | 2024-07-01 2024-10-01
    What was sold in the second half, in summer? | 2026-06-01 2026-09-01
    What was sold last winter? | 2025-12-01 2026-03-01
    What was sold in the summer of 2022? | 2022-06-01 2022-09-01
    What was sold in the fall of 2022? | 2022-09-01 2022-12-01
    What was sold at Christmas? | 2025-12-24 2025-12-27
    What was sold at Easter 2024? | 2024-03-29 2024-04-02
    What was sold on New Year's Eve? | 2025-12-31 2026-01-01
    What was sold on Halloween? | 2026-10-31 2026-11-01
    What was sold at Thanksgiving 2024? | 2024-11-28 2024-11-29
    Was wurde letzte Woche verkauft? | 2026-11-09 2026-11-16
    Was wurde diese Woche verkauft? | 2026-11-16 2026-11-23
    Was wurde vorletzte Woche verkauft? | 2026-11-02 2026-11-09
    Was wurde am Wochenende verkauft? | 2026-11-14 2026-11-16
    Was wurde letzten Monat verkauft? | 2026-10-01 2026-11-01
    Was wurde letztes Jahr verkauft? | 2025-01-01 2026-01-01
    Was wurde im März verkauft? | 2026-03-01 2026-04-01
    Was wurde im Mai 2024 verkauft? | 2024-05-01 2024-06-01
    Was wurde Anfang Mai verkauft? | 2026-05-01 2026-05-11
    Was wurde Ende letzten Jahres verkauft? | 2025-09-01 2026-01-01
    Was wurde im Jahr 2023 verkauft? | 2023-01-01 2024-01-01
    Was wurde im Sommer verkauft? | 2026-06-01 2026-09-01
    Was wurde letzten Winter verkauft? | 2025-12-01 2026-03-01
    Was wurde an Weihnachten verkauft? | 2025-12-24 2025-12-27
    Was wurde zu Pfingsten verkauft? | 2026-05-24 2026-05-26
"""
ABOUT = """
    What did I say two weeks ago? | 2026-11-03 2026-11-10
    What did I say about a month ago? | 2026-10-05 2026-11-05
    What did I say 6 months ago? | 2026-04-14 2026-06-26
    What did I say a year ago? | 2025-05-22 2026-05-22
    What did I say ten weeks ago? | 2026-08-28 2026-09-26
    What did I say a few days ago? | 2026-11-14 2026-11-19
    What did I say the other day? | 2026-11-10 2026-11-20
    What did I say in the last three weeks? | 2026-10-30 2026-11-20 15:00
    What did I say over the last month? | 2026-10-20 2026-11-20 15:00
    What did I say in the past year? | 2025-11-20 2026-11-20 15:00
    Was habe ich vor zwei Wochen gesagt? | 2026-11-03 2026-11-10
    Was habe ich vor ein paar Tagen gesagt? | 2026-11-14 2026-11-19
    Was habe ich in den letzten drei Tagen gesagt? | 2026-11-17 2026-11-20 15:00
"""
BOUNDS = """
    What changed since Christmas? | 2025-12-24 -
    What changed since last week? | 2026-11-09 -
    What changed since 3 May? | 2026-05-03 -
    What changed until March? | - 2026-04-01
    What changed before 2024? | - 2024-01-01
    What changed before last week? | - 2026-11-09
    What changed after 2024? | 2025-01-01 -
    What changed after June? | 2026-07-01 -
    What changed between May and June? | 2026-05-01 2026-07-01
    What changed between December and February? | 2025-12-01 2026-03-01
    What changed between May and June 2023? | 2023-05-01 2023-07-01
    What changed from Monday to Wednesday? | 2026-11-16 2026-11-19
    What changed between last week and yesterday? | 2026-11-09 2026-11-20
    What changed the week before 16 November 2023? | 2023-11-09 2023-11-16
    What changed two weeks before Christmas? | 2025-12-07 2025-12-14
    What changed on Tuesday in the last two weeks? | 2026-11-17 2026-11-18
    What changed in March, and in June? | 2026-03-01 2026-07-01
    Was ist seit Weihnachten anders? | 2025-12-24 -
    Was ist seit dem 3. Mai anders? | 2026-05-03 -
    Was war bis März anders? | - 2026-04-01
    Was war vor dem 3. Mai anders? | - 2026-05-03
    Was war nach Ostern anders? | 2026-04-07 -
    Was war zwischen Mai und Juni anders? | 2026-05-01 2026-07-01
    Was war von Montag bis Mittwoch anders? | 2026-11-16 2026-11-19
"""
NOTHING = """
    May I change the second option?
    March through the list and mark what is sold
    Which of 3.11 and 3.12 does the tool need?
    Take the 2nd of the 3 frames
    Is the bell in 2000 lines of text?
    Did the shop sell in 2000 pieces?
    What is the plan for today?
    Was ist der Plan für heute?
    What do we sell in summer, and at Christmas?
    Can you help me to plan the fair on 3 May, or in June?
    I'm painting the shop this weekend, do you have any tips?
    Who comes on Friday nights?
    Where can I ride in early May, or on Tuesday evening at 7 pm?
    What did April say about June?
    What was different before April left?
    Does it work in Spring Boot?
    Who may 3 people ask?
    The last march was long
    What do I do tomorrow, next week and in two weeks?
    Who is coming on 3 May 2031?
    What is due in 2030?
    When was 31 February 2024?
    Is 5/3/2024 clear?
    Who sang Ruby Tuesday?
    What do we do on Tuesdays?
    Give me a second, wait a minute
    Is the sun on?
    Is the shop at 12 Monday.com or in file-2024-05-03.txt?
    See https://example.org/2024/may/3
    What is the last step of the second part?
    Since the lock is new, which key fits?
    Say it for the last time
    Sort by date, nach dem Muster von oben
    Was steht vor der Tür?
    Wer mag Mai-Tais?
    today's world
    v2024.1 or 2024.2
    What about first aid and the first name?
    How do I run the tests in the last module?
"""


def rows(*tables: str) -> list[tuple[str, ...]]:
    lines = [line.strip() for table in tables for line in table.splitlines() if line.strip()]
    return [tuple(part.strip() for part in line.split("|")) for line in lines]


@pytest.mark.parametrize(("question", "window"), rows(DAYS, HOURS, DATES, LONGER, ABOUT, BOUNDS))
def test_windows(question: str, window: str) -> None:
    """What a question says about time becomes a window in the person's zone; it means the past."""
    assert span(question) == window


@pytest.mark.parametrize("question", [row[0] for row in rows(NOTHING)])
def test_nothing(question: str) -> None:
    """Names, verbs, versions, counts and the future are not read."""
    assert read(question) is None


def test_all_at_once() -> None:
    """A question may have a window, an order and an anchor; the words they stand in are told."""
    question = "When did we first sell a bell in March, before the fair?"
    found = read(question)
    assert found is not None
    assert found.window is not None
    assert (found.order, found.anchor) == (Order.EARLIEST, Anchor(Side.BEFORE, "the fair"))
    words = [question[begin:end] for begin, end in found.words]
    assert words == ["When did we first", "in March", "before the fair"]


def test_zone() -> None:
    """A day begins where the person lives, also on the day when clocks are changed."""
    at = datetime(2026, 3, 30, 0, 30, tzinfo=BERLIN)
    found = read_time("What did I say yesterday?", at.astimezone(UTC), BERLIN)
    assert found is not None
    since, until = datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert found.window == Window(since, until)


def test_before_all_calendars() -> None:
    """What would lie before the year 1 is left out; the rest is read."""
    found = read("What was 999 years before 999 years ago?")
    assert found is not None
    assert found.words == ((19, 39),)


def test_pasted() -> None:
    """What is too long to be a question was pasted: its dates say nothing about when it was said."""
    question = "What did Mara say yesterday? "
    assert read(question) is not None
    assert read(question + "x" * LONGEST_QUESTION) is None


PIECES = """
    in on since between and last this vor May march 3 31. 2024 0 two weeks ago week Tuesday before the first
    time . , - 99 of early year seit dem 3.11. 2024-13-40 999 years minutes
""".split()
INSTANTS = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC))


@given(
    st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)), INSTANTS
)
def test_any_text_at_any_moment(question: str, now: datetime) -> None:
    """Whatever is asked, and whenever: a window begins in the past and before it ends; its words exist."""
    found = read_time(question, now, UTC)
    if found is None:
        return
    assert all(0 <= begin < end <= len(question) for begin, end in found.words)
    if found.window is not None and found.window.since is not None:
        assert found.window.since < now
        assert found.window.until is None or found.window.since < found.window.until


@given(st.sampled_from([row[0] for row in rows(DAYS, LONGER, BOUNDS)]), st.integers(0, 4000))
def test_later_askers(question: str, days: int) -> None:
    """The same words read on another day are read as well, and mean the past of that day."""
    found = read_time(question, NOW - timedelta(days=days), BERLIN)
    if found is not None and found.window is not None and found.window.since is not None:
        assert found.window.since < NOW - timedelta(days=days)
