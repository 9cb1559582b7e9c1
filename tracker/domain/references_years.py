"""Session years of the States General, as the House prints them: '2020/21', '1999/2000'."""

import re
from datetime import date

from tracker.domain.errors import DomainError
from tracker.domain.sittings import prinsjesdag

LONGEST_YEAR = 20


def session_year_of(day: date) -> str:
    """The session year ('2020/21') that a day falls in: it begins on Prinsjesdag."""
    return session_year(day.year if day >= prinsjesdag(day.year) else day.year - 1)


def session_year(start: int) -> str:
    """The session year that begins in a calendar year."""
    end = start + 1
    return f"{start}/{end}" if end % 100 == 0 else f"{start}/{end % 100:02}"


def start_of(year: str) -> int:
    """The calendar year in which a session year begins.

    Raises DomainError 'reference.session_year' (text) for what is no session year of the
    States General.
    """
    start = year[:4]
    if not re.fullmatch(r"1[89]\d\d|20\d\d", start) or session_year(int(start)) != year:
        raise DomainError("reference.session_year", text=year[:LONGEST_YEAR])
    return int(start)


def compact(year: str) -> str:
    """'20202021', as in identifiers."""
    start = start_of(year)
    return f"{start}{start + 1}"


def year_of_compact(digits: str) -> str:
    """'2020/21' of '20202021'; raises as `start_of` does."""
    year = session_year(int(digits[:4]))
    if compact(year) != digits:
        raise DomainError("reference.session_year", text=digits)
    return year


def read_year(printed: str) -> tuple[str, str | None]:
    """The session year that a printed one begins, and the printed one if it is no session year.

    '2019-2020' gives ('2019/20', None), '2019/21' gives ('2019/20', '2019/21').
    """
    start, end = re.split(r"[/-]", printed)
    year = session_year(int(start))
    start_of(year)
    ends = (f"{int(start) + 1}", f"{(int(start) + 1) % 100:02}")
    return year, None if end in ends else printed


def year_if_any(printed: str | None) -> str | None:
    """'2025/26' of '2025-2026'; None of what is no session year."""
    try:
        return read_year(printed)[0] if printed else None
    except (DomainError, ValueError):
        return None
