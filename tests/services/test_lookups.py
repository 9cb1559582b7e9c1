"""References that nobody told of, looked up at a server of this test's own."""

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from tracker.adapters.fetcher import Fetcher, FetchLimits
from tracker.db.session import Store
from tracker.db.tables import LookUp, Publication
from tracker.domain.errors import DomainError
from tracker.services.clock import Clock
from tracker.services.lookups import LookUps, Standing, may_be_asked, standing
from tracker.services.publications import keep_told, publication_id, read_publication

WANTED = "kst-31015-186"
ODATA = json.dumps(
    {
        "value": [
            {
                "Id": "11111111-2222-3333-4444-555555555555",
                "DocumentNummer": "2020D17000",
                "Soort": "Brief regering",
                "Titel": "Kindermishandeling",
                "Onderwerp": "Aanpak van kindermishandeling",
                "Datum": "2020-04-30T00:00:00+02:00",
                "Vergaderjaar": "2019-2020",
                "Volgnummer": 186,
                "Organisatie": "Tweede Kamer",
            }
        ]
    }
).encode()
NO_ODATA = b'{"value": []}'
SRU = b"""<?xml version="1.0" encoding="UTF-8"?>
<s:searchRetrieveResponse xmlns:s="http://docs.oasis-open.org/ns/search-ws/sruResponse"
  xmlns:g="http://standaarden.overheid.nl/sru" xmlns:d="http://purl.org/dc/terms/"
  xmlns:w="http://standaarden.overheid.nl/wetgeving/">
<s:version>2.0</s:version><s:numberOfRecords>1</s:numberOfRecords><s:records><s:record>
<s:recordData><g:gzd><g:originalData><w:meta><w:owmskern>
<d:identifier>kst-31015-186</d:identifier>
<d:title>Kindermishandeling; Brief regering; Aanpak van kindermishandeling</d:title>
<d:creator scheme="OVERHEID.StatenGeneraal">Tweede Kamer der Staten-Generaal</d:creator>
</w:owmskern><w:owmsmantel><d:date>2020-05-01</d:date><d:issued>2020-05-01</d:issued>
</w:owmsmantel><w:tpmeta>
<w:documenttitel>Brief regering; Aanpak van kindermishandeling</w:documenttitel>
<w:dossiertitel>Kindermishandeling</w:dossiertitel><w:ondernummer>186</w:ondernummer>
<w:vergaderjaar>2019-2020</w:vergaderjaar><w:dossiernummer>31015</w:dossiernummer>
<w:subrubriek scheme="OVERHEIDop.KamerstukTypen">Brief</w:subrubriek>
</w:tpmeta></w:meta></g:originalData><g:enrichedData>
<g:preferredUrl>https://zoek.officielebekendmakingen.nl/kst-31015-186.html</g:preferredUrl>
</g:enrichedData></g:gzd></s:recordData></s:record></s:records></s:searchRetrieveResponse>
"""
NO_SRU = SRU[: SRU.index(b"<s:records>")] + b"</s:searchRetrieveResponse>"
FOUND: dict[str, Any] = {
    "id": publication_id(WANTED),
    "identifier": WANTED,
    "number": "2020D17000",
    "title": "Brief regering; Aanpak van kindermishandeling",
    "text": "Kindermishandeling",
    "kind": "Brief",
    "dated_on": date(2020, 5, 1),
    "author": None,
    "session_year": "2019/20",
    "house": "tk",
    "dossier": "31 015",
    "address": "https://zoek.officielebekendmakingen.nl/kst-31015-186.html",
    "house_address": "https://www.tweedekamer.nl/downloads/document?id=2020D17000",
    "record_id": None,
    "source": "officielebekendmakingen",
}


@dataclass
class Sources:
    """Both sources on a real socket: what they answer, and how often each was asked."""

    address: str = ""
    sru: tuple[int, bytes] = (200, SRU)
    odata: tuple[int, bytes] = (200, ODATA)
    asked: list[str] = field(default_factory=list)
    before_answer: Callable[[], object] = lambda: None

    def answer(self, path: str) -> tuple[int, bytes]:
        name = "sru" if path.startswith("/sru") else "odata"
        self.asked.append(name)
        self.before_answer()
        return self.sru if name == "sru" else self.odata


class MovedClock(Clock):
    """A clock whose real time a test can move."""

    moved = timedelta()

    @classmethod
    def real_now(cls) -> datetime:
        return datetime.now(UTC) + cls.moved


@pytest.fixture
def sources() -> Iterator[Sources]:
    played = Sources()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = played.answer(self.path)
            self.send_response(status)
            kind = "application/json" if body.startswith(b"{") else "application/xml"
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Say nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    played.address = f"http://127.0.0.1:{server.server_port}"
    yield played
    server.shutdown()
    server.server_close()


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    limits = FetchLimits(connect_seconds=5, read_seconds=5, total_seconds=10)
    with Fetcher("Nakoming tests", (ip_network("127.0.0.0/8"),), limits) as made:
        yield made


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> MovedClock:
    monkeypatch.setattr(MovedClock, "moved", timedelta())
    return MovedClock()


@pytest.fixture
def look_ups(store: Store, fetcher: Fetcher, sources: Sources, clock: MovedClock) -> LookUps:
    return LookUps(store, clock, fetcher, f"{sources.address}/sru", f"{sources.address}/odata")


def how(look_ups: LookUps) -> Standing:
    with look_ups.store.reading() as session:
        return standing(session.get(LookUp, WANTED), look_ups.clock.real_now())[0]


def askable(look_ups: LookUps) -> bool:
    with look_ups.store.reading() as session:
        return may_be_asked(session.get(LookUp, WANTED), look_ups.clock.real_now())


def test_both_sources_together_give_the_paper_and_are_asked_once(
    look_ups: LookUps, sources: Sources
) -> None:
    first, second = look_ups.resolve(WANTED), look_ups.resolve(WANTED)

    assert first
    assert second
    assert first.model_dump() == second.model_dump() == FOUND
    assert sources.asked == ["sru", "odata"]


def test_the_house_alone_is_enough(look_ups: LookUps, sources: Sources) -> None:
    sources.sru = (503, b"")

    found = look_ups.resolve(WANTED)

    assert found
    assert found.model_dump() == FOUND | {
        "title": "Aanpak van kindermishandeling",
        "text": "",
        "kind": "Brief regering",
        "dated_on": date(2020, 4, 30),
        "source": "tweedekamer-odata",
    }


def test_only_the_publisher_is_asked_for_papers_of_the_senate(
    look_ups: LookUps, sources: Sources
) -> None:
    sources.sru = (200, SRU.replace(b"kst-31015-186", b"kst-36867-B"))

    found = look_ups.resolve("kst-36867-B")

    assert found
    assert sources.asked == ["sru"]


def test_what_no_source_knows_is_asked_again_after_a_day(
    look_ups: LookUps, sources: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources.sru, sources.odata = (200, NO_SRU), (200, NO_ODATA)

    assert look_ups.resolve(WANTED) is None
    assert look_ups.resolve(WANTED) is None
    assert (how(look_ups), askable(look_ups)) == (Standing.UNKNOWN, False)
    assert sources.asked == ["sru", "odata"]

    monkeypatch.setattr(MovedClock, "moved", timedelta(days=1, minutes=1))
    sources.sru = (200, SRU)
    assert askable(look_ups)
    assert look_ups.resolve(WANTED)


def test_another_paper_than_was_asked_for_is_no_answer(look_ups: LookUps, sources: Sources) -> None:
    sources.sru = (200, SRU.replace(b"kst-31015-186", b"kst-31015-1861"))
    sources.odata = (200, NO_ODATA)

    assert look_ups.resolve(WANTED) is None


@pytest.mark.parametrize("broken", [(500, b""), (200, b"<html>Storing</html>"), (200, b"{")])
def test_a_failure_is_no_answer_and_is_tried_again_later(
    look_ups: LookUps,
    sources: Sources,
    monkeypatch: pytest.MonkeyPatch,
    broken: tuple[int, bytes],
) -> None:
    sources.sru, sources.odata = broken, (200, NO_ODATA)

    assert look_ups.resolve(WANTED) is None
    assert look_ups.resolve(WANTED) is None
    assert (how(look_ups), askable(look_ups)) == (Standing.FAILED, False)
    assert sources.asked == ["sru", "odata"]

    monkeypatch.setattr(MovedClock, "moved", timedelta(minutes=6))
    sources.sru = (200, SRU)
    assert askable(look_ups)
    assert look_ups.resolve(WANTED)


def test_eight_threads_ask_once(look_ups: LookUps, sources: Sources) -> None:
    asked = threading.Event()
    sources.before_answer = lambda: asked.wait(2)
    with ThreadPoolExecutor(8) as pool:
        started = [pool.submit(look_ups.resolve, WANTED) for _ in range(8)]
        others = [one for one in started if _done_soon(one)]
        assert how(look_ups) is Standing.ASKING
        asked.set()

    assert len(others) == 7
    assert sorted(sources.asked) == ["odata", "sru"]
    assert sum(one.result() is not None for one in started) == 1


def _done_soon(started: Any) -> bool:
    try:
        started.result(timeout=0.2)
    except TimeoutError:
        return False
    return True


def test_a_lease_of_a_process_that_died_ends(
    look_ups: LookUps, sources: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    with look_ups.store.writing() as session:
        lease = look_ups.clock.real_now() + timedelta(minutes=2)
        session.add(LookUp(identifier=WANTED, leased_until=lease))
    assert look_ups.resolve(WANTED) is None
    assert sources.asked == []

    monkeypatch.setattr(MovedClock, "moved", timedelta(minutes=3))
    assert look_ups.resolve(WANTED)


def test_what_a_feed_told_is_not_asked_for(look_ups: LookUps, sources: Sources) -> None:
    told = Publication(id=publication_id(WANTED), identifier=WANTED, title="Uit een feed")
    with look_ups.store.writing() as session:
        keep_told(session, [told])

    found = look_ups.resolve(WANTED)

    assert found
    assert found.title == "Uit een feed"
    assert sources.asked == []


def test_what_is_no_paper_is_refused(look_ups: LookUps, sources: Sources) -> None:
    for text in ("kaas", "2025D44001", "kst-31015-221' OR 1=1 --"):
        with pytest.raises(DomainError):
            look_ups.resolve(text)
    assert sources.asked == []


def test_the_recorded_answer(look_ups: LookUps, sources: Sources, shared: Path) -> None:
    recorded = (shared / "corpus" / "sru" / "sru_response.real.xml").read_bytes()
    sources.sru = (200, recorded)

    look_ups.resolve("kst-36867-B")

    with look_ups.store.reading() as session:
        found = read_publication(session, "kst-36867-B")
    assert found
    assert found.title.startswith("Brief van de staatssecretaris van BZK met verzoek over")
    assert (found.kind, found.dated_on, found.session_year, found.house) == (
        "Brief",
        date(2026, 6, 10),
        "2025/26",
        "ek",
    )
