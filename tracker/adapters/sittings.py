"""The sitting calendar, read from JSON lines."""

import json
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import tracker
from tracker.domain.sittings import Recess, RecessKind, SittingCalendar

PACKAGE = Path(tracker.__file__).parent
RECESSES = "recesses.jsonl"


def parse_recesses(lines: Iterable[str]) -> SittingCalendar:
    """The calendar of the lines with `"type": "recess"`; other types are passed over.

    Raises ValueError, or KeyError for a missing column, with the number of the line as a note.
    """
    return SittingCalendar(_recesses(lines))


@cache
def shipped_calendar() -> SittingCalendar:
    """The calendar that comes with the product: fixtures/ of the wheel, or of the repository."""
    folder = next(
        folder
        for folder in (PACKAGE / "fixtures", PACKAGE.parent / "fixtures")
        if (folder / RECESSES).is_file()
    )
    with (folder / RECESSES).open(encoding="utf-8") as lines:
        return parse_recesses(lines)


def _recesses(lines: Iterable[str]) -> Iterable[Recess]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if row["type"] == "recess":
                yield _recess(row)
        except (ValueError, KeyError) as error:
            error.add_note(f"line {number}")
            raise


def _recess(row: dict[str, Any]) -> Recess:
    return Recess(
        kind=RecessKind(row["kind"]),
        session_year=row["session_year"],
        start=date.fromisoformat(row["start"]),
        end=_day(row["end"]),
        last_sitting_before=_day(row["last_sitting_before"]),
        first_sitting_after=_day(row["first_sitting_after"]),
        status=row["status"],
        sources=tuple(row["sources"]),
    )


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
