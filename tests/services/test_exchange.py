"""Import and export: what goes out comes in again whole, and a bad line brings in nothing."""

import json
import shutil
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel, col, func, select

from tests import worked_case
from tests.worked_case import CASE, CLOCK, DEMO_START
from tracker.adapters.sittings import shipped_calendar
from tracker.db.recording import TRACKED, record_key
from tracker.db.session import Store, make_engine
from tracker.db.tables import Change, Deadline, Item, Subscription, Unit, User
from tracker.db.tables.history import Way
from tracker.db.tables.items import LinkRole
from tracker.db.tables.progress_letters import Addressee
from tracker.domain.planning import DeadlineState, Strength
from tracker.services import progress_letters
from tracker.services.actors import act
from tracker.services.clock import Clock
from tracker.services.conflicts import give_up
from tracker.services.deadlines import (
    NewDeadline,
    Plan,
    add_deadline,
    move_deadline,
    settle_deadline,
)
from tracker.services.examples import add_examples
from tracker.services.exports import export_lines
from tracker.services.imports import ExchangeError, Imported, import_lines
from tracker.services.item_changes import add_link, remove_link
from tracker.services.items import find_item
from tracker.services.measures import add_measure, remove_measure
from tracker.services.progress_notes import add_note
from tracker.services.subscriptions import Wanted, note_reading, subscribe

MOTION = "M-2021-0002"
KEYS = [uuid.UUID(int=number, version=4) for number in range(10)]
DERIVED = {"version", "words"}
UNKEPT = {"password_hash", "token_hash"}


@dataclass(frozen=True)
class TickingClock(Clock):
    """A clock on which a second passes each time that someone looks."""

    looks: Iterator[int] = field(default_factory=count)

    def now(self) -> datetime:
        """The next second."""
        return DEMO_START + timedelta(seconds=next(self.looks))


@pytest.fixture
def empty_store(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Store]:
    """A second database, without rows."""
    path = tmp_path / "empty.sqlite3"
    shutil.copyfile(migrated_sqlite, path)
    store = Store(make_engine(f"sqlite:///{path}"))
    yield store
    store.engine.dispose()


def read_in(store: Store, lines: list[str]) -> Imported:
    with store.writing() as session:
        return import_lines(session, lines, CLOCK)


def write_out(store: Store) -> list[str]:
    with store.snapshot() as session:
        return list(export_lines(session))


def rows(store: Store, *besides: str) -> dict[str, list[dict[str, Any]]]:
    """Every column of every tracked row, without what is worked out or never leaves."""
    hidden = DERIVED | UNKEPT | set(besides)
    with store.reading() as session:
        return {
            str(table.__tablename__): [
                row.model_dump(exclude=hidden)
                for row in sorted(session.exec(select(table)), key=record_key)
            ]
            for table in TRACKED
        }


def history(store: Store) -> list[dict[str, Any]]:
    with store.reading() as session:
        changes = session.exec(select(Change).order_by(col(Change.sequence)))
        return [change.model_dump(exclude={"sequence"}) for change in changes]


def counts(store: Store) -> dict[str, int]:
    tables: tuple[type[SQLModel], ...] = (*TRACKED, Change)
    with store.reading() as session:
        return {
            str(table.__tablename__): session.exec(select(func.count()).select_from(table)).one()
            for table in tables
        }


def work_a_day(store: Store) -> None:
    """Everything that the history can hold: made, changed, moved, taken away, given up."""
    noor, clock, calendar = worked_case.actor(store), TickingClock(), shipped_calendar()
    with store.writing() as session:
        item = find_item(session, noor, MOTION)
        add_note(
            session, noor, clock, MOTION,
            submission=KEYS[0], noted_on=date(2021, 7, 1), text="Regel één\n‘<b>’ 😀 \u202eطريق",
        )  # fmt: skip
        plan = Plan("voor het einde van 2021", date(2021, 1, 11))
        new = NewDeadline(KEYS[1], "Plan", plan, Strength.PROMISED)
        deadline = add_deadline(session, noor, clock, calendar, MOTION, new)
        session.flush()
        own = Plan(plan.wording, plan.reference_date, own_date=date(2022, 2, 1))
        move_deadline(
            session, noor, clock, calendar, KEYS[1], deadline.version, own, reason="Later"
        )
        quarterly = Plan("elk kwartaal", date(2021, 1, 11))
        new = NewDeadline(KEYS[2], "Cijfers", quarterly, Strength.INTENDED)
        recurring = add_deadline(session, noor, clock, calendar, MOTION, new)
        session.flush()
        settle_deadline(
            session, noor, clock, KEYS[2], recurring.version, DeadlineState.MET,
            paper_text="31 015, nr. 230",
        )  # fmt: skip
        add_measure(session, noor, clock, MOTION, submission=KEYS[3], text="Overleg")
        session.flush()
        remove_measure(session, noor, clock, MOTION, KEYS[3], "Toch niet")
        other = find_item(session, noor, "M-2021-0003")
        add_link(session, noor, clock, MOTION, other=other.number, role=LinkRole.RELATED)
        session.flush()
        remove_link(session, noor, clock, MOTION, other_id=other.id, role=LinkRole.RELATED)
        give_up(session, noor, clock, str(item.id), item.id, {"title": "Andere titel"})
        give_up(session, noor, clock, str(KEYS[0]), item.id, {"text": "Andere tekst"})
        subscribed = subscribe(
            session, noor, clock, KEYS[4], Wanted("Mijn termijnen", None, "owner=me")
        )
        assert subscribed
        session.flush()
        note_reading(session, KEYS[4], {"last_read_at": clock.now(), "last_client": "Outlook"})
        progress_letters.create_letter(
            session, noor, clock, calendar,
            letter_id=KEYS[5], title="Brief", reference_date=date(2021, 6, 30),
            addressee=Addressee.SECOND_CHAMBER, query="", with_closed=True,
        )  # fmt: skip


def test_the_worked_case_read_twice_makes_nothing_double(case_store: Store) -> None:
    before, story = rows(case_store), history(case_store)
    again = read_in(case_store, CASE.read_text(encoding="utf-8").splitlines())
    assert again.known == again.rows > 100
    assert rows(case_store) == before
    assert history(case_store) == story


def test_reading_a_file_again_leaves_what_was_done_since(case_store: Store) -> None:
    work_a_day(case_store)
    before = rows(case_store)
    read_in(case_store, CASE.read_text(encoding="utf-8").splitlines())
    assert rows(case_store) == before


def test_an_export_comes_in_whole(case_store: Store, empty_store: Store) -> None:
    work_a_day(case_store)
    lines = write_out(case_store)
    taken_in = read_in(empty_store, lines)
    shipped = len(shipped_calendar().recesses)
    assert taken_in == Imported(sum('"type": "action"' not in line for line in lines), shipped)
    assert write_out(empty_store) == lines
    assert rows(empty_store) == rows(case_store)
    assert history(empty_store) == history(case_store)


def test_an_export_read_where_it_came_from_changes_nothing(case_store: Store) -> None:
    work_a_day(case_store)
    lines, before = write_out(case_store), counts(case_store)
    again = read_in(case_store, lines)
    assert again.known == again.rows
    assert counts(case_store) == before
    assert write_out(case_store) == lines


def test_a_longer_export_brings_only_what_is_new(case_store: Store, empty_store: Store) -> None:
    short = write_out(case_store)
    read_in(empty_store, short)
    work_a_day(case_store)
    longer = write_out(case_store)
    taken_in = read_in(empty_store, longer)
    assert 0 < taken_in.rows - taken_in.known < 40
    assert write_out(empty_store) == longer


def test_search_words_and_next_deadlines_come_back(case_store: Store, empty_store: Store) -> None:
    work_a_day(case_store)
    read_in(empty_store, write_out(case_store))
    found = []
    for store in (case_store, empty_store):
        with store.reading() as session:
            found.append(
                [
                    (item.number, item.next_deadline_id, item.next_due_on, item.words)
                    for item in session.exec(select(Item).order_by(Item.number))
                ]
            )
    assert found[0] == found[1]


def test_examples_without_history_are_exported_as_well(
    case_store: Store, empty_store: Store
) -> None:
    with case_store.writing() as session:
        add_examples(session, CLOCK, 30)
    lines = write_out(case_store)
    read_in(empty_store, lines)
    assert rows(empty_store) == rows(case_store)
    assert write_out(empty_store) == lines
    again = read_in(empty_store, lines)
    assert again.known == again.rows


def test_an_action_that_changed_nothing_is_known_as_well(store: Store) -> None:
    unit = '{"type": "unit", "code": "DRC", "name": "%s"}'
    action = '{"type": "action", "at": "2021-01-0%sT08:00:00Z"}'
    lines = [
        action % 1, unit % "Directie", action % 2, unit % "Directie", action % 3, unit % "Afdeling",
    ]  # fmt: skip
    assert read_in(store, lines) == Imported(3, 0)
    assert read_in(store, lines) == Imported(3, 3)
    with store.reading() as session:
        assert session.exec(select(Unit.name)).all() == ["Afdeling"]


def test_the_same_action_twice_in_a_file_is_done_twice(store: Store) -> None:
    lines = [
        '{"type": "action", "at": "2021-01-01T08:00:00Z"}',
        '{"type": "unit", "code": "DRC", "name": "Een"}',
        '{"type": "action", "at": "2021-01-01T08:00:00Z"}',
        '{"type": "unit", "code": "DRC", "name": "Twee"}',
        '{"type": "action", "at": "2021-01-01T08:00:00Z"}',
        '{"type": "unit", "code": "DRC", "name": "Een"}',
    ]
    read_in(store, lines)
    with store.reading() as session:
        assert session.exec(select(Unit.name)).all() == ["Een"]
    made = [change for change in history(store) if change["noun"] == "unit"]
    assert len(made) == 3


def test_who_acts_when_and_why_is_in_the_history(case_store: Store) -> None:
    lines = [
        json.dumps(
            {
                "type": "action", "at": "2021-06-30T12:00:00+02:00", "way": "api",
                "actor": "Noor.Aksoy@voorbeeld.nl", "reason": "Nieuwe naam",
            }
        ),
        '{"type": "unit", "code": "DRC", "name": "Directie"}',
    ]  # fmt: skip
    read_in(case_store, lines)
    with case_store.reading() as session:
        noor = session.exec(select(User.id).where(User.email == worked_case.NOOR)).one()
    change = history(case_store)[-1]
    assert (change["actor_id"], change["way"], change["reason"]) == (noor, Way.API, "Nieuwe naam")
    assert change["at"].isoformat() == "2021-06-30T10:00:00+00:00"


def test_an_imported_subscription_waits_for_a_new_address(
    case_store: Store, empty_store: Store
) -> None:
    work_a_day(case_store)
    lines = write_out(case_store)
    assert not any("token" in line or "password" in line for line in lines)
    read_in(empty_store, lines)
    with case_store.reading() as old, empty_store.reading() as new:
        hashes = [one.exec(select(Subscription.token_hash)).one() for one in (old, new)]
    assert hashes[0] != hashes[1]


ITEM = '{"type": "item", "number": "M-2021-0002", %s}'


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "no JSON: expecting property name enclosed in double quotes at character 2"),
        ("[" * 100_000, "too many brackets in each other"),
        ("[1]", 'a line must be an object with a "type"'),
        ('{"number": "M-2021-0002"}', 'a line must be an object with a "type"'),
        ('{"type": ["item"]}', 'a line must be an object with a "type"'),
        ('{"type": "secret"}', "unknown type 'secret'; known are action, citation, deadline"),
        ('{"type": "item"}', "item needs 'number'"),
        ('{"type": "itemlink", "from": "M-2021-0002"}', "itemlink needs 'to'"),
        ('{"type": "deadline", "id": null}', "deadline needs 'id'"),
        (ITEM % '"colour": 1', "item has no field 'colour'"),
        (ITEM % '"version": "x"', "version must be int, not 'x'"),
        (ITEM % '"owner": "niemand@voorbeeld.nl"', "no user 'niemand@voorbeeld.nl' in this file"),
        (ITEM % '"owner": 7', "owner must be a text, not 7"),
        (ITEM % '"status": "done"', "'done' is not a valid Status"),
        (ITEM % '"reference_date": "2021-02-30"', "day is out of range for month"),
        (ITEM % '"reference_date": 20210230', "reference_date must be a text, not 20210230"),
        (ITEM % '"title": 5', "title must be str, not 5"),
        (ITEM % '"report_page": true', "report_page must be int, not True"),
        (ITEM % f'"report_page": {10**30}', ""),
        (ITEM % '"submitters": "Kuik"', "submitters must be list, not 'Kuik'"),
        (ITEM % '"submitters": ["Kuik", 1]', "submitters must be list, not ['Kuik', 1]"),
        (ITEM % '"title": null', ""),
        (ITEM % '"outcome": null', ""),
        (ITEM % '"title": "a\\u0000b"', "a text holds a NUL character; take it out"),
        (ITEM % '"submitters": ["\\u0000"]', "a text holds a NUL character; take it out"),
        (ITEM % '"title": "\\ud800"', "a text holds half of a surrogate pair; take it out"),
        ('{"type": "user", "email": "a@b.nl", "password_hash": "x"}', "user has no field"),
        ('{"type": "paper", "identifier": "onzin"}', "reference."),
        ('{"type": "deadline", "id": "x", "item": "M-2021-0002", "what": "y"}', "a deadline needs"),
        ('{"type": "measure", "id": "x", "removed": true}', "there is no such measure to remove"),
        ('{"type": "unchosen", "item": "M-2021-0002"}', 'unchosen needs "fields" with texts'),
        ('{"type": "action"}', 'an action needs "at"'),
        ('{"type": "action", "at": "gisteren"}', "Invalid isoformat string: 'gisteren'"),
        ('{"type": "action", "at": "2021-01-01T08:00:00"}', "at needs a time zone"),
        ('{"type": "action", "at": "2021-01-01T08:00:00Z", "way": "x"}', "'x' is not a valid Way"),
        ('{"type": "action", "at": "2021-01-01T08:00:00Z", "who": "x"}', "an action has no field"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_kept(case_store: Store, line: str, reason: str) -> None:
    before = counts(case_store)
    good = '{"type": "unit", "code": "NIEUW", "name": "Nieuw"}'
    with pytest.raises(ExchangeError) as refused:
        read_in(case_store, [good, "", line, good])
    assert refused.value.line == 3
    assert refused.value.reason.startswith(reason)
    assert "\n" not in str(refused.value)
    assert counts(case_store) == before


def test_five_thousand_lines_are_quick(empty_store: Store) -> None:
    lines = ['{"type": "action", "at": "2021-01-01T08:00:00Z"}'] + [
        json.dumps(
            {
                "type": "item", "number": f"T-2021-{number:04}", "kind": "commitment",
                "title": "Toezegging", "reference_date": "2021-01-11",
            }
        )
        for number in range(5_000)
    ]  # fmt: skip
    begun = time.process_time()
    assert read_in(empty_store, lines) == Imported(5_000, 0)
    assert time.process_time() - begun < 20


def test_a_second_occurrence_is_exported_with_its_series(
    case_store: Store, empty_store: Store
) -> None:
    work_a_day(case_store)
    read_in(empty_store, write_out(case_store))
    with empty_store.reading() as session:
        following = session.exec(select(Deadline).where(Deadline.series_id == KEYS[2])).one()
    assert (following.occurrence, following.due_on) == (1, date(2021, 6, 30))


def test_a_reader_of_one_moment_does_not_see_what_comes_after(case_store: Store) -> None:
    with case_store.snapshot() as session:
        before = session.exec(select(func.count()).select_from(Unit)).one()
        with case_store.writing() as other:
            act(other, worked_case.actor(case_store), CLOCK)
            other.add(Unit(code="NIEUW", name="Nieuw"))
        assert session.exec(select(func.count()).select_from(Unit)).one() == before
