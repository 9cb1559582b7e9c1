"""Short numbers that can be said on the phone: M-2021-0007."""

from sqlmodel import Session, col, update

from tracker.db.tables import NumberSeries
from tracker.domain.statuses import Kind

LETTERS = {Kind.MOTION: "M", Kind.COMMITMENT: "T", Kind.RECOMMENDATION: "A"}


def next_number(session: Session, kind: Kind, year: int) -> str:
    """The next number of a kind in a year; two writers never get the same."""
    series = f"{LETTERS[kind]}-{year}"
    return f"{series}-{_next(session, series):04}"


def note_number(session: Session, number: str) -> None:
    """Take note of a number that was given elsewhere, so that it is not given again."""
    series, _, last = number.rpartition("-")
    if not last.isdigit():
        return
    row = session.get(NumberSeries, series)
    if row is None:
        session.add(NumberSeries(series=series, last=int(last)))
        session.flush()
    elif row.last < int(last):
        row.last = int(last)


def _next(session: Session, series: str) -> int:
    counted = update(NumberSeries).where(col(NumberSeries.series) == series)
    last = session.exec(
        counted.values(last=col(NumberSeries.last) + 1).returning(col(NumberSeries.last))
    ).first()
    if last is None:
        session.add(NumberSeries(series=series, last=1))
        session.flush()
        return 1
    return int(last[0])
