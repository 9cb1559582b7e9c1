"""Import of the JSON-lines format: a replay of what happened, one row or action a line.

A line with `"type": "action"` says who acts, when and why; the lines after it are rows of
the tables. A row that exists gets just the fields that its line names, any other is made.
Rows refer to each other by what people call them: a number, an e-mail address, a code.
docs/exchange.md describes the format.
"""

import json
import uuid
from collections.abc import Callable, Iterable
from datetime import date, datetime
from enum import StrEnum
from types import UnionType
from typing import Any, Union, get_args, get_origin

from sqlmodel import Session, SQLModel, select

from tracker.db.recording import Action, action_of, begin_action
from tracker.db.tables import (
    Deadline,
    Dossier,
    Item,
    Paper,
    User,
)
from tracker.db.tables.history import Way
from tracker.domain.errors import DomainError
from tracker.domain.planning import Certainty, Dates, late_after
from tracker.domain.references import parse_identifier
from tracker.domain.sittings import SittingCalendar
from tracker.domain.terms import read_term
from tracker.services.clock import Clock
from tracker.services.deadlines import refresh_item
from tracker.services.exchange import NATURAL_KEYS, SECRET, TABLES, referred_table, row_key
from tracker.services.items import refresh_words
from tracker.services.numbers import note_number
from tracker.services.papers import ensure_dossier, ensure_paper


class ExchangeError(Exception):
    """A line that cannot be imported; `line` counts from 1, `reason` says what to do."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


def import_lines(
    session: Session, lines: Iterable[str], clock: Clock, calendar: SittingCalendar
) -> int:
    """Import a file's lines in one transaction; the number of rows read.

    Raises ExchangeError at the first line that cannot be used; nothing is kept then.
    """
    begin_action(session, Action(None, Way.IMPORT, clock.now()))
    importer = _Importer(session, calendar)
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                importer.take(_read_line(line))
            except DomainError as error:
                raise ExchangeError(number, f"{error.code} {error.facts}") from error
            except (ValueError, TypeError, LookupError) as error:
                raise ExchangeError(number, str(error)) from error
    importer.finish()
    return importer.rows


def _read_line(line: str) -> dict[str, Any]:
    record = json.loads(line)
    if not isinstance(record, dict) or "type" not in record:
        raise ValueError('a line must be an object with a "type"')
    return record


class _Importer:
    """Turns records into rows of one session."""

    def __init__(self, session: Session, calendar: SittingCalendar) -> None:
        self._session = session
        self._calendar = calendar
        self._items: set[uuid.UUID] = set()
        self.rows = 0

    def take(self, record: dict[str, Any]) -> None:
        noun = record.pop("type")
        if noun == "action":
            self._begin(record)
            return
        if noun not in TABLES:
            raise ValueError(f"unknown type {noun!r}; known are {', '.join(sorted(TABLES))}")
        self._row(TABLES[noun], record)
        self.rows += 1

    def finish(self) -> None:
        """Bring what repeats other rows up to date: next deadlines and search words."""
        self._session.flush()
        for item_id in self._items:
            item = self._session.get_one(Item, item_id)
            refresh_item(self._session, item)
            refresh_words(self._session, item)

    def _begin(self, record: dict[str, Any]) -> None:
        self._session.flush()
        actor = record.get("actor")
        begin_action(
            self._session,
            Action(
                actor_id=self._key_of(User, actor) if actor else None,
                way=Way(record.get("way", "import")),
                at=datetime.fromisoformat(record["at"]),
                reason=record.get("reason", ""),
            ),
        )

    def _row(self, table: type[SQLModel], record: dict[str, Any]) -> None:
        fields = self._fields(table, record)
        row = self._find(table, fields)
        if row is None:
            row = self._make(table, fields)
        else:
            if "changed_at" in table.model_fields:
                fields.setdefault("changed_at", action_of(self._session).at)
            for name, value in fields.items():
                setattr(row, name, value)
        self._session.add(row)
        self._session.flush()
        self._remember(row)

    def _fields(self, table: type[SQLModel], record: dict[str, Any]) -> dict[str, Any]:
        fields = {}
        for name, value in record.items():
            column = name if name in table.model_fields else f"{name}_id"
            if column not in table.model_fields or column in SECRET:
                raise ValueError(f"{table.__tablename__} has no field {name!r}")
            fields[column] = self._value(table, column, value)
        return fields

    def _value(self, table: type[SQLModel], column: str, value: Any) -> Any:
        if value is None:
            return None
        if column == "id":
            return row_key(table, str(value))
        target = referred_table(table, column)
        if target is not None:
            return self._key_of(target, str(value))
        return _typed(table, column, value)

    def _key_of(self, table: type[SQLModel], name: str) -> uuid.UUID:
        natural = NATURAL_KEYS.get(table)
        if natural is None:
            return row_key(table, name)
        key = self._session.exec(
            select(table.id).where(getattr(table, natural) == name)  # type: ignore[attr-defined]
        ).first()
        if key is None:
            raise LookupError(f"no {table.__tablename__} {name!r} in this file or the database")
        return uuid.UUID(str(key))

    def _find(self, table: type[SQLModel], fields: dict[str, Any]) -> SQLModel | None:
        natural = NATURAL_KEYS.get(table)
        if natural:
            if natural not in fields:
                raise KeyError(f"{table.__tablename__} needs {natural!r}")
            statement = select(table).where(getattr(table, natural) == fields[natural])
            return self._session.exec(statement).first()
        columns = [column.name for column in table.__table__.primary_key]  # type: ignore[attr-defined]
        missing = [name for name in columns if name not in fields]
        if missing:
            raise KeyError(f"{table.__tablename__} needs {missing[0]!r}")
        return self._session.get(table, tuple(fields[name] for name in columns))

    def _make(self, table: type[SQLModel], fields: dict[str, Any]) -> SQLModel:
        makers: dict[type[SQLModel], Callable[[dict[str, Any]], SQLModel]] = {
            Paper: self._make_paper,
            Dossier: self._make_dossier,
            Deadline: self._make_deadline,
        }
        at = action_of(self._session).at
        for name in ("created_at", "changed_at", "written_at"):
            if name in table.model_fields:
                fields.setdefault(name, at)
        make = makers.get(table)
        return make(fields) if make else table(**fields)

    def _make_paper(self, fields: dict[str, Any]) -> Paper:
        identifier = fields.pop("identifier")
        return ensure_paper(self._session, parse_identifier(identifier), **fields)

    def _make_dossier(self, fields: dict[str, Any]) -> Dossier:
        return ensure_dossier(self._session, fields["number"], fields.get("title"))

    def _make_deadline(self, fields: dict[str, Any]) -> Deadline:
        if "certainty" not in fields:
            fields |= _read_dates(fields, self._calendar)
        fields.setdefault("house_due_on", fields.get("due_on"))
        fields.setdefault("house_on_time_until", fields.get("on_time_until"))
        return Deadline(**fields)

    def _remember(self, row: SQLModel) -> None:
        if isinstance(row, Item):
            note_number(self._session, row.number)
            self._items.add(row.id)
        elif isinstance(row, Deadline):
            row.late_after = late_after(
                Dates(row.due_on, row.on_time_until),
                Dates(row.house_due_on, row.house_on_time_until),
            )
            self._items.add(row.item_id)


def _read_dates(fields: dict[str, Any], calendar: SittingCalendar) -> dict[str, Any]:
    term = read_term(fields["wording"], fields["reference_date"], calendar)
    return {
        "due_on": term.due_on,
        "on_time_until": term.on_time_until,
        "not_before": term.not_before,
        "certainty": Certainty(term.certainty),
        "rule": term.rule,
        "recurs": term.recurs,
        "first_due_on": term.due_on if term.recurs else None,
        "recesses": [list(recess) for recess in term.recesses],
    }


def _typed(table: type[SQLModel], column: str, value: Any) -> Any:
    annotation = table.model_fields[column].annotation
    optional = get_origin(annotation) in (Union, UnionType)
    kinds = get_args(annotation) if optional else (annotation,)
    kind = next(one for one in kinds if one is not type(None))
    if kind is date:
        return date.fromisoformat(value)
    if kind is datetime:
        return datetime.fromisoformat(value)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(value)
    if kind in (str, int, bool) and type(value) is not kind:
        raise TypeError(f"{column} must be {kind.__name__}, not {value!r}")
    return value
