"""What comes after freezing: sending, correcting, the next letter, and a committee's decisions."""

import uuid
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from tests import worked_case
from tests.progress_letters_made import (
    COMMITMENT,
    DUTCH,
    JUNE,
    KEY,
    MARCH,
    MOTION,
    SITE,
    adjust,
    freeze,
    make,
    numbers,
    read,
    status_texts,
    unchanged,
)
from tests.worked_case import CLOCK
from tracker.adapters.sittings import shipped_calendar
from tracker.db.session import Store
from tracker.db.tables import Deadline, Item, ItemPaper, Paper
from tracker.db.tables.items import PaperRole
from tracker.db.tables.progress_letters import Addressee, LetterState
from tracker.domain.annexes import Decision, Field, Grouping, Layout, PlaceBy
from tracker.domain.errors import DomainError
from tracker.domain.letter_changes import Fate
from tracker.domain.planning import DeadlineState
from tracker.services.actors import Actor
from tracker.services.deadlines import Plan, move_deadline
from tracker.services.letter_sending import note_decision, send_letter, untold_deadlines
from tracker.services.progress_letters import (
    Letter,
    Look,
    StaleVersion,
    add_items,
    annex_of,
    correct_letter,
    create_letter,
    lay_out,
    read_letter,
    refresh_selection,
)

NEXT = uuid.UUID("6f9a1b1c-0000-4000-8000-00000000000b")
PAPER = "31 015, nr. 230"


@pytest.fixture
def noor(case_store: Store) -> Actor:
    return worked_case.actor(case_store)


def frozen(store: Store, actor: Actor, **facts: object) -> Letter:
    make(store, actor, JUNE, **facts)  # type: ignore[arg-type]
    return freeze(store, actor)


def send(store: Store, actor: Actor, **facts: object) -> None:
    given: dict[str, object] = {"sent_on": date(2021, 7, 1), "paper": PAPER}
    with store.writing() as session:
        letter = read_letter(session, actor, KEY, SITE, DUTCH)
        send_letter(session, actor, CLOCK, letter, **(given | facts))  # type: ignore[arg-type]


def move(store: Store, actor: Actor, number: str, due_on: date) -> uuid.UUID:
    """Move the first open deadline of an item with a date; its key."""
    with store.writing() as session:
        deadline = session.exec(
            select(Deadline)
            .join(Item)
            .where(Item.number == number)
            .where(Deadline.state == DeadlineState.OPEN)
            .order_by(Deadline.due_on)  # type: ignore[arg-type]
        ).first()
        assert deadline is not None
        plan = Plan(deadline.wording, deadline.reference_date, own_date=due_on)
        move_deadline(
            session, actor, CLOCK, shipped_calendar(), deadline.id, deadline.version, plan,
            reason="Het OM leest nog mee",
        )  # fmt: skip
        return deadline.id


def test_a_sent_letter_is_a_paper_at_each_of_its_items(case_store: Store, noor: Actor) -> None:
    letter = frozen(case_store, noor)
    send(case_store, noor)

    sent = read(case_store, noor)
    assert sent.state is LetterState.SENT
    assert sent.row.sent_on == date(2021, 7, 1)
    assert sent.paper is not None
    assert (sent.paper.identifier, sent.paper.title) == ("kst-31015-230", letter.title)
    with case_store.reading() as session:
        found = session.exec(
            select(Item.number)
            .join(ItemPaper, ItemPaper.item_id == Item.id)  # type: ignore[arg-type]
            .join(Paper, Paper.id == ItemPaper.paper_id)  # type: ignore[arg-type]
            .where(Paper.identifier == "kst-31015-230")
            .where(ItemPaper.role == PaperRole.REPORTS_ON)
        ).all()
    assert sorted(found) == sorted(numbers(letter))


def test_only_a_frozen_letter_is_sent_and_not_in_the_future(case_store: Store, noor: Actor) -> None:
    make(case_store, noor, JUNE)
    with pytest.raises(DomainError, match=r"letter\.not_frozen"):
        send(case_store, noor)
    freeze(case_store, noor)
    with pytest.raises(DomainError, match=r"date\.in_future"):
        send(case_store, noor, sent_on=date(2021, 7, 2))
    with pytest.raises(DomainError, match=r"reference\."):
        send(case_store, noor, paper="geen stuk")
    assert read(case_store, noor).state is LetterState.FROZEN
    send(case_store, noor)
    with pytest.raises(DomainError, match=r"letter\.not_frozen"):
        send(case_store, noor)


def test_sending_tells_the_house_of_what_was_ticked(case_store: Store, noor: Actor) -> None:
    moved = move(case_store, noor, COMMITMENT, date(2021, 12, 1))
    frozen(case_store, noor)
    with case_store.reading() as session:
        [untold] = [one for one in untold_deadlines(session, KEY) if one.id == moved]
    assert (untold.number, untold.due_on) == (COMMITMENT, date(2021, 12, 1))
    send(case_store, noor, told=[moved])

    with case_store.reading() as session:
        deadline = session.get_one(Deadline, moved)
        assert deadline.house_due_on == date(2021, 12, 1)
        assert deadline.told_by_id == read(case_store, noor).row.paper_id
        assert moved not in {one.id for one in untold_deadlines(session, KEY)}


def test_a_moved_deadline_stands_among_the_changes(case_store: Store, noor: Actor) -> None:
    with case_store.reading() as session:
        before = session.exec(
            select(Deadline)
            .join(Item)
            .where(Item.number == COMMITMENT)
            .where(Deadline.state == DeadlineState.OPEN)
        ).first()
    move(case_store, noor, COMMITMENT, date(2021, 12, 1))
    letter = make(case_store, noor, date(2021, 7, 1))

    assert letter.previous_on == MARCH
    assert letter.changes is not None
    fates = {one.row.number: one.fate for one in letter.changes}
    assert fates["M-2021-0001"] is Fate.NEW
    assert fates[MOTION] is Fate.CHANGED
    [moved] = [move for one in letter.changes for move in one.moves]
    assert before is not None
    assert (moved.old, moved.new) == (before.due_on, date(2021, 12, 1))
    assert (moved.reason, moved.told_place) == ("Het OM leest nog mee", "")


def test_what_moved_after_the_reference_date_has_its_old_date(
    case_store: Store, noor: Actor
) -> None:
    before = make(case_store, noor, JUNE)
    move(case_store, noor, COMMITMENT, date(2021, 12, 1))

    assert read(case_store, noor).rows == before.rows


def test_a_correction_says_the_same_and_replaces(case_store: Store, noor: Actor) -> None:
    letter = frozen(case_store, noor, layout=Layout.PROSE)
    with case_store.writing() as session:
        correct_letter(session, noor, CLOCK, letter, NEXT)
        correct_letter(session, noor, CLOCK, letter, NEXT)

    draft = read(case_store, noor, NEXT)
    assert draft.is_draft
    assert draft.layout is Layout.PROSE
    assert draft.replaces is not None
    assert draft.replaces.id == KEY
    assert (numbers(draft), status_texts(draft)) == (numbers(letter), status_texts(letter))
    replaced = read(case_store, noor).replaced_by
    assert replaced is not None
    assert replaced.id == NEXT
    with pytest.raises(DomainError, match=r"letter\.still_draft"), case_store.writing() as session:
        correct_letter(session, noor, CLOCK, draft, uuid.uuid4())


def test_items_are_added_by_number_and_from_the_selection(case_store: Store, noor: Actor) -> None:
    letter = make(case_store, noor, JUNE, query="kind=motion")
    with case_store.writing() as session:
        added = add_items(session, noor, CLOCK, KEY, letter.version, [COMMITMENT, MOTION])
    assert added == (COMMITMENT,)
    assert numbers(read(case_store, noor))[-1] == COMMITMENT
    again = read(case_store, noor).version
    with (
        pytest.raises(DomainError, match=r"item\.unknown_number"),
        case_store.writing() as session,
    ):
        add_items(session, noor, CLOCK, KEY, again, ["M-1999-0001"])
    with pytest.raises(StaleVersion), case_store.writing() as session:
        add_items(session, noor, CLOCK, KEY, letter.version, [COMMITMENT])
    with case_store.writing() as session:
        assert refresh_selection(session, noor, CLOCK, shipped_calendar(), KEY, again) == ()


def test_a_committee_decides_of_a_letter_to_the_eerste_kamer(
    case_store: Store, noor: Actor
) -> None:
    letter = frozen(case_store, noor, layout=Layout.RAPPEL, addressee=Addressee.FIRST_CHAMBER)
    item = letter.rows[0].item_id
    decided = {"decision": Decision.OPEN, "decided_on": date(2021, 7, 1)}

    def decide(**facts: object) -> None:
        with case_store.writing() as session:
            present = read_letter(session, noor, KEY, SITE, DUTCH)
            given = {**decided, "due_on": date(2021, 12, 31), **facts}
            note_decision(session, noor, CLOCK, present, item, **given)  # type: ignore[arg-type]

    with pytest.raises(DomainError, match=r"letter\.not_before_committee"):
        decide()
    send(case_store, noor)
    with pytest.raises(DomainError, match=r"decision\.settled_with_date"):
        decide(decision=Decision.SETTLED)
    with pytest.raises(DomainError, match=r"date\.in_future"):
        decide(decided_on=date(2021, 7, 2))
    decide()
    row = read(case_store, noor).rows[0].row
    assert (row.decision, row.decided_on, row.decision_due_on) == (
        Decision.OPEN,
        date(2021, 7, 1),
        date(2021, 12, 31),
    )


def test_the_next_letter_looks_like_the_last_in_its_layout(case_store: Store, noor: Actor) -> None:
    letter = make(case_store, noor, JUNE)
    look = Look(
        Layout.BUDGET, Grouping.DOSSIER, PlaceBy.DEBATE,
        fields=(Field.DESCRIPTION, Field.DUE), headings={"due": "Wanneer", "number": ""},
    )  # fmt: skip
    with case_store.writing() as session:
        lay_out(session, noor, CLOCK, KEY, letter.version, look)
    with case_store.writing() as session:
        create_letter(
            session, noor, CLOCK, shipped_calendar(),
            letter_id=NEXT, title="Volgende", reference_date=JUNE,
            addressee=Addressee.SECOND_CHAMBER, query="", with_closed=True,
        )  # fmt: skip

    annex = annex_of(read(case_store, noor, NEXT))
    assert (annex.grouping, annex.place_by) == (Grouping.DOSSIER, PlaceBy.DEBATE)
    assert annex.fields == (Field.DESCRIPTION, Field.DUE)
    assert annex.settings.headings == {"due": "Wanneer"}


def test_a_row_left_out_of_the_previous_letter_is_new(case_store: Store, noor: Actor) -> None:
    letter = make(case_store, noor, JUNE)
    first, *rest = unchanged(letter)
    adjust(case_store, noor, letter, [replace(first, included=False), *rest])
    freeze(case_store, noor)
    with case_store.writing() as session:
        create_letter(
            session, noor, CLOCK, shipped_calendar(),
            letter_id=NEXT, title="Volgende", reference_date=date(2021, 7, 3),
            addressee=Addressee.SECOND_CHAMBER, query="", with_closed=True,
        )  # fmt: skip
    changes = read(case_store, noor, NEXT).changes
    assert changes is not None
    left_out = letter.rows[0].annex.number
    assert {one.row.number for one in changes if one.fate is Fate.NEW} == {left_out}
