"""A round and a letter to the Eerste Kamer over the worked case, for tests of all pages."""

import uuid
from datetime import date

from tests import worked_case
from tests.progress_letters_made import DUTCH, JUNE, SITE
from tests.worked_case import CLOCK, JORIS
from tracker.adapters.sittings import shipped_calendar
from tracker.db.session import Store
from tracker.db.tables.progress_letters import Addressee
from tracker.domain.annexes import Layout
from tracker.services import round_answers, rounds
from tracker.services.letter_files import freeze_letter
from tracker.services.letter_sending import send_letter
from tracker.services.progress_letters import create_letter, read_letter


def ask(store: Store) -> uuid.UUID:
    """A round with an answer by Joris that was not checked; its key."""
    noor, joris = worked_case.actor(store), worked_case.actor(store, JORIS)
    with store.writing() as session:
        round_id = rounds.start_round(
            session, noor, CLOCK, shipped_calendar(),
            round_id=uuid.uuid4(), title="Voortgang mensenhandel", query="",
            reference_date=JUNE, answer_by=date(2021, 7, 5), question="Hoe staat het ervoor?",
        )  # fmt: skip
    with store.reading() as session:
        opened = rounds.read_round(session, noor, round_id)
    asked = next(one for one in opened.questions if one.owner == joris.name)
    with store.writing() as session:
        round_answers.answer(
            session, joris, CLOCK, round_id, asked.item_id, asked.version,
            submission=uuid.uuid4(), noted_on=JUNE, text="Alles ligt **klaar**.",
        )  # fmt: skip
    return round_id


def send_rappel(store: Store) -> uuid.UUID:
    """A letter to the Eerste Kamer that was sent; its key."""
    noor, letter_id = worked_case.actor(store), uuid.uuid4()
    with store.writing() as session:
        create_letter(
            session, noor, CLOCK, shipped_calendar(),
            letter_id=letter_id, title="Rappel", reference_date=JUNE, query="kind=commitment",
            addressee=Addressee.FIRST_CHAMBER, with_closed=True, layout=Layout.RAPPEL,
        )  # fmt: skip
    with store.reading() as session:
        seal = read_letter(session, noor, letter_id, SITE, DUTCH).seal
    freeze_letter(
        store, noor, CLOCK, lambda session: read_letter(session, noor, letter_id, SITE, DUTCH), seal
    )
    with store.writing() as session:
        letter = read_letter(session, noor, letter_id, SITE, DUTCH)
        send_letter(session, noor, CLOCK, letter, sent_on=date(2021, 7, 1), paper="31 015, nr. 231")
    return letter_id
