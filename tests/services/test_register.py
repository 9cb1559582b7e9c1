"""Our commitments beside the House's register."""

from datetime import date

import pytest
from sqlalchemy import event
from sqlmodel import select

from tests.house_register import NUMBER, enter, number_item
from tests.worked_case import CLOCK, actor
from tracker.db.session import Store, make_engine
from tracker.db.tables import HouseRecord, Item, Publication
from tracker.domain.house_motions import RegisterStatus
from tracker.domain.register_differences import DifferenceCode, RegisterDifference, Remedy
from tracker.domain.statuses import Kind
from tracker.services.actors import SYSTEM, act
from tracker.services.publications import publication_id
from tracker.services.register import Register, RegisterEntry, read_entry, read_register


def read(store: Store) -> Register:
    with store.reading() as session:
        return read_register(session, actor(store))


def test_nothing_is_compared_while_the_register_was_not_read(case_store: Store) -> None:
    assert read(case_store) == Register((), (), (), (), 0)


def test_what_agrees(case_store: Store) -> None:
    number_item(case_store)
    enter(case_store, status="Openstaand", tekst="De minister zegt toe …")
    found = read(case_store)
    assert (found.differing, found.unknown, found.size) == ((), (), 1)
    [line] = found.agreeing
    assert (line.number, line.register_number) == ("T-2021-0001", NUMBER)
    assert line.entry == RegisterEntry(
        NUMBER, "Openstaand", RegisterStatus.OPEN, None, (), "De minister zegt toe …"
    )


def test_the_register_calls_met_what_is_open_here(case_store: Store) -> None:
    number_item(case_store)
    enter(
        case_store,
        status="voldaan",
        datumNakoming="2021-06-29T22:30:00Z",
        kamerbriefNakoming="2021D25000",
    )
    with case_store.writing() as session:
        session.add(
            Publication(
                id=publication_id("kst-29344-150"), identifier="kst-29344-150", number="2021D25000"
            )
        )
    [line] = read(case_store).differing
    assert line.entry
    assert line.entry.fulfilled_on == date(2021, 6, 30)
    assert line.difference == RegisterDifference(
        DifferenceCode.HOUSE_MET_WE_OPEN,
        Remedy.CLOSE_WITH_PAPER,
        ("kst-29344-150",),
        None,
        date(2021, 6, 30),
    )


def test_a_number_that_the_register_does_not_have(case_store: Store) -> None:
    number_item(case_store, number="TZ202103-999")
    enter(case_store, status="Openstaand")
    found = read(case_store)
    assert [(line.register_number, line.entry) for line in found.unknown] == [
        ("TZ202103-999", None)
    ]
    assert (found.differing, found.agreeing) == ((), ())


def test_an_entry_that_was_deleted_is_not_there(case_store: Store) -> None:
    number_item(case_store)
    key = enter(case_store, status="Openstaand")
    with case_store.writing() as session:
        record = session.exec(select(HouseRecord).where(HouseRecord.id == key)).one()
        record.deleted, record.fields = True, {}
    found = read(case_store)
    assert (len(found.unknown), found.size) == (1, 0)
    with case_store.reading() as session:
        assert read_entry(session, NUMBER) is None


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("0001-01-01T00:00:00Z", None),
        ("2021-06-30T00:00:00", date(2021, 6, 30)),
        ("eind juni", None),
    ],
)
def test_the_day_of_fulfilment(sqlite_url: str, printed: str, day: date | None) -> None:
    store = Store(make_engine(sqlite_url))
    enter(store, status="Onbekend aan ons", datumNakoming=printed)
    with store.reading() as session:
        entry = read_entry(session, NUMBER)
    store.engine.dispose()
    assert entry
    assert (entry.status, entry.fulfilled_on) == (None, day)


def test_three_items_take_no_more_queries_than_one(case_store: Store) -> None:
    number_item(case_store)
    enter(case_store, status="Voldaan", kamerbriefNakoming="2021D25000")
    assert queries_of(case_store) == (1, 7)
    with case_store.writing() as session:
        act(session, SYSTEM, CLOCK)
        for n in (2, 3):
            session.add(
                Item(
                    number=f"T-2021-000{n}",
                    kind=Kind.COMMITMENT,
                    title="Nog een",
                    register_number=f"TZ202103-13{n}",
                    reference_date=date(2021, 3, 1),
                    created_at=CLOCK.now(),
                    changed_at=CLOCK.now(),
                )
            )
    for n in (2, 3):
        enter(case_store, f"TZ202103-13{n}", status="Voldaan", kamerbriefNakoming="2021D25001")
    assert queries_of(case_store) == (3, 7)


def queries_of(store: Store) -> tuple[int, int]:
    """How many differences there are, and how many queries they take."""
    reader = actor(store)
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    with store.reading() as session:
        found = len(read_register(session, reader).differing)
    event.remove(store.engine, "before_cursor_execute", note)
    return found, len([one for one in statements if not one.startswith("BEGIN")])
