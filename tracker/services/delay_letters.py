"""The draft of a letter about a deadline that moved and that the House was not told of."""

import uuid
from datetime import date

from sqlmodel import Session, col, or_, select

from tracker.adapters.annexes import render_delay_letter
from tracker.adapters.annexes.layouts.delay_letter import DelayLetter
from tracker.adapters.child import in_child
from tracker.adapters.labels import label
from tracker.adapters.messages import Messages
from tracker.db.queries.visible import visible
from tracker.db.tables import Change, Deadline, Item, Minister, Paper, Tenure
from tracker.db.tables.progress_letters import Addressee
from tracker.domain.errors import DomainError
from tracker.domain.planning import DeadlineState
from tracker.services.actors import Actor
from tracker.services.clock import Clock
from tracker.services.letter_files import RENDER_WITHIN
from tracker.services.letter_rows import description
from tracker.services.missing import Missing

FORMATS = ("odt", "docx")


def read_delay_letter(
    session: Session, actor: Actor, clock: Clock, deadline_id: uuid.UUID, messages: Messages
) -> DelayLetter:
    """What the letter about a deadline says. Raises Missing, and refuses one that is settled or
    that has the date that the House knows."""
    found = session.execute(
        visible(select(Deadline, Item), actor.user_id)
        .join(Item, col(Item.id) == col(Deadline.item_id))
        .where(col(Deadline.id) == deadline_id)
    ).first()
    if found is None:
        raise Missing
    deadline, item = found
    if deadline.state is not DeadlineState.OPEN or deadline.due_on == deadline.house_due_on:
        raise DomainError("delay.not_moved")
    paper = session.get(Paper, deadline.source_paper_id or item.source_paper_id)
    post, person = _post(session, deadline.minister_id or item.minister_id, clock.today())
    return DelayLetter(
        description=description(item, messages),
        kind=item.kind,
        source_place=paper.source_place if paper else "",
        source_url=paper.address if paper else None,
        what=deadline.what,
        wording=_first_wording(session, deadline),
        known_until=deadline.house_due_on,
        due_on=deadline.due_on,
        certainty=deadline.certainty,
        reason=_reason(session, deadline),
        addressee=label(messages, "addressee", _addressee(item)),
        post=post,
        person=person,
        on=clock.today(),
        author=actor.name,
        made_at=clock.now(),
    )


def delay_letter_file(letter: DelayLetter, language: str, file_format: str) -> bytes:
    """The letter as ODT or DOCX, made in a process of its own."""
    return in_child(render_delay_letter, letter, language, file_format, timeout=RENDER_WITHIN)


def _addressee(item: Item) -> Addressee:
    """A T number is of the register of the Eerste Kamer; TZ is that of the Tweede Kamer."""
    number = item.register_number or ""
    first = number.startswith("T") and not number.startswith("TZ")
    return Addressee.FIRST_CHAMBER if first else Addressee.SECOND_CHAMBER


def _post(session: Session, minister_id: uuid.UUID | None, day: date) -> tuple[str, str]:
    minister = session.get(Minister, minister_id) if minister_id else None
    if minister is None:
        return "", ""
    holder = session.exec(
        select(Tenure.person)
        .where(Tenure.minister_id == minister.id)
        .where(col(Tenure.from_on) <= day)
        .where(or_(col(Tenure.to_on).is_(None), col(Tenure.to_on) > day))
        .order_by(col(Tenure.from_on).desc())
    ).first()
    return minister.name, holder or ""


def _moves(session: Session, deadline: Deadline) -> list[Change]:
    changes = session.exec(
        select(Change)
        .where(Change.noun == "deadline")
        .where(Change.record == str(deadline.id))
        .order_by(col(Change.sequence))
    )
    return [change for change in changes if "due_on" in change.fields and "id" not in change.fields]


def _first_wording(session: Session, deadline: Deadline) -> str:
    """How it was promised: the wording before the first of the moves that changed it."""
    for change in _moves(session, deadline):
        if "wording" in change.fields:
            return str(change.fields["wording"][0] or "")
    return deadline.wording


def _reason(session: Session, deadline: Deadline) -> str:
    """Why it moved, as was said at the last move."""
    moves = _moves(session, deadline)
    return deadline.own_date_reason or (moves[-1].reason if moves else "")
