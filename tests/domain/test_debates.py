"""Terms that hang on a debate, once its day is known."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.adapters.sittings import shipped_calendar
from tracker.domain.debates import HANGS_ON_DEBATE, due_by_debate
from tracker.domain.terms import read_term

MADE, HELD = date(2021, 6, 23), date(2021, 9, 16)
BEFORE, AT = date(2021, 9, 15), HELD


@pytest.mark.parametrize(
    ("wording", "due_on"),
    [
        ("voor het commissiedebat", BEFORE),
        ("vóór het volgende commissiedebat", BEFORE),
        ("voor het eerstvolgende commissiedebat", BEFORE),
        ("uiterlijk voor het WGO", BEFORE),
        ("voorafgaand aan het commissiedebat Mensenhandel", BEFORE),
        ("voor de begrotingsbehandeling 2022", BEFORE),
        ("voor de komende begrotingsbehandeling", BEFORE),
        ("tijdens het AO", AT),
        ("bij de begrotingsbehandeling", AT),
        ("in het volgende debat", AT),
        ("na het debat", None),
    ],
)
def test_the_day_that_it_sets(wording: str, due_on: date | None) -> None:
    assert due_by_debate(wording, MADE, HELD, shipped_calendar()) == due_on


@given(st.dates(MADE + timedelta(days=2), date(2030, 1, 1)))
def test_before_is_the_day_before_whatever_the_day(held: date) -> None:
    found = due_by_debate("voor het volgende commissiedebat", MADE, held, shipped_calendar())
    assert found == held - timedelta(days=1)


def test_the_rule_by_which_such_a_term_is_known() -> None:
    assert read_term("voor het commissiedebat", MADE, shipped_calendar()).rule == HANGS_ON_DEBATE
