"""The words of letters and motions, read from files that a server of this test's own gives."""

import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from typing import Any

import pytest
from sqlmodel import select

from tests.worked_case import CLOCK
from tracker.adapters.fetcher import Fetcher
from tracker.db.session import Store
from tracker.db.tables import Citation, DocumentText, HouseProposal, HouseRecord, HouseTie, Source
from tracker.services.house_proposals_found import judge_all
from tracker.services.publications import publication_id, refresh
from tracker.services.sources import add_built_in
from tracker.services.sync import SourceRun, Syncer, SyncSettings

LETTER, OTHER, DOSSIER = uuid.UUID(int=1), uuid.UUID(int=2), uuid.UUID(int=99)
TODAY = datetime.now(UTC)
REPORTS = (
    "Geachte voorzitter,\n\nMet deze brief is de motie van de leden Kuik en Van der Graaf"
    " (Kamerstuk 35 570 VI, nr. 50) uitgevoerd.\n\nDe Staatssecretaris van Voorbeeld"
)


@dataclass
class House:
    """Files by the key of their document; what is not here is answered with 500."""

    address: str = ""
    files: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def house() -> Iterator[House]:
    played = House()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            key = self.path.removeprefix("/Resources/")
            played.asked.append(key)
            body = played.files.get(key, "").encode()
            self.send_response(200 if body else 500)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
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


def registered(store: Store, key: uuid.UUID, **fields: Any) -> None:
    """A letter of today in the register, with a file."""
    number = f"2026D{key.int:05}"
    given = {
        "soort": "Brief regering", "documentNummer": number, "onderwerp": "Een brief",
        "enclosure": f"https://example.org/Resources/{key}", "contentLength": "100",
        "volgnummer": str(200 + key.int),
    } | fields  # fmt: skip
    with store.writing() as session:
        session.merge(
            HouseRecord(
                id=key,
                category="Document",
                number=number,
                day=given.pop("day", TODAY.date()),
                fields={name: [value] for name, value in given.items()},
            )
        )
        dossier = {"nummer": ["29344"]}
        session.merge(HouseRecord(id=DOSSIER, category="Kamerstukdossier", fields=dossier))
        session.merge(HouseTie(from_id=key, field="kamerstukdossier", to_id=DOSSIER))
        session.flush()
        refresh(session, [key])


def read(store: Store, house: House) -> SourceRun:
    networks = (ip_network("127.0.0.0/8"),)
    with store.writing() as session:
        add_built_in(session, CLOCK)
    settings = SyncSettings(house.address)
    syncer = Syncer(store, CLOCK, settings, lambda: Fetcher("Nakoming tests", networks), judge_all)
    [run] = syncer.run_once(["teksten"])
    return run


def kept(store: Store) -> dict[uuid.UUID, DocumentText]:
    with store.reading() as session:
        return {row.record_id: row for row in session.exec(select(DocumentText))}


def test_a_letter_that_carries_out_a_motion_is_proposed_by_its_words(
    case_store: Store, house: House
) -> None:
    registered(case_store, LETTER)
    house.files[str(LETTER)] = REPORTS
    run = read(case_store, house)
    assert (run.ended, run.kept.new, house.asked) == ("caught_up", 1, [str(LETTER)])
    with case_store.reading() as session:
        cited = session.exec(select(Citation.cited)).all()
        [proposal] = session.exec(select(HouseProposal)).all()
    assert cited == ["kst-35570-VI-50"]
    assert (proposal.source_key, proposal.payload["role"]) == ("kst-29344-201", "fulfils")
    assert "(Kamerstuk 35 570 VI, nr. 50)" in proposal.quote
    read(case_store, house)
    assert house.asked == [str(LETTER)]


def test_what_is_old_or_no_letter_is_not_read(case_store: Store, house: House) -> None:
    registered(case_store, LETTER, soort="Convocatie commissieactiviteit")
    registered(case_store, OTHER, day=TODAY.date() - timedelta(days=200))
    assert (read(case_store, house).ended, house.asked) == ("caught_up", [])


def test_a_missing_file_is_tried_again_and_a_changed_one_read_anew(
    case_store: Store, house: House
) -> None:
    registered(case_store, LETTER)
    run = read(case_store, house)
    assert (run.ended, run.kept.set_aside) == ("caught_up", 1)
    row = kept(case_store)[LETTER]
    assert (row.failures, row.failure_code, row.read_at) == (1, "fetch.server", None)
    assert row.next_at
    assert row.next_at > TODAY
    read(case_store, house)
    assert len(house.asked) == 1

    house.files[str(LETTER)] = REPORTS
    registered(case_store, LETTER, contentLength="200")
    read(case_store, house)
    row = kept(case_store)[LETTER]
    assert (row.failures, row.failure_code, row.text) == (0, None, REPORTS)


def test_a_house_that_gives_no_file_at_all_is_left_alone_for_a_while(
    case_store: Store, house: House
) -> None:
    for number in range(1, 9):
        registered(case_store, uuid.UUID(int=number))
    run = read(case_store, house)
    assert (run.ended, run.failure_code, len(house.asked)) == ("failed", "fetch.server", 5)
    with case_store.reading() as session:
        source = session.exec(select(Source).where(Source.code == "teksten")).one()
    assert source.kind == "texts"


def test_words_go_with_their_document(case_store: Store, house: House) -> None:
    registered(case_store, LETTER)
    house.files[str(LETTER)] = REPORTS
    read(case_store, house)
    with case_store.writing() as session:
        record = session.get_one(HouseRecord, LETTER)
        record.deleted, record.fields = True, {}
        session.flush()
        refresh(session, [LETTER])
    assert kept(case_store) == {}
    with case_store.reading() as session:
        assert session.get(Citation, (publication_id("kst-29344-201"), "kst-35570-VI-50")) is None
