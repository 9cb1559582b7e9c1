"""What a recess must be before it may stand in the calendar."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum

from tracker.domain.errors import DomainError
from tracker.domain.sittings import Recess, RecessKind, prinsjesdag

PARTIAL = "partial"
"""The status of a recess of which no source gives the last day."""
LONGEST = timedelta(days=92)
LONGEST_GAP = timedelta(days=6)
"""The House sits in every week outside its recesses, so a sitting day is that near to one."""
IN_FIRST_YEAR = (RecessKind.AUTUMN, RecessKind.CHRISTMAS)
"""The kinds that begin in the first calendar year of a session year; of the others only a
verkiezingsreces may."""


class Standing(StrEnum):
    """How surely the days are known, as an administrator can say it.

    What ships with the product is finer: 'confirmed-3' counts its sources.
    """

    OFFICIAL = "official"
    CONFIRMED = "confirmed"
    SINGLE = "single"
    INFERRED_START = "inferred-start"
    PARTIAL = PARTIAL


def standing_of(status: str) -> str:
    """The group that a status belongs to: 'confirmed-3' and its like are 'confirmed'."""
    return Standing.CONFIRMED if status.startswith(Standing.CONFIRMED) else status


def session_year_of(day: date) -> str:
    """The session year that a day falls in, written 2020-2021; it begins on Prinsjesdag."""
    begun = day.year if day >= prinsjesdag(day.year) else day.year - 1
    return f"{begun}-{begun + 1}"


def faults(recess: Recess, others: Iterable[Recess]) -> list[DomainError]:
    """All that is wrong with a recess beside the others of the calendar, by field."""
    return [
        *_faults_of_year(recess),
        *_faults_of_days(recess),
        *_faults_of_sittings(recess),
        *_faults_beside(recess, list(others)),
    ]


def overlaps(one: Recess, other: Recess) -> bool:
    """Whether two recesses have a day in common, as far as their days are known."""
    return one.start <= (other.end or other.start) and other.start <= (one.end or one.start)


def _faults_of_year(recess: Recess) -> Iterator[DomainError]:
    session_year = recess.session_year
    if session_year_of(recess.start) != session_year:
        yield DomainError("recess.other_session_year", field="start", session_year=session_year)
        return
    first_year = int(session_year[:4])
    year = first_year if recess.kind in IN_FIRST_YEAR else first_year + 1
    if recess.kind is not RecessKind.ELECTION and recess.start.year != year:
        yield DomainError(
            "recess.wrong_year",
            field="start",
            kind=recess.kind,
            session_year=session_year,
            year=year,
        )


def _faults_of_days(recess: Recess) -> Iterator[DomainError]:
    start, end = recess.start, recess.end
    if end is None and recess.status != PARTIAL:
        yield DomainError("recess.needs_end", field="end")
    elif end and end < start:
        yield DomainError("recess.end_before_start", field="end", start=start)
    elif end and end - start > LONGEST:
        yield DomainError("recess.too_long", field="end", days=(end - start).days + 1)
    elif end and recess.status == PARTIAL:
        yield DomainError("recess.end_is_known", field="status")


def _faults_of_sittings(recess: Recess) -> Iterator[DomainError]:
    before, after = recess.last_sitting_before, recess.first_sitting_after
    if before and before >= recess.start:
        yield DomainError("recess.sits_too_late", field="last_sitting_before", start=recess.start)
    elif before and recess.start - before > LONGEST_GAP:
        yield DomainError("recess.gap", field="last_sitting_before")
    last = recess.end or recess.start
    if after and after <= last:
        yield DomainError("recess.sits_too_early", field="first_sitting_after", end=last)
    elif after and recess.end and after - recess.end > LONGEST_GAP:
        yield DomainError("recess.gap", field="first_sitting_after")


def _faults_beside(recess: Recess, others: list[Recess]) -> Iterator[DomainError]:
    for other in others:
        if other.kind is recess.kind and (
            other.session_year == recess.session_year or other.start.year == recess.start.year
        ):
            yield DomainError(
                "recess.twice", field="kind", kind=other.kind, session_year=other.session_year
            )
            return
    for other in others:
        if overlaps(recess, other):
            yield DomainError(
                "recess.overlaps",
                field="start",
                kind=other.kind,
                start=other.start,
                end=other.end or other.start,
            )
            return
