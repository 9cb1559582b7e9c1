"""The House's recesses as this installation has them: read, held while dates are written."""

from sqlmodel import Session, col, select

from tracker.db.tables import RecessCalendar, RecessRow
from tracker.db.tables.recesses import CALENDAR
from tracker.domain.sittings import Recess, SittingCalendar

_VERSION = select(RecessCalendar.version).where(RecessCalendar.id == CALENDAR)


class Sittings:
    """The calendar for the requests of one process.

    Each reading asks the database for the calendar's version only, and reads the recesses
    when another process or an administrator has changed them.
    """

    def __init__(self) -> None:
        self._kept: tuple[int, SittingCalendar] | None = None

    def read(self, session: Session) -> SittingCalendar:
        """The calendar as the session sees it."""
        version = session.exec(_VERSION).first() or 0
        kept = self._kept
        if kept is None or kept[0] != version:
            kept = self._kept = (version, read_calendar(session))
        return kept[1]


def read_calendar(session: Session) -> SittingCalendar:
    """The recesses of the database that were not withdrawn."""
    rows = session.exec(select(RecessRow).where(col(RecessRow.withdrawn_reason).is_(None)))
    return SittingCalendar(as_recess(row) for row in rows)


def hold_calendar(session: Session) -> SittingCalendar:
    """The recesses, which nobody changes until the session's transaction ends.

    Who writes dates that rest on them reads them so; a change that waits for this
    transaction then finds those dates.
    """
    session.exec(_VERSION.with_for_update(read=True)).first()
    return read_calendar(session)


def change_calendar(session: Session) -> None:
    """Begin a change of the recesses: it waits for those who write dates, and they for it."""
    held = select(RecessCalendar).where(RecessCalendar.id == CALENDAR).with_for_update()
    row = session.exec(held).first()
    if row is None:
        session.add(RecessCalendar(version=1))
    else:
        row.version += 1
    session.flush()


def as_recess(row: RecessRow) -> Recess:
    """A row of the database as the rules of terms know it."""
    return Recess(
        kind=row.kind,
        session_year=row.session_year,
        start=row.start,
        end=row.end,
        last_sitting_before=row.last_sitting_before,
        first_sitting_after=row.first_sitting_after,
        status=row.status,
        sources=tuple(row.sources),
    )
