"""Rows that stand outside the history: out of a database, and into one, as they are.

What is there already stays, and of numbers given out the higher one holds; so a file that is
read again, or later, undoes nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Table
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel, col, select

from tracker.db.indexing import index_papers
from tracker.db.recording import plain_value
from tracker.db.tables import NumberSeries, Publication
from tracker.services.exchange import PLAIN, key_columns
from tracker.services.exchange_lines import at_line
from tracker.services.numbers import note_number

Values = dict[str, Any]
AT_A_TIME = 1_000


@dataclass(frozen=True)
class PlainRow:
    """A row to put in, and the line that it stands on."""

    line: int
    table: type[SQLModel]
    values: Values


def plain_rows(session: Session) -> Iterator[tuple[type[SQLModel], Values]]:
    """Every row outside the history, in an order in which they can be put in; without None."""
    for table in PLAIN.values():
        columns = _table(table).columns
        keys = [column for column in columns if column.primary_key]
        names = [column.name for column in columns]
        rows = session.connection().execute(
            select(*columns).order_by(*keys), execution_options={"yield_per": AT_A_TIME}
        )
        for row in rows:
            yield (
                table,
                {
                    name: plain_value(value)
                    for name, value in zip(names, row, strict=True)
                    if value is not None
                },
            )


def plain_values(table: type[SQLModel], fields: Values) -> Values:
    """All columns of a row to put in; ValueError for one that must have a value and has none."""
    row = table(**fields)
    values = {column.name: getattr(row, column.name, None) for column in _table(table).columns}
    for column in _table(table).columns:
        if values[column.name] is None and not column.nullable:
            raise ValueError(f"{table.__tablename__} needs {column.name.removesuffix('_id')!r}")
    return values


def put_in(session: Session, rows: Sequence[PlainRow]) -> int:
    """Put in the rows that are not there; gives how many were."""
    known = 0
    for table, group in groupby(rows, key=lambda row: row.table):
        found = list(group)
        if table is NumberSeries:
            known += sum(_note_series(session, row.values) for row in found)
            continue
        new = list(_new(session, table, found))
        known += len(found) - len(new)
        _insert(session, table, new)
        if table is Publication:
            index_papers(session.connection(), [row.values["identifier"] for row in new])
    return known


def _new(session: Session, table: type[SQLModel], rows: Sequence[PlainRow]) -> Iterator[PlainRow]:
    """The rows that are not there, each once."""
    keys = [getattr(table, name) for name in key_columns(table)]
    firsts = {row.values[key_columns(table)[0]] for row in rows}
    there = {tuple(key) for key in session.execute(select(*keys).where(col(keys[0]).in_(firsts)))}
    for row in rows:
        key = tuple(row.values[name] for name in key_columns(table))
        if key not in there:
            there.add(key)
            yield row


def _insert(session: Session, table: type[SQLModel], rows: Sequence[PlainRow]) -> None:
    """All at once; one by one where that fails, to name the line."""
    if not rows:
        return
    insert, connection = _table(table).insert(), session.connection()
    try:
        with connection.begin_nested():
            connection.execute(insert, [row.values for row in rows])
    except DBAPIError:
        for row in rows:
            with at_line(row.line):
                connection.execute(insert, row.values)


def _note_series(session: Session, values: Values) -> bool:
    """Take note of the last number of a series; whether it was known."""
    row = session.get(NumberSeries, values["series"])
    if row is not None and row.last >= values["last"]:
        return True
    note_number(session, f"{values['series']}-{values['last']}")
    return False


def _table(table: type[SQLModel]) -> Table:
    return table.__table__  # type: ignore[attr-defined, no-any-return]
