"""The timeline: where its marks stand, and that no two labels overlap."""

import uuid
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.adapters.messages import translator
from tracker.adapters.sittings import shipped_calendar
from tracker.domain.planning import Certainty, DeadlineState, Period
from tracker.services.deadline_lists import TimelineMark
from tracker.web.timelines import (
    LEFT,
    RIGHT,
    SMALL_LETTER,
    Drawn,
    Label,
    Timeline,
    Zoom,
    draw,
    period_of,
)

NL = translator("nl")
CALENDAR = shipped_calendar()
TODAY = date(2021, 7, 1)
LETTER_ON_SCREEN = 6.2


def mark(
    due_on: date,
    what: str = "Brief aan de Kamer",
    *,
    state: DeadlineState = DeadlineState.OPEN,
    certainty: Certainty = Certainty.FIRM,
    days_late: int = 0,
) -> TimelineMark:
    return TimelineMark(uuid.UUID(int=1), what, due_on, certainty, state, days_late, "M-2021-0001")


@pytest.mark.parametrize(
    ("zoom", "first", "expected"),
    [
        (Zoom.YEAR, None, Period(date(2021, 4, 1), date(2022, 3, 31), True)),
        (Zoom.QUARTER, None, Period(date(2021, 6, 1), date(2021, 8, 31), True)),
        (Zoom.MONTH, None, Period(date(2021, 7, 1), date(2021, 7, 31), True)),
        (Zoom.MONTH, date(2021, 8, 1), Period(date(2021, 8, 1), date(2021, 8, 31), False)),
        (Zoom.YEAR, date(2019, 12, 1), Period(date(2019, 12, 1), date(2020, 11, 30), False)),
    ],
)
def test_a_period_is_whole_months_and_that_of_today_carries_the_rest(
    zoom: Zoom, first: date | None, expected: Period
) -> None:
    assert period_of(zoom, first, TODAY) == expected


def test_a_mark_has_a_shape_and_says_it_in_words() -> None:
    marks = [
        mark(date(2021, 4, 11), state=DeadlineState.MET),
        mark(date(2021, 6, 30), days_late=1),
        mark(date(2021, 7, 8)),
        mark(date(2021, 7, 11), certainty=Certainty.PROVISIONAL),
    ]
    drawn = draw(marks, period_of(Zoom.YEAR, None, TODAY), CALENDAR, TODAY, NL).marks
    assert [(one.shape, one.day, one.title) for one in drawn] == [
        ("met", "zo 11 april", "Brief aan de Kamer, nagekomen"),
        ("late", "wo 30 juni", "Brief aan de Kamer, 1 dag te laat"),
        ("firm", "do 8 juli", "Brief aan de Kamer"),
        ("est", "zo 11 juli", "Brief aan de Kamer, geschat"),
    ]


def test_downwards_the_same_stands_in_order() -> None:
    period = period_of(Zoom.QUARTER, None, TODAY)
    timeline = draw([mark(date(2021, 7, 8))], period, CALENDAR, TODAY, NL)
    assert [(entry.type, entry.text) for entry in timeline.entries] == [
        ("month", "juni 2021"),
        ("month", "juli 2021"),
        ("today", "vandaag do 1 juli"),
        ("deadline", "Brief aan de Kamer"),
        ("recess", "Zomerreces: vr 9 juli tot en met ma 6 september"),
        ("month", "augustus 2021"),
    ]


def test_a_recess_that_the_calendar_lacks_is_named() -> None:
    period = Period(date(2022, 9, 1), date(2023, 8, 31), carries_rest=False)
    missing = draw([], period, CALENDAR, TODAY, NL).missing
    assert [(gap.kind.value, gap.year) for gap in missing] == [
        ("herfstreces", 2022),
        ("kerstreces", 2022),
        ("voorjaarsreces", 2023),
    ]


def test_a_long_text_is_cut_to_what_fits_and_kept_whole_for_readers() -> None:
    [drawn] = draw(
        [mark(date(2021, 9, 30), "x" * 100_000)],
        period_of(Zoom.YEAR, None, TODAY),
        CALENDAR,
        TODAY,
        NL,
    ).marks
    assert drawn.words.text == "x" * 55 + "…"
    assert len(drawn.title) == 100_000


DAYS = st.integers(0, 364).map(lambda days: date(2021, 4, 1) + timedelta(days=days))
MARKS = st.lists(
    st.builds(
        mark,
        DAYS,
        st.text("abc W", min_size=1, max_size=90),
        state=st.sampled_from([DeadlineState.OPEN, DeadlineState.MET]),
        certainty=st.sampled_from(Certainty),
        days_late=st.integers(0, 400),
    ),
    max_size=60,
)


@settings(max_examples=60, deadline=None)
@given(MARKS, st.sampled_from(Zoom))
def test_no_label_overlaps_another_or_leaves_the_drawing(
    marks: list[TimelineMark], zoom: Zoom
) -> None:
    period = period_of(zoom, None, TODAY)
    inside = [one for one in marks if period.first <= one.due_on <= period.last]
    timeline = draw(inside, period, CALENDAR, TODAY, NL)
    assert len(timeline.marks) == len(inside)
    boxes = [_mark_box(one) for one in timeline.marks]
    labels = [_label_box(label) for label in _labels(timeline)]
    for left, right, _, _ in [*boxes, *labels]:
        assert left >= LEFT - 1
        assert right <= RIGHT + 1
    for one, other in [*combinations(boxes, 2), *combinations(labels, 2)]:
        assert not _overlap(one, other), (one, other)


Box = tuple[float, float, float, float]


def _labels(timeline: Timeline) -> list[Label]:
    return [*(band.name for band in timeline.bands), *(line.name for line in timeline.lines)]


def _mark_box(drawn: Drawn) -> Box:
    width = (len(drawn.day) + 1 + len(drawn.words.text)) * LETTER_ON_SCREEN
    to_right = drawn.words.anchor == "start"
    left = drawn.x - 12 if to_right else drawn.words.x - width
    right = drawn.words.x + width if to_right else drawn.x + 12
    return left, right, drawn.y, drawn.y + 24


def _label_box(label: Label) -> Box:
    half = len(label.text) * SMALL_LETTER / 2
    return label.x - half, label.x + half, label.y - 10, label.y + 3


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
