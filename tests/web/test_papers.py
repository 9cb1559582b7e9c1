"""The page of a paper and that of a dossier."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.web_client import Client
from tracker.db.session import Store, make_engine
from tracker.db.tables import HouseRecord, HouseTie, Publication
from tracker.services.publications import keep_told, publication_id, refresh

MOTION = "kst-35570-VI-50"
LETTER = "kst-31015-221"
BESLUIT = {"besluitSoort": "Stemmen - aangenomen", "status": "Besluit"}
STEM = {"soort": "Voor", "fractieGrootte": "5"}


@pytest.fixture
def case(case_url: str) -> Iterator[Store]:
    engine = make_engine(case_url)
    yield Store(engine)
    engine.dispose()


def told(identifier: str, **fields: Any) -> Publication:
    return Publication(id=publication_id(identifier), identifier=identifier, **fields)


def tell(store: Store, *publications: Publication) -> None:
    with store.writing() as session:
        keep_told(session, publications)


def keep_document(store: Store) -> None:
    """A motion's Document in the dossier of 31 015, as the register gives it."""
    document, dossier = uuid.UUID(int=1), uuid.UUID(int=2)
    with store.writing() as session:
        session.add(
            HouseRecord(
                id=document,
                category="Document",
                number="2025D44001",
                day=date(2025, 11, 3),
                updated_at=datetime(2025, 11, 3, 9, tzinfo=UTC),
                fields={
                    "onderwerp": ["Brief over 31 015, nr. 221, 2025Z22235 en 28 638, nr. 999"],
                    "titel": ["Kindermishandeling"],
                    "soort": ["Brief regering"],
                    "volgnummer": ["300"],
                    "vergaderjaar": ["2025-2026"],
                    "kamer": ["2"],
                },
            )
        )
        session.add(
            HouseRecord(
                id=dossier,
                category="Kamerstukdossier",
                fields={"nummer": ["31015"], "titel": ["Kindermishandeling"]},
            )
        )
        session.add(HouseTie(from_id=document, field="kamerstukdossier", to_id=dossier))
        session.flush()
        refresh(session, {document})


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def test_a_paper_of_the_register(client: Client, case: Store) -> None:
    keep_document(case)

    page = client.get("/papers/kst-31015-300")

    assert page.status == 200
    assert page.texts("//h1") == ["31 015, nr. 300"]
    assert page.texts("//dl[contains(@class, 'nk-facts')]/div") == [
        "Vindplaats Kamerstukken II 2025/26, 31 015, nr. 300",
        "Soort Brief regering",
        "Datum 3 november 2025",
        "Van niet bekend",
        "Vergaderjaar 2025/26",
        "Kamer Tweede Kamer",
        "Dossier 31 015",
        "Documentnummer 2025D44001",
    ]
    assert page.all("//aside//a[@rel='external']/@href") == [
        "https://zoek.officielebekendmakingen.nl/kst-31015-300.html",
        "https://www.tweedekamer.nl/downloads/document?id=2025D44001",
    ]
    assert "Uit het register van de Tweede Kamer, daar gewijzigd op ma 3 november 2025" in page.text
    assert page.all("//section[.//h2[@id='noemt']]//td//a/@href") == [
        "https://www.tweedekamer.nl/kamerstukken/detail?id=2025Z22235",
        "/papers/kst-28638-999",
        "/papers/kst-31015-221",
    ]


def test_what_cites_a_paper_and_the_items_that_it_belongs_to(client: Client, case: Store) -> None:
    keep_document(case)

    page = client.get(f"/papers/{LETTER}")

    items = page.all("//section[.//h2[@id='items']]//td//a/@href")
    assert "/items/M-2021-0002" in items
    assert len(items) == len(set(items))
    assert page.texts("//section[.//h2[@id='genoemd']]//td//a") == ["31 015, nr. 300"]


def test_an_item_leads_to_its_papers_and_these_to_the_publisher(client: Client) -> None:
    item = client.get("/items/M-2021-0002")
    assert f"/papers/{MOTION}" in item.all("//section[.//h2[@id='stukken']]//a/@href")

    page = client.get(f"/papers/{MOTION}")
    assert "bron" in page.texts("//section[.//h2[@id='items']]//td[@data-h='Rol']")
    assert page.all("//nav[@aria-label='Kruimelpad']//a/@href")[-1] == "/dossiers/35570-VI"


def test_a_paper_that_nobody_told_of(client: Client) -> None:
    page = client.get("/papers/kst-31015-187")

    assert page.status == 200
    assert "De titel is nog niet bekend." in page.text
    assert "Nog niet opgezocht." in page.text


@pytest.mark.parametrize(
    "address",
    [
        "/papers/kaas",
        "/papers/2025Z22235",
        "/papers/TZ202603-130",
        "/papers/kst-20192021-31015-A",
        "/papers/%3Cscript%3E",
        "/papers/" + "9" * 2000,
        "/dossiers/abc",
        "/dossiers/31015-221-7",
    ],
)
def test_what_is_no_reference_is_not_there(client: Client, address: str) -> None:
    page = client.get(address)

    assert page.status == 404
    assert "is geen nummer van een Kamerstuk of dossier." in page.text


def test_words_of_a_source_are_shown_as_text(client: Client, case: Store) -> None:
    odd = "<script>alert(1)</script> \N{RIGHT-TO-LEFT OVERRIDE}\N{PILE OF POO} " + "a" * 100_000
    tell(case, told(LETTER + "9", title=odd, text=odd, author="<b>", kind="<i>"))

    page = client.get(f"/papers/{LETTER}9")

    assert page.status == 200
    assert page.all("//main//script | //main//b[text()] | //main//i") == []


def test_a_dossier_lists_its_papers_newest_first(client: Client, case: Store) -> None:
    keep_document(case)
    tell(
        case,
        *(
            told(f"kst-31015-{n}", dossier="31 015", dated_on=date(2026, 1, 1), title=f"Brief {n}")
            for n in range(961, 1016)
        ),
    )

    first, second = client.get("/dossiers/31015"), client.get("/dossiers/31015?page=2")
    far = client.get("/dossiers/31015?page=99")

    rows = "//section[.//h2[@id='stukken']]//tbody//td[1]"
    assert first.texts(rows)[:2] == ["31 015, nr. 1015", "31 015, nr. 1014"]
    assert len(first.texts(rows)) == 50
    # The Document of the register, then what only items of the worked case use.
    assert second.texts(rows) == [
        *(f"31 015, nr. {n}" for n in range(965, 960, -1)),
        "31 015, nr. 300",
        "31 015, nr. 221",
        "31 015, nr. 186",
    ]
    assert far.texts(rows) == second.texts(rows)
    assert first.texts("//h1") == ["Dossier 31 015"]
    assert first.all("//section[.//h2[@id='items']]//td//a/@href")


def test_a_dossier_that_nobody_told_of(client: Client) -> None:
    page = client.get("/dossiers/99999-IV")

    assert page.status == 200
    assert "Van dit dossier zijn nog geen Kamerstukken bekend." in page.text


def test_the_queries_do_not_grow_with_what_is_shown(client: Client, case: Store) -> None:
    engine = client.client.app.state.office.store.engine
    counts = []
    for more in (1, 3):
        tell(
            case,
            *(
                told(f"kst-31015-{700 + n}", dossier="31 015", title=f"Over 31 015, nr. 221 {n}")
                for n in range(more)
            ),
            told(LETTER, title=" en ".join(f"28 638, nr. {n}" for n in range(1, more + 1))),
        )
        for address in (f"/papers/{LETTER}", "/dossiers/31015"):
            with counted(engine) as statements:
                client.get(address)
            counts.append(sum(one.startswith("SELECT") for one in statements))

    assert counts[:2] == counts[2:]


def test_a_motion_of_the_register(client: Client, case: Store) -> None:
    document, motion = uuid.UUID(int=1), uuid.UUID(int=11)
    with case.writing() as session:
        for key, category, number, fields in (
            (document, "Document", "2025D44002", {"soort": "Motie", "onderwerp": "Motie over x"}),
            (motion, "Zaak", "2025Z00001", {"soort": "Motie", "onderwerp": "Motie over x"}),
            (uuid.UUID(int=12), "Besluit", None, BESLUIT),
            (uuid.UUID(int=13), "Stemming", None, STEM | {"actorFractie": "SP"}),
        ):
            session.add(
                HouseRecord(
                    id=key,
                    category=category,
                    number=number,
                    fields={name: [value] for name, value in fields.items()},
                )
            )
        for origin, name, to in ((1, "zaak", 11), (12, "zaak", 11), (13, "besluit", 12)):
            tie = HouseTie(from_id=uuid.UUID(int=origin), field=name, to_id=uuid.UUID(int=to))
            session.add(tie)
        session.flush()
        refresh(session, {document})

    page = client.get("/papers/2025D44002")

    assert page.texts("//section[.//h2[@id='motie']]//dl/div") == [
        "Nummer 2025Z00001",
        "Indieners niet bekend",
        "Appreciatie niet bekend",
        "Uitkomst Aangenomen",
        "Voor SP (5)",
    ]


def test_news_that_names_a_paper_leads_to_the_news(client: Client, case: Store) -> None:
    for number, address in enumerate(("https://example.org/nieuws", "javascript:alert(1)")):
        name = f"feed-{number}"
        tell(case, told(name, title="Nieuws over 31 015, nr. 221", address=address))

    page = client.get(f"/papers/{LETTER}")

    section = "//section[.//h2[@id='genoemd']]//td"
    assert page.all(f"{section}//a/@href") == ["https://example.org/nieuws"]
    assert page.texts(f"{section}[1]") == ["Nieuwsbericht", "Nieuwsbericht"]
