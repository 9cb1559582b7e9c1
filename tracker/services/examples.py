"""Example items by the thousand, the same for the same seed, to see and measure big lists.

They lie in dossiers 99 001 to 99 008, which the House does not have, and say that they
are examples. They are put in without history.
"""

import random
import uuid
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, SQLModel, func, insert, select

from tracker.db.tables import Deadline, Item, Minister, Paper, Programme, Unit, User
from tracker.db.tables.papers import PaperKind
from tracker.domain.planning import Certainty, DeadlineState, Strength
from tracker.domain.references_read import read_reference
from tracker.domain.statuses import Kind, Outcome, Response, Status, is_open
from tracker.domain.texts import fold
from tracker.services.actors import SYSTEM, act
from tracker.services.clock import Clock
from tracker.services.numbers import LETTERS, note_number
from tracker.services.papers import ensure_paper

BATCH = 2_000
DOSSIERS = 8
PAPERS_A_DOSSIER = 40
FIRST_NUMBER = 1_000
TEXT = "Voorbeeldgegevens."
SUBJECTS = [
    "Evaluatie van de pilot", "Handreiking voor gemeenten over", "Cijfers over",
    "Verkenning naar", "Reactie op het advies over", "Monitor van", "Brief over",
    "Planning van", "Gesprek met de sector over", "Toetsingskader voor",
]  # fmt: skip
THEMES = [
    "het slachtofferloket", "huisverboden", "doorlooptijden in de keten", "een landelijk meldpunt",
    "regionale samenwerking", "gegevensdeling", "jeugdhulp", "online veiligheid",
    "capaciteit bij de politie", "de wetsevaluatie", "subsidies aan partners", "opvang",
]  # fmt: skip
WORDINGS = ["eind van het jaar", "voor het reces", "in het voorjaar", "binnen drie maanden"]
STATUSES = [
    (Status.RECEIVED, 10), (Status.ASSESSING, 10), (Status.IN_PROGRESS, 30), (Status.ONGOING, 5),
    (Status.PARTLY_MET, 5), (Status.PROPOSED_MET, 5), (Status.MET, 30), (Status.TRANSFERRED, 2),
    (Status.NOT_CARRIED_OUT, 2), (Status.LAPSED, 1),
]  # fmt: skip

Values = dict[str, Any]


def add_examples(session: Session, clock: Clock, items: int, seed: int = 2021) -> None:
    """Put in so many example items, each with three deadlines; others when there are some."""
    begun = _Beginning(session, clock)
    chance = random.Random(f"{seed}/{begun.first}")
    rows: tuple[list[Values], list[Values]] = ([], [])
    for number in range(items):
        item, deadlines = _example(chance, begun, number)
        rows[0].append(item)
        rows[1].extend(deadlines)
        if len(rows[0]) == BATCH:
            _write(session, *rows)
            rows = ([], [])
    _write(session, *rows)
    for kind in Kind:
        note_number(session, f"{LETTERS[kind]}-{begun.year}-{begun.first + items}")


class _Beginning:
    """What the examples hang on: the rows that are there, and the papers made for them."""

    def __init__(self, session: Session, clock: Clock) -> None:
        act(session, SYSTEM, clock, "Voorbeeldgegevens")
        self.now, self.today, self.year = clock.now(), clock.today(), clock.today().year
        self.first = self._after_the_last(session)
        self.users = _keys(session, User, "email")
        self.units = _keys(session, Unit, "code")
        self.ministers = _keys(session, Minister, "code")
        self.programmes = _keys(session, Programme, "name")
        self.papers = [
            ensure_paper(
                session,
                read_reference(f"99 {dossier:03}, nr. {number}"),
                title="Voorbeeldgegevens",
                kind=PaperKind.LETTER,
                session_year="2020/21",
            )
            for dossier in range(1, DOSSIERS + 1)
            for number in range(1, PAPERS_A_DOSSIER + 1)
        ]
        session.flush()

    @staticmethod
    def _after_the_last(session: Session) -> int:
        return FIRST_NUMBER + session.exec(select(func.count()).select_from(Item)).one()


def _keys(session: Session, table: type[SQLModel], name: str) -> list[uuid.UUID | None]:
    """The keys of a table's rows in the order of their names, alike on both databases."""
    rows = session.exec(select(getattr(table, name), table.id))  # type: ignore[attr-defined]
    return [key for _, key in sorted(rows)] or [None]


def _example(chance: random.Random, begun: _Beginning, number: int) -> tuple[Values, list[Values]]:
    kind = chance.choice(list(Kind))
    [status] = chance.choices(*zip(*STATUSES, strict=True))
    paper = chance.choice(begun.papers)
    item_id = uuid.UUID(int=chance.getrandbits(128), version=4)
    deadlines = [
        _deadline(chance, begun, item_id, open_=is_open(status) and place < 2) for place in range(3)
    ]
    return _item(chance, begun, number, kind, status, paper, item_id, deadlines), deadlines


def _item(
    chance: random.Random,
    begun: _Beginning,
    number: int,
    kind: Kind,
    status: Status,
    paper: Paper,
    item_id: uuid.UUID,
    deadlines: list[Values],
) -> Values:
    title = f"{chance.choice(SUBJECTS)} {chance.choice(THEMES)}"
    name = f"{LETTERS[kind]}-{begun.year}-{begun.first + number:04}"
    submitter = "Voorbeeld" if kind is Kind.MOTION else ""
    first = _first_open(deadlines)
    late = [d["late_after"] for d in deadlines if d["late_after"] and d["state"] == "open"]
    return {
        "id": item_id,
        "version": 1,
        "number": name,
        "kind": kind,
        "title": title,
        "text": TEXT,
        "note": "",
        "status": status,
        "outcome": Outcome.ADOPTED if kind is Kind.MOTION else None,
        "submitters": [submitter] if submitter else [],
        "cum_suis": False,
        "response": Response.ACCEPTED if kind is Kind.RECOMMENDATION else None,
        "reference_date": _day(chance, begun.today, -900, -30),
        "source_paper_id": paper.id,
        "dossier_id": paper.dossier_id,
        "programme_id": chance.choice(begun.programmes),
        "minister_id": chance.choice(begun.ministers),
        "unit_id": chance.choice(begun.units),
        "owner_id": chance.choice(begun.users),
        "closed_on": None if is_open(status) else _day(chance, begun.today, -400, -1),
        "next_deadline_id": first["id"] if first else None,
        "next_due_on": first["due_on"] if first else None,
        "late_after": min(late, default=None),
        "words": fold(f"{name} {title} {TEXT} {submitter} {paper.label} {paper.identifier}"),
        "created_at": begun.now,
        "changed_at": begun.now - timedelta(minutes=chance.randrange(500_000)),
    }


def _deadline(
    chance: random.Random, begun: _Beginning, item_id: uuid.UUID, *, open_: bool
) -> Values:
    certainty = chance.choices(list(Certainty), [70, 20, 10])[0]
    dated = certainty is not Certainty.UNRESOLVED
    due_on = _day(chance, begun.today, -60 if open_ else -700, 700 if open_ else -60)
    return {
        "id": uuid.UUID(int=chance.getrandbits(128), version=4),
        "version": 1,
        "item_id": item_id,
        "what": f"{chance.choice(SUBJECTS)} {chance.choice(THEMES)}",
        "wording": chance.choice(WORDINGS),
        "reference_date": begun.today - timedelta(days=365),
        "due_on": due_on if dated else None,
        "on_time_until": due_on if dated else None,
        "certainty": certainty,
        "rule": "example",
        "recesses": [],
        "strength": chance.choice(list(Strength)),
        "review_on": None if dated else begun.today + timedelta(days=chance.randrange(120)),
        "house_due_on": due_on if dated else None,
        "house_on_time_until": due_on if dated else None,
        "late_after": due_on if dated else None,
        "occurrence": 0,
        "state": DeadlineState.OPEN if open_ else DeadlineState.MET,
        "settled_on": None if open_ else due_on,
        "created_at": begun.now,
        "changed_at": begun.now,
    }


def _first_open(deadlines: list[Values]) -> Values | None:
    waiting = [d for d in deadlines if d["state"] is DeadlineState.OPEN]
    return min(
        waiting, key=lambda d: (d["due_on"] or date.max, d["review_on"], d["id"]), default=None
    )


def _day(chance: random.Random, today: date, start: int, end: int) -> date:
    return today + timedelta(days=chance.randrange(start, end))


def _write(session: Session, items: list[Values], deadlines: list[Values]) -> None:
    for table, rows in ((Item, items), (Deadline, deadlines)):
        if rows:
            session.execute(insert(table), rows)
