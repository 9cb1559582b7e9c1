"""Other wordings of the ideas in the convention: what a careful officer reads in each.

term_wordings.tsv holds them, in the columns of the convention. What it expects was reasoned
from the convention and written down before the wording was read, but for some twenty of the
first 421 rows, which were revised after the answer was seen. They are not marked, so the table
guards against change; it is no independent measure. Of the 98 rows after those one was revised,
before the code could read it: 'in de week voor de kerst' may mean the week before 25 December.
"""

import csv
from datetime import date
from pathlib import Path

from tracker.adapters.sittings import shipped_calendar
from tracker.domain.terms import read_term

TABLE = Path(__file__).with_name("term_wordings.tsv")
COLUMNS = ("due_on", "on_time_until", "not_before")


def test_every_wording() -> None:
    with TABLE.open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
    expected = {
        (row["phrase"], row["reference_date"]): (
            *(row[column] for column in COLUMNS),
            row["certainty"],
            row["recurs"],
        )
        for row in rows
    }
    assert len(rows) >= 400
    assert {key: _answer(*key) for key in expected} == expected


def _answer(phrase: str, reference_date: str) -> tuple[str, ...]:
    term = read_term(phrase, date.fromisoformat(reference_date), shipped_calendar())
    days = (term.due_on, term.on_time_until, term.not_before)
    return (*(str(day or "-") for day in days), term.certainty.value, term.recurs or "-")
