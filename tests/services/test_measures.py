"""Measures: added, edited and removed, with their story."""

import uuid

import pytest
from sqlmodel import col, select

from tests import worked_case
from tests.worked_case import CLOCK
from tracker.db.session import Store
from tracker.db.tables import Change, Measure
from tracker.domain.errors import Refusals
from tracker.services.actors import Actor
from tracker.services.items import item_page
from tracker.services.measures import add_measure, edit_measure, read_measure, remove_measure

MOTION = "M-2021-0002"
SUBMISSION = uuid.UUID("6f9a1b1c-0000-4000-8000-000000000003")


@pytest.fixture
def noor(case_store: Store) -> Actor:
    return worked_case.actor(case_store)


def test_a_measure_is_added_edited_and_removed_and_its_story_stays(
    case_store: Store, noor: Actor
) -> None:
    with case_store.writing() as session:
        add_measure(
            session, noor, CLOCK, MOTION, submission=SUBMISSION, text="Overleg", partners="VNG"
        )
    with case_store.reading() as session:
        _, seen = read_measure(session, noor, MOTION, SUBMISSION)
    with case_store.writing() as session:
        edit_measure(
            session,
            noor,
            CLOCK,
            MOTION,
            SUBMISSION,
            text="Overleg met gemeenten",
            executor_id=None,
            partners="VNG",
            seen=seen,
        )
    with case_store.reading() as session:
        own = [line.text for line in item_page(session, noor, MOTION).own_measures]
    with case_store.writing() as session:
        remove_measure(session, noor, CLOCK, MOTION, SUBMISSION, "Dubbel")
    with case_store.reading() as session:
        gone = session.get(Measure, SUBMISSION)
        changes = session.exec(
            select(Change).where(Change.record == str(SUBMISSION)).order_by(col(Change.sequence))
        ).all()

    assert (own, gone) == (["Overleg met gemeenten"], None)
    assert [sorted(change.fields) for change in changes] == [
        ["id", "item_id", "partners", "position", "text"],
        ["text"],
        ["id", "item_id", "partners", "position", "text"],
    ]
    assert changes[-1].fields["text"] == ["Overleg met gemeenten", None]


def test_an_executor_that_does_not_exist_is_refused(case_store: Store, noor: Actor) -> None:
    with pytest.raises(Refusals) as refused, case_store.writing() as session:
        add_measure(
            session,
            noor,
            CLOCK,
            MOTION,
            submission=SUBMISSION,
            text="Overleg",
            executor_id=uuid.uuid4(),
        )

    assert [(one.code, one.field) for one in refused.value.refusals] == [
        ("choice.unknown", "executor_id")
    ]
