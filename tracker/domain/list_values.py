"""What the cells of a ministry's own list say: dates, and names in one cell."""

import re
from datetime import date

from tracker.domain.errors import DomainError

_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
    "oktober", "november", "december",
)  # fmt: skip
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_IN_WORDS = re.compile(r"(?:[a-z]+ )?(\d{1,2}) ([a-z]+)\.? (\d{4})")
_CUM_SUIS = re.compile(r"\s+c\.?\s?s\.?$", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r"\s*[;,/]\s*|\s+en\s+")


def read_cell_date(text: str) -> date:
    """The date in '31-12-2021', '2021-12-31', '31/12/2021' or '31 december 2021'.

    Raises DomainError 'date.unreadable' and 'date.too_far'.
    """
    told = text.strip().lower()
    found = _DAY_FIRST.fullmatch(told)
    parts = (found[3], found[2], found[1]) if found else None
    if found := _YEAR_FIRST.fullmatch(told):
        parts = (found[1], found[2], found[3])
    elif found := _IN_WORDS.fullmatch(told):
        month = [n for n, name in enumerate(_MONTHS, 1) if name.startswith(found[2])]
        parts = (found[3], str(month[0]), found[1]) if len(month) == 1 else None
    try:
        year, month_number, day = map(int, parts or ())
        read = date(year, month_number, day)
    except ValueError:
        raise DomainError("date.unreadable", text=text) from None
    if not 1900 <= read.year <= 2200:
        raise DomainError("date.too_far")
    return read


def read_names(text: str) -> tuple[tuple[str, ...], bool]:
    """The names in a cell, and whether others are meant as well: 'Kuik en Van der Graaf c.s.'."""
    told = " ".join(text.split())
    alone = _CUM_SUIS.sub("", told)
    names = tuple(name for name in _BETWEEN_NAMES.split(alone) if name)
    return names, alone != told
