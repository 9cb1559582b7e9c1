"""What the cells of a ministry's list say, row by row, and which item each row is about."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, select

from tracker.adapters.labels import LABELS, label
from tracker.adapters.messages import Messages
from tracker.db.tables import Item, Minister, Paper, Programme, Unit, User
from tracker.domain.errors import DomainError
from tracker.domain.list_columns import DATES, ListColumn, cell_name
from tracker.domain.list_values import read_cell_date, read_names
from tracker.domain.references import Reference
from tracker.domain.references_found import find_references
from tracker.domain.references_read import read_dossier, read_reference
from tracker.domain.references_registers import RegisterReference
from tracker.domain.sittings import SittingCalendar
from tracker.domain.statuses import CLOSED, Kind, Outcome, Response, Status
from tracker.domain.terms import read_term
from tracker.domain.texts import fold, read_line, read_text

_SYNONYMS = {
    ("status", "afgerond"): Status.MET,
    ("status", "ja"): Status.MET,
    ("status", "nog niet afgerond"): Status.IN_PROGRESS,
    ("status", "nog niet afgedaan"): Status.IN_PROGRESS,
    ("status", "loopt"): Status.IN_PROGRESS,
    ("status", "in uitvoering"): Status.IN_PROGRESS,
    ("status", "nee"): Status.IN_PROGRESS,
    ("status", "open"): Status.IN_PROGRESS,
    ("outcome", "aanvaard"): Outcome.ADOPTED,
}


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    ERROR = "error"


@dataclass(frozen=True)
class CellError:
    """What is wrong with a cell, and what it says."""

    cell: str
    error: DomainError


@dataclass(frozen=True)
class CellChange:
    """A field that the list words otherwise than the item."""

    column: ListColumn
    old: str
    new: str


@dataclass(frozen=True)
class ListRow:
    """A row of the list; `line` counts from 1, the header included.

    `values` are what its cells say, `item_id` the item that it is about. `remarks` are codes of
    what an officer should know before it is taken in.
    """

    line: int
    fate: Fate
    number: str = ""
    title: str = ""
    values: Mapping[ListColumn, Any] = field(default_factory=dict)
    item_id: uuid.UUID | None = None
    changes: tuple[CellChange, ...] = ()
    errors: tuple[CellError, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Known:
    """An item that a row may be about."""

    id: uuid.UUID
    number: str
    kind: Kind
    status: Status


class ListReader:
    """Reads rows with everything that they may name at hand."""

    def __init__(
        self,
        session: Session,
        calendar: SittingCalendar,
        messages: Messages,
        today: date,
        columns: Mapping[int, ListColumn],
        kind: Kind | None,
    ) -> None:
        self._calendar = calendar
        self._messages = messages
        self._today = today
        self._places = {column: place for place, column in columns.items()}
        self._kind = kind
        self._names = {
            ListColumn.UNIT: _names(session, Unit, "code", "name"),
            ListColumn.MINISTER: _names(session, Minister, "code", "name"),
            ListColumn.PROGRAMME: _names(session, Programme, "name"),
            ListColumn.OWNER: _names(session, User, "email", "name", only_active=True),
        }
        self._by_number: dict[str, _Known] = {}
        self._by_register: dict[str, _Known] = {}
        self._by_title: dict[tuple[Kind, str, str | date], _Known] = {}
        statement = select(
            Item.id, Item.number, Item.kind, Item.status, Item.register_number, Item.title,
            Item.reference_date, Paper.identifier,
        ).outerjoin(Paper, col(Paper.id) == Item.source_paper_id)  # type: ignore[call-overload]  # fmt: skip
        for row in session.execute(statement):
            key, number, item_kind, status, register, title, day, source = row
            known = _Known(key, number, item_kind, status)
            self._by_number[number] = known
            if register:
                self._by_register[fold(register)] = known
            self._by_title[item_kind, fold(title), day] = known
            if source:
                self._by_title[item_kind, fold(title), source] = known

    def row(self, line: int, cells: Sequence[str]) -> ListRow:
        """A row as it reads by itself, with the item that it is about."""
        values: dict[ListColumn, Any] = {}
        errors = []
        for column, place in self._places.items():
            if not cells[place].strip():
                continue
            try:
                values[column] = self._value(column, cells[place].strip())
            except DomainError as error:
                errors.append(CellError(cell_name(place, line), error))
        known = self._find(values)
        kind = known.kind if known else values.get(ListColumn.KIND, self._kind)
        told = {one.cell for one in errors}
        lacking = self._lacking(line, values, known, kind)
        errors += [one for one in lacking if one.cell not in told]
        row = ListRow(
            line=line,
            fate=Fate.ERROR if errors else Fate.CHANGED if known else Fate.NEW,
            number=known.number if known else "",
            title=str(values.get(ListColumn.TITLE, "")),
            values=values | ({ListColumn.KIND: kind} if kind else {}),
            item_id=known.id if known else None,
            errors=tuple(errors),
        )
        return row if errors or known else self._with_remarks(row)

    def _with_remarks(self, row: ListRow) -> ListRow:
        """A new row with what is taken for granted about it."""
        values, remarks = dict(row.values), []
        if ListColumn.NUMBER in values:
            remarks.append("numbered_anew")
        if values[ListColumn.KIND] is Kind.MOTION and ListColumn.OUTCOME not in values:
            values[ListColumn.OUTCOME] = Outcome.ADOPTED
            remarks.append("taken_as_adopted")
        if values[ListColumn.KIND] is Kind.RECOMMENDATION and ListColumn.RESPONSE not in values:
            values[ListColumn.RESPONSE] = Response.PENDING
        wording, due_on = values.get(ListColumn.WORDING), values.get(ListColumn.DUE_ON)
        if wording and not due_on:
            day = values[ListColumn.REFERENCE_DATE]
            if read_term(wording, day, self._calendar).due_on is None:
                remarks.append("no_date_yet")
        if ListColumn.STATUS_TEXT in values and ListColumn.NOTED_ON not in values:
            remarks.append("noted_today")
        status = values.get(ListColumn.STATUS)
        told = ListColumn.TOLD_WITH in values
        if values[ListColumn.KIND] is Kind.COMMITMENT and status is Status.MET and not told:
            remarks.append("proposed_met")
        return ListRow(row.line, row.fate, row.number, row.title, values, remarks=tuple(remarks))

    def _value(self, column: ListColumn, text: str) -> Any:
        if column in DATES:
            return read_cell_date(text)
        if column in self._names:
            return self.named(column, text)
        readers: dict[ListColumn, Callable[[str], Any]] = {
            ListColumn.KIND: lambda told: self._code("kind", Kind, told),
            ListColumn.OUTCOME: lambda told: self._code("outcome", Outcome, told),
            ListColumn.RESPONSE: lambda told: self._code("response", Response, told),
            ListColumn.STATUS: lambda told: self._code("status", Status, told),
            ListColumn.SOURCE_PLACE: _reference,
            ListColumn.TOLD_WITH: _reference,
            ListColumn.DOSSIER: read_dossier,
            ListColumn.SUBMITTERS: read_names,
            ListColumn.TEXT: lambda told: read_text(told, "text"),
            ListColumn.STATUS_TEXT: lambda told: read_text(told, "text"),
        }
        return readers.get(column, _line)(text)

    def named(self, column: ListColumn, text: str) -> uuid.UUID:
        """The key of the one row of that name. Raises DomainError 'list.nobody_named' and more."""
        found = self._names[column].get(fold(text), set())
        if len(found) != 1:
            code = "list.several_named" if found else "list.nobody_named"
            raise DomainError(code, text=text, column=label(self._messages, "list_column", column))
        return next(iter(found))

    def _code(self, group: str, codes: type[StrEnum], text: str) -> StrEnum:
        told = fold(text)
        for code in codes:
            words = {code.value, fold(label(self._messages, group, code))}
            if group == "kind":
                words.add(fold(label(self._messages, "kinds", code)))
            if told in words:
                return code
        if (group, told) in _SYNONYMS:
            return _SYNONYMS[group, told]
        known = ", ".join(self._messages.gettext(word) for word in LABELS[group].values())
        raise DomainError("list.unknown_word", text=text, known=known)

    def _find(self, values: Mapping[ListColumn, Any]) -> _Known | None:
        """The item with this number, or this register number; or of this kind and title, and of
        this paper or, without one, of this day."""
        number = str(values.get(ListColumn.NUMBER, "")).upper()
        if number in self._by_number:
            return self._by_number[number]
        register = fold(str(values.get(ListColumn.REGISTER_NUMBER, "")))
        if register and register in self._by_register:
            return self._by_register[register]
        source = values.get(ListColumn.SOURCE_PLACE)
        place = source.identifier if source else values.get(ListColumn.REFERENCE_DATE)
        kind = values.get(ListColumn.KIND, self._kind)
        if kind is None or place is None:
            return None
        return self._by_title.get((kind, fold(str(values.get(ListColumn.TITLE, ""))), place))

    def _lacking(
        self,
        line: int,
        values: Mapping[ListColumn, Any],
        known: _Known | None,
        kind: Kind | None,
    ) -> Iterator[CellError]:
        if known:
            if values.get(ListColumn.KIND, known.kind) is not known.kind:
                yield self._at(ListColumn.KIND, line, DomainError("list.other_kind"))
            status = values.get(ListColumn.STATUS)
            if (
                status
                and status is not known.status
                and (status in CLOSED or known.status in CLOSED)
            ):
                number = known.number
                yield self._at(
                    ListColumn.STATUS, line, DomainError("list.close_there", number=number)
                )
            return
        if kind is None:
            yield self._at(ListColumn.KIND, line, DomainError("list.no_kind"))
        for column in (ListColumn.TITLE, ListColumn.REFERENCE_DATE):
            if column not in values:
                yield self._at(column, line, DomainError("list.needed"))
        if values.get(ListColumn.NOTED_ON, self._today) > self._today:
            yield self._at(ListColumn.NOTED_ON, line, DomainError("date.in_future"))
        if values.get(ListColumn.STATUS) is Status.TRANSFERRED and not (
            {ListColumn.TRANSFERRED_TO, ListColumn.TOLD_WITH} <= values.keys()
        ):
            yield self._at(ListColumn.STATUS, line, DomainError("list.transfer_needs"))

    def _at(self, column: ListColumn, line: int, error: DomainError) -> CellError:
        place = self._places.get(column)
        return CellError(cell_name(place, line) if place is not None else f"{line}", error)


def _line(text: str) -> str:
    return read_line(text, "text", limit=2_000)


def _reference(text: str) -> Reference:
    """The one reference in a cell, alone or in a sentence."""
    try:
        return read_reference(text)
    except DomainError:
        cited = [one.reference for one in find_references(text)]
        found = {one.identifier: one for one in cited if not isinstance(one, RegisterReference)}
        if len(found) == 1:
            return next(iter(found.values()))
        raise


def _names(
    session: Session, table: Any, *columns: str, only_active: bool = False
) -> dict[str, set[uuid.UUID]]:
    """The keys of a table's rows by each of their names."""
    found: dict[str, set[uuid.UUID]] = {}
    for row in session.exec(select(table)):
        if only_active and not row.active:
            continue
        for column in columns:
            found.setdefault(fold(getattr(row, column)), set()).add(row.id)
    return found
