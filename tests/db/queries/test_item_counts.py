"""What is counted up to a limit is what is counted to the end, and what a list shows."""

from datetime import date

import pytest

from tracker.db.queries.items import Vantage, count_of, counts_up_to, ids_of
from tracker.db.session import Store
from tracker.db.tables import User
from tracker.domain.selections import read_selection
from tracker.services.actors import SYSTEM, act
from tracker.services.clock import Clock
from tracker.services.examples import add_examples

QUERIES = [
    "", "open=all", "open=closed", "owner=me", "due=late", "due=four_weeks", "due=before_recess",
    "due=review", "due=none&open=all", "due=review&open=all",
    "due=before_recess&owner=me&kind=motion",
]  # fmt: skip


@pytest.fixture
def vantage(store: Store) -> Vantage:
    clock = Clock()
    with store.writing() as session:
        act(session, SYSTEM, clock)
        reader = User(email="noor@voorbeeld.nl", name="Noor")
        session.add_all([reader, User(email="joris@voorbeeld.nl", name="Joris")])
        session.flush()
        add_examples(session, clock, 300)
    today = clock.today()
    return Vantage(today=today, last_sitting=date(today.year + 1, 1, 1), reader_id=reader.id)


def test_counts_agree_with_lists(store: Store, vantage: Vantage) -> None:
    selections = [read_selection(query) for query in QUERIES]
    with store.reading() as session:
        listed = [len(session.execute(ids_of(one, vantage)).all()) for one in selections]
        exact = [session.execute(count_of(one, vantage)).scalar_one() for one in selections]
        bounded = session.execute(counts_up_to(1000, selections, vantage)).one()
    assert exact == listed
    assert list(bounded) == listed
    assert min(listed) > 0


def test_counting_ends_at_the_limit(store: Store, vantage: Vantage) -> None:
    selections = [read_selection(query) for query in QUERIES]
    with store.reading() as session:
        exact = [session.execute(count_of(one, vantage)).scalar_one() for one in selections]
        bounded = session.execute(counts_up_to(7, selections, vantage)).one()
    assert list(bounded) == [min(count, 7) for count in exact]
