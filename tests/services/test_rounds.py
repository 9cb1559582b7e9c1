"""Rounds: who is asked, what is answered and checked, and the letter that comes of it."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from tests import worked_case
from tests.progress_letters_made import DUTCH, SITE, edit
from tests.worked_case import CLOCK, JORIS
from tracker.adapters.sittings import shipped_calendar
from tracker.db.session import Store
from tracker.db.tables import Item, ProgressNote, RoundQuestion
from tracker.db.tables.progress_letters import Addressee
from tracker.db.tables.rounds import AnswerState
from tracker.domain.errors import DomainError
from tracker.domain.statuses import Status
from tracker.services import round_answers, rounds
from tracker.services.actors import Actor
from tracker.services.missing import Missing
from tracker.services.progress_letters import StaleVersion, read_letter
from tracker.services.rounds import OpenedRound, Question

ROUND = uuid.UUID("6f9a1b1c-0000-4000-8000-0000000000a1")
LETTER = uuid.UUID("6f9a1b1c-0000-4000-8000-0000000000a2")
NOTE = uuid.UUID("6f9a1b1c-0000-4000-8000-0000000000a3")
JUNE = date(2021, 6, 30)
MOTION, COMMITMENT = "M-2021-0002", "T-2021-0001"


@pytest.fixture
def noor(case_store: Store) -> Actor:
    return worked_case.actor(case_store)


@pytest.fixture
def joris(case_store: Store) -> Actor:
    return worked_case.actor(case_store, JORIS)


def start(store: Store, actor: Actor, **facts: Any) -> OpenedRound:
    given: dict[str, Any] = {
        "round_id": ROUND,
        "title": "Voortgang mensenhandel",
        "query": "programme=Samen+tegen+mensenhandel",
        "reference_date": JUNE,
        "answer_by": date(2021, 7, 9),
        "question": "Hoe staat het ervoor?",
    }
    with store.writing() as session:
        rounds.start_round(session, actor, CLOCK, shipped_calendar(), **(given | facts))
    return read(store, actor)


def read(store: Store, actor: Actor) -> OpenedRound:
    with store.reading() as session:
        return rounds.read_round(session, actor, ROUND)


def question(store: Store, actor: Actor, number: str) -> Question:
    return next(one for one in read(store, actor).questions if one.number == number)


def write(store: Store, use: Callable[[Session], object]) -> None:
    with store.writing() as session:
        use(session)


def answer(store: Store, actor: Actor, number: str = MOTION, **facts: Any) -> None:
    asked = question(store, actor, number)
    given: dict[str, Any] = {"submission": NOTE, "noted_on": JUNE, "text": "Het plan ligt er."}
    given |= facts
    version = given.pop("version", asked.version)
    write(
        store,
        lambda session: round_answers.answer(
            session, actor, CLOCK, ROUND, asked.item_id, version, **given
        ),
    )


def judge(store: Store, actor: Actor, number: str = MOTION, remark: str | None = None) -> None:
    asked = question(store, actor, number)
    facts = (actor, CLOCK, ROUND, asked.item_id, asked.version)
    if remark is None:
        write(store, lambda session: round_answers.check(session, *facts))
    else:
        write(store, lambda session: round_answers.send_back(session, *facts, remark))


def test_a_round_asks_each_owner_about_each_open_item(case_store: Store, noor: Actor) -> None:
    opened = start(case_store, noor)
    again = start(case_store, noor)

    assert again.questions == opened.questions
    assert {(one.number, one.owner) for one in opened.questions} == {
        ("M-2021-0001", "Joris Vermaat"),
        (MOTION, "Noor Aksoy"),
        ("M-2021-0003", "Mila Hoekstra"),
        (COMMITMENT, "Noor Aksoy"),
        ("A-2021-0001", "Noor Aksoy"),
        ("A-2021-0002", "Mila Hoekstra"),
        ("A-2021-0003", "Noor Aksoy"),
    }
    assert opened.counts == {
        AnswerState.ASKED: 7,
        AnswerState.READY: 0,
        AnswerState.SENT_BACK: 0,
        AnswerState.CHECKED: 0,
    }
    assert [(one.name, one.asked, one.waiting) for one in opened.tallies] == [
        ("Joris Vermaat", 1, 1),
        ("Mila Hoekstra", 2, 2),
        ("Noor Aksoy", 4, 4),
    ]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"answer_by": date(2021, 6, 30)}, "round.day_passed"),
        ({"query": "dossier=99+999"}, "round.no_items"),
    ],
)
def test_a_round_that_cannot_be_is_refused(
    case_store: Store, noor: Actor, facts: dict[str, Any], code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        start(case_store, noor, **facts)
    assert refused.value.code == code
    with pytest.raises(Missing):
        read(case_store, noor)


def test_an_answer_is_a_progress_note_and_is_ready(case_store: Store, noor: Actor) -> None:
    start(case_store, noor)
    answer(case_store, noor)
    answer(case_store, noor)

    asked = question(case_store, noor, MOTION)
    assert (asked.state, asked.note, asked.noted_on) == (
        AnswerState.READY,
        "Het plan ligt er.",
        JUNE,
    )
    assert (asked.answered_by, asked.answered_at) == ("Noor Aksoy", CLOCK.now())
    with case_store.reading() as session:
        notes = session.exec(select(ProgressNote).where(ProgressNote.id == NOTE)).all()
    assert [(note.text, note.author_id) for note in notes] == [("Het plan ligt er.", noor.user_id)]


def test_an_answer_after_the_reference_date_is_refused(case_store: Store, noor: Actor) -> None:
    start(case_store, noor)
    with pytest.raises(DomainError, match=r"round\.after"):
        answer(case_store, noor, noted_on=date(2021, 7, 1))
    assert question(case_store, noor, MOTION).state is AnswerState.ASKED


def test_the_last_note_can_still_hold(case_store: Store, noor: Actor) -> None:
    start(case_store, noor)
    asked = question(case_store, noor, MOTION)
    assert asked.note_id is not None
    facts = (noor, CLOCK, ROUND, asked.item_id, asked.version)
    with pytest.raises(StaleVersion):
        write(case_store, lambda session: round_answers.keep_note(session, *facts, NOTE))
    note_id = asked.note_id
    write(case_store, lambda session: round_answers.keep_note(session, *facts, note_id))
    after = question(case_store, noor, MOTION)
    assert (after.state, after.note) == (AnswerState.READY, asked.note)


def test_another_checks_or_sends_back(case_store: Store, noor: Actor, joris: Actor) -> None:
    start(case_store, noor)
    with pytest.raises(DomainError, match=r"round\.not_ready"):
        judge(case_store, joris)
    answer(case_store, noor)
    with pytest.raises(DomainError, match=r"round\.own_answer"):
        judge(case_store, noor)
    with pytest.raises(DomainError, match=r"text\.required"):
        judge(case_store, joris, remark="")
    judge(case_store, joris, remark="Noem de datum.")
    back = question(case_store, noor, MOTION)
    assert (back.state, back.remark, back.checked_by) == (
        AnswerState.SENT_BACK,
        "Noem de datum.",
        "Joris Vermaat",
    )
    answer(case_store, noor, submission=uuid.uuid4(), text="Het plan komt op 1 september.")
    judge(case_store, joris)
    checked = question(case_store, noor, MOTION)
    assert (checked.state, checked.remark) == (AnswerState.CHECKED, "")
    with pytest.raises(DomainError, match=r"round\.checked_already"):
        answer(case_store, noor, submission=uuid.uuid4())


def test_two_officers_at_one_answer(case_store: Store, noor: Actor) -> None:
    start(case_store, noor)
    version = question(case_store, noor, MOTION).version
    answer(case_store, noor, version=version)
    with pytest.raises(StaleVersion):
        answer(case_store, noor, version=version, submission=uuid.uuid4(), text="Anders")


def test_who_is_waited_for_sees_it_until_it_is_answered(
    case_store: Store, noor: Actor, joris: Actor
) -> None:
    start(case_store, noor)
    with case_store.reading() as session:
        [waiting] = rounds.waiting_rounds(session, joris)
    assert (waiting.waiting, waiting.sent_back, waiting.reminded_at) == (1, 0, None)
    write(case_store, lambda session: rounds.remind(session, noor, CLOCK, ROUND))
    with case_store.reading() as session:
        [waiting] = rounds.waiting_rounds(session, joris)
    assert waiting.reminded_at is not None
    answer(case_store, joris, "M-2021-0001")
    with case_store.reading() as session:
        assert rounds.waiting_rounds(session, joris) == ()


def test_a_question_follows_the_owner_until_it_is_answered(
    case_store: Store, noor: Actor, joris: Actor
) -> None:
    start(case_store, noor)
    edit(case_store, noor, MOTION, owner_id=joris.user_id)
    assert question(case_store, noor, MOTION).owner == "Joris Vermaat"
    answer(case_store, joris)
    edit(case_store, noor, MOTION, owner_id=noor.user_id)
    assert question(case_store, noor, MOTION).owner == "Joris Vermaat"


def test_an_item_without_owner_is_for_its_unit_and_without_both_for_nobody(
    case_store: Store, noor: Actor
) -> None:
    edit(case_store, noor, MOTION, owner_id=None, unit_id=noor.unit_id)
    edit(case_store, noor, COMMITMENT, owner_id=None, unit_id=None)
    opened = start(case_store, noor)

    assert MOTION in {one.number for one in rounds.questions_for(opened, noor)}
    assert [one.number for one in opened.questions if one.asks_nobody] == [COMMITMENT]


def test_a_closed_item_waits_for_nobody(case_store: Store, noor: Actor, joris: Actor) -> None:
    start(case_store, noor)
    for number in ("M-2021-0001", COMMITMENT):
        edit(case_store, noor, number, status=Status.LAPSED, closed_on=date(2021, 7, 1))
    with case_store.reading() as session:
        assert rounds.waiting_rounds(session, joris) == ()
    assert COMMITMENT not in {one.number for one in read(case_store, noor).unanswered}


def test_items_are_added_and_dropped_but_no_answer_is_lost(case_store: Store, noor: Actor) -> None:
    opened = start(case_store, noor, query="kind=motion")
    assert len(opened.questions) == 3
    add = rounds.add_question
    write(case_store, lambda session: add(session, noor, CLOCK, ROUND, COMMITMENT))
    with pytest.raises(DomainError, match=r"item\.unknown_number"):
        write(case_store, lambda session: add(session, noor, CLOCK, ROUND, "X-1"))
    answer(case_store, noor)
    motion, commitment = (question(case_store, noor, one) for one in (MOTION, COMMITMENT))
    drop = rounds.drop_question
    with pytest.raises(DomainError, match=r"round\.answered_already"):
        write(case_store, lambda session: drop(session, noor, CLOCK, ROUND, motion.item_id))
    write(case_store, lambda session: drop(session, noor, CLOCK, ROUND, commitment.item_id))
    assert len(read(case_store, noor).questions) == 3


def test_an_answer_to_a_question_that_was_dropped_is_missing(
    case_store: Store, noor: Actor
) -> None:
    start(case_store, noor)
    asked = question(case_store, noor, MOTION)
    with case_store.writing() as session:
        rounds.drop_question(session, noor, CLOCK, ROUND, asked.item_id)
    given: dict[str, Any] = {"submission": NOTE, "noted_on": JUNE, "text": "Het plan ligt er."}
    with pytest.raises(Missing), case_store.writing() as session:
        round_answers.answer(session, noor, CLOCK, ROUND, asked.item_id, asked.version, **given)


def test_a_closed_round_takes_no_answer_until_it_is_opened(case_store: Store, noor: Actor) -> None:
    start(case_store, noor)
    write(case_store, lambda session: rounds.close_round(session, noor, CLOCK, ROUND))
    with pytest.raises(DomainError, match=r"round\.closed"):
        answer(case_store, noor)
    with pytest.raises(DomainError, match=r"round\.closed"):
        write(case_store, lambda session: rounds.remind(session, noor, CLOCK, ROUND))
    write(case_store, lambda session: rounds.reopen_round(session, noor, CLOCK, ROUND))
    answer(case_store, noor)


def test_everyone_gets_another_day(case_store: Store, noor: Actor) -> None:
    version = start(case_store, noor).row.version
    day = date(2021, 7, 15)
    facts = (noor, CLOCK, ROUND)
    write(case_store, lambda session: rounds.postpone(session, *facts, version, day))
    assert read(case_store, noor).row.answer_by == day
    with pytest.raises(StaleVersion):
        write(case_store, lambda session: rounds.postpone(session, *facts, version, day))


def test_the_round_becomes_a_letter_with_its_answers(case_store: Store, noor: Actor) -> None:
    edit(case_store, noor, "A-2021-0002", status=Status.MET, closed_on=date(2021, 6, 1))
    start(case_store, noor)
    answer(case_store, noor)
    made = []
    for _ in range(2):
        with case_store.writing() as session:
            made.append(
                rounds.make_letter(
                    session, noor, CLOCK, shipped_calendar(),
                    round_id=ROUND, letter_id=LETTER, addressee=Addressee.SECOND_CHAMBER,
                )
            )  # fmt: skip

    assert made == [LETTER, LETTER]
    assert not read(case_store, noor).is_open
    with case_store.reading() as session:
        letter = read_letter(session, noor, LETTER, SITE, DUTCH)
    texts = {row.annex.number: row.annex.status_text for row in letter.rows}
    assert (letter.title, letter.reference_date) == ("Voortgang mensenhandel", JUNE)
    assert texts[MOTION] == "Het plan ligt er."
    assert sorted(texts) == [
        "A-2021-0001", "A-2021-0002", "A-2021-0003", "M-2021-0001", MOTION, "M-2021-0003",
        COMMITMENT,
    ]  # fmt: skip
    assert [row.annex.number for row in letter.rows if row.annex.closed] == ["A-2021-0002"]


def test_rounds_are_listed_with_what_still_waits(case_store: Store, noor: Actor) -> None:
    start(case_store, noor)
    answer(case_store, noor)
    with case_store.reading() as session:
        [line] = rounds.list_rounds(session)
        asked = session.exec(select(RoundQuestion).join(Item)).all()
    assert (line.questions, line.waiting, line.checked, line.is_open) == (len(asked), 6, 0, True)
