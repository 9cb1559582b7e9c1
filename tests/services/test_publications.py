"""Publications as the register's Documents make them, on both databases."""

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, event
from sqlmodel import Session, col, select

from tracker.db.session import Store
from tracker.db.tables import Citation, HouseRecord, HouseTie, Publication
from tracker.services.publications import (
    documents_affected,
    keep_told,
    publication_id,
    read_publication,
    refresh,
)

DOSSIER, DOSSIER_VI = uuid.UUID(int=101), uuid.UUID(int=102)
LETTER, OTHER, THIRD = uuid.UUID(int=1), uuid.UUID(int=2), uuid.UUID(int=3)
MORNING = datetime(2025, 11, 3, 9, tzinfo=UTC)


def keep(
    session: Session,
    category: str,
    key: uuid.UUID,
    fields: dict[str, str],
    *,
    updated_at: datetime | None = MORNING,
    deleted: bool = False,
    **ties: uuid.UUID | None,
) -> None:
    """Replace an entity, as a page of the feed does."""
    session.execute(delete(HouseRecord).where(col(HouseRecord.id) == key))
    session.execute(delete(HouseTie).where(col(HouseTie.from_id) == key))
    session.add(
        HouseRecord(
            id=key,
            category=category,
            number=fields.get("documentNummer"),
            day=date(2025, 11, 3) if category == "Document" and not deleted else None,
            deleted=deleted,
            updated_at=updated_at,
            fields={name: [value] for name, value in fields.items()},
        )
    )
    for field, other in ties.items():
        if other:
            session.add(HouseTie(from_id=key, field=field, to_id=other))
    session.flush()


def keep_dossiers(session: Session) -> None:
    keep(session, "Kamerstukdossier", DOSSIER, {"nummer": "31015"})
    keep(session, "Kamerstukdossier", DOSSIER_VI, {"nummer": "36800", "toevoeging": "VI"})


def document(number: str, order: str = "-1", **fields: str) -> dict[str, str]:
    return {"documentNummer": number, "volgnummer": order, "vergaderjaar": "2025-2026"} | fields


def read(session: Session) -> dict[str, uuid.UUID | None]:
    rows = session.execute(select(Publication.identifier, Publication.record_id))
    return {identifier: record for identifier, record in rows}


def facts(row: Publication | None) -> dict[str, Any]:
    assert row is not None
    return row.model_dump()


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    yield statements
    event.remove(store.engine, "before_cursor_execute", note)


def test_a_document_with_its_dossier_and_signatories(store: Store) -> None:
    with store.writing() as session:
        keep_dossiers(session)
        keep(
            session,
            "Document",
            LETTER,
            document(
                "2025D44001",
                "221",
                soort="Motie",
                titel="Vaststelling van de begrotingsstaten (36800-VI)",
                onderwerp="Motie van het lid Kröger ter vervanging van 31 015, nr. 220",
                kamer="2",
            ),
            kamerstukdossier=DOSSIER,
        )
        for place, (name, relation) in enumerate(
            [("Bikker", "Mede ondertekenaar"), ("Kröger", "Eerste ondertekenaar")]
        ):
            keep(
                session,
                "DocumentActor",
                uuid.UUID(int=200 + place),
                {"actorNaam": name, "actorFractie": "X", "functie": "Tweede Kamerlid"}
                | {"relatie": relation},
                document=LETTER,
            )
        touched = refresh(session, {LETTER})

    with store.reading() as session:
        assert facts(read_publication(session, "kst-31015-221")) == {
            "id": publication_id("kst-31015-221"),
            "identifier": "kst-31015-221",
            "number": "2025D44001",
            "title": "Motie van het lid Kröger ter vervanging van 31 015, nr. 220",
            "text": "Vaststelling van de begrotingsstaten (36800-VI)",
            "kind": "Motie",
            "dated_on": date(2025, 11, 3),
            "author": "Kröger (X), Bikker (X)",
            "session_year": "2025/26",
            "house": "tk",
            "dossier": "31 015",
            "address": "https://zoek.officielebekendmakingen.nl/kst-31015-221.html",
            "house_address": "https://www.tweedekamer.nl/downloads/document?id=2025D44001",
            "record_id": LETTER,
            "source": "tweedekamer",
        }
        assert touched == {publication_id("kst-31015-221")}
        assert session.exec(select(Citation.cited)).all() == ["kst-31015-220"]


def test_identifiers_that_documents_have(store: Store) -> None:
    cases = {
        "kst-31015-7": (document("2025D00001", "7"), DOSSIER),
        "kst-36800-VI-12": (document("2025D00002", "12"), DOSSIER_VI),
        "kst-36800-VI-B": (document("2025D00003", "B", kamer="1"), DOSSIER_VI),
        "2025D00004": (document("2025D00004"), DOSSIER),
        "2025D00005": (document("2025D00005", "0"), None),
        "2025D00006": (document("2025D00006", "7", soort="Bijlage"), DOSSIER),
        "2025D00007": (document("2025D00007", "geen nummer"), DOSSIER),
        "2025D00008": (document("2025D00008", "9"), None),
        "ah-tk-20242025-1244": (document("2025D00009", aanhangselnummer="242501244"), None),
    }
    keys = {identifier: uuid.UUID(int=n) for n, identifier in enumerate(cases, start=1)}
    with store.writing() as session:
        keep_dossiers(session)
        for identifier, (fields, dossier) in cases.items():
            keep(session, "Document", keys[identifier], fields, kamerstukdossier=dossier)
        keep(session, "Document", uuid.UUID(int=99), {"titel": "Zonder enig nummer"})
        refresh(session, [*keys.values(), uuid.UUID(int=99), DOSSIER])

        assert read(session) == keys


def test_the_newest_of_two_documents_has_the_identifier_whatever_came_first(store: Store) -> None:
    older = (LETTER, document("2025D00001", "7"), MORNING)
    newer = (OTHER, document("2025D00002", "7"), MORNING + timedelta(hours=1))
    for order in ((older, newer), (newer, older)):
        with store.writing() as session:
            for table in (Citation, Publication, HouseTie, HouseRecord):
                session.execute(delete(table))
            keep_dossiers(session)
            for key, fields, at in order:
                keep(session, "Document", key, fields, updated_at=at, kamerstukdossier=DOSSIER)
                refresh(session, {key})

            assert read(session) == {"kst-31015-7": OTHER, "2025D00001": LETTER}


def test_a_deleted_document_goes_and_leaves_its_identifier_to_another(store: Store) -> None:
    with store.writing() as session:
        keep_dossiers(session)
        # THIRD and LETTER share a number, so that one has nothing while OTHER has the paper.
        for key, number, hours in ((LETTER, 1, 0), (OTHER, 2, 2), (THIRD, 1, 1)):
            at = MORNING + timedelta(hours=hours)
            fields = document(f"2025D0000{number}", "7")
            keep(session, "Document", key, fields, updated_at=at, kamerstukdossier=DOSSIER)
        refresh(session, {LETTER, OTHER, THIRD})
        assert read(session) == {"kst-31015-7": OTHER, "2025D00001": THIRD}

        keep(session, "Document", OTHER, {}, deleted=True)
        refresh(session, {OTHER})
        assert read(session) == {"kst-31015-7": THIRD, "2025D00001": LETTER}

        for key in (LETTER, THIRD):
            keep(session, "Document", key, {}, deleted=True)
        touched = refresh(session, {LETTER, THIRD})
        assert read(session) == {}
        assert touched == {publication_id("kst-31015-7"), publication_id("2025D00001")}


def test_any_order_of_pages_ends_in_the_same_catalogue(store: Store) -> None:
    chance = random.Random(4)
    keys = [uuid.UUID(int=n) for n in range(1, 31)]
    states = [
        (
            key,
            {}
            if chance.random() < 0.2
            else document(f"2025D{chance.randrange(18):05}", str(chance.randrange(6))),
            MORNING + timedelta(minutes=chance.randrange(40)),
        )
        for key in keys
    ]
    outcomes = []
    for seed in range(3):
        sent = [
            (key, document(f"2025D{seed:05}", str(n % 6)), MORNING) for n, key in enumerate(keys)
        ]
        random.Random(seed).shuffle(sent)
        last = list(states)
        random.Random(seed).shuffle(last)
        with store.writing() as session:
            for table in (Citation, Publication, HouseTie, HouseRecord):
                session.execute(delete(table))
            keep_dossiers(session)
            for start in range(0, 60, 7):
                page = [*sent, *last][start : start + 7]
                for key, fields, at in page:
                    gone, dossier = not fields, DOSSIER if fields else None
                    keep(
                        session,
                        "Document",
                        key,
                        fields,
                        updated_at=at,
                        deleted=gone,
                        kamerstukdossier=dossier,
                    )
                refresh(session, {key for key, _fields, _at in page})
            outcomes.append(read(session))

    assert outcomes[0] == outcomes[1] == outcomes[2]
    assert len(outcomes[0]) > 5


def test_a_dossier_or_signatory_that_comes_later_is_taken_in(store: Store) -> None:
    actor = uuid.UUID(int=300)
    with store.writing() as session:
        keep(session, "Document", LETTER, document("2025D1", "7"), kamerstukdossier=DOSSIER)
        refresh(session, {LETTER})
        assert read(session) == {"2025D1": LETTER}

        keep(session, "Kamerstukdossier", DOSSIER, {"nummer": "31015"})
        assert documents_affected(session, {DOSSIER}) == {LETTER}
        refresh(session, {LETTER})
        assert read(session) == {"kst-31015-7": LETTER}

        fields = {"actorNaam": "E. Heinen", "functie": "minister van Financiën"}
        fields["relatie"] = "Eerste ondertekenaar"
        keep(session, "DocumentActor", actor, fields, document=LETTER)
        assert documents_affected(session, {actor}) == {LETTER}
        refresh(session, {LETTER})
        found = read_publication(session, "kst-31015-7")
        assert found
        assert found.author == "Minister van Financiën (E. Heinen)"


def test_citations_follow_the_words(store: Store) -> None:
    with store.writing() as session:
        for words in ("Reactie op TZ202603-130", "Reactie op 28 638, nr. 172 en 2025Z22235"):
            keep(session, "Document", LETTER, document("2025D44001", onderwerp=words))
            refresh(session, {LETTER})
        cited = session.exec(select(Citation.cited).order_by(Citation.cited)).all()

    assert cited == ["2025Z22235", "kst-28638-172"]


def test_what_another_source_tells_yields_to_the_register(store: Store) -> None:
    told = Publication(
        id=publication_id("kst-31015-7"), identifier="kst-31015-7", title="Brief", source="sru"
    )
    with store.writing() as session:
        assert keep_told(session, [told]) == {told.id}
        assert keep_told(session, [told]) == set()
        keep_dossiers(session)
        fields = document("2025D00001", "7", onderwerp="Brief van de minister")
        keep(session, "Document", LETTER, fields, kamerstukdossier=DOSSIER)
        refresh(session, {LETTER})
        assert keep_told(session, [told]) == set()
        found = read_publication(session, "kst-31015-7")
        assert found
        assert (found.title, found.source) == ("Brief van de minister", "tweedekamer")


def test_a_page_is_read_and_written_in_few_statements(store: Store) -> None:
    keys = [uuid.UUID(int=n) for n in range(1001, 1251)]
    counts = []
    for present in (keys[:1], keys[:2], keys):
        with store.writing() as session:
            keep_dossiers(session)
            for n, key in enumerate(present, start=1):
                words = f"Brief {len(present)} over 28 638, nr. {n}"
                fields = document(f"2025D{n:05}", str(n), onderwerp=words)
                keep(session, "Document", key, fields, kamerstukdossier=DOSSIER)
        with counted(store) as statements, store.writing() as session:
            refresh(session, present)
        spoken = ("SELECT", "INSERT", "DELETE")
        counts.append([one[:6] for one in statements if one[:6] in spoken])

    assert counts[1] == counts[2]
    assert len(counts[2]) <= 20
