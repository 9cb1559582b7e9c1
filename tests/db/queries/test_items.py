"""Selections as SQL, alike on SQLite and PostgreSQL."""

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from tests import worked_case
from tests.worked_case import CLOCK, NOOR
from tracker.db.queries.items import (
    Vantage,
    count_of,
    counts_up_to,
    deadline_conditions,
    ids_of,
    page_of,
)
from tracker.db.session import Store
from tracker.db.tables import Deadline, Item
from tracker.domain.planning import Certainty, DeadlineState, Strength
from tracker.domain.selections import Due, Order, Selection, read_selection
from tracker.domain.statuses import Kind, Outcome, Response, Status
from tracker.services.actors import SYSTEM, act

TODAY = date(2021, 7, 1)


@pytest.fixture
def session(case_store: Store) -> Iterator[Session]:
    with case_store.reading() as session:
        yield session


@pytest.fixture
def vantage(case_store: Store) -> Vantage:
    return Vantage(TODAY, date(2021, 7, 8), worked_case.actor(case_store, NOOR).user_id)


def numbers(session: Session, query: str, vantage: Vantage) -> list[str]:
    found = session.execute(page_of(read_selection(query), vantage, 1))
    return [row.number for row in found]


def test_items_come_by_date_and_those_without_one_last(session: Session, vantage: Vantage) -> None:
    assert numbers(session, "", vantage) == [
        "A-2021-0003",
        "T-2021-0001",
        "A-2021-0001",
        "A-2021-0002",
        "M-2021-0001",
        "M-2021-0002",
        "M-2021-0003",
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=motion&sort=number", ["M-2021-0001", "M-2021-0002", "M-2021-0003"]),
        ("kind=motion&sort=-number", ["M-2021-0003", "M-2021-0002", "M-2021-0001"]),
        ("kind=motion&kind=commitment&q=mob+opvang", ["T-2021-0001"]),
        ("status=proposed_met", ["M-2021-0003"]),
        ("outcome=adopted&sort=number", ["M-2021-0001", "M-2021-0002", "M-2021-0003"]),
        ("dossier=35+570+VI", ["M-2021-0002"]),
        ("dossier=99+999", []),
        ("programme=Samen+tegen+mensenhandel&kind=commitment", ["T-2021-0001"]),
        ("unit=DMB&sort=number", ["M-2021-0001", "T-2021-0001"]),
        ("owner=me&unit=DRC&sort=number", ["A-2021-0001", "A-2021-0003", "M-2021-0002"]),
        ("owner=mila.hoekstra@voorbeeld.nl&sort=number", ["A-2021-0002", "M-2021-0003"]),
        ("owner=none", []),
        ("minister=nobody", []),
        ("open=closed", []),
        ("q=KUIK+graaf", ["M-2021-0002"]),
        ("q=100%25", []),
        ("q=_", []),
        ("due=late", ["A-2021-0003"]),
        ("due=before_recess", ["T-2021-0001"]),
        ("due=four_weeks", ["T-2021-0001", "A-2021-0001"]),
        ("due=review", ["A-2021-0001", "M-2021-0002"]),
        ("due=none", ["M-2021-0001", "M-2021-0003"]),
    ],
)  # fmt: skip
def test_each_filter(session: Session, vantage: Vantage, query: str, expected: list[str]) -> None:
    selection = read_selection(query)

    assert numbers(session, query, vantage) == expected
    assert session.execute(count_of(selection, vantage)).scalar_one() == len(expected)


@pytest.mark.parametrize("query", ["", "due=late", "due=four_weeks", "due=review", "due=none"])
def test_counts_stop_at_their_limit(session: Session, vantage: Vantage, query: str) -> None:
    selection = read_selection(query)
    exact = session.execute(count_of(selection, vantage)).scalar_one()

    counted = session.execute(counts_up_to(2, [selection, selection], vantage)).one()
    uncut = session.execute(counts_up_to(100, [selection], vantage)).one()

    assert (tuple(counted), tuple(uncut)) == ((min(exact, 2), min(exact, 2)), (exact,))


def test_the_keys_come_in_the_order_of_the_page(session: Session, vantage: Vantage) -> None:
    keys = list(session.execute(ids_of(Selection(order=Order.STATUS), vantage)).scalars())
    by_key = {item.id: item.number for item in session.exec(select(Item))}

    assert [by_key[key] for key in keys] == numbers(session, "sort=status", vantage)
    assert [by_key[key] for key in keys][-1] == "M-2021-0003"


def test_an_unknown_recess_matches_nothing(session: Session, vantage: Vantage) -> None:
    blind = Vantage(vantage.today, None, vantage.reader_id)

    assert numbers(session, "due=before_recess", blind) == []


def deadline(item: Item, **dates: Any) -> Deadline:
    return Deadline(
        item_id=item.id,
        what="Brief",
        wording="voor het reces",
        reference_date=TODAY,
        certainty=Certainty.FIRM,
        rule="own",
        strength=Strength.PROMISED,
        created_at=CLOCK.now(),
        changed_at=CLOCK.now(),
        **dates,
    )


@pytest.mark.parametrize(
    ("due_on", "late_after", "windows"),
    [
        (-1, -1, {Due.LATE}),
        (-1, 0, {Due.FOUR_WEEKS, Due.BEFORE_RECESS}),
        (-1, None, {Due.FOUR_WEEKS, Due.BEFORE_RECESS}),
        (0, 0, {Due.FOUR_WEEKS, Due.BEFORE_RECESS}),
        (7, 8, {Due.FOUR_WEEKS, Due.BEFORE_RECESS}),
        (8, 8, {Due.FOUR_WEEKS}),
        (28, 28, {Due.FOUR_WEEKS}),
        (29, 29, set()),
        (20, -3, {Due.LATE}),
    ],
)
def test_windows_leave_no_hole_and_do_not_overlap_with_late(
    store: Store, due_on: int, late_after: int | None, windows: set[Due]
) -> None:
    vantage = Vantage(TODAY, TODAY + timedelta(days=7), None)
    last = None if late_after is None else TODAY + timedelta(days=late_after)
    with store.writing() as session:
        act(session, SYSTEM, CLOCK)
        item = Item(
            number="M-2021-0001",
            kind=Kind.MOTION,
            title="Motie",
            outcome=Outcome.ADOPTED,
            status=Status.IN_PROGRESS,
            reference_date=TODAY,
            created_at=CLOCK.now(),
            changed_at=CLOCK.now(),
        )
        session.add(item)
        session.flush()
        session.add(deadline(item, due_on=TODAY + timedelta(days=due_on), late_after=last))
        session.flush()
        found = {
            due
            for due in Due
            if session.exec(select(Deadline.id).where(*deadline_conditions(due, vantage))).first()
        }

    assert found == windows


def test_a_met_deadline_is_in_no_window(store: Store) -> None:
    vantage = Vantage(TODAY, TODAY, None)
    with store.writing() as session:
        act(session, SYSTEM, CLOCK)
        item = Item(
            id=uuid.uuid4(),
            number="A-2021-0001",
            kind=Kind.RECOMMENDATION,
            title="Advies",
            response=Response.ACCEPTED,
            reference_date=TODAY,
            created_at=CLOCK.now(),
            changed_at=CLOCK.now(),
        )
        session.add(item)
        session.flush()
        session.add(deadline(item, due_on=TODAY, late_after=TODAY, state=DeadlineState.MET))
        session.flush()
        found = [
            due
            for due in Due
            if session.exec(select(Deadline.id).where(*deadline_conditions(due, vantage))).first()
        ]

    assert found == []


def test_titles_are_ordered_by_their_bytes(store: Store) -> None:
    titles = ["advies", "Éénmalig", "Zorg", "Asiel"]
    with store.writing() as session:
        act(session, SYSTEM, CLOCK)
        for place, title in enumerate(titles):
            session.add(
                Item(
                    number=f"T-2021-000{place}",
                    kind=Kind.COMMITMENT,
                    title=title,
                    reference_date=TODAY,
                    created_at=CLOCK.now(),
                    changed_at=CLOCK.now(),
                )
            )
        session.flush()
        found = session.execute(
            page_of(read_selection("sort=title"), Vantage(TODAY, None, None), 1)
        )
        ordered = [row.title for row in found]

    assert ordered == ["Asiel", "Zorg", "advies", "Éénmalig"]
