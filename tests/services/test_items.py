"""The page of an item, read in few queries however much hangs on it."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from tests import worked_case
from tests.worked_case import CLOCK
from tracker.db.session import Store
from tracker.domain.statuses import Kind
from tracker.services import accounts
from tracker.services.actors import SYSTEM, Actor
from tracker.services.choices import choices
from tracker.services.items import find_item, item_page
from tracker.services.measures import add_measure
from tracker.services.missing import Missing
from tracker.services.progress_notes import add_note, progress_notes

MOTION = "M-2021-0002"


@pytest.fixture
def noor(case_store: Store) -> Actor:
    return worked_case.actor(case_store)


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    yield statements
    event.remove(store.engine, "before_cursor_execute", note)


def read(store: Store, actor: Actor) -> int:
    with counted(store) as statements, store.reading() as session:
        found = item_page(session, actor, MOTION)
        progress_notes(session, found.item.id)
    return sum(statement.startswith("SELECT") for statement in statements)


def test_the_number_of_queries_does_not_grow(case_store: Store, noor: Actor) -> None:
    before = read(case_store, noor)
    with case_store.writing() as session:
        for _ in range(3):
            add_measure(session, noor, CLOCK, MOTION, submission=uuid.uuid4(), text="Overleg")
            add_note(
                session,
                noor,
                CLOCK,
                MOTION,
                submission=uuid.uuid4(),
                noted_on=CLOCK.today(),
                text="Stand",
            )

    assert (before, read(case_store, noor)) == (10, 10)


def test_measures_come_from_the_recommendation_it_gives_effect_to(
    case_store: Store, noor: Actor
) -> None:
    with case_store.reading() as session:
        motion = item_page(session, noor, MOTION)
        advice = item_page(session, noor, "A-2021-0002")

    assert motion.own_measures == ()
    assert motion.measures_elsewhere == {"A-2021-0002": advice.own_measures}
    assert [line.kind for line in advice.own_measures] == [Kind.RECOMMENDATION] * 3


@pytest.mark.parametrize("number", ["M-2021-0099", "", "m-2021-0002' OR 1=1 --"])
def test_what_is_not_there_is_missing(case_store: Store, noor: Actor, number: str) -> None:
    with case_store.reading() as session:
        for find in (find_item, item_page):
            with pytest.raises(Missing):
                find(session, noor, number)


def test_someone_who_left_stays_the_choice_of_their_own_items(
    case_store: Store, noor: Actor
) -> None:
    with case_store.writing() as session:
        joris = worked_case.actor(case_store, worked_case.JORIS).user_id
        accounts.deactivate(session, SYSTEM, CLOCK, worked_case.JORIS)
    with case_store.reading() as session:
        others = {name for _, name in choices(session).owners}
        with_joris = {name for _, name in choices(session, joris).owners}

    assert others == {"Ilse Roelofs", "Mila Hoekstra", "Noor Aksoy"}
    assert with_joris == others | {"Joris Vermaat"}
