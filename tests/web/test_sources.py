"""Bronnen: how each source fares, in sentences, and what an administrator does about it."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.web_client import Client
from tests.worked_case import ADMINISTRATOR, CLOCK
from tracker.adapters.messages import translator
from tracker.db.session import Store, make_engine
from tracker.db.tables import SetAside
from tracker.db.tables.sources import SourceKind
from tracker.services import sources
from tracker.services.sources import SourceStanding
from tracker.web.source_views import source_view

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LIST = "/sources"


@pytest.fixture
def served(case_url: str) -> Iterator[Store]:
    """The database that the client's application serves, with its built-in sources."""
    engine = make_engine(case_url)
    with Store(engine).writing() as session:
        sources.add_built_in(session, CLOCK)
    yield Store(engine)
    engine.dispose()


def standing(**facts: Any) -> SourceStanding:
    values: dict[str, Any] = {
        "id": uuid.uuid4(), "version": 1, "kind": SourceKind.SYNCFEED, "code": "zaak",
        "name": "Zaken", "category": "Zaak", "address": None, "built_in": True, "paused": False,
        "asked_at": None, "answered_at": None, "newest_at": None, "caught_up": False,
        "entries": 0, "failures": 0, "failed_at": None, "failure_code": None,
        "failure_facts": {}, "next_at": None, "leased": False, "set_aside": 0,
    }  # fmt: skip
    return SourceStanding(**values | facts)


@pytest.mark.parametrize(
    ("facts", "tone", "behind", "failure", "next_words"),
    [
        ({}, "busy", "nog nooit opgehaald", "", "Wordt bij de volgende ronde opgehaald."),
        (
            {
                "answered_at": NOW - timedelta(minutes=3),
                "caught_up": True,
                "next_at": NOW + timedelta(minutes=5),
            },
            "ok", "bij", "", "Wordt over 5 minuten weer opgehaald.",
        ),
        (
            {
                "answered_at": NOW - timedelta(hours=3),
                "newest_at": NOW - timedelta(days=800),
                "leased": True,
            },
            "busy",
            "loopt 2 jaar achter: gelezen tot en met zo 15 september 2024, 14.00 uur",
            "",
            "Wordt nu opgehaald.",
        ),
        (
            {
                "failure_code": "fetch.server",
                "failure_facts": {"status": 503},
                "failed_at": NOW - timedelta(seconds=20),
                "failures": 2,
                "next_at": NOW + timedelta(hours=2),
            },
            "late",
            "nog nooit opgehaald",
            "De bron gaf een storing (503). (zojuist)",
            "Nieuwe poging over 2 uur, na 2 mislukte.",
        ),
        (
            {"failure_code": "fetch.odd", "paused": True},
            "stopped",
            "nog nooit opgehaald",
            "Onbekende fout: fetch.odd.",
            "Gepauzeerd: er wordt niets opgehaald.",
        ),
    ],
)  # fmt: skip
def test_how_a_source_fares(
    facts: dict[str, Any], tone: str, behind: str, failure: str, next_words: str
) -> None:
    view = source_view(translator("nl"), standing(**facts), NOW)
    assert (view.tone, view.behind, view.failure, view.next) == (tone, behind, failure, next_words)


def test_everyone_reads_and_only_administrators_act(client: Client, served: Store) -> None:
    page = client.get(LIST)
    with served.reading() as session:
        assert len(page.all("//tbody/tr")) == len(sources.list_sources(session, NOW)) > 0
    assert page.all("//main//form") == []
    assert client.get("/sittings").all("//main//a[@href='/sources']") != []


def test_a_source_is_paused_and_resumed(anonymous: Client, served: Store) -> None:
    anonymous.sign_in(ADMINISTRATOR)
    page = anonymous.get(LIST)
    [action] = page.all("//form[contains(@action, '/pause')]/@action")[:1]
    paused = anonymous.post(action, page.form(action))
    assert "is gepauzeerd." in paused.text
    stale = anonymous.post(action, page.form(action))
    assert (stale.status, "intussen gewijzigd" in stale.text) == (409, True)
    again = action.replace("/pause", "/resume")
    assert "wordt weer opgehaald" in anonymous.submit(LIST, again).text


def test_a_feed_is_added_and_withdrawn(anonymous: Client, served: Store) -> None:
    anonymous.sign_in(ADMINISTRATOR)
    refused = anonymous.submit(LIST, LIST, name="Tolken", address="tolken")
    assert (refused.status, "is geen webadres" in refused.text) == (422, True)
    assert refused.form(LIST)["name"] == "Tolken"
    page = anonymous.submit(LIST, LIST, name="Tolken", address="https://voorbeeld.nl/rss")
    assert page.texts("//tbody/tr[last()]//strong") == ["Tolken"]
    [action] = page.all("//form[contains(@action, '/withdraw')]/@action")
    assert "Tolken is ingetrokken." in anonymous.submit(LIST, action).text


def test_what_was_set_aside_is_shown_with_its_reason(client: Client, served: Store) -> None:
    with served.reading() as session:
        first = sources.list_sources(session, NOW)[0]
    with served.writing() as session:
        session.add(
            SetAside(
                id=uuid.uuid4(), source_id=first.id, raw="<entry>", code="page.not_xml",
                set_aside_at=NOW,
            )
        )  # fmt: skip
    page = client.get(LIST)
    [href] = page.all("//tbody//a/@href")
    told = client.get(href)
    assert "Wat de bron gaf, is niet te lezen." in told.text
    assert told.texts("//pre") == ["<entry>"]
    assert client.get(f"{LIST}/{uuid.uuid4()}").status == 404
