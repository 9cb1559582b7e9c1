"""The handover pack of a dossier: every line of a small one, and nothing lost of a large one."""

import uuid
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from tests.services.test_rules_hold import MovingClock
from tests.worked_case import CLOCK, actor
from tracker.adapters.messages import translator
from tracker.adapters.sittings import shipped_calendar
from tracker.db.session import Store
from tracker.db.tables import Deadline, Dossier, Item, LeadLine, Measure, ProgressNote
from tracker.domain.printed import Heading, Printed, Span, text_of
from tracker.domain.references_read import read_dossier
from tracker.services.actors import act
from tracker.services.clock import Clock
from tracker.services.deadlines import Plan, move_deadline
from tracker.services.handovers import handover
from tracker.services.missing import Missing
from tracker.services.progress_notes import add_note

BASE = "https://nakoming.voorbeeld.nl"
NL = translator("nl")


def pack(store: Store, number: str, clock: Clock = CLOCK) -> Printed:
    with store.snapshot() as session:
        dossier, calendar = read_dossier(number), shipped_calendar()
        return handover(session, actor(store), clock, calendar, dossier, BASE, NL)


def lines(document: Printed) -> list[str]:
    return list(text_of(document))


def links(document: Printed) -> set[str]:
    """Every address in a document."""
    return {span.link for span in spans(document.blocks) if span.link}


def spans(part: object) -> Iterator[Span]:
    """The pieces of text in any part of a document."""
    if isinstance(part, Span):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from spans(one)
    elif is_dataclass(part):
        for field in fields(part):
            yield from spans(getattr(part, field.name))


def test_every_line_of_a_small_pack(case_store: Store) -> None:
    document = pack(case_store, "28638")
    assert (document.title, document.subject) == ("Overdracht van dossier 28 638", "Mensenhandel")
    assert (document.author, document.language) == ("Noor Aksoy", "nl-NL")
    assert document.reference_date == date(2021, 7, 1)
    said = lines(document)
    start = said.index(
        "M-2021-0001 Onderzoek naar de stijging van Dublinclaimanten die aangifte van "
        "mensenhandel doen"
    )
    assert said[: start - 6] == [
        "Overdracht van dossier 28 638",
        "Mensenhandel",
        "Stand van 1 juli 2021. Items: 1, waarvan open 1. Kamerstukken: 5.",
        "Overzicht",
        "Items in dit dossier",
        "Nummer",
        "Onderwerp",
        "Status",
        "Eerste open termijn",
    ]
    assert said[start + 1 : said.index("Kamerstukken in dit dossier")] == [
        f"In Nakoming: {BASE}/items/M-2021-0001",
        "Soort: Motie",
        "Status: In behandeling",
        "Indieners: Segers, Buitenweg",
        "Uitkomst: Aangenomen",
        "Vindplaats: 28 638, nr. 172, Kamerstukken II 2018/19, 28 638, nr. 172",
        "Gerekend vanaf: 3 juli 2019",
        "Bewindspersoon: Staatssecretaris van Justitie en Veiligheid",
        "Directie: Directie Migratiebeleid",
        "Behandelaar: Joris Vermaat",
        "Programma: Samen tegen mensenhandel",
        "Dictum",
        "Vraagt uit te zoeken welke mechanismen achter de stijging zitten: eerst een verkenning, "
        "en als die daar aanleiding toe geeft een fenomeenonderzoek.",
        "De voetnoot in de brief noemt twee stukken: 28 638, nr. 172 en, bij het debat van 3 juli "
        "2019, nr. 173. Welk van de twee de motie is, valt er niet uit op te maken; nr. 172 is "
        "voorlopig aangehouden. Ook uitkomst en stemming zijn nog niet nagezien in het register. "
        "Gerekend vanaf de dag van het debat.",
        "Termijnen",
        "Er zijn geen termijnen.",
        "Maatregelen",
        "Aanvragen voor een B8-vergunning meenemen in de data-analyse, voor zover de systemen "
        "zich laten koppelen (A-2021-0001); uitvoerder APM",
        "Stand van zaken",
        "8 juni 2021, Joris Vermaat",
        "De uitkomsten van EMM en APM worden gebundeld in één brief, waarin ook op de vraag uit "
        "de motie wordt ingegaan.",
        "16 februari 2021, Joris Vermaat",
        "Het WODC heeft de opdracht teruggegeven, zoals in juli 2020 gemeld. De vraag uit de "
        "motie loopt nu mee in T-2021-0001.",
        "Kamerstukken",
        "28 638, nr. 172, Motie van de leden Segers en Buitenweg (bron)",
        "31 015, nr. 221, Brief over de aanbevelingen uit de Slachtoffermonitor mensenhandel "
        "2015–2019 (antwoord)",
        "28 638, nr. 173, Stuk dat de brief noemt bij het VAO mensenhandel en prostitutie van 3 "
        "juli 2019 (genoemd)",
        "28 638, nr. 183, Bericht dat het WODC het gevraagde onderzoek niet kan doen (Kamer "
        "geïnformeerd)",
        "Verwante items",
        "geeft uitvoering aan A-2021-0001 Zicht op buitenlandse slachtoffers met een Dublinstatus, "
        "in behandeling",
        "krijgt uitvoering door T-2021-0001 Fenomeenonderzoek naar asielzoekers die de COA-opvang "
        "mob verlaten, in behandeling",
        "Stand-van-zakenbrieven",
        "Moties, toezeggingen en aanbevelingen mensenhandel, 30 juni 2021",
    ]


def test_nothing_of_a_dossier_is_lost(case_store: Store) -> None:
    document = pack(case_store, "31015")
    said = lines(document)
    whole = "\n".join(said)
    with case_store.reading() as session:
        dossier = session.exec(select(Dossier.id).where(Dossier.number == "31 015")).one()
        items = session.exec(select(Item).where(Item.dossier_id == dossier)).all()
        keys = [item.id for item in items]
        due = session.exec(select(Deadline).where(col(Deadline.item_id).in_(keys))).all()
        notes = session.exec(select(ProgressNote).where(col(ProgressNote.item_id).in_(keys))).all()
        done = session.exec(select(Measure).where(col(Measure.item_id).in_(keys))).all()
    assert len(items) == 5
    headings = [block.text for block in document.blocks if isinstance(block, Heading)]
    for item in items:
        assert f"{item.number} {item.title}" in headings
        assert item.text in said
    for one in due:
        assert one.what in headings
        assert f"In de tekst: ‘{one.wording}’" in said
    for note in notes:
        assert note.text in whole
    for measure in done:
        assert measure.text in whole
    assert "https://zoek.officielebekendmakingen.nl/kst-31015-221.html" in links(document)
    assert {f"{BASE}/items/{item.number}" for item in items} <= links(document)


def test_a_move_is_told_with_its_reason_and_whether_the_house_knows(case_store: Store) -> None:
    who = actor(case_store)
    with case_store.writing() as session:
        one = session.exec(select(Deadline).where(Deadline.due_on == date(2021, 6, 30))).one()
        plan = Plan(one.wording, one.reference_date, own_date=date(2021, 9, 1))
        move_deadline(
            session, who, CLOCK, shipped_calendar(), one.id, one.version, plan, reason="Wordt later"
        )
    said = lines(pack(case_store, "31015"))
    assert "Uiterlijk: 1 september 2021, 1 dag te laat" in said
    assert "Reden van een eigen datum: Wordt later" in said
    assert (
        "Verplaatst: op do 1 juli 2021, 09.00 uur, was 30 juni 2021 (‘in de eerste helft van "
        "2021’), door Noor Aksoy, Wordt later"
    ) in said
    assert "Kamer geïnformeerd met: nog niet gemeld; de Kamer kent 30 juni 2021" in said


def test_the_steps_towards_a_deadline_are_told_with_their_days(case_store: Store) -> None:
    line_id = uuid.uuid4()
    steps = [["a", "Concept", 20], ["b", "Minister", 3], ["c", "Naar de Kamer", 0]]
    with case_store.writing() as session:
        act(session, actor(case_store), CLOCK)
        line = LeadLine(id=line_id, name="Brief", steps=steps, changed_at=CLOCK.now())
        session.add(line)
        session.flush()
        found = select(Deadline).where(Deadline.due_on == date(2021, 7, 8))
        deadline = session.exec(found).first()
        assert deadline
        deadline.lead_line_id = line_id
        item = session.get_one(Item, deadline.item_id)
        dossier = session.get_one(Dossier, item.dossier_id).number

    said = [line for line in lines(pack(case_store, dossier)) if line.startswith("Brief: ")]
    assert said == [
        "Brief: Concept: 10 juni 2021 (al voorbij)",
        "Brief: Minister: 5 juli 2021",
        "Brief: Naar de Kamer: 8 juli 2021",
    ]


def test_a_note_keeps_its_lists_and_links(case_store: Store) -> None:
    later = MovingClock(timedelta(), [1])
    with case_store.writing() as session:
        add_note(
            session, actor(case_store), later, "M-2021-0001",
            submission=uuid.UUID(int=5), noted_on=date(2021, 7, 2),
            text="Gedaan:\n\n- **eerst** dit\n- dan [dat](https://voorbeeld.nl/dat)",
        )  # fmt: skip
    document = pack(case_store, "28638", later)
    said = lines(document)
    start = said.index("2 juli 2021, Noor Aksoy")
    assert said[start + 1 : start + 4] == ["Gedaan:", "eerst dit", "dan dat"]
    assert "https://voorbeeld.nl/dat" in links(document)


def test_a_dossier_without_anything_is_missing(case_store: Store) -> None:
    with pytest.raises(Missing):
        pack(case_store, "12345")
