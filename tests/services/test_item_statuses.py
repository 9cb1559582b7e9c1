"""The status of an item: grounds, open deadlines, and two officers at once."""

import uuid
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from tests import worked_case
from tests.worked_case import CLOCK
from tracker.db.session import Store
from tracker.db.tables import Deadline, Item, ItemPaper, Paper
from tracker.db.tables.items import PaperRole
from tracker.domain.errors import Refusals
from tracker.domain.planning import DeadlineState
from tracker.domain.references_read import read_reference
from tracker.domain.statuses import Status
from tracker.services.actors import Actor
from tracker.services.conflicts import Conflict, Seen
from tracker.services.item_changes import read_item
from tracker.services.item_statuses import (
    Answer,
    StatusInput,
    answer_field,
    change_status,
    open_deadlines,
    status_form,
)

PAPER = read_reference("28 638, nr. 190")
COMMITMENT, MOTION = "T-2021-0001", "M-2021-0003"
TODAY = date(2021, 7, 1)


@pytest.fixture
def noor(case_store: Store) -> Actor:
    return worked_case.actor(case_store)


def seen_of(store: Store, actor: Actor, number: str) -> Seen:
    with store.reading() as session:
        return read_item(session, actor, number)[1]


def change(
    store: Store, actor: Actor, number: str, given: StatusInput, seen: Seen | None = None
) -> Status:
    seen = seen or seen_of(store, actor, number)
    with store.writing() as session:
        return change_status(session, actor, CLOCK, number, given=given, seen=seen)


def state(store: Store, actor: Actor, number: str) -> dict[str, str]:
    with store.reading() as session:
        return status_form(session, read_item(session, actor, number)[0])


def answers(store: Store, actor: Actor, number: str, answer: Answer) -> dict[uuid.UUID, Answer]:
    with store.reading() as session:
        item, _ = read_item(session, actor, number)
        return {one.id: answer for one in open_deadlines(session, item.id)}


def refusals(caught: pytest.ExceptionInfo[Refusals]) -> list[tuple[str, str | None]]:
    return [(one.code, one.field) for one in caught.value.refusals]


def test_a_commitment_with_a_reason_alone_is_proposed_and_stays_open(
    case_store: Store, noor: Actor
) -> None:
    status = change(case_store, noor, COMMITMENT, StatusInput(Status.MET, reason="Gedaan"))

    assert status is Status.PROPOSED_MET
    assert state(case_store, noor, COMMITMENT) == {
        "status": "proposed_met",
        "paper": "",
        "reason": "Gedaan",
        "ministry": "",
    }
    with case_store.reading() as session:
        item, _ = read_item(session, noor, COMMITMENT)
        assert (item.closed_on, bool(open_deadlines(session, item.id))) == (None, True)
        assert item.next_deadline_id is not None


def test_closing_asks_about_each_open_deadline(case_store: Store, noor: Actor) -> None:
    asked = answers(case_store, noor, COMMITMENT, Answer())
    given = StatusInput(Status.MET, paper=PAPER)

    with pytest.raises(Refusals) as none:
        change(case_store, noor, COMMITMENT, given)
    withdrawn = dict.fromkeys(asked, Answer(DeadlineState.WITHDRAWN))
    with pytest.raises(Refusals) as no_reason:
        change(case_store, noor, COMMITMENT, replace(given, answers=withdrawn))

    assert asked
    assert refusals(none) == [("item.open_deadlines", answer_field(key)) for key in asked]
    assert refusals(no_reason) == [
        ("deadline.needs_reason", answer_field(key, "reason")) for key in asked
    ]
    assert state(case_store, noor, COMMITMENT)["status"] == "in_progress"


def test_closing_settles_the_deadlines_and_empties_the_next_one(
    case_store: Store, noor: Actor
) -> None:
    met = Answer(DeadlineState.MET, paper="28 638, nr. 190", settled_on=date(2021, 6, 30))
    asked = answers(case_store, noor, COMMITMENT, met)

    status = change(
        case_store, noor, COMMITMENT, StatusInput(Status.MET, paper=PAPER, answers=asked)
    )

    with case_store.reading() as session:
        item, _ = read_item(session, noor, COMMITMENT)
        paper = session.exec(select(Paper).where(Paper.identifier == "kst-28638-190")).one()
        rows = session.exec(select(Deadline).where(Deadline.item_id == item.id)).all()
        told = session.get(ItemPaper, (item.id, paper.id, PaperRole.TOLD))
    settled = [row for row in rows if row.id in asked]
    assert status is Status.MET
    assert {(row.state, row.settled_on, row.settled_paper_id) for row in settled} == {
        (DeadlineState.MET, date(2021, 6, 30), paper.id)
    }
    assert not [row for row in rows if row.state is DeadlineState.OPEN]
    assert (item.closed_on, item.closing_paper_id, told is not None) == (TODAY, paper.id, True)
    assert (item.next_deadline_id, item.next_due_on, item.late_after) == (None, None, None)


def test_an_unreadable_paper_at_a_deadline_is_refused_there_and_nothing_is_saved(
    case_store: Store, noor: Actor
) -> None:
    asked = answers(case_store, noor, COMMITMENT, Answer(DeadlineState.MET, paper="ergens"))

    with pytest.raises(Refusals) as caught:
        change(case_store, noor, COMMITMENT, StatusInput(Status.MET, paper=PAPER, answers=asked))

    assert refusals(caught) == [
        ("reference.unknown_form", answer_field(key, "paper")) for key in asked
    ]
    assert state(case_store, noor, COMMITMENT)["status"] == "in_progress"


def test_what_recurs_ends_with_its_item(case_store: Store, noor: Actor) -> None:
    with case_store.reading() as session:
        row = session.exec(
            select(Item.number)
            .join(Deadline)
            .where(Deadline.recurs != None)  # noqa: E711 (SQL's IS NOT NULL)
            .where(Deadline.state == DeadlineState.OPEN)
        ).first()
    assert row is not None
    met = Answer(DeadlineState.MET)
    given = StatusInput(Status.MET, paper=PAPER, answers=answers(case_store, noor, row, met))

    change(case_store, noor, row, given)

    assert answers(case_store, noor, row, met) == {}


def test_a_transfer_names_ministry_and_paper(case_store: Store, noor: Actor) -> None:
    with pytest.raises(Refusals) as caught:
        change(case_store, noor, MOTION, StatusInput(Status.TRANSFERRED))
    drop = answers(case_store, noor, MOTION, Answer(DeadlineState.WITHDRAWN, reason="Naar VWS"))
    given = StatusInput(Status.TRANSFERRED, paper=PAPER, ministry="VWS", answers=drop)
    change(case_store, noor, MOTION, given)

    assert refusals(caught)[:2] == [
        ("status.transfer_needs_ministry", "ministry"),
        ("status.transfer_needs_paper", "paper"),
    ]
    assert state(case_store, noor, MOTION) == {
        "status": "transferred",
        "paper": "28 638, nr. 190",
        "reason": "",
        "ministry": "VWS",
    }


def close(store: Store, actor: Actor, reason: str = "Uitgevoerd") -> None:
    drop = answers(store, actor, MOTION, Answer(DeadlineState.WITHDRAWN, reason="Vervalt"))
    change(store, actor, MOTION, StatusInput(Status.MET, reason=reason, answers=drop))


def test_the_paper_is_added_later_without_reopening(case_store: Store, noor: Actor) -> None:
    close(case_store, noor)

    change(case_store, noor, MOTION, StatusInput(Status.MET, reason="Uitgevoerd", paper=PAPER))

    assert state(case_store, noor, MOTION)["paper"] == "28 638, nr. 190"


def test_reopening_asks_a_reason_and_empties_the_ground(case_store: Store, noor: Actor) -> None:
    close(case_store, noor)

    with pytest.raises(Refusals) as caught:
        change(case_store, noor, MOTION, StatusInput(Status.IN_PROGRESS))
    change(case_store, noor, MOTION, StatusInput(Status.IN_PROGRESS, reason="Toch niet af"))

    with case_store.reading() as session:
        item, _ = read_item(session, noor, MOTION)
    assert refusals(caught) == [("status.needs_reason", "reason")]
    assert (item.status, item.closed_on, item.closing_reason) == (Status.IN_PROGRESS, None, None)


def test_two_officers_who_choose_another_status_are_asked(case_store: Store, noor: Actor) -> None:
    joris = worked_case.actor(case_store, worked_case.JORIS)
    seen = seen_of(case_store, noor, COMMITMENT)
    change(case_store, joris, COMMITMENT, StatusInput(Status.PARTLY_MET), seen)

    with pytest.raises(Conflict) as caught:
        change(case_store, noor, COMMITMENT, StatusInput(Status.ONGOING), seen)

    conflict = caught.value
    assert conflict.merge.clashing == ("status",)
    assert (
        conflict.base["status"],
        conflict.merge.values["status"],
        conflict.theirs["status"],
        conflict.by,
    ) == ("in_progress", "ongoing", "partly_met", "Joris Vermaat")


def test_the_same_status_sent_twice_is_saved_once(case_store: Store, noor: Actor) -> None:
    seen = seen_of(case_store, noor, COMMITMENT)
    given = StatusInput(Status.MET, reason="Gedaan")

    statuses = [change(case_store, noor, COMMITMENT, given, seen) for _ in range(2)]

    assert statuses == [Status.PROPOSED_MET] * 2
