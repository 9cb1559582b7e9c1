"""Whole dates in running text: '9 juni 2020', '09-06-2020'."""

import re
from collections.abc import Iterator
from datetime import date

_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_SHORT = {name: number for number, name in enumerate(_MONTHS, 1)} | {"maa": 3}
DATE = (
    r"\b(?:\d{1,2}\s(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|"
    r"november|december|jan\.?|feb\.?|mrt\.?|apr\.?|jun\.?|jul\.?|aug\.?|sept?\.?|okt\.?|nov\.?|"
    r"dec\.?)\s\d{4}|\d{1,2}[-/]\d{1,2}[-/]\d{4})\b"
)
_DATE = re.compile(DATE, re.IGNORECASE)
_NUMBERS = re.compile(r"\d+")


def dates_in(text: str) -> Iterator[tuple[int, int, date]]:
    """Each whole date that exists, with its place."""
    for found in _DATE.finditer(text):
        day = read_date(found.group())
        if day is not None:
            yield found.start(), found.end(), day


def read_date(printed: str) -> date | None:
    """A date as printed, day first; None for one that does not exist."""
    numbers = [int(number) for number in _NUMBERS.findall(printed)]
    if len(numbers) == 2:
        month = _SHORT.get(re.sub(r"[\d\s.]", "", printed).lower()[:3], 0)
        numbers.insert(1, month)
    day, month, year = numbers
    try:
        return date(year, month, day)
    except ValueError:
        return None
