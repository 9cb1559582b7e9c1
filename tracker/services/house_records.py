"""Motions and commitments as the House's register has them, put together from its records.

Records come in any order: what a record refers to and what is not there yet is unknown, and
is known at the next reading.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from tracker.db.tables import HouseRecord, HouseTie, Publication
from tracker.domain.house_motions import (
    Decision,
    PartyVotes,
    RegisterStatus,
    Vote,
    appreciation_of,
    outcome_of,
    register_status_of,
    subject_of,
    votes_by_party,
)
from tracker.domain.letters_dicta import dictum_in
from tracker.domain.references_found import find_references
from tracker.domain.statuses import Appreciation, Outcome
from tracker.domain.texts import fold
from tracker.services.clock import AMSTERDAM
from tracker.services.publications import read_dossier_fields, texts_of

_AT_ONCE = 1000
_SUBMITS = ("indiener", "medeindiener")
_DECIDED = "besluit"
_ANNEX = "Bijlage"


@dataclass(frozen=True)
class Submitter:
    """Who submitted a motion, and their party where it is known."""

    name: str
    party: str | None


@dataclass(frozen=True)
class HouseMotion:
    """A motion in the register.

    `subject` is what it is about, `title` the register's heading of the debate, `text` what it
    asks, as far as its own text is there. `outcome`
    is None while nothing clear was decided, `decided_on` the day of the activity in which it
    was, as far as that is known. `papers` are identifiers of its publications, the
    motion itself first; `replaces` and `related` are numbers of cases, or the paper that the
    subject names (t.v.v.). `votes` is read only when asked for.
    """

    id: uuid.UUID
    number: str
    subject: str
    title: str
    submitters: tuple[Submitter, ...]
    cum_suis: bool
    addressed_to: tuple[str, ...]
    committees: tuple[str, ...]
    text: str
    printed_appreciation: str
    appreciation: Appreciation | None
    outcome: Outcome | None
    decided_on: date | None
    submitted_on: date | None
    votes: PartyVotes | None
    papers: tuple[str, ...]
    dossier: str | None
    replaces: tuple[str, ...]
    related: tuple[str, ...]


@dataclass(frozen=True)
class Fulfilment:
    """A fulfilment paper: as the register prints it, and its identifier where that is known."""

    printed: str
    identifier: str | None


@dataclass(frozen=True)
class HouseCommitment:
    """A commitment in the register; `held_on` is the day of the activity where it was made."""

    id: uuid.UUID
    number: str
    by_post: str
    by_name: str
    ministry: str
    to: tuple[str, ...]
    activity_number: str | None
    activity_title: str | None
    committees: tuple[str, ...]
    held_on: date | None
    created_on: date | None
    text: str
    printed_status: str
    status: RegisterStatus | None
    fulfilment: tuple[Fulfilment, ...]
    fulfilled_on: date | None

    @property
    def made_on(self) -> date | None:
        """The day from which its terms count: that of the debate, or of its registration."""
        return self.held_on or self.created_on


def read_motion(session: Session, zaak_id: uuid.UUID) -> HouseMotion | None:
    """The motion under a case's key, with its votes; None where that is no motion's case."""
    return read_motions(session, [zaak_id], with_votes=True).get(zaak_id)


def read_commitment(session: Session, record_id: uuid.UUID) -> HouseCommitment | None:
    """The commitment under a key; None where there is none."""
    return read_commitments(session, [record_id]).get(record_id)


def read_motions(
    session: Session, keys: Collection[uuid.UUID], *, with_votes: bool = False
) -> dict[uuid.UUID, HouseMotion]:
    """The motions among these cases, in a number of queries that does not grow with them."""
    around = _Around(session)
    around.add(keys)
    cases = {key: one for key in keys if (one := around.get(key, "Zaak")) and _is_motion(one)}
    around.come_to(cases, "zaak")
    near = around.pointing(cases, "zaak")
    around.follow([*cases, *near])
    if with_votes:
        decisions = [key for key in near if around.get(key, "Besluit")]
        around.come_to(decisions, "besluit")
        around.follow(around.pointing(decisions, "besluit"))
    around.follow([key for key in around.records if around.get(key, "Agendapunt")])
    documents = [key for key in near if around.get(key, "Document")]
    papers, texts = _publications(session, documents), texts_of(session, documents)
    return {
        key: _motion(around, record, papers, texts, with_votes) for key, record in cases.items()
    }


def read_commitments(
    session: Session, keys: Collection[uuid.UUID]
) -> dict[uuid.UUID, HouseCommitment]:
    """The commitments among these records, in a number of queries that does not grow."""
    around = _Around(session)
    around.add(keys)
    found = {key: one for key in keys if (one := around.get(key, "Toezegging"))}
    around.follow(found)
    activities = [key for key in around.records if around.get(key, "Activiteit")]
    around.follow(activities)
    printed = {one for record in found.values() for one in record.fields.get(_FULFILLED_BY, ())}
    papers = fulfilment_papers(session, printed)
    return {key: _commitment(around, record, papers) for key, record in found.items()}


def fulfilment_papers(session: Session, printed: Collection[str]) -> dict[str, str]:
    """Identifiers of papers that the register gives by a document's or a case's number."""
    found = _by_case_number(session, printed)
    statement = select(Publication.number, Publication.identifier)
    for part in _parts(printed):
        rows = session.exec(statement.where(col(Publication.number).in_(part)))
        found |= {number: identifier for number, identifier in rows if number}
    for one in set(printed) - found.keys():
        named = find_references(one)
        if len(named) == 1:
            found[one] = named[0].id
    return found


def printed_day(printed: str) -> date | None:
    """The day in Amsterdam of a moment as the register prints it; 0001-01-01 is none."""
    try:
        moment = datetime.fromisoformat(printed)
    except ValueError:
        return None
    if moment.year == 1:
        return None
    return (moment.astimezone(AMSTERDAM) if moment.tzinfo else moment).date()


# Records and what is around them


class _Around:
    """Records by key, and their ties both ways, read in bulk as they are asked for."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.records: dict[uuid.UUID, HouseRecord] = {}
        self._ties: dict[tuple[uuid.UUID, str], list[uuid.UUID]] = {}
        self._into: dict[tuple[uuid.UUID, str], list[uuid.UUID]] = {}

    def add(self, keys: Iterable[uuid.UUID]) -> None:
        """Read these records, as far as they are there."""
        for part in _parts(set(keys) - self.records.keys()):
            live = (col(HouseRecord.id).in_(part), col(HouseRecord.deleted).is_(False))
            for record in self.session.exec(select(HouseRecord).where(*live)):
                self.records[record.id] = record

    def follow(self, keys: Iterable[uuid.UUID]) -> None:
        """Read what these records refer to."""
        found: set[uuid.UUID] = set()
        for part in _parts(keys):
            rows = self.session.exec(
                select(HouseTie)
                .where(col(HouseTie.from_id).in_(part))
                .order_by(col(HouseTie.to_id))
            )
            for tie in rows:
                self._ties.setdefault((tie.from_id, tie.field), []).append(tie.to_id)
                found.add(tie.to_id)
        self.add(found)

    def come_to(self, keys: Iterable[uuid.UUID], field: str) -> None:
        """Read the records that refer to these in a field."""
        found: set[uuid.UUID] = set()
        for part in _parts(keys):
            rows = self.session.exec(
                select(HouseTie)
                .where(col(HouseTie.to_id).in_(part), HouseTie.field == field)
                .order_by(col(HouseTie.from_id))
            )
            for tie in rows:
                self._into.setdefault((tie.to_id, field), []).append(tie.from_id)
                found.add(tie.from_id)
        self.add(found)

    def get(self, key: uuid.UUID, category: str) -> HouseRecord | None:
        """A record that was read, if it is of a category."""
        record = self.records.get(key)
        return record if record and record.category == category else None

    def of(self, key: uuid.UUID, field: str) -> list[HouseRecord]:
        """The records that one refers to in a field, as far as they are there."""
        return [
            self.records[one] for one in self._ties.get((key, field), ()) if one in self.records
        ]

    def pointing(self, keys: Iterable[uuid.UUID], field: str) -> list[uuid.UUID]:
        """The keys of the records that refer to these in a field."""
        found = dict.fromkeys(one for key in keys for one in self._into.get((key, field), ()))
        return [one for one in found if one in self.records]

    def at(self, key: uuid.UUID, field: str, category: str) -> list[HouseRecord]:
        """The records of a category that refer to one."""
        found = (self.get(one, category) for one in self.pointing([key], field))
        return [one for one in found if one]


def _parts(keys: Iterable[object]) -> Iterable[list[object]]:
    every = list(keys)
    return (every[start : start + _AT_ONCE] for start in range(0, len(every), _AT_ONCE))


def _first(record: HouseRecord, name: str) -> str:
    values = record.fields.get(name) or [""]
    return str(values[0]).strip()


def _is_motion(record: HouseRecord) -> bool:
    return "motie" in fold(_first(record, "soort")).split()


# A motion


def _motion(
    around: _Around,
    record: HouseRecord,
    papers: Mapping[uuid.UUID, Publication],
    texts: Mapping[uuid.UUID, str],
    with_votes: bool,
) -> HouseMotion:
    printed = subject_of(_first(record, "onderwerp"))
    actors = around.at(record.id, "zaak", "ZaakActor")
    decisions = _decisions(around, record)
    own = _papers_of(around, record, papers)
    numbers = [one.number for one in around.of(record.id, "vervangenVanuit") if one.number]
    votes = [_vote(around, vote) for one, _ in decisions[-1:] for vote in _votes_at(around, one)]
    return HouseMotion(
        id=record.id,
        number=record.number or _first(record, "nummer"),
        subject=printed.subject or _first(record, "onderwerp"),
        title=_first(record, "titel"),
        submitters=_submitters(around, actors) or _named(printed.submitters),
        cum_suis=printed.cum_suis,
        addressed_to=tuple(
            _first(one, "functie") or _first(one, "actorNaam")
            for one in actors
            if fold(_first(one, "relatie")) == "gericht aan"
        ),
        committees=_committees(around, actors),
        text=next(
            filter(None, (dictum_in(texts.get(one.record_id or one.id, "")) for one in own)), ""
        ),
        printed_appreciation=_first(record, "kabinetsappreciatie"),
        appreciation=appreciation_of(_first(record, "kabinetsappreciatie")),
        outcome=outcome_of(_as_decision(one) for one, _ in decisions),
        decided_on=_decided_on(decisions),
        submitted_on=printed_day(_first(record, "gestartOp")),
        votes=votes_by_party(votes) if with_votes and votes else None,
        papers=tuple(one.identifier for one in own),
        dossier=_dossier(around, record, own),
        replaces=tuple(
            dict.fromkeys([*numbers, *([printed.replaces] if printed.replaces else [])])
        ),
        related=tuple(
            one.number for one in around.of(record.id, "gerelateerdVanuit") if one.number
        ),
    )


def _decisions(around: _Around, record: HouseRecord) -> list[tuple[HouseRecord, date | None]]:
    """What was decided about a case, with its day, in the order in which that was."""
    found = [(one, _day_of(around, one)) for one in around.at(record.id, "zaak", "Besluit")]
    decided = [one for one in found if fold(_first(one[0], "status")) == _DECIDED]
    return sorted(
        decided,
        key=lambda one: (
            one[1] or printed_day(one[0].changed_at) or date.min,
            _order(_first(one[0], "agendapuntZaakBesluitVolgorde")),
            one[0].changed_at,
            one[0].id,
        ),
    )


def _order(printed: str) -> int:
    return int(printed) if printed.lstrip("-").isdigit() else 0


def _day_of(around: _Around, decision: HouseRecord) -> date | None:
    """The day of the meeting; a decision by itself only says when its record was changed."""
    for point in around.of(decision.id, "agendapunt"):
        for activity in around.of(point.id, "activiteit"):
            if day := activity.day or printed_day(_first(activity, "datum")):
                return day
    return None


def _as_decision(record: HouseRecord) -> Decision:
    return Decision(
        _first(record, "besluitSoort"), _first(record, "besluitTekst"), _first(record, "status")
    )


def _decided_on(decisions: Sequence[tuple[HouseRecord, date | None]]) -> date | None:
    """The day of the last decision that says by itself what became of the motion."""
    telling = [day for one, day in decisions if outcome_of([_as_decision(one)])]
    return telling[-1] if telling else None


def _votes_at(around: _Around, decision: HouseRecord) -> list[HouseRecord]:
    return around.at(decision.id, "besluit", "Stemming")


def _vote(around: _Around, record: HouseRecord) -> Vote:
    person = around.of(record.id, "persoon")
    seats = _first(record, "fractieGrootte")
    name = _first(record, "actorNaam")
    party = _party(around, record) or name
    return Vote(
        party=party,
        choice=_first(record, "soort"),
        seats=int(seats) if seats.isdigit() else None,
        person=str(person[0].id) if person else (name if name != party else None) or None,
        mistaken=fold(_first(record, "vergissing")) == "true",
    )


def _submitters(around: _Around, actors: Sequence[HouseRecord]) -> tuple[Submitter, ...]:
    """The first submitter before those who submit with them."""
    found = [
        (_SUBMITS.index(role), Submitter(_surname(around, one), _party(around, one) or None))
        for one in actors
        if (role := fold(_first(one, "relatie"))) in _SUBMITS
    ]
    ordered = sorted(found, key=lambda one: (one[0], fold(one[1].name)))
    return tuple(dict.fromkeys(one for _, one in ordered if one.name))


def _named(names: Sequence[str]) -> tuple[Submitter, ...]:
    return tuple(Submitter(name, None) for name in names)


def _surname(around: _Around, actor: HouseRecord) -> str:
    """'Van der Plas' of a person that is there; else the name as the case has it."""
    for person in around.of(actor.id, "persoon"):
        names = (_first(person, "tussenvoegsel"), _first(person, "achternaam"))
        if full := " ".join(filter(None, names)):
            return full[0].upper() + full[1:]
    return _first(actor, "actorNaam")


def _party(around: _Around, record: HouseRecord) -> str:
    for party in around.of(record.id, "fractie"):
        if name := _first(party, "afkorting") or _first(party, "naamNl"):
            return name
    return _first(record, "actorFractie")


def _committees(around: _Around, actors: Sequence[HouseRecord]) -> tuple[str, ...]:
    names: list[str] = []
    for one in actors:
        if "commissie" in fold(_first(one, "relatie")):
            names += [_first(one, "actorNaam"), _first(one, "actorAfkorting")]
        names += _committee_names(around.of(one.id, "commissie"))
    return tuple(dict.fromkeys(filter(None, names)))


def _committee_names(records: Sequence[HouseRecord]) -> list[str]:
    return [_first(one, name) for one in records for name in ("naamNl", "afkorting")]


def _publications(
    session: Session, documents: Collection[uuid.UUID]
) -> dict[uuid.UUID, Publication]:
    found: dict[uuid.UUID, Publication] = {}
    for part in _parts(documents):
        rows = session.exec(select(Publication).where(col(Publication.record_id).in_(part)))
        found |= {row.record_id: row for row in rows if row.record_id}
    return found


def _papers_of(
    around: _Around, record: HouseRecord, papers: Mapping[uuid.UUID, Publication]
) -> list[Publication]:
    documents = around.at(record.id, "zaak", "Document")
    own = [papers[one.id] for one in documents if one.id in papers]
    return sorted(own, key=lambda one: ("motie" not in fold(one.kind or ""), one.identifier))


def _dossier(around: _Around, record: HouseRecord, papers: Sequence[Publication]) -> str | None:
    for dossier in around.of(record.id, "kamerstukdossier"):
        if found := read_dossier_fields(dossier.fields):
            return found.printed
    return next((one.dossier for one in papers if one.dossier), None)


# A commitment

_FULFILLED_BY = "kamerbriefNakoming"
_MADE_TO = ("toegezegdAan", "toegezegdAanPersoon", "toegezegdAanFractie")


def _commitment(around: _Around, record: HouseRecord, papers: Mapping[str, str]) -> HouseCommitment:
    activity = next(iter(around.of(record.id, "activiteit")), None)
    return HouseCommitment(
        id=record.id,
        number=record.number or _first(record, "nummer"),
        by_post=_first(record, "functie"),
        by_name=_first(record, "naam"),
        ministry=_first(record, "ministerie"),
        to=tuple(
            dict.fromkeys(
                name
                for field in _MADE_TO
                for one in around.of(record.id, field)
                if (name := _promised_to(one))
            )
        ),
        activity_number=_first(record, "activiteitNummer")
        or (activity and activity.number)
        or None,
        activity_title=_first(activity, "onderwerp") or None if activity else None,
        committees=_led_by(around, activity) if activity else (),
        held_on=(activity.day or printed_day(_first(activity, "datum"))) if activity else None,
        created_on=printed_day(_first(record, "aanmaakdatum")),
        text=_first(record, "tekst"),
        printed_status=_first(record, "status"),
        status=register_status_of(_first(record, "status")),
        fulfilment=tuple(
            Fulfilment(one, papers.get(one)) for one in record.fields.get(_FULFILLED_BY, ()) if one
        ),
        fulfilled_on=printed_day(_first(record, "datumNakoming")),
    )


def _promised_to(record: HouseRecord) -> str:
    if record.category == "Persoon":
        names = (_first(record, "tussenvoegsel"), _first(record, "achternaam"))
        return " ".join(filter(None, names))
    return _first(record, "afkorting") or _first(record, "naamNl")


def _led_by(around: _Around, activity: HouseRecord) -> tuple[str, ...]:
    printed = [_first(activity, name) for name in ("voortouwnaam", "voortouwafkorting")]
    names = [*printed, *_committee_names(around.of(activity.id, "voortouwcommissie"))]
    return tuple(dict.fromkeys(filter(None, names)))


def _by_case_number(session: Session, printed: Collection[str]) -> dict[str, str]:
    """The paper of each case, annexes apart; one with several does not say which it is."""
    found: dict[str, set[str]] = {}
    for part in _parts(printed):
        rows = session.exec(
            select(HouseRecord.number, Publication.identifier)
            .join(HouseTie, (col(HouseTie.to_id) == HouseRecord.id))
            .join(Publication, col(Publication.record_id) == HouseTie.from_id)
            .where(
                HouseRecord.category == "Zaak",
                col(HouseRecord.number).in_(part),
                HouseTie.field == "zaak",
                func.coalesce(Publication.kind, "") != _ANNEX,
            )
        )
        for number, identifier in rows:
            found.setdefault(number or "", set()).add(identifier)
    return {number: one for number, (one, *others) in found.items() if not others}
