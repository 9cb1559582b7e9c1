"""A House of the tests' own: entities of every category that hang together, in any number.

Everything follows from the number asked for; the same number gives the same entities.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from xml.sax.saxutils import escape, quoteattr

DATA = "http://www.tweedekamer.nl/xsd/tkData/v1-0"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
BEGAN = datetime(2021, 1, 11, 9, 0, tzinfo=UTC)
DOSSIERS = 40
CASES_OF_A_DEBATE = 10
SUBJECTS = (
    "het tolkenregister", "de opvang van slachtoffers", "de wachttijden in de keten",
    "financiële steun aan gemeenten", "het toezicht op de sector", "de coördinatie in de regio",
    "één loket voor burgers", "de evaluatie van de wet", "het meldpunt voor misstanden",
    "de capaciteit van de recherche", "privacy bij gegevensdeling",
)  # fmt: skip
MINISTRIES = (
    ("Justitie en Veiligheid", "Minister van Justitie en Veiligheid"),
    ("Financiën", "Minister van Financiën"),
    ("Sociale Zaken en Werkgelegenheid", "Minister van Sociale Zaken en Werkgelegenheid"),
    ("Volksgezondheid, Welzijn en Sport", "Staatssecretaris van Volksgezondheid"),
)
PARTIES = ("Noord", "Zuid", "Oost", "West", "Kust", "Rivier", "Heide")
NAMES = (
    "Aalders", "Bouwhuis", "Çelik", "Dekkers", "El Amrani", "Föhring", "Grootveld", "Hiemstra",
    "Ünal", "Jaspers", "Kuiper", "Loenen", "Meerdink",
)  # fmt: skip
COMMITTEES = ("Justitie en Veiligheid", "Financiën", "Sociale Zaken", "Digitale Zaken")
FOLLOWED_DOSSIER, FOLLOWED_NUMBER = "28638", 172  # a motion of the worked case
TERMS = (
    "voor het zomerreces van 2021",
    "voor 1 oktober 2021",
    "binnen drie weken",
    "uiterlijk in mei",
)


@dataclass(frozen=True)
class Entity:
    """One entity as the House has it now; fields in order, each a name and its text."""

    category: str
    id: uuid.UUID
    changed: datetime
    fields: tuple[tuple[str, str], ...] = ()
    refs: tuple[tuple[str, uuid.UUID], ...] = ()
    deleted: bool = False

    @property
    def element(self) -> str:
        """The name of its element."""
        return self.category[0].lower() + self.category[1:]

    def content(self) -> str:
        """Its element, in the shape of its category."""
        prefix = "ns1:" if self.category == "Toezegging" else ""
        spaces = f'xmlns:ns1="{DATA}"' if prefix else f'xmlns="{DATA}" xmlns:tk="{DATA}"'
        own = "ns1" if prefix else "tk"
        changed = self.changed.strftime("%Y-%m-%dT%H:%M:%S.0000000")
        opening = (
            f'{prefix}{self.element} {spaces} xmlns:xsi="{XSI}" id="{self.id}" '
            f'{own}:bijgewerkt="{changed}" {own}:verwijderd="{str(self.deleted).lower()}"'
        )
        if self.deleted:
            return f"<{opening}/>"
        inside = [f"<{prefix}{name} ref={quoteattr(str(to))}/>" for name, to in self.refs]
        inside += [
            f"<{prefix}{name}>{escape(text)}</{prefix}{name}>"
            if text
            else f'<{prefix}{name} xsi:nil="true"/>'
            for name, text in self.fields
        ]
        return f"<{opening}>{''.join(inside)}</{prefix}{self.element}>"


def key(category: str, number: int) -> uuid.UUID:
    """The House's key of the so-manieth entity of a category."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{category}/{number}")


def contents(entries: int) -> list[Entity]:
    """So many entries, oldest first: what stands, and what was told of it later.

    One in twenty tells an entity again, changed; one in fifty takes one away.
    """
    told: list[Entity] = []
    for number, entity in enumerate(_standing(), start=1):
        told.append(entity)
        if number % 19 == 0:
            told.append(_changed(told[number * 7 % len(told)], entity.changed))
        if number % 49 == 0:
            told.append(_gone(told[number * 5 % len(told)], entity.changed))
        if len(told) >= entries:
            return told[:entries]
    raise AssertionError("It has no end.")


def _changed(entity: Entity, moment: datetime) -> Entity:
    if entity.deleted:
        return replace(entity, changed=moment)
    last, text = entity.fields[-1]
    fields = (*entity.fields[:-1], (last, f"{text} (hersteld)" if text else "hersteld"))
    return replace(entity, changed=moment, fields=fields)


def _gone(entity: Entity, moment: datetime) -> Entity:
    return replace(entity, changed=moment, fields=(), refs=(), deleted=True)


def _standing() -> Iterator[Entity]:
    yield from _people()
    for debate in count():
        yield from _debate(debate)


def _entity(
    category: str,
    number: int,
    fields: dict[str, str],
    refs: tuple[tuple[str, uuid.UUID], ...] = (),
) -> Entity:
    moment = BEGAN + timedelta(minutes=number)
    return Entity(category, key(category, number), moment, tuple(fields.items()), refs)


def _people() -> Iterator[Entity]:
    for number, party in enumerate(PARTIES):
        yield _entity("Fractie", number, {"afkorting": party, "naamNl": f"Partij {party}"})
    for number, name in enumerate(NAMES):
        yield _entity("Persoon", number, {"achternaam": name, "functie": "Tweede Kamerlid"})
    for number, name in enumerate(COMMITTEES):
        fields = {"afkorting": f"C{number}", "naamNl": f"vaste commissie voor {name}"}
        yield _entity("Commissie", number, fields)
    for number in range(DOSSIERS):
        fields = {"titel": f"Nota over {_subject(number)}", "nummer": _dossier(number)}
        fields |= {"toevoeging": "", "kamer": "2"}
        yield _entity("Kamerstukdossier", number, fields)


def _debate(number: int) -> Iterator[Entity]:
    """A debate with its motions, and what was promised in it."""
    committee = number % len(COMMITTEES)
    day = _day(number)
    fields = {
        "soort": "Commissiedebat",
        "nummer": f"{day.year}A{number:05}",
        "onderwerp": f"Debat over {_subject(number)}",
        "datum": f"{day}T00:00:00",
        "status": "Uitgevoerd",
        "voortouwnaam": f"vaste commissie voor {COMMITTEES[committee]}",
    }
    yield _entity(
        "Activiteit", number, fields, (("voortouwcommissie", key("Commissie", committee)),)
    )
    point = {"nummer": f"{day.year}P{number:05}", "onderwerp": "Stemmingen over moties"}
    yield _entity("Agendapunt", number, point, (("activiteit", key("Activiteit", number)),))
    for case in range(number * CASES_OF_A_DEBATE, (number + 1) * CASES_OF_A_DEBATE):
        yield from _motion(case, number)
        if case % 2:
            yield _commitment(case, number)


def _motion(case: int, debate: int) -> Iterator[Entity]:
    of_case, day = ("zaak", key("Zaak", case)), _day(debate)
    name = NAMES[case % len(NAMES)]
    subject = f"Motie van het lid {name} over {_subject(case)}"
    dossier = ("kamerstukdossier", key("Kamerstukdossier", case % DOSSIERS))
    fields = {
        "nummer": f"{day.year}Z{case:06}",
        "soort": "Motie",
        "onderwerp": subject,
        "titel": f"Nota over {_subject(case)}",
        "gestartOp": f"{day}T00:00:00",
        "organisatie": "Tweede Kamer",
        "kabinetsappreciatie": "Oordeel Kamer" if case % 3 else "Ontraden",
    }
    yield _entity("Zaak", case, fields, (dossier,))
    for which, relation in enumerate(("Indiener", "Medeindiener")):
        member = (case + which * 3) % len(NAMES)
        refs = of_case, ("persoon", key("Persoon", member))
        party = PARTIES[member % len(PARTIES)]
        fields = {"actorNaam": NAMES[member], "actorFractie": party, "relatie": relation}
        yield _entity("ZaakActor", case * 3 + which, fields, refs)
    _, post = MINISTRIES[case % len(MINISTRIES)]
    fields = {"actorNaam": "", "functie": post, "relatie": "Gericht aan"}
    yield _entity("ZaakActor", case * 3 + 2, fields, (of_case,))
    yield from _decision(case, debate)
    yield from _paper(case, day, subject, (of_case, dossier))


def _decision(case: int, debate: int) -> Iterator[Entity]:
    refs = ("zaak", key("Zaak", case)), ("agendapunt", key("Agendapunt", debate))
    text = "Aangenomen." if case % 4 else "Verworpen."
    fields = {"besluitSoort": f"Stemmen - {text[:-1].lower()}", "besluitTekst": text}
    yield _entity("Besluit", case, fields | {"status": "Besluit"}, refs)
    for which in range(2):
        party = (case + which) % len(PARTIES)
        fields = {"soort": "Tegen" if which else "Voor", "fractieGrootte": str(10 + party)}
        fields |= {"actorNaam": PARTIES[party], "vergissing": "false"}
        refs = ("besluit", key("Besluit", case)), ("fractie", key("Fractie", party))
        yield _entity("Stemming", case * 2 + which, fields, refs)


def _paper(
    case: int, day: date, subject: str, refs: tuple[tuple[str, uuid.UUID], ...]
) -> Iterator[Entity]:
    cited = _dossier(case + 3) if case % 30 else FOLLOWED_DOSSIER
    number = case % 90 + 1 if case % 30 else FOLLOWED_NUMBER
    fields = {
        "soort": "Motie",
        "documentNummer": f"{day.year}D{case:06}",
        "titel": f"{subject} (t.v.v. {cited[:2]} {cited[2:]}, nr. {number})",
        "onderwerp": f"verzoekt de regering {_subject(case + 1)} te regelen",
        "datum": f"{day}T00:00:00",
        "volgnummer": str(case // DOSSIERS + 2),
        "vergaderjaar": f"{day.year}-{day.year + 1}",
        "kamer": "2",
    }
    yield _entity("Document", case, fields, refs)
    name = NAMES[case % len(NAMES)]
    actor = {"actorNaam": name, "actorFractie": PARTIES[case % len(PARTIES)]}
    actor |= {"functie": "Tweede Kamerlid", "relatie": "Eerste ondertekenaar"}
    yield _entity("DocumentActor", case, actor, (("document", key("Document", case)),))


def _commitment(case: int, debate: int) -> Entity:
    ministry, post = MINISTRIES[case % len(MINISTRIES)]
    day, met = _day(debate), case % 5 == 0
    fields = {
        "aanmaakdatum": f"{day}T12:00:00+02:00",
        "nummer": f"TZ{day.year}{day.month:02}-{case:05}",
        "activiteitNummer": f"{day.year}A{debate:05}",
        "naam": NAMES[case % len(NAMES)],
        "functie": post,
        "ministerie": ministry,
        "status": "Voldaan" if met else "Openstaand",
        "datumNakoming": f"{day + timedelta(days=60)}T00:00:00" if met else "",
        "kamerbriefNakoming": f"{day.year}{'DZ'[case % 4 == 1]}{case:06}" if met else "",
        "tekst": f"De Kamer ontvangt {TERMS[case % 4]} een brief over {_subject(case)}.",
    }
    return _entity("Toezegging", case, fields, (("activiteit", key("Activiteit", debate)),))


def _dossier(number: int) -> str:
    return str(29_000 + number % DOSSIERS * 37)


def _subject(number: int) -> str:
    words = SUBJECTS[number % len(SUBJECTS)], SUBJECTS[number // 3 % len(SUBJECTS)]
    return " en ".join(dict.fromkeys(words))


def _day(number: int) -> date:
    return BEGAN.date() + timedelta(days=number % 300)
