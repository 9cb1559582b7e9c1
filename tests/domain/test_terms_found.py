"""Terms in running text: where they stand, how firmly they were promised, what is left out."""

import json
from datetime import date
from pathlib import Path

import pytest

from tracker.adapters.sittings import shipped_calendar
from tracker.domain.terms_found import find_terms

SHARED = Path(__file__).parents[3] / "shared"
CALENDAR = shipped_calendar()
LETTER = date(2021, 1, 11)


def found(text: str, day: date = LETTER) -> list[tuple[str, str | None, str]]:
    """The wording, due date and strength of each term."""
    return [
        (text[one.start : one.end], one.term.due_on and str(one.term.due_on), one.strength.value)
        for one in find_terms(text, day, CALENDAR)
    ]


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here")
def test_the_letter_of_11_january_2021() -> None:
    text = (SHARED / "letter" / "kst-31015-221.md").read_text(encoding="utf-8")
    expected = json.loads((SHARED / "letter" / "expected.json").read_text(encoding="utf-8"))
    columns = ("phrase", "due_on", "strength", "certainty", "recurs")
    terms = find_terms(text, LETTER, CALENDAR)
    assert [
        (
            text[one.start : one.end],
            one.term.due_on and str(one.term.due_on),
            one.strength.value,
            one.term.certainty.value,
            one.term.recurs,
        )
        for one in terms
    ] == [tuple(row.get(column) for column in columns) for row in expected["deadlines"]]
