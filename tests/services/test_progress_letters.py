"""Progress letters: what was so at the reference date, adjusted by hand, and then kept."""

import uuid
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree
from pypdf import PdfReader
from sqlmodel import select

from tests import worked_case
from tests.progress_letters_made import (
    COMMITMENT,
    DUTCH,
    JUNE,
    KEY,
    MARCH,
    MOTION,
    OTHER_MOTION,
    adjust,
    edit,
    freeze,
    make,
    numbers,
    read,
    status_texts,
    unchanged,
)
from tests.worked_case import CLOCK
from tracker.adapters.annexes import render
from tracker.db.session import Store
from tracker.db.tables import Item, ProgressLetterRow
from tracker.db.tables.progress_letters import Addressee, LetterState
from tracker.domain.annex_rows import AnnexKind, RowFlag
from tracker.domain.annexes import arrange
from tracker.domain.errors import DomainError
from tracker.domain.statuses import Kind, Outcome, Status
from tracker.services.actors import Actor, act
from tracker.services.letter_rows import motion_name
from tracker.services.missing import Missing
from tracker.services.progress_letters import (
    StaleVersion,
    annex_of,
    letters_called,
    list_letters,
)
from tracker.services.progress_notes import add_note

CASE_TITLE = "Moties, toezeggingen en aanbevelingen mensenhandel"


@pytest.fixture
def noor(case_store: Store) -> Actor:
    return worked_case.actor(case_store)


# What was so at the reference date


def test_a_letter_says_what_the_notes_said_at_its_reference_date(
    case_store: Store, noor: Actor
) -> None:
    march = make(case_store, noor, MARCH)
    case = worked_case.CASE.read_text(encoding="utf-8")
    adjust(case_store, noor, march, unchanged(march), reference_date=JUNE)
    june = read(case_store, noor)
    assert numbers(june) == numbers(march)
    texts = [status_texts(march), status_texts(june)]
    assert {row.annex.number: row.noted_on for row in march.rows} == {
        "M-2021-0001": date(2021, 2, 16), MOTION: date(2021, 2, 18),
        OTHER_MOTION: date(2021, 2, 18), COMMITMENT: date(2021, 3, 25),
        "A-2021-0001": date(2021, 2, 18), "A-2021-0002": date(2021, 2, 18),
        "A-2021-0003": date(2021, 2, 18),
    }  # fmt: skip
    assert all(row.noted_on and MARCH < row.noted_on <= JUNE for row in june.rows if row.differs)
    assert texts[0][MOTION] != texts[1][MOTION]
    assert all(text and text in case for each in texts for text in each.values())


def test_what_was_closed_later_was_open_at_the_reference_date(
    case_store: Store, noor: Actor
) -> None:
    edit(case_store, noor, MOTION, status=Status.MET, closed_on=date(2021, 4, 1))
    edit(case_store, noor, OTHER_MOTION, status=Status.MET, closed_on=MARCH)
    edit(case_store, noor, COMMITMENT, status=Status.TRANSFERRED, closed_on=None)
    letter = make(case_store, noor, MARCH)
    closed = {row.annex.number: row.annex.closed for row in letter.rows}
    assert {number for number, is_closed in closed.items() if is_closed} == {
        OTHER_MOTION, COMMITMENT,
    }  # fmt: skip


def test_without_the_closed_a_letter_has_what_was_open_then(case_store: Store, noor: Actor) -> None:
    edit(case_store, noor, MOTION, status=Status.MET, closed_on=date(2021, 4, 1))
    edit(case_store, noor, OTHER_MOTION, status=Status.MET, closed_on=MARCH)
    found = numbers(make(case_store, noor, MARCH, query="kind=motion", with_closed=False))
    assert sorted(found) == ["M-2021-0001", MOTION]


def test_a_view_of_closed_items_stays_that(case_store: Store, noor: Actor) -> None:
    edit(case_store, noor, OTHER_MOTION, status=Status.MET, closed_on=MARCH)
    found = numbers(make(case_store, noor, MARCH, query="open=closed", with_closed=False))
    assert found == [OTHER_MOTION]


def test_what_came_after_the_reference_date_is_left_out(case_store: Store, noor: Actor) -> None:
    letter = make(case_store, noor, date(2020, 6, 30))
    with case_store.reading() as session:
        expected = session.exec(
            select(Item.number).where(Item.reference_date <= date(2020, 6, 30))
        ).all()
    assert sorted(numbers(letter)) == sorted(expected)
    assert {row.annex.flag for row in letter.rows} == {RowFlag.NO_NOTE}


def test_a_row_without_a_note_since_the_last_letter_is_flagged(
    case_store: Store, noor: Actor
) -> None:
    letter = make(case_store, noor, date(2021, 4, 30))
    assert letter.previous_on == MARCH
    flags = {row.annex.number: (row.annex.flag, row.annex.flagged_since) for row in letter.rows}
    assert flags[MOTION] == (None, None)
    assert flags[COMMITMENT] == (RowFlag.NO_NEW_NOTE, MARCH)
    texts = [replace(one, status_text="Met de hand") for one in unchanged(letter)]
    adjust(case_store, noor, letter, texts)
    assert {row.annex.flag for row in read(case_store, noor).rows} == {None}


def test_a_form_sent_twice_makes_one_letter(case_store: Store, noor: Actor) -> None:
    for _ in range(2):
        make(case_store, noor, MARCH)
    with case_store.reading() as session:
        assert len(letters_called(session, "Moties en toezeggingen")) == 1
        assert [one.id for one in letters_called(session, str(KEY))] == [KEY]


def test_letters_stand_newest_first_with_the_rows_they_print(
    case_store: Store, noor: Actor
) -> None:
    letter = make(case_store, noor, MARCH)
    changes = unchanged(letter)
    adjust(case_store, noor, letter, [replace(changes[0], included=False), *changes[1:]])
    with case_store.reading() as session:
        found = [
            (one.reference_date, one.title, one.state, one.rows) for one in list_letters(session)
        ]
    assert [day for day, *_ in found] == [JUNE, MARCH, MARCH]
    assert set(found) == {
        (JUNE, CASE_TITLE, LetterState.DRAFT, 7),
        (MARCH, CASE_TITLE, LetterState.FROZEN, 6),
        (MARCH, letter.title, LetterState.DRAFT, 6),
    }


def test_a_letter_that_is_not_there(case_store: Store, noor: Actor) -> None:
    with pytest.raises(Missing):
        read(case_store, noor, uuid.uuid4())


# Adjusting


def test_texts_order_and_choice_of_rows_are_kept(case_store: Store, noor: Actor) -> None:
    letter = make(case_store, noor, MARCH)
    first, *rest = unchanged(letter)
    last = replace(first, position=99, description="Andere omschrijving", status_text="Eigen tekst")
    adjust(
        case_store, noor, letter, [last, replace(rest[0], included=False), *rest[1:]],
        title="Nieuwe titel", addressee=Addressee.FIRST_CHAMBER,
    )  # fmt: skip
    after = read(case_store, noor)
    assert numbers(after) == numbers(letter)[1:] + numbers(letter)[:1]
    assert [row.position for row in after.rows] == list(range(len(after.rows)))
    assert [row.included for row in after.rows] == [False] + [True] * (len(after.rows) - 1)
    annex = after.rows[-1].annex
    assert (annex.description, annex.status_text) == ("Andere omschrijving", "Eigen tekst")
    assert after.rows[-1].differs
    assert (after.title, after.addressee) == ("Nieuwe titel", Addressee.FIRST_CHAMBER)


def test_what_was_not_written_by_hand_follows_the_item(case_store: Store, noor: Actor) -> None:
    letter = make(case_store, noor, JUNE)
    adjust(case_store, noor, letter, unchanged(letter))
    edit(case_store, noor, COMMITMENT, title="Nieuwe titel")
    with case_store.writing() as session:
        add_note(
            session, noor, CLOCK, COMMITMENT,
            submission=uuid.uuid4(), noted_on=JUNE, text="Nieuwe stand",
        )  # fmt: skip
    row = next(row for row in read(case_store, noor).rows if row.annex.number == COMMITMENT)
    assert (row.annex.description, row.annex.status_text) == ("Nieuwe titel", "Nieuwe stand")


def test_an_empty_text_gives_the_items_own_back(case_store: Store, noor: Actor) -> None:
    letter = make(case_store, noor, JUNE)
    adjust(case_store, noor, letter, [replace(o, status_text="Eigen") for o in unchanged(letter)])
    changed = read(case_store, noor)
    adjust(case_store, noor, changed, [replace(o, status_text="") for o in unchanged(changed)])
    assert status_texts(read(case_store, noor)) == status_texts(letter)


def test_a_letter_that_was_saved_meanwhile_is_not_overwritten(
    case_store: Store, noor: Actor
) -> None:
    letter = make(case_store, noor, JUNE)
    adjust(case_store, noor, letter, unchanged(letter), title="De eerste")
    with pytest.raises(StaleVersion):
        adjust(case_store, noor, letter, unchanged(letter), title="De tweede")
    assert read(case_store, noor).title == "De eerste"


# Freezing


def test_a_frozen_letter_no_longer_follows_its_items(case_store: Store, noor: Actor) -> None:
    make(case_store, noor, JUNE)
    frozen = freeze(case_store, noor)
    annex = annex_of(frozen)
    with case_store.writing() as session:
        act(session, noor, CLOCK)
        for item in session.exec(select(Item)):
            item.title, item.source_paper_id, item.report_body = "Anders", None, "Ander orgaan"
            item.status, item.closed_on = Status.MET, date(2021, 6, 1)
        session.flush()
        add_note(session, noor, CLOCK, MOTION, submission=uuid.uuid4(), noted_on=JUNE, text="Later")
    assert annex_of(read(case_store, noor)) == annex
    assert (frozen.state, frozen.frozen_by, annex.draft) == (
        LetterState.FROZEN,
        "Noor Aksoy",
        False,
    )


def test_a_frozen_letter_cannot_change(case_store: Store, noor: Actor) -> None:
    make(case_store, noor, JUNE)
    frozen = freeze(case_store, noor)
    with pytest.raises(DomainError, match=r"letter\.not_draft"):
        adjust(case_store, noor, frozen, unchanged(frozen), title="Toch nog")
    with pytest.raises(DomainError, match=r"letter\.not_draft"):
        freeze(case_store, noor)
    assert read(case_store, noor) == frozen


def test_only_what_was_seen_is_frozen(case_store: Store, noor: Actor) -> None:
    seen = make(case_store, noor, JUNE).seal
    with case_store.writing() as session:
        add_note(session, noor, CLOCK, MOTION, submission=uuid.uuid4(), noted_on=JUNE, text="Later")
    with pytest.raises(StaleVersion):
        freeze(case_store, noor, seen)
    assert read(case_store, noor).is_draft


def test_an_empty_letter_and_one_of_the_future_are_not_frozen(
    case_store: Store, noor: Actor
) -> None:
    letter = make(case_store, noor, date(2021, 7, 2))
    with pytest.raises(DomainError, match=r"letter\.too_early"):
        freeze(case_store, noor)
    none = [replace(one, included=False) for one in unchanged(letter)]
    adjust(case_store, noor, letter, none, reference_date=JUNE)
    with pytest.raises(DomainError, match=r"letter\.empty"):
        freeze(case_store, noor)


def test_the_frozen_letter_of_the_case_says_what_it_said(case_store: Store, noor: Actor) -> None:
    with case_store.reading() as session:
        march = next(one for one in list_letters(session) if one.reference_date == MARCH)
        kept = session.exec(
            select(ProgressLetterRow).where(ProgressLetterRow.letter_id == march.id)
        ).all()
    letter = read(case_store, noor, march.id)
    assert {
        (row.item_id, row.annex.description, row.annex.source_place, row.annex.status_text)
        for row in letter.rows
    } == {(one.item_id, one.description, one.source_place, one.status_text) for one in kept}


# The annex


def test_odt_pdf_and_page_have_the_same_rows(case_store: Store, noor: Actor) -> None:
    edit(case_store, noor, COMMITMENT, status=Status.MET, closed_on=MARCH)
    letter = make(case_store, noor, JUNE)
    changes = unchanged(letter)
    odd = "Regel één\n<b>vet</b> & ‘aanhaling’ #let x = 1"
    adjust(case_store, noor, letter, [replace(changes[0], status_text=odd), *changes[1:]])
    annex = annex_of(read(case_store, noor))
    expected = [
        (row.description, row.source_place, row.status_text)
        for section in arrange(annex.rows)
        for row in section.rows
    ]
    assert len(expected) == 7
    odt = rows_of_odt(render(annex, "odt", None))
    assert [tuple(map(squeezed, row)) for row in odt] == [
        tuple(map(squeezed, row)) for row in expected
    ]
    pages = PdfReader(BytesIO(render(annex, "pdf", None))).pages
    printed = squeezed("".join(page.extract_text() for page in pages))
    assert [text for row in expected for text in row if squeezed(text) not in printed] == []


def rows_of_odt(content: bytes) -> list[tuple[str, str, str]]:
    """The three columns of each row, without what only a draft says below the description."""
    names = {"table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0"}
    with ZipFile(BytesIO(content)) as archive:
        tree = etree.fromstring(archive.read("content.xml"))
    found = []
    for row in tree.iterfind(".//table:table/table:table-row", names):
        cells = [cell_texts(cell) for cell in row.iterfind("table:table-cell", names)]
        found.append((cells[0][0], cells[1][0], "".join(cells[2])))
    return found


def cell_texts(cell: Any) -> list[str]:
    """The paragraphs of a cell."""
    return ["".join(paragraph.itertext()) for paragraph in cell]


def squeezed(text: str) -> str:
    """A text without white space and soft breaks, which each format places as it likes."""
    return "".join(text.replace("\u00ad", "").replace("\u200b", "").split())


# How the House calls a motion


@pytest.mark.parametrize(
    ("submitters", "cum_suis", "name"),
    [
        (["Kuik"], False, "Motie van het lid Kuik"),
        (["Van der Graaf"], True, "Motie van het lid Van der Graaf c.s."),
        (["Kuik", "Van der Graaf"], False, "Motie van de leden Kuik en Van der Graaf"),
        (["A", "B", "C"], False, "Motie van de leden A, B en C"),
    ],
)
def test_the_name_of_a_motion(submitters: list[str], cum_suis: bool, name: str) -> None:
    motion = Item(
        number="M-2021-0009", kind=Kind.MOTION, title="x", reference_date=MARCH,
        submitters=submitters, cum_suis=cum_suis, created_at=CLOCK.now(), changed_at=CLOCK.now(),
    )  # fmt: skip
    assert motion_name(motion, DUTCH) == name


def test_the_sections_of_the_annex_are_by_kind(case_store: Store, noor: Actor) -> None:
    edit(case_store, noor, MOTION, outcome=Outcome.HELD)
    annex = annex_of(make(case_store, noor, JUNE))
    assert [(section.kind, section.closed) for section in arrange(annex.rows)] == [
        (AnnexKind.MOTION, False),
        (AnnexKind.OTHER_MOTION, False),
        (AnnexKind.COMMITMENT, False),
        (AnnexKind.RECOMMENDATION, False),
    ]
