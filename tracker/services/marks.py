"""Marks what the judging of the sources must look at again."""

import uuid
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, inspect, literal, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from tracker.db.tables import Citation, HouseRecord, Publication, RecordToJudge

VOTED_WITHIN = timedelta(days=120)
"""Within how long after it was submitted a motion is voted on, nearly always."""

_TO_JUDGE: Table = inspect(RecordToJudge).local_table  # type: ignore[assignment]


def mark_records(session: Session, category: str, keys: Iterable[uuid.UUID]) -> None:
    """Mark records of one category, or publications by their own key."""
    rows = [{"record_id": key, "category": category} for key in sorted(keys)]
    if rows:
        session.connection().execute(_held(_insert(session)), rows)


def mark_register(session: Session, since: date | None) -> None:
    """Mark all commitments of the register, and the motions that may be voted on `since`."""
    kind = col(HouseRecord.fields)["soort"][0].as_string()
    motion = and_(col(HouseRecord.category) == "Zaak", kind.ilike("%motie%"), _since(since))
    where = or_(col(HouseRecord.category) == "Toezegging", motion)
    live = and_(col(HouseRecord.deleted).is_(False), where)
    _mark(session, select(col(HouseRecord.id), col(HouseRecord.category)).where(live))


def mark_citing(session: Session, identifiers: Collection[str]) -> None:
    """Mark the publications whose words name one of these papers, cases or commitments, and
    the commitments themselves."""
    naming = select(col(Citation.publication_id)).where(col(Citation.cited).in_(identifiers))
    found = col(Publication.id).in_(naming)
    _mark(session, select(col(Publication.id), literal("Publication")).where(found))
    numbered = select(col(HouseRecord.id), col(HouseRecord.category)).where(
        col(HouseRecord.category) == "Toezegging", col(HouseRecord.number).in_(identifiers)
    )
    _mark(session, numbered)


def _since(since: date | None) -> ColumnElement[bool]:
    if since is None:
        return literal(True)
    day = col(HouseRecord.day)
    return or_(day.is_(None), day >= since - VOTED_WITHIN)


def _mark(session: Session, rows: Any) -> None:
    names = ["record_id", "category"]
    session.execute(_held(_insert(session).from_select(names, rows)))


def _insert(session: Session) -> Any:
    on_postgres = session.get_bind().dialect.name == "postgresql"
    return (postgresql.insert if on_postgres else sqlite.insert)(_TO_JUDGE)


def _held(statement: Any) -> Any:
    """A mark that is there already is written again, so that nobody takes it before we end."""
    category = {"category": statement.excluded.category}
    return statement.on_conflict_do_update(index_elements=["record_id"], set_=category)
