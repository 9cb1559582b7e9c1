"""Export in the JSON-lines format: the whole history, replayed from the first change.

Rows that were put in without history (the examples of a benchmark) follow at the end, so
that nothing is left out.
"""

import json
import uuid
from collections.abc import Iterator
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from tracker.db.recording import TRACKED, UNRECORDED, plain_value, record_key
from tracker.db.tables import Change, Deadline
from tracker.services.exchange import NATURAL_KEYS, SECRET, TABLES, referred_table

Record = dict[str, Any]
HOUSE_DATES = ("house_due_on", "house_on_time_until")


def export_lines(session: Session) -> Iterator[str]:
    """Every line of an export, in the order in which an import must read them."""
    names = _Names(session)
    for record in (*_replay(session, names), *_unrecorded(session, names)):
        yield json.dumps(record, ensure_ascii=False)


class _Names:
    """What people call the rows that others refer to."""

    def __init__(self, session: Session) -> None:
        self._names: dict[tuple[type[SQLModel], uuid.UUID], str] = {}
        for table, natural in NATURAL_KEYS.items():
            columns = select(table.id, getattr(table, natural))  # type: ignore[attr-defined]
            for key, name in session.exec(columns):
                self._names[table, key] = name

    def fields(self, table: type[SQLModel], values: Record) -> Record:
        """A row's fields with what people call the rows they refer to."""
        natural = NATURAL_KEYS.get(table)
        named = {}
        for column, value in values.items():
            if column in SECRET or (column == "id" and natural):
                continue
            target = referred_table(table, column)
            if target and value is not None:
                value = self._names.get((target, uuid.UUID(str(value))), str(value))
            named[column.removesuffix("_id") if target else column] = value
        return named

    def key(self, table: type[SQLModel], record: str) -> Record:
        """What identifies a row: its natural name, or its primary key."""
        natural = NATURAL_KEYS.get(table)
        if natural:
            return {natural: self._names[table, uuid.UUID(record)]}
        columns = [column.name for column in table.__table__.primary_key]  # type: ignore[attr-defined]
        return self.fields(table, dict(zip(columns, record.split("/"), strict=True)))


def _replay(session: Session, names: _Names) -> Iterator[Record]:
    batch = None
    for change in session.exec(select(Change).order_by(col(Change.sequence))):
        if change.batch != batch:
            batch = change.batch
            yield _action(change, names)
        table = TABLES[change.noun]
        new = {name: new for name, (_old, new) in change.fields.items()}
        if table is Deadline and "certainty" in new:
            new |= {name: new.get(name) for name in HOUSE_DATES}
        yield {
            "type": change.noun,
            **names.key(table, change.record),
            **names.fields(table, new),
        }


def _action(change: Change, names: _Names) -> Record:
    action: Record = {"type": "action", "at": change.at.isoformat(), "way": change.way.value}
    if change.actor_id:
        user = TABLES["user"]
        action["actor"] = names.key(user, str(change.actor_id))["email"]
    if change.reason:
        action["reason"] = change.reason
    return action


def _unrecorded(session: Session, names: _Names) -> Iterator[Record]:
    for table in _in_order():
        recorded = set(
            session.exec(select(Change.record).where(Change.noun == str(table.__tablename__)))
        )
        for row in session.exec(select(table)).yield_per(1000):
            if record_key(row) not in recorded:
                values = {
                    name: plain_value(getattr(row, name))
                    for name in type(row).model_fields
                    if name not in UNRECORDED and getattr(row, name) not in (None, "", [])
                }
                yield {"type": str(table.__tablename__), **names.fields(table, values)}


def _in_order() -> list[type[SQLModel]]:
    """The tables, each after those that it refers to."""
    order = [table.name for table in SQLModel.metadata.sorted_tables]
    return sorted(TRACKED, key=lambda table: order.index(str(table.__tablename__)))
