"""Debates and committee meetings of the House's register (Activiteit), and what hangs on them."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

from sqlmodel import Session, and_, col, or_, select

from tracker.adapters.syncfeed import instant
from tracker.db.queries.visible import visible
from tracker.db.tables import Deadline, Dossier, HouseRecord, HouseTie, Item, Paper, Publication
from tracker.domain.debates import due_by_debate
from tracker.domain.errors import DomainError
from tracker.domain.planning import DeadlineState
from tracker.domain.sittings import SittingCalendar
from tracker.domain.statuses import OPEN
from tracker.domain.texts import fold
from tracker.services.actors import Actor
from tracker.services.clock import AMSTERDAM, Clock
from tracker.services.deadlines import ChosenDebate, Plan, move_deadline
from tracker.services.items import find_item
from tracker.services.missing import Missing

LISTED = 25
READ_AHEAD = 2000
OFF = ("geannuleerd", "verplaatst", "vervallen")

_REPLACES = "vervangenVanuit"


@dataclass(frozen=True)
class Debate:
    """An Activiteit as the register has it; `due_on` is what a wording makes of its day.

    `begins_at` is the local time ('14.00'), '' where the register has none.
    `status` is as printed.
    """

    id: uuid.UUID
    number: str
    kind: str
    subject: str
    committee: str
    on: date | None
    begins_at: str
    status: str
    due_on: date | None = None

    @property
    def is_off(self) -> bool:
        """Whether it will not be held on that day."""
        return fold(self.status) in OFF


@dataclass(frozen=True)
class MovedDebate:
    """An open deadline whose debate is no longer on the day that it was chosen for.

    `debate` is where it is now: its new day, what replaces it, or that it is off. It is None
    where the register no longer has it.
    """

    deadline_id: uuid.UUID
    number: str
    what: str
    was_on: date
    debate: Debate | None


def debates_ahead(session: Session, today: date, words: str = "") -> tuple[Debate, ...]:
    """The next debates from a day on that have all these words, and are not off."""
    wanted = fold(words).split()
    found = (debate for debate in _debates(session, today) if not debate.is_off)
    matching = (debate for debate in found if _has(debate, wanted))
    return tuple(islice(matching, LISTED))


def next_debates(session: Session, item: Item, today: date) -> tuple[Debate, ...]:
    """The debates from a day on that the register has the item's paper or its dossier for.

    One that is off is among them: who counted on it must know.
    """
    dossier = session.get(Dossier, item.dossier_id) if item.dossier_id else None
    paper = session.get(Paper, item.source_paper_id) if item.source_paper_id else None
    named = [col(Publication.dossier) == dossier.number] if dossier else []
    named += [col(Publication.identifier) == paper.identifier] if paper else []
    if not named:
        return ()
    documents = select(Publication.record_id).where(
        or_(*named), col(Publication.record_id).is_not(None)
    )
    cases = select(HouseTie.to_id).where(
        col(HouseTie.from_id).in_(documents), HouseTie.field == "zaak"
    )
    on_agenda = select(HouseTie.to_id).where(
        or_(col(HouseTie.from_id).in_(documents), col(HouseTie.from_id).in_(cases)),
        HouseTie.field == "activiteit",
    )
    return tuple(_debates(session, today, col(HouseRecord.id).in_(on_agenda)))[:LISTED]


def next_debates_of(session: Session, actor: Actor, number: str, today: date) -> tuple[Debate, ...]:
    """The same, of the item under a number. Raises Missing."""
    return next_debates(session, find_item(session, actor, number), today)


def read_debate(session: Session, debate_id: uuid.UUID) -> Debate:
    """A debate by its key; what replaces it, where it was moved to another. Raises Missing."""
    record = session.get(HouseRecord, debate_id)
    if record is None or record.category != "Activiteit" or record.deleted:
        raise Missing
    debate = _debate(record)
    return (_replacement(session, debate.id) or debate) if debate.is_off else debate


def dated(
    debates: Iterable[Debate], wording: str, reference_date: date, calendar: SittingCalendar
) -> tuple[Debate, ...]:
    """The debates with the day that a wording sets for each; those for which it sets one."""
    days = (
        (debate, due_by_debate(wording, reference_date, debate.on, calendar))
        for debate in debates
        if debate.on
    )
    return tuple(replace(debate, due_on=day) for debate, day in days if day)


def choose_debate(
    session: Session,
    actor: Actor,
    clock: Clock,
    calendar: SittingCalendar,
    deadline_id: uuid.UUID,
    version: int,
    debate_id: uuid.UUID,
    reason: str,
) -> Deadline:
    """Give a deadline the date that its wording sets by a debate.

    Refuses a debate that is off or has no day, and a wording that sets none by it
    (DomainError 'debate.…'). `reason` says which debate, for the history.
    """
    deadline = session.get(Deadline, deadline_id)
    if deadline is None:
        raise Missing
    debate = read_debate(session, debate_id)
    if debate.is_off or debate.on is None:
        raise DomainError("debate.off", field="debate_id", number=debate.number)
    chosen = dated([debate], deadline.wording, deadline.reference_date, calendar)
    if not chosen:
        raise DomainError("debate.sets_no_day", field="debate_id", wording=deadline.wording)
    plan = Plan(
        deadline.wording,
        deadline.reference_date,
        own_date=chosen[0].due_on,
        debate=ChosenDebate(debate.id, debate.on),
    )
    return move_deadline(session, actor, clock, calendar, deadline_id, version, plan, reason=reason)


def moved_debates(session: Session, actor: Actor) -> tuple[MovedDebate, ...]:
    """The open deadlines whose debate was moved, is off, or went from the register."""
    statement = (
        select(Deadline, Item.number, HouseRecord)
        .join(Item, col(Item.id) == col(Deadline.item_id))
        .outerjoin(HouseRecord, col(HouseRecord.id) == col(Deadline.debate_id))
        .where(
            col(Deadline.debate_id).is_not(None),
            Deadline.state == DeadlineState.OPEN,
            col(Item.status).in_(sorted(OPEN)),
        )
        .order_by(col(Deadline.debate_on), col(Deadline.id))
    )
    rows = session.exec(visible(statement, actor.user_id)).all()
    found = (_moved(session, deadline, number, record) for deadline, number, record in rows)
    return tuple(one for one in found if one)


def _moved(
    session: Session, deadline: Deadline, number: str, record: HouseRecord | None
) -> MovedDebate | None:
    assert deadline.debate_on is not None
    debate = _debate(record) if record and not record.deleted else None
    if debate and debate.is_off:
        debate = _replacement(session, debate.id) or debate
    elif debate and debate.on == deadline.debate_on:
        return None
    return MovedDebate(deadline.id, number, deadline.what, deadline.debate_on, debate)


def _replacement(session: Session, debate_id: uuid.UUID) -> Debate | None:
    """The debate that came in the place of another, if it has a day."""
    ties = select(HouseTie.from_id).where(HouseTie.to_id == debate_id, HouseTie.field == _REPLACES)
    rows = session.exec(select(HouseRecord).where(*_live(), col(HouseRecord.id).in_(ties)))
    found = [debate for debate in map(_debate, rows) if debate.on and not debate.is_off]
    return min(found, key=lambda debate: (debate.on, debate.number), default=None)


def _debates(session: Session, today: date, *where: Any) -> Iterable[Debate]:
    statement = (
        select(HouseRecord)
        .where(*_live(), and_(col(HouseRecord.day) >= today, *where))
        .order_by(col(HouseRecord.day), col(HouseRecord.number), col(HouseRecord.id))
        .limit(READ_AHEAD)
    )
    return map(_debate, session.exec(statement))


def _live() -> tuple[Any, ...]:
    return HouseRecord.category == "Activiteit", col(HouseRecord.deleted).is_(False)


def _has(debate: Debate, wanted: list[str]) -> bool:
    printed = fold(f"{debate.number} {debate.kind} {debate.subject} {debate.committee}")
    return all(word in printed for word in wanted)


def _debate(record: HouseRecord) -> Debate:
    return Debate(
        id=record.id,
        number=record.number or "",
        kind=_first(record, "soort"),
        subject=_first(record, "onderwerp"),
        committee=_first(record, "voortouwnaam"),
        on=record.day,
        begins_at=_time(_first(record, "aanvangstijd")),
        status=_first(record, "status"),
    )


def _time(printed: str) -> str:
    """The local time of a moment; midnight stands for none."""
    moment = instant(printed)
    local = moment.astimezone(AMSTERDAM).strftime("%H.%M") if moment else ""
    return "" if local == "00.00" else local


def _first(record: HouseRecord, name: str) -> str:
    return str(next(iter(record.fields.get(name) or [""]))).strip()
