"""Example items: the same for the same seed, and in step with themselves."""

import json
from pathlib import Path
from shutil import copyfile

import pytest
from sqlmodel import func, select

from tests.worked_case import CLOCK
from tracker.db.session import Store, make_engine
from tracker.db.tables import Deadline, Item
from tracker.domain.planning import Certainty, DeadlineState
from tracker.domain.statuses import Kind, is_open
from tracker.services.deadlines import refresh_item
from tracker.services.examples import add_examples
from tracker.services.exports import export_lines
from tracker.services.items import refresh_words
from tracker.services.numbers import next_number

GENERATED = {"item", "deadline"}


def add(store: Store, items: int, seed: int = 2021) -> None:
    with store.writing() as session:
        add_examples(session, CLOCK, items, seed)


def generated(store: Store) -> list[dict[str, object]]:
    """The lines of what an export tells of generated rows."""
    with store.snapshot() as session:
        records = [json.loads(line) for line in export_lines(session)]
    return [one for one in records if one["type"] in GENERATED]


@pytest.fixture
def twin(tmp_path: Path, migrated_sqlite: Path) -> Store:
    """A second database, on SQLite."""
    copyfile(migrated_sqlite, tmp_path / "twin.sqlite3")
    return Store(make_engine(f"sqlite:///{tmp_path / 'twin.sqlite3'}"))


def test_the_same_seed_gives_the_same_rows(store: Store, twin: Store) -> None:
    for one in (store, twin):
        add(one, 50)
    assert len(generated(store)) > 200
    assert generated(store) == generated(twin)


def test_another_seed_gives_other_rows(store: Store, twin: Store) -> None:
    add(store, 20)
    add(twin, 20, seed=1)
    titles = [[one.get("title") for one in generated(each)] for each in (store, twin)]
    assert titles[0] != titles[1]


def test_more_examples_come_beside_the_first(case_store: Store) -> None:
    for _ in range(2):
        add(case_store, 10)
    with case_store.reading() as session:
        counted = session.exec(select(func.count()).select_from(Item)).one()
        numbers = session.exec(select(Item.number)).all()
    assert counted == len(set(numbers)) == 7 + 20


def test_what_a_list_shows_is_what_the_deadlines_say(store: Store) -> None:
    add(store, 300)
    with store.writing() as session:
        items = session.exec(select(Item).order_by(Item.number)).all()
        before = [shown(item) for item in items]
        for item in items:
            refresh_item(session, item)
            refresh_words(session, item)
        assert [shown(item) for item in items] == before
        session.rollback()


def shown(item: Item) -> tuple[object, ...]:
    return (item.number, item.next_deadline_id, item.next_due_on, item.late_after, item.words)


def test_examples_are_of_every_kind_and_keep_the_rules(store: Store) -> None:
    add(store, 300)
    with store.reading() as session:
        items = session.exec(select(Item)).all()
        deadlines = session.exec(select(Deadline)).all()
        open_items = {item.id for item in items if is_open(item.status)}
    assert {item.kind for item in items} == set(Kind)
    assert {is_open(item.status) for item in items} == {True, False}
    assert all((item.closed_on is None) == (item.id in open_items) for item in items)
    assert {one.certainty for one in deadlines} == set(Certainty)
    assert len(deadlines) == 900
    assert {one.item_id for one in deadlines if one.state is DeadlineState.OPEN} == open_items
    assert all(one.review_on for one in deadlines if one.certainty is Certainty.UNRESOLVED)


def test_a_new_item_gets_the_number_after_the_examples(store: Store) -> None:
    add(store, 30)
    with store.writing() as session:
        numbers = session.exec(select(Item.number)).all()
        assert {int(number.rpartition("-")[2]) for number in numbers} == set(range(1000, 1030))
        assert next_number(session, Kind.MOTION, 2021) == "M-2021-1031"
