"""What is read in a letter is made, linked, put aside and taken back."""

import uuid
from datetime import date, timedelta

import pytest
from sqlmodel import func, select

from tests import letters_read, worked_case
from tests.worked_case import CLOCK
from tracker.adapters.sittings import shipped_calendar
from tracker.db.session import Store
from tracker.db.tables import Deadline, Item, ItemLink, Letter, Measure, ProgressNote, Proposal
from tracker.db.tables.letters import ProposalState
from tracker.domain.errors import DomainError
from tracker.domain.references_read import read_reference
from tracker.domain.statuses import Kind, Outcome, Response
from tracker.services.letters import (
    Opened,
    Place,
    known_letter,
    letters,
    open_letter,
    open_proposals,
    places_of_item,
)
from tracker.services.measures import add_measure
from tracker.services.offers import Offers
from tracker.services.proposal_undo import undo
from tracker.services.proposals import AcceptedAll, Decision, accept, accept_sure, judge, reject

CALENDAR = shipped_calendar()
RECOMMENDATION, SAYS, JANSEN, SMIT, PROMISE, TERM, SOON, TOLKEN = range(1, 9)


@pytest.fixture
def letter(case_store: Store) -> uuid.UUID:
    """The letter made by hand, read by Noor."""
    return _open(case_store).letter_id


def test_the_proposals_are_in_the_order_of_the_letter(case_store: Store, letter: uuid.UUID) -> None:
    with case_store.reading() as session:
        rows = session.exec(select(Proposal).order_by(Proposal.position)).all()  # type: ignore[arg-type]
        places = {row.id: row.position for row in rows}
        found = [(row.kind.value, places.get(row.parent_id)) for row in rows]  # type: ignore[arg-type]
        assert open_proposals(session) == len(rows)
    assert found == [
        ("recommendation", None),
        ("note", JANSEN),
        ("motion", RECOMMENDATION),
        ("motion", None),
        ("commitment", RECOMMENDATION),
        ("deadline", PROMISE),
        ("deadline", None),
        ("measure", RECOMMENDATION),
    ]


def test_the_same_letter_is_read_once(case_store: Store, letter: uuid.UUID) -> None:
    assert _open(case_store) == Opened(letter, again=True)
    with case_store.writing() as session:
        actor = worked_case.actor(case_store)
        assert known_letter(session, actor, read_reference("99 001, nr. 7")) == letter
        with pytest.raises(DomainError, match="letter.no_text"):
            known_letter(session, actor, read_reference("31 015, nr. 221"))
        assert session.exec(select(func.count()).select_from(Letter)).one() == 1


def test_accepting_makes_the_item_with_its_place(case_store: Store, letter: uuid.UUID) -> None:
    _accept(case_store, letter, RECOMMENDATION)
    with case_store.reading() as session:
        item = session.exec(select(Item).where(Item.report_number == 7)).one()
        places = places_of_item(session, worked_case.actor(case_store), item.id)
    assert (item.kind, item.response, item.report_title, item.report_page, item.text) == (
        Kind.RECOMMENDATION,
        Response.ACCEPTED,
        "Tolken in beeld",
        12,
        "Zorg dat tolken beter bereikbaar zijn.",
    )
    quote = "Zorg dat tolken beter bereikbaar zijn."
    [place] = places
    assert place == Place(
        letter, 1, place.kind, quote, True, "99 001, nr. 7", "brief.txt", letters_read.DATED
    )


def test_a_form_sent_twice_makes_one_item(case_store: Store, letter: uuid.UUID) -> None:
    before = _count(case_store, Item)
    first = Decision(_version(case_store, letter, RECOMMENDATION))
    for _ in range(2):
        with case_store.writing() as session:
            accept(_judge(case_store, session, letter), RECOMMENDATION, first)
    assert _count(case_store, Item) == before + 1


def test_what_a_second_officer_typed_is_not_dropped_unsaid(
    case_store: Store, letter: uuid.UUID
) -> None:
    typed = Decision(
        _version(case_store, letter, RECOMMENDATION), edited={"title": "Tolken beter bereikbaar"}
    )
    _accept(case_store, letter, RECOMMENDATION)
    with pytest.raises(DomainError, match="proposal.changed"), case_store.writing() as session:
        accept(_judge(case_store, session, letter), RECOMMENDATION, typed)


def test_an_edited_form_sent_twice_makes_one_item(case_store: Store, letter: uuid.UUID) -> None:
    before = _count(case_store, Item)
    typed = Decision(
        _version(case_store, letter, RECOMMENDATION), edited={"title": "Tolken beter bereikbaar"}
    )
    for _ in range(2):
        with case_store.writing() as session:
            accept(_judge(case_store, session, letter), RECOMMENDATION, typed)
    assert _count(case_store, Item) == before + 1


def test_another_choice_than_was_made_is_refused(case_store: Store, letter: uuid.UUID) -> None:
    version = _version(case_store, letter, SMIT)
    followed, new = (Decision(version, choice=f"kst-28638-{number}") for number in (172, 173))
    for _ in range(2):
        with case_store.writing() as session:
            accept(_judge(case_store, session, letter), SMIT, followed)
    with pytest.raises(DomainError, match="proposal.changed"), case_store.writing() as session:
        accept(_judge(case_store, session, letter), SMIT, new)


def test_a_deadline_is_accepted_with_its_item(case_store: Store, letter: uuid.UUID) -> None:
    with pytest.raises(DomainError, match="proposal.needs_parent"):
        _accept(case_store, letter, TERM)
    _accept(case_store, letter, TERM, with_parent=True)
    with case_store.reading() as session:
        deadline = session.exec(select(Deadline).where(Deadline.wording == "voor 1 oktober 2021"))
        found = deadline.one()
        item = session.get_one(Item, found.item_id)
    assert (found.due_on, item.kind, item.title) == (
        date(2021, 9, 30),
        Kind.COMMITMENT,
        "Het tolkenregister te vernieuwen",
    )


def test_a_term_without_an_item_asks_for_one(case_store: Store, letter: uuid.UUID) -> None:
    with pytest.raises(DomainError, match="proposal.deadline_needs_item"):
        _accept(case_store, letter, SOON)
    with pytest.raises(DomainError, match="item.unknown"):
        _accept(case_store, letter, SOON, edited={"item": "M-1999-0001"})
    _accept(case_store, letter, SOON, edited={"item": "M-2021-0002", "what": "Plan sturen"})
    with case_store.reading() as session:
        found = session.exec(select(Deadline).where(Deadline.what == "Plan sturen")).one()
    assert (found.due_on, found.review_on) == (None, CLOCK.today() + timedelta(weeks=4))


def test_two_numbers_of_one_motion_are_asked(case_store: Store, letter: uuid.UUID) -> None:
    with pytest.raises(DomainError, match="proposal.choose"):
        _accept(case_store, letter, SMIT)
    before = _count(case_store, Item)
    _accept(case_store, letter, SMIT, choice="kst-28638-172")
    row = _row(case_store, letter, SMIT)
    with case_store.reading() as session:
        number = session.get_one(Item, row.accepted_item_id).number
    assert (number, row.made, _count(case_store, Item)) == ("M-2021-0001", False, before)


def test_the_other_number_is_a_new_motion(case_store: Store, letter: uuid.UUID) -> None:
    _accept(case_store, letter, SMIT, choice="kst-28638-173", assumed="verondersteld")
    row = _row(case_store, letter, SMIT)
    with case_store.reading() as session:
        item = session.get_one(Item, row.accepted_item_id)
    assert (item.title, item.outcome, item.note, row.made) == (
        "Motie van het lid Smit",
        Outcome.ADOPTED,
        "verondersteld",
        True,
    )


def test_all_that_is_sure_at_once(case_store: Store, letter: uuid.UUID) -> None:
    with case_store.writing() as session:
        done = accept_sure(_judge(case_store, session, letter), "Uit de brief", "verondersteld")
    assert done == AcceptedAll(6, ())
    with case_store.reading() as session:
        rows = session.exec(select(Proposal).order_by(Proposal.position)).all()  # type: ignore[arg-type]
        links = session.exec(
            select(ItemLink).where(ItemLink.to_id == rows[RECOMMENDATION - 1].accepted_item_id)
        ).all()
        [line] = letters(session, worked_case.actor(case_store), waiting=True)
    waiting = [row.position for row in rows if row.state is ProposalState.OPEN]
    assert waiting == [SMIT, SOON]
    assert {link.from_id for link in links} == {
        rows[JANSEN - 1].accepted_item_id,
        rows[PROMISE - 1].accepted_item_id,
    }
    assert (line.proposals, line.open) == (8, 2)


def test_another_letter_offers_what_is_followed(case_store: Store, letter: uuid.UUID) -> None:
    with case_store.writing() as session:
        accept_sure(_judge(case_store, session, letter), "", "")
    with case_store.writing() as session:
        for row in session.exec(select(Proposal)):
            row.state, row.accepted_item_id, row.batch = ProposalState.OPEN, None, None
            row.accepted_deadline_id = row.accepted_measure_id = row.accepted_note_id = None
            session.info["action"] = None
            worked = _judge_action(case_store, session)
            assert worked
    with case_store.reading() as session:
        actor = worked_case.actor(case_store)
        offers = Offers(session, actor, session.get_one(Letter, letter), CALENDAR)
        found = {one.position: offers.of(one).followed for one in offers.proposals}
    followed = {position for position, one in found.items() if one}
    assert followed == {RECOMMENDATION, SAYS, JANSEN, PROMISE, TERM, TOLKEN}


def test_a_measure_stands_beside_those_that_the_item_has(
    case_store: Store, letter: uuid.UUID
) -> None:
    _accept(case_store, letter, RECOMMENDATION)
    with case_store.writing() as session:
        item = session.get_one(Item, _row(case_store, letter, RECOMMENDATION).accepted_item_id)
        add_measure(
            session,
            worked_case.actor(case_store),
            CLOCK,
            item.number,
            submission=uuid.uuid4(),
            text="Opleiding van tolken bij de IND",
            executor_id=None,
        )
    with case_store.reading() as session:
        offers = Offers(
            session, worked_case.actor(case_store), session.get_one(Letter, letter), CALENDAR
        )
        beside = [offers.of(one).beside for one in offers.proposals[TERM - 1 :]]
    assert beside == [(), (), ("Opleiding van tolken bij de IND",)]


def test_rejecting_and_undoing(case_store: Store, letter: uuid.UUID) -> None:
    version = _version(case_store, letter, SMIT)
    with case_store.writing() as session:
        reject(_judge(case_store, session, letter), SMIT, version)
    assert _row(case_store, letter, SMIT).state is ProposalState.REJECTED
    with pytest.raises(DomainError, match="proposal.changed"), case_store.writing() as session:
        accept(_judge(case_store, session, letter), SMIT, Decision(version))
    _undo(case_store, letter, SMIT)
    assert _row(case_store, letter, SMIT).state is ProposalState.OPEN


def test_undoing_takes_back_what_was_made(case_store: Store, letter: uuid.UUID) -> None:
    tables = (Item, Deadline, Measure, ProgressNote, ItemLink)
    before = [_count(case_store, table) for table in tables]
    with case_store.writing() as session:
        accept_sure(_judge(case_store, session, letter), "", "")
    with pytest.raises(DomainError, match="proposal.has_dependents"):
        _undo(case_store, letter, PROMISE)
    for position in (TOLKEN, TERM, PROMISE, SAYS, JANSEN, RECOMMENDATION):
        _undo(case_store, letter, position)
    assert [_count(case_store, table) for table in tables] == before
    with case_store.reading() as session:
        assert open_proposals(session) == 8


def test_what_was_made_can_be_made_again_after_undoing(
    case_store: Store, letter: uuid.UUID
) -> None:
    for _ in range(2):
        _accept(case_store, letter, TERM, with_parent=True)
        _undo(case_store, letter, TERM)
        _undo(case_store, letter, PROMISE)
    _accept(case_store, letter, TERM, with_parent=True)
    assert _row(case_store, letter, TERM).made


def test_what_was_worked_on_since_stays(case_store: Store, letter: uuid.UUID) -> None:
    _accept(case_store, letter, RECOMMENDATION)
    row = _row(case_store, letter, RECOMMENDATION)
    with case_store.writing() as session:
        _judge_action(case_store, session)
        session.get_one(Item, row.accepted_item_id).title = "Anders"
    with pytest.raises(DomainError, match="proposal.changed_since"):
        _undo(case_store, letter, RECOMMENDATION)
    assert _row(case_store, letter, RECOMMENDATION).state is ProposalState.ACCEPTED


def test_a_letter_without_a_date_is_refused(case_store: Store) -> None:
    document = letters_read.document(CALENDAR)
    undated = type(document.reading)(
        paper=type(document.reading.paper)(kind=document.reading.paper.kind)
    )
    with pytest.raises(DomainError, match="letter.no_date"), case_store.writing() as session:
        open_letter(
            session,
            worked_case.actor(case_store),
            CLOCK,
            submission=uuid.uuid4(),
            name="",
            document=type(document)(document.text, undated),
        )


def _open(store: Store) -> Opened:
    with store.writing() as session:
        return open_letter(
            session,
            worked_case.actor(store),
            CLOCK,
            submission=uuid.uuid4(),
            name="brief.txt",
            document=letters_read.document(CALENDAR),
        )


def _judge(store: Store, session, letter_id):  # type: ignore[no-untyped-def]
    return judge(session, worked_case.actor(store), CLOCK, CALENDAR, letter_id)


def _judge_action(store: Store, session):  # type: ignore[no-untyped-def]
    from tracker.services.actors import act

    return act(session, worked_case.actor(store), CLOCK)


def _accept(store: Store, letter_id: uuid.UUID, position: int, **said: object) -> None:
    decision = Decision(_version(store, letter_id, position), **said)  # type: ignore[arg-type]
    with store.writing() as session:
        accept(_judge(store, session, letter_id), position, decision)


def _undo(store: Store, letter_id: uuid.UUID, position: int) -> None:
    version = _version(store, letter_id, position)
    with store.writing() as session:
        undo(_judge(store, session, letter_id), position, version)


def _row(store: Store, letter_id: uuid.UUID, position: int) -> Proposal:
    with store.reading() as session:
        here = select(Proposal).where(Proposal.letter_id == letter_id)
        return session.exec(here.where(Proposal.position == position)).one()


def _version(store: Store, letter_id: uuid.UUID, position: int) -> int:
    return _row(store, letter_id, position).version


def _count(store: Store, table: type) -> int:
    with store.reading() as session:
        return session.exec(select(func.count()).select_from(table)).one()
