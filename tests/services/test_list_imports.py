"""Lists that a ministry brings: what becomes of each row, taking in as a whole, and back."""

import io
import uuid
from datetime import date
from typing import Any

import pytest
from odfdo import Document as OdfDocument
from openpyxl import Workbook, load_workbook
from sqlalchemy import func
from sqlmodel import Session, SQLModel, select

from tests import worked_case
from tests.progress_letters_made import DUTCH
from tests.worked_case import CLOCK
from tracker.adapters.sheets import FORMATS, read_list, write_list
from tracker.adapters.sittings import shipped_calendar
from tracker.db.session import Store
from tracker.db.tables import Change, Deadline, Item, ListImport, ListMapping, Paper, ProgressNote
from tracker.db.tables.list_imports import ImportState
from tracker.domain.errors import DomainError
from tracker.domain.list_columns import ListColumn
from tracker.domain.planning import DeadlineState
from tracker.domain.statuses import Kind, Outcome, Status
from tracker.services import list_imports as lists
from tracker.services.actors import Actor, act
from tracker.services.list_exports import list_rows
from tracker.services.list_imports import Preview
from tracker.services.list_reading import Fate

KEY = uuid.UUID("6f9a1b1c-0000-4000-8000-0000000000b1")
CALENDAR = shipped_calendar()
HEAD = ("Soort", "Omschrijving", "Datum", "Vindplaats", "Status", "Stand van zaken", "Termijn")
MOTION = (
    "Motie", "Herijking van het sociaal minimum", "14-10-2020",
    "Kamerstukken II 2020/21, 35 570 IV, nr. 12", "Afgedaan",
    "Afgedaan. De Kamer is geïnformeerd.", "",
)  # fmt: skip
COMMITMENT = (
    "toezegging", "Brief over toezicht", "2021-05-20", "31 015, nr. 225", "nog niet afgerond",
    "De brief volgt.", "voor het zomerreces van 2021",
)  # fmt: skip
Rows = tuple[tuple[str, ...], ...]


@pytest.fixture
def noor(case_store: Store) -> Actor:
    return worked_case.actor(case_store)


def bring(store: Store, actor: Actor, rows: Rows) -> Preview:
    with store.writing() as session:
        lists.bring(
            session, actor, CLOCK, import_id=KEY, file_name="lijst.csv",
            content=b"lijst", rows=rows,
        )  # fmt: skip
    return look(store, actor, rows)


def look(store: Store, actor: Actor, rows: Rows) -> Preview:
    with store.reading() as session:
        return lists.preview(session, actor, CLOCK, CALENDAR, DUTCH, KEY, rows)


def take_in(store: Store, actor: Actor, rows: Rows) -> dict[Fate, int]:
    seal = look(store, actor, rows).seal
    with store.writing() as session:
        return lists.take_in(session, actor, CLOCK, CALENDAR, DUTCH, KEY, rows, seal)


def counted(store: Store) -> dict[str, int]:
    tables: list[type[SQLModel]] = [Item, Deadline, ProgressNote]
    with store.reading() as session:
        return {
            table.__name__: session.exec(select(func.count()).select_from(table)).one()
            for table in tables
        }


def item_called(session: Session, title: str) -> Item:
    return session.exec(select(Item).where(Item.title == title)).one()


def test_a_list_is_taken_in_as_a_whole_with_its_history(case_store: Store, noor: Actor) -> None:
    before = counted(case_store)
    rows = (HEAD, MOTION, COMMITMENT)
    seen = bring(case_store, noor, rows)

    assert [(row.line, row.fate, row.remarks) for row in seen.rows] == [
        (2, Fate.NEW, ("taken_as_adopted", "noted_today")),
        (3, Fate.NEW, ("noted_today",)),
    ]
    assert take_in(case_store, noor, rows)[Fate.NEW] == 2
    with case_store.reading() as session:
        motion = item_called(session, MOTION[1])
        promise = item_called(session, COMMITMENT[1])
        assert (motion.kind, motion.outcome, motion.status, motion.reference_date) == (
            Kind.MOTION, Outcome.ADOPTED, Status.MET, date(2020, 10, 14),
        )  # fmt: skip
        assert session.get_one(Paper, motion.source_paper_id).identifier == "kst-35570-IV-12"
        assert (promise.kind, promise.status) == (Kind.COMMITMENT, Status.IN_PROGRESS)
        [deadline] = session.exec(select(Deadline).where(Deadline.item_id == promise.id))
        assert (deadline.wording, deadline.due_on) == (COMMITMENT[6], date(2021, 7, 8))
        taken = session.get_one(ListImport, KEY)
        batches = session.exec(
            select(Change.batch).where(Change.item_id == motion.id).distinct()
        ).all()
        assert batches == [taken.batch]
    after = counted(case_store)
    assert {name: after[name] - before[name] for name in after} == {
        "Item": 2, "Deadline": 1, "ProgressNote": 2,
    }  # fmt: skip


def test_an_import_is_undone_as_a_whole(case_store: Store, noor: Actor) -> None:
    before = counted(case_store)
    changed = ("Nummer", "Titel", "Stand van zaken", "Datum stand van zaken")
    rows = (changed, ("M-2021-0002", "Andere titel", "Nieuwe stand", "01-07-2021"))
    bring(case_store, noor, rows)
    with case_store.reading() as session:
        old = session.exec(select(Item).where(Item.number == "M-2021-0002")).one().title
    take_in(case_store, noor, rows)
    with case_store.reading() as session:
        assert item_called(session, "Andere titel").number == "M-2021-0002"
    with case_store.writing() as session:
        lists.undo_import(session, noor, CLOCK, KEY)

    assert counted(case_store) == before
    with case_store.reading() as session:
        assert item_called(session, old).number == "M-2021-0002"
        assert session.get_one(ListImport, KEY).state is ImportState.UNDONE
    with case_store.writing() as session, pytest.raises(DomainError, match=r"list\.not_taken_in"):
        lists.undo_import(session, noor, CLOCK, KEY)


def test_new_rows_go_again_but_not_what_was_changed_since(case_store: Store, noor: Actor) -> None:
    before = counted(case_store)
    rows = (HEAD, MOTION, COMMITMENT)
    bring(case_store, noor, rows)
    take_in(case_store, noor, rows)
    with case_store.writing() as session:
        act(session, noor, CLOCK)
        item_called(session, COMMITMENT[1]).title = "Intussen gewijzigd"
    with case_store.writing() as session, pytest.raises(DomainError) as refused:
        lists.undo_import(session, noor, CLOCK, KEY)
    assert refused.value.code == "list.changed_since"
    assert counted(case_store)["Item"] == before["Item"] + 2


@pytest.mark.parametrize(
    ("cells", "cell", "code"),
    [
        (("Motie", "Titel", "31-02-2021", "", "", "", ""), "C2", "date.unreadable"),
        (("Motie", "", "01-02-2021", "", "", "", ""), "B2", "list.needed"),
        (("Kaas", "Titel", "01-02-2021", "", "", "", ""), "A2", "list.unknown_word"),
        (("Motie", "Titel", "01-02-2021", "kaas", "", "", ""), "D2", "reference.unknown_form"),
        (("Motie", "Titel", "01-02-2021", "", "Misschien", "", ""), "E2", "list.unknown_word"),
        (("Motie", "Titel", "01-02-2021", "", "Overgedragen", "", ""), "E2", "list.transfer_needs"),
        (("", "Titel", "01-02-2021", "", "", "", ""), "A2", "list.no_kind"),
    ],
)
def test_an_error_names_its_cell_and_nothing_is_taken_in(
    case_store: Store, noor: Actor, cells: tuple[str, ...], cell: str, code: str
) -> None:
    rows = (HEAD, cells, COMMITMENT)
    seen = bring(case_store, noor, rows)

    assert [(one.cell, one.error.code) for one in seen.rows[0].errors] == [(cell, code)]
    assert not seen.can_be_taken
    with case_store.writing() as session, pytest.raises(DomainError, match=r"list\.not_ready"):
        lists.take_in(session, noor, CLOCK, CALENDAR, DUTCH, KEY, rows, seen.seal)


@pytest.mark.parametrize(
    ("head", "cells", "code"),
    [
        (("Nummer", "Behandelaar"), ("M-2021-0002", "Niemand"), "list.nobody_named"),
        (("Nummer", "Status"), ("M-2021-0002", "Afgedaan"), "list.close_there"),
        (("Nummer", "Soort"), ("M-2021-0002", "Toezegging"), "list.other_kind"),
        (("Nummer", "Termijn"), ("T-2021-0001", "in 2022"), "list.deadline_there"),
    ],
)
def test_what_a_list_may_not_change(
    case_store: Store, noor: Actor, head: tuple[str, ...], cells: tuple[str, ...], code: str
) -> None:
    [row] = bring(case_store, noor, (head, cells)).rows
    assert [(one.cell, one.error.code) for one in row.errors] == [("B2", code)]


def test_a_commitment_without_its_paper_is_proposed_as_met(case_store: Store, noor: Actor) -> None:
    rows = (HEAD, (*COMMITMENT[:4], "Afgedaan", "Gedaan.", COMMITMENT[6]))
    assert "proposed_met" in bring(case_store, noor, rows).rows[0].remarks
    take_in(case_store, noor, rows)
    with case_store.reading() as session:
        assert item_called(session, COMMITMENT[1]).status is Status.PROPOSED_MET


def test_a_closed_item_closes_its_term(case_store: Store, noor: Actor) -> None:
    rows = (HEAD, (*MOTION[:6], "voor het zomerreces van 2021"))
    bring(case_store, noor, rows)
    take_in(case_store, noor, rows)
    with case_store.reading() as session:
        motion = item_called(session, MOTION[1])
        [deadline] = session.exec(select(Deadline).where(Deadline.item_id == motion.id))
    assert (motion.status, deadline.state) == (Status.MET, DeadlineState.MET)


def test_the_same_list_again_changes_nothing(case_store: Store, noor: Actor) -> None:
    rows = (HEAD, MOTION, COMMITMENT)
    bring(case_store, noor, rows)
    take_in(case_store, noor, rows)
    again = uuid.uuid4()
    with case_store.writing() as session:
        lists.bring(
            session, noor, CLOCK, import_id=again, file_name="weer.csv", content=b"x", rows=rows
        )
    with case_store.reading() as session:
        seen = lists.preview(session, noor, CLOCK, CALENDAR, DUTCH, again, rows)
    assert [row.fate for row in seen.rows] == [Fate.SAME, Fate.SAME]


def test_a_number_that_is_not_ours_is_said(case_store: Store, noor: Actor) -> None:
    rows = (("Nummer", *HEAD), ("17", *MOTION))
    assert "numbered_anew" in bring(case_store, noor, rows).rows[0].remarks


def test_two_rows_about_one_item(case_store: Store, noor: Actor) -> None:
    rows = (("Nummer", "Titel"), ("M-2021-0002", "Een"), ("M-2021-0002", "Twee"))
    seen = bring(case_store, noor, rows)
    assert [row.fate for row in seen.rows] == [Fate.CHANGED, Fate.ERROR]
    assert seen.rows[1].errors[0].error.code == "list.twice"


def test_only_what_was_seen_is_taken_in(case_store: Store, noor: Actor) -> None:
    rows = (("Nummer", "Titel"), ("M-2021-0002", "Een"))
    seal = bring(case_store, noor, rows).seal
    with case_store.writing() as session:
        act(session, noor, CLOCK)
        item = session.exec(select(Item).where(Item.number == "M-2021-0002")).one()
        item.title = "Intussen"
    with case_store.writing() as session, pytest.raises(lists.Changed):
        lists.take_in(session, noor, CLOCK, CALENDAR, DUTCH, KEY, rows, seal)


def test_columns_are_mapped_by_hand_and_remembered(case_store: Store, noor: Actor) -> None:
    rows = (("Kolom A", "Kolom B", "Wanneer"), ("Titel van de motie", "", "01-02-2021"))
    assert bring(case_store, noor, rows).unread == ("Kolom A", "Kolom B", "Wanneer")
    mapped = {0: ListColumn.TITLE, 2: ListColumn.REFERENCE_DATE}
    with case_store.writing() as session:
        lists.map_columns(session, noor, CLOCK, KEY, rows[0], mapped, Kind.MOTION)
    assert [row.fate for row in look(case_store, noor, rows).rows] == [Fate.NEW]
    again = uuid.uuid4()
    with case_store.writing() as session:
        lists.bring(
            session, noor, CLOCK, import_id=again, file_name="b.csv", content=b"x", rows=rows
        )
        assert session.get_one(ListImport, again).mapping == {"0": "title", "2": "reference_date"}
        assert len(session.exec(select(ListMapping)).all()) == 1
    double = {0: ListColumn.TITLE, 1: ListColumn.TITLE}
    with case_store.writing() as session, pytest.raises(DomainError, match=r"list\.column_twice"):
        lists.map_columns(session, noor, CLOCK, KEY, rows[0], double, None)


@pytest.mark.parametrize("file_format", FORMATS)
def test_an_export_comes_back_without_a_difference(
    case_store: Store, noor: Actor, file_format: str
) -> None:
    with case_store.writing() as session:
        act(session, noor, CLOCK)
        item = session.exec(select(Item).where(Item.number == "M-2021-0002")).one()
        item.text = "=1+1 \n'aanhaling' € ë 😀;\ttab\n\n- punt"
        item.title = '@formule; <b>vet</b> & "zo"'
    with case_store.reading() as session:
        rows = list_rows(session, noor, CLOCK.today(), CALENDAR, DUTCH, [("open", "all")])
    assert len(rows) == 8
    read = read_list(write_list(rows, file_format, "Overzicht"), file_format)
    seen = bring(case_store, noor, read)

    assert seen.unread == ()
    assert [(row.number, row.fate, row.changes, row.errors) for row in seen.rows] == [
        (str(row[0]), Fate.SAME, (), ()) for row in rows[1:]
    ]


def test_an_export_holds_no_formula_and_real_dates() -> None:
    rows: list[list[str | date]] = [["Titel", "Datum"], ["=1+1", date(2021, 7, 1)]]
    sheet: Any = load_workbook(io.BytesIO(write_list(rows, "xlsx", "Lijst"))).active
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
    assert sheet["B2"].value.date() == date(2021, 7, 1)
    assert sheet.freeze_panes == "A2"
    assert write_list(rows, "csv", "").decode("utf-8-sig") == (
        "Titel;Datum\r\n'=1+1;01-07-2021\r\n"
    )
    ods = OdfDocument(io.BytesIO(write_list(rows, "ods", "Lijst")))
    [cell] = ods.body.get_elements("//table:table-cell[@office:value-type='date']")
    assert cell.get_attribute("office:date-value") == "2021-07-01"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("lijst.pdf", b"x", "list.other_kind_of_file"),
        ("lijst.xlsx", b"geen archief", "document.broken"),
        ("lijst.csv", b"", "list.empty"),
        ("lijst.csv", b"Titel;Datum\n", "list.empty"),
    ],
)
def test_a_file_that_is_no_list_is_refused(name: str, content: bytes, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        lists.read_file(name, content)
    assert refused.value.code == code


def test_a_workbook_of_a_ministry_is_read_as_it_is_seen() -> None:
    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.append([])
    workbook.create_sheet("Lijst")
    listed: Any = workbook["Lijst"]
    listed.append(["Nr.", "Datum", "Bedrag", None])
    listed.append([7, date(2021, 7, 1), 2.5, None])
    saved = io.BytesIO()
    workbook.save(saved)

    assert read_list(saved.getvalue(), "xlsx") == (
        ("Nr.", "Datum", "Bedrag"),
        ("7", "01-07-2021", "2.5"),
    )
