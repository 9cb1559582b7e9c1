"""The recess calendar, kept by administrators: added, corrected, withdrawn and put back.

Each change marks the deadlines for which the calendar now gives another date; none of them
moves before an officer accepts (services/recalculations.py).
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from sqlmodel import Session, col, select

from tracker.db.recording import Action, begin_action
from tracker.db.tables import Change, RecessRow, User
from tracker.db.tables.history import Way
from tracker.domain.errors import DomainError, Refusals
from tracker.domain.recesses import faults, overlaps, session_year_of
from tracker.domain.sittings import Recess, RecessKind, SittingCalendar
from tracker.services.actors import Actor, act
from tracker.services.clock import Clock
from tracker.services.exchange import NAMESPACE, recess_key
from tracker.services.missing import Missing
from tracker.services.recalculations import recalculate
from tracker.services.sittings import as_recess, change_calendar, read_calendar


class StaleRecess(Exception):
    """Somebody changed the recess after the form was made; nothing was saved."""


@dataclass(frozen=True)
class RecessInput:
    """The days of a recess and where they were read; `address` may be empty."""

    start: date
    end: date | None
    status: str
    sources: tuple[str, ...]
    address: str = ""
    last_sitting_before: date | None = None
    first_sitting_after: date | None = None


@dataclass(frozen=True)
class RecessEntry:
    """A recess in a list or form; `withdrawn_reason` is None while it counts."""

    id: uuid.UUID
    version: int
    recess: Recess
    address: str
    as_shipped: bool
    withdrawn_reason: str | None

    @property
    def is_withdrawn(self) -> bool:
        """Whether it counts no longer."""
        return self.withdrawn_reason is not None


@dataclass(frozen=True)
class RecessChange:
    """What one person did to a recess: each column's old and new value, and why."""

    who: str | None
    at: datetime
    reason: str
    fields: tuple[tuple[str, Any, Any], ...]


def list_recesses(session: Session) -> tuple[RecessEntry, ...]:
    """Every recess, in order of its first day, withdrawn ones too."""
    rows = session.exec(select(RecessRow).order_by(col(RecessRow.start), col(RecessRow.id)))
    return tuple(_entry(row) for row in rows)


def read_recess(session: Session, recess_id: uuid.UUID) -> RecessEntry:
    """One recess; Missing when there is none."""
    row = session.get(RecessRow, recess_id)
    if row is None:
        raise Missing
    return _entry(row)


def recess_story(session: Session, recess_id: uuid.UUID) -> tuple[RecessChange, ...]:
    """What was done to a recess, the newest first."""
    rows = session.exec(
        select(Change, User.name)
        .join(User, col(User.id) == Change.actor_id, isouter=True)
        .where(Change.noun == str(RecessRow.__tablename__))
        .where(Change.record == str(recess_id))
        .order_by(col(Change.sequence).desc())
    )
    return tuple(
        RecessChange(
            who=name,
            at=change.at,
            reason=change.reason,
            fields=tuple((field, old, new) for field, (old, new) in change.fields.items()),
        )
        for change, name in rows
    )


def add_recess(
    session: Session, actor: Actor, clock: Clock, kind: RecessKind, given: RecessInput
) -> int:
    """Add a recess; the session year follows from its first day. Sent twice, it is one.

    Returns for how many deadlines the calendar gives another date since.
    """
    change_calendar(session)
    session_year = session_year_of(given.start)
    values = _columns(given)
    known = session.get(RecessRow, recess_key(kind, session_year))
    if known and known.withdrawn_reason is None and _has(known, values):
        return 0
    if known and known.withdrawn_reason is not None:
        facts = {"kind": kind, "session_year": session_year}
        raise DomainError("recess.was_withdrawn", field="kind", **facts)
    _refuse(_faults(session, kind, session_year, given))
    act(session, actor, clock)
    key = recess_key(kind, session_year)
    session.add(RecessRow(id=key, kind=kind, session_year=session_year, **values))
    return _changed(session, clock)


def correct_recess(
    session: Session,
    actor: Actor,
    clock: Clock,
    recess_id: uuid.UUID,
    version: int,
    given: RecessInput,
) -> int:
    """Correct the days or sources of a recess; its kind and session year stay.

    Returns for how many deadlines the calendar gives another date since.
    """
    row = _take(session, recess_id, version)
    _refuse(_faults(session, row.kind, row.session_year, given, besides=row.id))
    act(session, actor, clock)
    values = _columns(given)
    row.as_shipped = row.as_shipped and _has(row, values)
    for name, value in values.items():
        setattr(row, name, value)
    return _changed(session, clock)


def withdraw_recess(
    session: Session, actor: Actor, clock: Clock, recess_id: uuid.UUID, version: int, reason: str
) -> int:
    """Let a recess count no longer; the row stays, with the reason.

    Returns for how many deadlines the calendar gives another date since.
    """
    row = _take(session, recess_id, version)
    if not reason:
        _refuse([DomainError("recess.needs_reason", field="reason")])
    act(session, actor, clock, reason)
    row.withdrawn_reason = reason
    row.as_shipped = False
    return _changed(session, clock)


def put_back_recess(
    session: Session, actor: Actor, clock: Clock, recess_id: uuid.UUID, version: int
) -> int:
    """Let a withdrawn recess count again.

    Returns for how many deadlines the calendar gives another date since.
    """
    row = _take(session, recess_id, version)
    _refuse(faults(as_recess(row), _others(session, row.id)))
    act(session, actor, clock)
    row.withdrawn_reason = None
    return _changed(session, clock)


def add_shipped(session: Session, clock: Clock, shipped: SittingCalendar) -> int:
    """Bring in what the product ships: new recesses, and better days of those that nobody
    changed here. What an administrator wrote stays, and goes before what would overlap it.

    Bringing in the same is the same action everywhere, so that an export of one installation
    does not bring it in again at another. Returns how many recesses were added or changed.
    """
    change_calendar(session)
    known = {(row.kind, row.session_year): row for row in session.exec(select(RecessRow))}
    wanted = [one for one in shipped.recesses if _is_wanted(one, known)]
    batch = uuid.uuid5(NAMESPACE, f"shipped/{wanted!r}")
    begin_action(session, Action(None, Way.COMMAND, clock.now(), batch=batch))
    for recess in wanted:
        values = _shipped_values(recess)
        row = known.get((recess.kind, recess.session_year))
        if row is None:
            session.add(_shipped_row(recess, values))
        else:
            for column, value in values.items():
                setattr(row, column, value)
    session.flush()
    recalculate(session, clock, read_calendar(session))
    return len(wanted)


def _is_wanted(recess: Recess, known: dict[tuple[RecessKind, str], RecessRow]) -> bool:
    own = known.get((recess.kind, recess.session_year))
    if own is not None:
        return own.as_shipped and not _has(own, _shipped_values(recess))
    kept = (row for row in known.values() if not row.as_shipped and not row.withdrawn_reason)
    return not any(overlaps(recess, as_recess(row)) for row in kept)


def _shipped_row(recess: Recess, values: dict[str, Any]) -> RecessRow:
    return RecessRow(
        id=recess_key(recess.kind, recess.session_year),
        kind=recess.kind,
        session_year=recess.session_year,
        as_shipped=True,
        **values,
    )


def _shipped_values(recess: Recess) -> dict[str, Any]:
    return {
        "start": recess.start,
        "end": recess.end,
        "last_sitting_before": recess.last_sitting_before,
        "first_sitting_after": recess.first_sitting_after,
        "status": recess.status,
        "sources": list(recess.sources),
    }


def _has(row: RecessRow, values: dict[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())


def _entry(row: RecessRow) -> RecessEntry:
    return RecessEntry(
        id=row.id,
        version=row.version,
        recess=as_recess(row),
        address=row.address or "",
        as_shipped=row.as_shipped,
        withdrawn_reason=row.withdrawn_reason,
    )


def _take(session: Session, recess_id: uuid.UUID, version: int) -> RecessRow:
    change_calendar(session)
    row = session.get(RecessRow, recess_id, with_for_update=True)
    if row is None:
        raise Missing
    if row.version != version:
        raise StaleRecess
    return row


def _columns(given: RecessInput) -> dict[str, Any]:
    return {
        "start": given.start,
        "end": given.end,
        "last_sitting_before": given.last_sitting_before,
        "first_sitting_after": given.first_sitting_after,
        "status": given.status,
        "sources": list(given.sources),
        "address": given.address or None,
    }


def _changed(session: Session, clock: Clock) -> int:
    session.flush()
    return recalculate(session, clock, read_calendar(session))


# Refusals


def _refuse(refusals: list[DomainError]) -> None:
    if refusals:
        raise Refusals(refusals)


def _faults(
    session: Session,
    kind: RecessKind,
    session_year: str,
    given: RecessInput,
    besides: uuid.UUID | None = None,
) -> list[DomainError]:
    recess = Recess(
        kind=kind,
        session_year=session_year,
        start=given.start,
        end=given.end,
        last_sitting_before=given.last_sitting_before,
        first_sitting_after=given.first_sitting_after,
        status=given.status,
        sources=given.sources,
    )
    found = faults(recess, _others(session, besides))
    if not given.sources:
        found.append(DomainError("recess.needs_source", field="sources"))
    if given.address and not _is_web_address(given.address):
        found.append(DomainError("recess.odd_address", field="address", text=given.address))
    return found


def _others(session: Session, besides: uuid.UUID | None) -> Iterable[Recess]:
    rows = session.exec(select(RecessRow).where(col(RecessRow.withdrawn_reason).is_(None)))
    return [as_recess(row) for row in rows if row.id != besides]


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not set(text) & set(" \n")
