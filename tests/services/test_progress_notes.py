"""Progress notes: dated, edited with their old text kept, and found back in letters."""

import uuid
from datetime import date

import pytest
from sqlmodel import col, select

from tests import worked_case
from tests.worked_case import CLOCK
from tracker.db.session import Store
from tracker.db.tables import Change
from tracker.domain.errors import DomainError
from tracker.services.actors import Actor
from tracker.services.conflicts import Conflict
from tracker.services.items import find_item_id
from tracker.services.progress_notes import (
    NoteLine,
    add_note,
    edit_note,
    progress_notes,
    read_note,
)

MOTION = "M-2021-0002"
SUBMISSION = uuid.UUID("6f9a1b1c-0000-4000-8000-000000000002")
TODAY = date(2021, 7, 1)


@pytest.fixture
def noor(case_store: Store) -> Actor:
    return worked_case.actor(case_store)


@pytest.fixture
def joris(case_store: Store) -> Actor:
    return worked_case.actor(case_store, worked_case.JORIS)


def notes(store: Store, actor: Actor) -> tuple[NoteLine, ...]:
    with store.reading() as session:
        return progress_notes(session, find_item_id(session, actor, MOTION))


def write(store: Store, actor: Actor, text: str, day: date = TODAY) -> None:
    with store.writing() as session:
        add_note(session, actor, CLOCK, MOTION, submission=SUBMISSION, noted_on=day, text=text)


def test_notes_stand_newest_first_with_the_letter_that_printed_them(
    case_store: Store, noor: Actor
) -> None:
    found = [
        (note.noted_on, note.author, [(i.reference_date, i.in_these_words) for i in note.letters])
        for note in notes(case_store, noor)
    ]

    assert found == [
        (date(2021, 6, 10), "Noor Aksoy", []),
        (date(2021, 4, 6), "Noor Aksoy", []),
        (date(2021, 2, 18), "Noor Aksoy", [(date(2021, 3, 31), True)]),
    ]


def test_a_note_sent_twice_is_written_once(case_store: Store, noor: Actor) -> None:
    for _ in range(2):
        write(case_store, noor, "Het plan is af.")

    assert [note.text for note in notes(case_store, noor)].count("Het plan is af.") == 1
    assert notes(case_store, noor)[0].text == "Het plan is af."


def test_a_note_of_tomorrow_is_refused(case_store: Store, noor: Actor) -> None:
    with pytest.raises(DomainError) as refused:
        write(case_store, noor, "Morgen", date(2021, 7, 2))

    assert (refused.value.code, refused.value.field) == ("note.in_future", "noted_on")


def test_editing_a_note_keeps_the_old_text_in_the_history(case_store: Store, noor: Actor) -> None:
    write(case_store, noor, "Eerste tekst")
    with case_store.reading() as session:
        _, seen = read_note(session, noor, MOTION, SUBMISSION)
    with case_store.writing() as session:
        edit_note(
            session,
            noor,
            CLOCK,
            MOTION,
            SUBMISSION,
            noted_on=TODAY,
            text="Tweede tekst",
            seen=seen,
            reason="Aangevuld",
        )
    with case_store.reading() as session:
        changes = session.exec(
            select(Change).where(Change.record == str(SUBMISSION)).order_by(col(Change.sequence))
        ).all()

    assert changes[-1].fields == {"text": ["Eerste tekst", "Tweede tekst"]}
    assert changes[-1].reason == "Aangevuld"


def test_two_officers_at_one_note_are_asked(case_store: Store, noor: Actor, joris: Actor) -> None:
    write(case_store, noor, "Eerste tekst")
    with case_store.reading() as session:
        _, seen = read_note(session, noor, MOTION, SUBMISSION)

    def edit(actor: Actor, text: str, day: date = TODAY) -> None:
        with case_store.writing() as session:
            edit_note(session, actor, CLOCK, MOTION, SUBMISSION, noted_on=day, text=text, seen=seen)

    edit(joris, "Tekst van Joris", date(2021, 6, 30))
    with pytest.raises(Conflict) as caught:
        edit(noor, "Tekst van Noor")

    assert (caught.value.merge.clashing, caught.value.merge.theirs) == (("text",), ("noted_on",))
    assert caught.value.merge.values == {"noted_on": "30-06-2021", "text": "Tekst van Noor"}
