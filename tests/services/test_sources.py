"""The sources of news, as administrators keep them."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from tests.worked_case import ADMINISTRATOR, CLOCK, actor
from tracker.db.session import Store
from tracker.db.tables import SetAside, SourceState
from tracker.domain.errors import DomainError
from tracker.services import sources
from tracker.services.sources import SourceStanding

NOW = datetime(2021, 7, 1, 7, 0, tzinfo=UTC)
ADDRESS = "https://zoek.officielebekendmakingen.nl/rss?q=tolken"
Change = Callable[..., None]


def add(store: Store, name: str = "Tolken", address: str = ADDRESS) -> uuid.UUID:
    who, key = actor(store, ADMINISTRATOR), uuid.uuid4()
    for _ in range(2):
        with store.writing() as session:
            sources.add_feed(session, who, CLOCK, key, name, address)
    return key


def listed(store: Store) -> tuple[SourceStanding, ...]:
    with store.reading() as session:
        return sources.list_sources(session, NOW)


def test_what_is_built_in_comes_once_in_the_order_of_reading(case_store: Store) -> None:
    for added in (12, 0):
        with case_store.writing() as session:
            assert sources.add_built_in(session) == added
    found = listed(case_store)
    assert [one.category for one in found] == [category for category, _ in sources.BUILT_IN]
    assert {(one.built_in, one.paused, one.answered_at, one.set_aside) for one in found} == {
        (True, False, None, 0)
    }


def test_a_feed_sent_twice_is_one_and_stands_last(case_store: Store) -> None:
    with case_store.writing() as session:
        sources.add_built_in(session)
    key = add(case_store)
    found = listed(case_store)
    assert len(found) == 13
    assert (found[-1].id, found[-1].name, found[-1].address) == (key, "Tolken", ADDRESS)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("ftp://voorbeeld.nl/rss", "source.odd_address"),
        ("https://", "source.odd_address"),
        (ADDRESS, "source.twice"),
    ],
)
def test_an_address_that_is_refused(case_store: Store, address: str, code: str) -> None:
    add(case_store)
    with pytest.raises(DomainError) as refused:
        add(case_store, "Nog eens", address)
    assert (refused.value.code, len(listed(case_store))) == (code, 1)


def test_a_paused_source_is_resumed_and_a_feed_can_go(case_store: Store) -> None:
    key, who = add(case_store), actor(case_store, ADMINISTRATOR)

    def change(step: Change) -> None:
        [one] = listed(case_store)
        with case_store.writing() as session:
            step(session, who, CLOCK, key, one.version)

    change(sources.pause)
    with case_store.writing() as session, pytest.raises(DomainError) as refused:
        sources.fetch_now(session, who, CLOCK, key)
    assert refused.value.code == "source.paused"
    change(sources.resume)
    assert [one.paused for one in listed(case_store)] == [False]
    with case_store.writing() as session:
        sources.fetch_now(session, who, CLOCK, key)
    assert listed(case_store)[0].next_at is not None
    with case_store.writing() as session, pytest.raises(DomainError) as late:
        sources.pause(session, who, CLOCK, key, 99)
    assert late.value.code == "source.changed"
    change(sources.withdraw)
    assert listed(case_store) == ()


def test_what_is_built_in_stays(case_store: Store) -> None:
    with case_store.writing() as session:
        sources.add_built_in(session)
    first = listed(case_store)[0]
    who = actor(case_store, ADMINISTRATOR)
    with case_store.writing() as session, pytest.raises(DomainError) as refused:
        sources.withdraw(session, who, CLOCK, first.id, first.version)
    assert refused.value.code == "source.built_in"


def test_how_sources_fare_takes_one_query(case_store: Store) -> None:
    one, _other = add(case_store), add(case_store, "Ander", ADDRESS + "x")
    with case_store.writing() as session:
        session.add(
            SourceState(
                source_id=one, failures=2, failure_code="fetch.server",
                failure_facts={"status": 503}, lease_until=NOW + timedelta(minutes=1),
            )
        )  # fmt: skip
        session.add(
            SetAside(
                id=uuid.uuid4(), source_id=one, raw="<entry/>", code="page.not_xml",
                set_aside_at=NOW,
            )
        )  # fmt: skip
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(case_store.engine, "before_cursor_execute", note)
    found = {each.id: each for each in listed(case_store)}
    event.remove(case_store.engine, "before_cursor_execute", note)
    assert len([each for each in statements if not each.startswith("BEGIN")]) == 1
    told = found[one]
    assert (told.failures, told.failure_facts, told.leased, told.set_aside) == (
        2,
        {"status": 503},
        True,
        1,
    )
    with case_store.reading() as session:
        assert [each.raw for each in sources.set_aside_of(session, one)] == ["<entry/>"]
