"""An address that gives no calendar tells nobody why: the same answer, in about the same time."""

import statistics
import time
import uuid

import pytest

from tests.web_client import Client
from tests.worked_case import ADMINISTRATOR, CLOCK, JORIS, NOOR, actor
from tracker.adapters.identity import new_token
from tracker.db.session import Store
from tracker.db.tables import View
from tracker.services.accounts import deactivate
from tracker.services.actors import act
from tracker.services.subscriptions import Wanted, revoke, subscribe

MILA = "mila.hoekstra@voorbeeld.nl"
ROUNDS = 60
ABOUT = 1.5
"""Making a file, or the hash of a password, takes more than ten times as long as a refusal."""


def subscribed(store: Store, email: str, view_id: uuid.UUID | None = None) -> tuple[uuid.UUID, str]:
    """The key and the token of a new address."""
    key = uuid.uuid4()
    with store.writing() as session:
        made = subscribe(session, actor(store, email), CLOCK, key, Wanted("Agenda", view_id, ""))
    assert made
    return key, made.token


@pytest.fixture
def tokens(anonymous: Client) -> dict[str, str]:
    """A token of each kind that gives nothing, and 'working' that does."""
    store: Store = anonymous.client.app.state.office.store
    noor = actor(store, NOOR)
    view_id = uuid.uuid4()
    found = {"working": subscribed(store, NOOR)[1]}
    with store.writing() as session:
        act(session, noor, CLOCK)
        session.add(View(id=view_id, name="Van Noor", owner_id=noor.user_id, shared=True))
    key, found["revoked"] = subscribed(store, NOOR)
    found["another's view"] = subscribed(store, JORIS, view_id)[1]
    found["ex-member"] = subscribed(store, MILA)[1]
    with store.writing() as session:
        act(session, noor, CLOCK)
        session.get_one(View, view_id).shared = False
        revoke(session, noor, CLOCK, key)
        deactivate(session, actor(store, ADMINISTRATOR), CLOCK, MILA)
    found["random"] = new_token()
    found["truncated"] = found["working"][:-1]
    found["odd"] = "%F0%9F%98%80"
    return found


def address(token: str) -> str:
    return f"/calendars/{token}.ics"


def test_all_refusals_are_alike(anonymous: Client, tokens: dict[str, str]) -> None:
    client = anonymous.client
    assert client.get(address(tokens.pop("working"))).status_code == 200
    for ask in (client.get, client.head):
        answers = [ask(address(token)) for token in tokens.values()]
        assert {one.status_code for one in answers} == {404}
        assert len({one.content for one in answers}) == 1
        assert len({tuple(sorted(one.headers.items())) for one in answers}) == 1


def test_all_refusals_take_about_the_same_time(anonymous: Client, tokens: dict[str, str]) -> None:
    """By the median of many, taken in turn, so that a busy machine slows all of them alike."""
    tokens.pop("working")
    times: dict[str, list[float]] = {name: [] for name in tokens}
    for _ in range(ROUNDS):
        for name, token in tokens.items():
            began = time.perf_counter()
            anonymous.client.get(address(token))
            times[name].append(time.perf_counter() - began)

    medians = {name: statistics.median(taken) for name, taken in times.items()}
    assert max(medians.values()) < ABOUT * min(medians.values()), medians
