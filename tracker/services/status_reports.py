"""A status report: of the ministry, or of one unit, post or programme, on any day so far."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session, SQLModel, select

from tracker.db.tables import Deadline, Item, Minister, Programme, Unit
from tracker.domain.errors import DomainError
from tracker.domain.planning import Certainty, Dates, DeadlineState, late_after
from tracker.domain.status_reports import (
    DeadlineFacts,
    ItemFacts,
    Place,
    StatusReport,
    report_on,
    reports_by_place,
)
from tracker.domain.statuses import Kind, Status
from tracker.services.actors import Actor
from tracker.services.clock import Clock
from tracker.services.past_states import FIRST, MOVES, PastStates, Values, first_day, states_on

PLACES: dict[Place, tuple[type[SQLModel], str]] = {
    Place.UNIT: (Unit, "code"),
    Place.MINISTER: (Minister, "code"),
    Place.PROGRAMME: (Programme, "name"),
}


@dataclass(frozen=True)
class Question:
    """What is asked: along which places, of which one ('' for all), and at the end of a day."""

    by: Place
    of: str
    on: date


@dataclass(frozen=True)
class PlaceName:
    """A unit, post or programme: what addresses call it, and what people do."""

    code: str
    name: str


@dataclass(frozen=True)
class PlaceReport:
    """The report of one place; None for what has none."""

    place: PlaceName | None
    report: StatusReport


@dataclass(frozen=True)
class Answer:
    """The report that was asked for.

    `places` has a row for each place when all are asked. `without_history` are the items
    that have no history and count as they are now.
    """

    question: Question
    place: PlaceName | None
    report: StatusReport
    places: tuple[PlaceReport, ...]
    without_history: int
    is_today: bool


def places(session: Session) -> dict[Place, tuple[PlaceName, ...]]:
    """Every place that a report can be of, by name."""
    return {
        place: tuple(sorted((name for _, name in _names(session, place)), key=lambda n: n.name))
        for place in Place
    }


def ask_report(session: Session, actor: Actor, clock: Clock, question: Question) -> Answer:
    """The report that a question asks for.

    The session must see one moment throughout (`Store.snapshot`). A place of another sort
    than asked is left out of the question. DomainError for a day of which nothing is known.
    """
    _check_day(session, clock, question.on)
    names = {str(key): name for key, name in _names(session, question.by)}
    codes = {name.code: key for key, name in names.items()}
    if question.of and question.of not in codes:
        _check_known(session, question.of)
        question = replace(question, of="")
    states = states_on(session, actor.user_id, question.on)
    items = list(_items(states, question.by))
    if question.of:
        key = codes[question.of]
        items = [item for item in items if item.place == key]
    return Answer(
        question=question,
        place=names[codes[question.of]] if question.of else None,
        report=report_on(items, question.on),
        places=() if question.of else _by_place(items, question.on, names),
        without_history=states.without_history,
        is_today=question.on == clock.today(),
    )


def _check_day(session: Session, clock: Clock, day: date) -> None:
    if day > clock.today():
        raise DomainError("report.future", field="on", today=clock.today())
    first = first_day(session)
    if first is not None and day < first:
        raise DomainError("report.too_early", field="on", first=first)


def _check_known(session: Session, code: str) -> None:
    known = {name.code for found in places(session).values() for name in found}
    if code not in known:
        raise DomainError("report.unknown_place", field="of", place=code)


def _names(session: Session, place: Place) -> list[tuple[uuid.UUID, PlaceName]]:
    table: Any
    table, code = PLACES[place]
    rows = session.exec(select(table.id, getattr(table, code), table.name)).all()
    return [(key, PlaceName(one, name)) for key, one, name in rows]


def _by_place(
    items: list[ItemFacts], on: date, names: dict[str, PlaceName]
) -> tuple[PlaceReport, ...]:
    found = reports_by_place(items, on)
    rows = [PlaceReport(names.get(key), report) for key, report in found.items()]
    return tuple(
        sorted(rows, key=lambda row: (row.place is None, row.place.name if row.place else ""))
    )


def _items(states: PastStates, by: Place) -> Iterator[ItemFacts]:
    deadlines: dict[str, list[DeadlineFacts]] = {}
    for row in states.of(Deadline).values():
        deadlines.setdefault(row["item_id"], []).append(_deadline(row))
    for key, row in states.of(Item).items():
        yield ItemFacts(
            kind=Kind(row["kind"]),
            status=Status(row["status"]),
            place=row.get(f"{by.value}_id", ""),
            opened_on=date.fromisoformat(row["reference_date"]),
            closed_on=_day(row, "closed_on"),
            deadlines=tuple(deadlines.get(key, ())),
        )


def _deadline(row: Values) -> DeadlineFacts:
    own, house = _day(row, "on_time_until"), _day(row, "house_on_time_until")
    dated = row["certainty"] != Certainty.UNRESOLVED.value
    return DeadlineFacts(
        state=DeadlineState(row["state"]),
        due_on=_day(row, "due_on") if dated else None,
        late_after=late_after(Dates(on_time_until=own), Dates(on_time_until=house)),
        settled_on=_day(row, "settled_on"),
        first_on_time_until=_day(row, FIRST),
        moves=row.get(MOVES, 0),
        told=own == house,
    )


def _day(row: Values, name: str) -> date | None:
    value = row.get(name)
    return date.fromisoformat(value) if value else None
