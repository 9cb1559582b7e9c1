"""What the sources propose, judged: accepted through the services that make items, or rejected.

The payload of a proposal, by kind (days as ISO texts, papers by identifier):

- motion: subject, submitters, cum_suis, text, outcome, voted_on, appreciation, paper, dossier,
  reference_date; with an item, only what the register adds to that item (outcome, voted_on,
  appreciation);
- commitment: number, text, made_on, by_post, to, in, status, dossier, and term (wording,
  certainty, due_on, strength) or None;
- link: paper, role;
- settle: number, paper, fulfilled_on, status.

`record` is always the key of the House's record that it comes from.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, or_, select

from tracker.db.queries.visible import visible
from tracker.db.recording import action_of
from tracker.db.tables import HouseProposal, Item, ItemPaper, Minister, Paper
from tracker.db.tables.house import HouseProposalKind
from tracker.db.tables.items import PaperRole
from tracker.db.tables.letters import ProposalState
from tracker.domain.errors import DomainError
from tracker.domain.paper_links_roles import Role
from tracker.domain.planning import Certainty, Strength
from tracker.domain.references import Dossier, Reference, parse_identifier
from tracker.domain.references_read import read_dossier
from tracker.domain.sittings import SittingCalendar
from tracker.domain.statuses import Appreciation, Kind, Outcome, Status, check_outcome
from tracker.domain.texts import fold
from tracker.services.actors import Actor, act
from tracker.services.clock import Clock
from tracker.services.deadlines import NewDeadline, Plan, add_deadline
from tracker.services.item_changes import ItemInput, add_paper_role, create_item, read_item
from tracker.services.item_statuses import Answer, StatusInput, change_status
from tracker.services.missing import Missing
from tracker.services.papers import ensure_paper

LOOK_AGAIN = timedelta(weeks=4)
"""When a promise without a date is looked at again, unless the officer says otherwise."""
PAPER_ROLES = {
    Role.MENTIONS: PaperRole.MENTIONS,
    Role.REPORTS_ON: PaperRole.REPORTS_ON,
    Role.FULFILS: PaperRole.TOLD,
}


@dataclass(frozen=True)
class HouseDecision:
    """What an officer says of a proposal: `version` is that of the proposal as it was shown.

    `reason` names the source and goes into the history. `answers` say what becomes of the
    open deadlines of an item that accepting closes.
    """

    version: int
    reason: str = ""
    review_on: date | None = None
    answers: Mapping[uuid.UUID, Answer] = field(default_factory=dict)


@dataclass(frozen=True)
class _Desk:
    """What accepting needs."""

    session: Session
    actor: Actor
    clock: Clock
    calendar: SittingCalendar
    decision: HouseDecision


def accept(
    session: Session,
    actor: Actor,
    clock: Clock,
    calendar: SittingCalendar,
    proposal_id: uuid.UUID,
    decision: HouseDecision,
) -> HouseProposal:
    """Do what a proposal says, through the services that officers use.

    A form sent twice does so once. What was made an item meanwhile is only pointed at.
    Refuses a proposal that somebody judged or that changed since (DomainError
    'proposal.changed'), and all that those services refuse.
    """
    proposal = take(session, proposal_id)
    if proposal.state is ProposalState.ACCEPTED:
        return proposal
    check_open(proposal, decision.version)
    desk = _Desk(session, actor, clock, calendar, decision)
    act(session, actor, clock, decision.reason)
    batches = _DOES[proposal.kind](desk, proposal)
    proposal.payload = proposal.payload | {"batches": [str(batch) for batch in batches]}
    decide(proposal, session, actor, clock, ProposalState.ACCEPTED)
    return proposal


def reject(
    session: Session, actor: Actor, clock: Clock, proposal_id: uuid.UUID, decision: HouseDecision
) -> HouseProposal:
    """Put a proposal aside for good: it does not come again, but can be opened again."""
    proposal = take(session, proposal_id)
    if proposal.state is ProposalState.REJECTED:
        return proposal
    check_open(proposal, decision.version)
    act(session, actor, clock, decision.reason)
    decide(proposal, session, actor, clock, ProposalState.REJECTED)
    return proposal


def take(session: Session, proposal_id: uuid.UUID) -> HouseProposal:
    """The proposal, held until the transaction ends: two officers take turns."""
    held = select(HouseProposal).where(HouseProposal.id == proposal_id).with_for_update()
    proposal = session.exec(held).first()
    if proposal is None:
        raise Missing
    return proposal


def check_open(proposal: HouseProposal, version: int) -> None:
    """Refuse what is judged already, or not as it was shown."""
    if proposal.state is not ProposalState.OPEN or proposal.version != version:
        raise DomainError("proposal.changed")


def decide(
    proposal: HouseProposal, session: Session, actor: Actor, clock: Clock, state: ProposalState
) -> None:
    """Write down what was decided, in the action that the session is in."""
    proposal.state = state
    proposal.decided_at = clock.now()
    proposal.decided_by_id = actor.user_id
    proposal.batch = str(action_of(session).batch)
    session.flush()


def followed_as(session: Session, actor: Actor, proposal: HouseProposal) -> Item | None:
    """The item that a motion or commitment is already: by its register number or its paper."""
    ways = [col(Item.register_number) == proposal.source_key]
    if proposal.payload.get("paper") and proposal.kind is HouseProposalKind.MOTION:
        ways.append(col(Paper.identifier) == proposal.payload["paper"])
    statement = (
        select(Item)
        .join(Paper, col(Paper.id) == col(Item.source_paper_id), isouter=True)
        .where(col(Item.kind) == _ITEM_KINDS[proposal.kind], or_(*ways))
        .order_by(col(Item.number))
    )
    return session.exec(visible(statement, actor.user_id)).first()


_ITEM_KINDS = {
    HouseProposalKind.MOTION: Kind.MOTION,
    HouseProposalKind.COMMITMENT: Kind.COMMITMENT,
}


# Motions and commitments


def _take_motion(desk: _Desk, proposal: HouseProposal) -> list[uuid.UUID]:
    if proposal.item_id:
        return _complete_motion(desk, proposal)
    payload = proposal.payload
    given = ItemInput(
        title=proposal.title,
        reference_date=date.fromisoformat(payload["reference_date"]),
        text=payload.get("text") or "",
        source_paper=_reference(payload.get("paper")),
        dossier=_dossier(payload.get("dossier")),
        outcome=Outcome(payload["outcome"]),
        submitters=tuple(payload["submitters"]),
        cum_suis=payload["cum_suis"],
        appreciation=_appreciation(payload),
        voted_on=_day(payload.get("voted_on")),
    )
    return _make_item(desk, proposal, Kind.MOTION, given)


def _complete_motion(desk: _Desk, proposal: HouseProposal) -> list[uuid.UUID]:
    """What the register adds to a motion that is followed."""
    payload, item = proposal.payload, desk.session.get(Item, proposal.item_id)
    if item is None:
        raise Missing
    if payload.get("outcome"):
        check_outcome(item.outcome, Outcome(payload["outcome"]), desk.decision.reason)
        item.outcome = Outcome(payload["outcome"])
    item.voted_on = _day(payload.get("voted_on")) or item.voted_on
    item.appreciation = _appreciation(payload) or item.appreciation
    item.changed_at = desk.clock.now()
    proposal.accepted_item_id = item.id
    desk.session.flush()
    return [action_of(desk.session).batch]


def _take_commitment(desk: _Desk, proposal: HouseProposal) -> list[uuid.UUID]:
    payload = proposal.payload
    post = _post(desk.session, payload.get("by_post"))
    given = ItemInput(
        title=proposal.title,
        reference_date=date.fromisoformat(payload["made_on"]),
        text=payload["text"],
        dossier=_dossier(payload.get("dossier")),
        minister_id=post,
        register_number=payload["number"],
        promised_by_id=post,
        promised_to=payload.get("to"),
        promised_in=payload.get("in"),
    )
    batches = _make_item(desk, proposal, Kind.COMMITMENT, given)
    item = desk.session.get_one(Item, proposal.accepted_item_id)
    if proposal.made:
        item.register_status = payload.get("status")
        desk.session.flush()
        if payload.get("term"):
            batches.append(_add_term(desk, proposal, item, post))
    return batches


def _make_item(
    desk: _Desk, proposal: HouseProposal, kind: Kind, given: ItemInput
) -> list[uuid.UUID]:
    followed = followed_as(desk.session, desk.actor, proposal)
    if followed is None:
        create_item(
            desk.session,
            desk.actor,
            desk.clock,
            submission=proposal.id,
            kind=kind,
            given=given,
            reason=desk.decision.reason,
        )
    proposal.accepted_item_id = followed.id if followed else proposal.id
    proposal.made = followed is None
    return [action_of(desk.session).batch]


def _add_term(
    desk: _Desk, proposal: HouseProposal, item: Item, post: uuid.UUID | None
) -> uuid.UUID:
    term = proposal.payload["term"]
    review_on = None
    if term["certainty"] == Certainty.UNRESOLVED:
        review_on = desk.decision.review_on or desk.clock.today() + LOOK_AGAIN
    new = NewDeadline(
        id=uuid.uuid5(proposal.id, "term"),
        what=proposal.title,
        plan=Plan(term["wording"], item.reference_date, review_on=review_on),
        strength=Strength(term["strength"]),
        minister_id=post,
        reason=desk.decision.reason,
    )
    add_deadline(desk.session, desk.actor, desk.clock, desk.calendar, item.number, new)
    desk.session.flush()
    return action_of(desk.session).batch


# Links and settling


def _take_link(desk: _Desk, proposal: HouseProposal) -> list[uuid.UUID]:
    item = _item_of(desk, proposal)
    paper = ensure_paper(desk.session, parse_identifier(proposal.payload["paper"]))
    there = (ItemPaper.item_id == item.id, ItemPaper.paper_id == paper.id)
    proposal.made = desk.session.exec(select(ItemPaper).where(*there)).first() is None
    if proposal.made:
        role = PAPER_ROLES[Role(proposal.payload["role"])]
        add_paper_role(desk.session, item.id, paper.id, role)
        item.changed_at = desk.clock.now()
    proposal.accepted_item_id = item.id
    return [action_of(desk.session).batch]


def _settle(desk: _Desk, proposal: HouseProposal) -> list[uuid.UUID]:
    """Close with the paper of the register; open deadlines must be answered for, as always."""
    number = _item_of(desk, proposal).number
    item, seen = read_item(desk.session, desk.actor, number)
    change_status(
        desk.session,
        desk.actor,
        desk.clock,
        number,
        given=StatusInput(
            target=Status.MET,
            reason=desk.decision.reason,
            paper=parse_identifier(proposal.payload["paper"]),
            answers=desk.decision.answers,
        ),
        seen=seen,
    )
    proposal.accepted_item_id, proposal.made = item.id, True
    return [action_of(desk.session).batch]


def _item_of(desk: _Desk, proposal: HouseProposal) -> Item:
    statement = select(Item).where(Item.id == proposal.item_id)
    item = desk.session.exec(visible(statement, desk.actor.user_id)).first()
    if item is None:
        raise Missing
    return item


_DOES = {
    HouseProposalKind.MOTION: _take_motion,
    HouseProposalKind.COMMITMENT: _take_commitment,
    HouseProposalKind.LINK: _take_link,
    HouseProposalKind.SETTLE: _settle,
}


# Values of a payload


def _reference(identifier: str | None) -> Reference | None:
    try:
        return parse_identifier(identifier) if identifier else None
    except DomainError:
        return None


def _dossier(printed: str | None) -> Dossier | None:
    try:
        return read_dossier(printed) if printed else None
    except DomainError:
        return None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _appreciation(payload: Mapping[str, Any]) -> Appreciation | None:
    return Appreciation(payload["appreciation"]) if payload.get("appreciation") else None


def _post(session: Session, printed: str | None) -> uuid.UUID | None:
    """The post with this name or code, if it is in the list."""
    wanted = fold(printed or "")
    rows = session.exec(select(Minister.id, Minister.name, Minister.code)).all()
    return next((key for key, *names in rows if wanted in map(fold, names)), None)
