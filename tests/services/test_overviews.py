"""The Overzicht: rows, views, filters, pages, and what is not known."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, update

from tests import worked_case
from tests.worked_case import CLOCK, NOOR
from tracker.adapters.sittings import shipped_calendar
from tracker.db.session import Store
from tracker.db.tables import Item
from tracker.domain.planning import Certainty
from tracker.domain.selections import read_selection
from tracker.domain.sittings import SittingCalendar
from tracker.domain.statuses import Kind, Status
from tracker.services.actors import SYSTEM, Actor, act
from tracker.services.overviews import (
    Chip,
    ItemRow,
    NextDeadline,
    Overview,
    filters_of,
    read_overview,
)

TODAY = date(2021, 7, 1)


@pytest.fixture
def noor(case_store: Store) -> Actor:
    return worked_case.actor(case_store, NOOR)


def overview(session: Session, actor: Actor, query: str, page: int = 1) -> Overview:
    pairs = [(name, value) for name, _, value in (part.partition("=") for part in query.split("&"))]
    return read_overview(session, actor, TODAY, shipped_calendar(), pairs, page)


def test_a_row_says_what_the_list_shows(case_store: Store, noor: Actor) -> None:
    with case_store.reading() as session:
        found = overview(session, noor, "kind=commitment")

    assert found.rows == (
        ItemRow(
            number="T-2021-0001",
            kind=Kind.COMMITMENT,
            title="Fenomeenonderzoek naar asielzoekers die de COA-opvang mob verlaten",
            status=Status.IN_PROGRESS,
            submitters=(),
            cum_suis=False,
            promised_by="Staatssecretaris van Justitie en Veiligheid",
            report_body=None,
            report_page=None,
            deadline=NextDeadline(
                certainty=Certainty.FIRM,
                due_on=date(2021, 7, 8),
                on_time_until=date(2021, 7, 9),
                review_on=None,
                days_late=0,
                days_left=7,
            ),
            open_deadlines=2,
            owner="Noor Aksoy",
            source_place="Handelingen II 2019/20, nr. 80, item 3",
        ),
    )
    assert found.rows[0].owner_initials == "NA"


def test_tabs_count_each_view_and_mark_the_one_that_is_shown(
    case_store: Store, noor: Actor
) -> None:
    with case_store.reading() as session:
        found = overview(session, noor, "programme=Samen tegen mensenhandel&sort=-title")

    assert [(tab.name, tab.query, tab.count, tab.current) for tab in found.tabs] == [
        ("mine", "owner=me", 4, False),
        ("late", "due=late", 1, False),
        ("before_recess", "due=before_recess", 1, False),
        ("review", "due=review", 2, False),
        ("open", "", 7, False),
        ("all", "open=all", 7, False),
        ("Samen tegen mensenhandel", "programme=Samen+tegen+mensenhandel", 7, True),
    ]
    assert found.view
    assert found.view.owner == "Mila Hoekstra"


def test_without_a_calendar_the_view_before_the_recess_has_no_count(
    case_store: Store, noor: Actor
) -> None:
    with case_store.reading() as session:
        found = read_overview(session, noor, TODAY, SittingCalendar([]), [("due", "before_recess")])

    assert (found.total, found.vantage.last_sitting) == (0, None)
    assert [tab.count for tab in found.tabs if tab.name == "before_recess"] == [None]


def test_what_is_not_known_is_said(case_store: Store, noor: Actor) -> None:
    with case_store.reading() as session:
        found = overview(
            session, noor, "status=klaar&kind=motion&dossier=99999&owner=x@y.nl&unit=XX&minister=me"
        )

    assert found.dropped == (("status", "klaar"),)
    assert found.unmatched == (
        ("dossier", "99 999"),
        ("minister", "me"),
        ("unit", "XX"),
        ("owner", "x@y.nl"),
    )
    assert found.total == 0


def test_a_dossier_is_read_as_people_type_it(case_store: Store, noor: Actor) -> None:
    with case_store.reading() as session:
        found = overview(session, noor, "dossier=35570-VI")

    assert (found.query, found.total, found.unmatched) == ("dossier=35+570+VI", 1, ())


def test_each_filter_can_be_taken_away() -> None:
    selection = read_selection(
        "kind=motion&kind=commitment&outcome=adopted&due=late&dossier=31+015&owner=me&q=plan"
    )

    assert filters_of(replace(selection, outcome=None, due=None, dossier="")) == (
        Chip("open", "open", "open=all&kind=commitment&kind=motion&owner=me&q=plan"),
        Chip("kind", "commitment", "kind=motion&owner=me&q=plan"),
        Chip("kind", "motion", "kind=commitment&owner=me&q=plan"),
        Chip("owner", "me", "kind=commitment&kind=motion&q=plan"),
        Chip("q", "plan", "kind=commitment&kind=motion&owner=me"),
    )
    assert [chip.name for chip in filters_of(selection)] == [
        "open", "kind", "kind", "outcome", "due", "dossier", "owner", "q",
    ]  # fmt: skip
    assert filters_of(read_selection("status=met&open=closed")) == (
        Chip("status", "met", "open=closed"),
    )


def test_a_page_past_the_end_is_the_last_one(case_store: Store, noor: Actor) -> None:
    with case_store.writing() as session:
        act(session, SYSTEM, CLOCK)
        for place in range(60):
            session.add(
                Item(
                    number=f"T-2020-{place:04}",
                    kind=Kind.COMMITMENT,
                    title="Toezegging",
                    reference_date=TODAY,
                    created_at=CLOCK.now(),
                    changed_at=CLOCK.now(),
                )
            )
    with case_store.reading() as session:
        first = overview(session, noor, "sort=-number")
        last = overview(session, noor, "sort=-number", 99)

    assert (first.total, first.pages, first.page, len(first.rows)) == (67, 2, 1, 50)
    assert (last.page, len(last.rows)) == (2, 17)
    assert {row.number for row in first.rows}.isdisjoint(row.number for row in last.rows)


def test_a_date_that_the_house_does_not_know_is_late_and_untold(
    case_store: Store, noor: Actor
) -> None:
    with case_store.writing() as session:
        session.exec(
            update(Item)
            .where(col(Item.number) == "A-2021-0002")
            .values(late_after=date(2021, 6, 28))
        )
    with case_store.reading() as session:
        [row] = overview(session, noor, "q=A-2021-0002").rows

    assert row.deadline
    assert (row.deadline.days_late, row.deadline.untold) == (3, True)


def queries_of(store: Store, noor: Actor, kind: str) -> tuple[int, int]:
    """How many rows a list has, and how many queries it takes."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    with store.reading() as session:
        rows = len(overview(session, noor, f"kind={kind}").rows)
    event.remove(store.engine, "before_cursor_execute", note)
    return rows, len([one for one in statements if not one.startswith("BEGIN")])


def test_three_rows_take_no_more_queries_than_one(case_store: Store, noor: Actor) -> None:
    assert queries_of(case_store, noor, "commitment") == (1, 9)
    assert queries_of(case_store, noor, "motion") == (3, 9)


def test_an_empty_database_says_so(store: Store) -> None:
    with store.writing() as session:
        found = overview(session, SYSTEM, "due=late")

    assert (found.total, found.nothing_yet, found.rows) == (0, True, ())
