"""Proposals judged: accepted through the services that make items, rejected, and undone."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from tracker.db.queries.visible import visible
from tracker.db.recording import action_of
from tracker.db.tables import Executor, Item, ItemLink, ItemPaper, Letter, Paper, Proposal
from tracker.db.tables.items import LinkRole, PaperRole
from tracker.db.tables.letters import ProposalKind, ProposalState
from tracker.domain.errors import DomainError, Refusals
from tracker.domain.planning import Strength
from tracker.domain.sittings import SittingCalendar
from tracker.domain.statuses import Kind
from tracker.domain.texts import fold
from tracker.services.actors import Actor, act
from tracker.services.clock import Clock
from tracker.services.deadlines import NewDeadline, Plan, add_deadline
from tracker.services.followed import Followed
from tracker.services.item_changes import add_paper_role, create_item
from tracker.services.letter_items import item_input
from tracker.services.measures import add_measure
from tracker.services.missing import Missing
from tracker.services.offers import ITEM_KINDS, Offer, Offers
from tracker.services.progress_notes import add_note

LOOK_AGAIN = timedelta(weeks=4)
"""When a deadline without a date is looked at again, unless the officer says otherwise."""
_PARENTS = {
    ProposalKind.DEADLINE: "proposal.deadline_needs_item",
    ProposalKind.MEASURE: "proposal.measure_needs_item",
    ProposalKind.NOTE: "proposal.note_needs_item",
}


@dataclass(frozen=True)
class Decision:
    """What an officer says of a proposal.

    `version` is that of the proposal as it was shown. `choice` is the code of one of its
    choices, `with_parent` accepts the proposal that it belongs to along with it. `edited` are
    the fields of its payload that the officer changed, `parent_id` another proposal that it
    belongs to. `reason` names the letter and goes into the history; `assumed` is the remark
    at a motion of which the letter does not say what the House decided.
    """

    version: int
    reason: str = ""
    assumed: str = ""
    choice: str = ""
    with_parent: bool = False
    review_on: date | None = None
    edited: Mapping[str, Any] = field(default_factory=dict)
    parent_id: uuid.UUID | None = None


@dataclass(frozen=True)
class AcceptedAll:
    """How many sure proposals were accepted, and which were left with a refusal."""

    accepted: int
    refused: tuple[int, ...]


@dataclass(frozen=True)
class Desk:
    """What accepting needs: who, when, and the offers of the letter."""

    session: Session
    actor: Actor
    clock: Clock
    calendar: SittingCalendar
    offers: Offers

    @property
    def letter(self) -> Letter:
        """The letter that is judged."""
        return self.offers.letter

    def paper_label(self) -> str:
        """The letter's paper as officers write it; '' for a letter that is no paper."""
        paper_id = self.letter.paper_id
        return self.session.get_one(Paper, paper_id).label if paper_id else ""


def judge(
    session: Session,
    actor: Actor,
    clock: Clock,
    calendar: SittingCalendar,
    letter_id: uuid.UUID,
) -> Desk:
    """Take a letter to judge its proposals; two officers at one letter take turns."""
    letter = session.exec(select(Letter).where(Letter.id == letter_id).with_for_update()).first()
    if letter is None:
        raise Missing
    return Desk(session, actor, clock, calendar, Offers(session, actor, letter, calendar))


def accept(desk: Desk, position: int, decision: Decision) -> Proposal:
    """Make or link what a proposal says, through the services that officers use.

    A form sent twice does so once. Refuses a proposal that somebody judged meanwhile, also one
    that was accepted as something else, one that must be asked about, and one that belongs to
    nothing yet.
    """
    proposal = _take(desk, position)
    if proposal.state is ProposalState.ACCEPTED and _says_the_same(proposal, decision):
        return proposal
    _check_version(proposal, decision)
    _edit(desk, proposal, decision)
    offer = desk.offers.of(proposal)
    if offer.with_parent:
        offer = _with_parent(desk, proposal, offer.with_parent, decision)
    _accept(desk, proposal, offer, decision)
    desk.offers.look_again()
    return proposal


def reject(desk: Desk, position: int, version: int, reason: str = "") -> Proposal:
    """Put a proposal aside; it stays with the letter, and can be opened again."""
    proposal = _take(desk, position)
    if proposal.state is ProposalState.REJECTED:
        return proposal
    _check_version(proposal, Decision(version))
    act(desk.session, desk.actor, desk.clock, reason)
    _decide(desk, proposal, ProposalState.REJECTED)
    desk.session.flush()
    desk.offers.look_again()
    return proposal


def accept_sure(desk: Desk, reason: str, assumed: str) -> AcceptedAll:
    """Accept, in the letter's order, all open proposals that are surely right as they stand."""
    accepted, refused = 0, []
    for proposal in desk.offers.proposals:
        if not desk.offers.is_sure(proposal):
            continue
        decision = Decision(proposal.version, reason, assumed, with_parent=True)
        before = _accepted(desk)
        try:
            with desk.session.begin_nested():
                accept(desk, proposal.position, decision)
        except (DomainError, Refusals):
            desk.offers.look_again()
            refused.append(proposal.position)
        accepted += _accepted(desk) - before
    return AcceptedAll(accepted, tuple(refused))


def _accepted(desk: Desk) -> int:
    return sum(one.state is ProposalState.ACCEPTED for one in desk.offers.proposals)


def _take(desk: Desk, position: int) -> Proposal:
    proposal = desk.offers.at(position)
    if proposal is None:
        raise Missing
    return proposal


def _check_version(proposal: Proposal, decision: Decision) -> None:
    if proposal.state is not ProposalState.OPEN or proposal.version != decision.version:
        raise DomainError("proposal.changed")


def _says_the_same(accepted: Proposal, decision: Decision) -> bool:
    """Whether a proposal was accepted as this decision would have it."""
    payload = accepted.payload
    chosen = {"", payload.get("paper"), str(accepted.accepted_item_id)}
    if accepted.made:
        chosen.add("new")
    return (
        all(payload.get(name) == value for name, value in decision.edited.items())
        and decision.parent_id in (None, accepted.parent_id)
        and decision.choice in chosen
    )


def _edit(desk: Desk, proposal: Proposal, decision: Decision) -> None:
    if not decision.edited and not decision.parent_id:
        return
    act(desk.session, desk.actor, desk.clock, decision.reason)
    if decision.parent_id:
        parent = next((one for one in desk.offers.proposals if one.id == decision.parent_id), None)
        if parent is None or parent.kind not in ITEM_KINDS:
            raise DomainError("choice.unknown", field="belongs_to")
        proposal.parent_id = parent.id
    proposal.payload = proposal.payload | dict(decision.edited)
    desk.session.flush()
    desk.offers.look_again()
    named = proposal.payload.get("item")
    if named and desk.offers.item_numbered(named) is None:
        raise DomainError("item.unknown", field="item", number=named)


def _with_parent(desk: Desk, proposal: Proposal, position: int, decision: Decision) -> Offer:
    if not decision.with_parent:
        raise DomainError("proposal.needs_parent", parent=position)
    parent = _take(desk, position)
    accept(desk, position, Decision(parent.version, decision.reason, decision.assumed))
    return desk.offers.of(proposal)


def _accept(desk: Desk, proposal: Proposal, offer: Offer, decision: Decision) -> None:
    if offer.lacks == "parent_choice":
        raise DomainError("proposal.after", parent=offer.after)
    if offer.lacks:
        raise DomainError(_PARENTS[proposal.kind], field="belongs_to")
    if proposal.kind in ITEM_KINDS:
        _accept_item(desk, proposal, offer, decision)
    else:
        _accept_row(desk, proposal, offer, decision)


def _decide(desk: Desk, proposal: Proposal, state: ProposalState) -> None:
    proposal.state = state
    proposal.decided_at = desk.clock.now()
    proposal.decided_by_id = desk.actor.user_id
    proposal.batch = str(action_of(desk.session).batch)


# Items


def _accept_item(desk: Desk, proposal: Proposal, offer: Offer, decision: Decision) -> None:
    followed, paper = _chosen(offer, decision, proposal)
    if followed:
        act(desk.session, desk.actor, desk.clock, decision.reason)
        item_id = followed.item_id
    else:
        given = item_input(desk.session, desk.letter, proposal, paper, decision.assumed)
        number = create_item(
            desk.session,
            desk.actor,
            desk.clock,
            submission=proposal.id,
            kind=Kind(proposal.kind.value),
            given=given,
            reason=decision.reason,
        )
        item_id = _item_id(desk, number)
    proposal.accepted_item_id, proposal.made = item_id, followed is None
    if paper:
        proposal.payload = proposal.payload | {"paper": paper}
    _note_paper(desk, proposal, item_id)
    _link_family(desk, proposal)
    _decide(desk, proposal, ProposalState.ACCEPTED)
    desk.session.flush()


def _chosen(
    offer: Offer, decision: Decision, proposal: Proposal
) -> tuple[Followed | None, str | None]:
    """The followed item that it is, and the paper of a motion."""
    if not offer.choices:
        papers = proposal.payload.get("papers") or []
        return offer.followed, papers[0] if papers else None
    for choice in offer.choices:
        if choice.code == decision.choice:
            return choice.followed, choice.paper
    raise DomainError("proposal.choose", field="choice")


def _item_id(desk: Desk, number: str) -> uuid.UUID:
    statement = select(Item.id).where(Item.number == number)
    return desk.session.exec(visible(statement, desk.actor.user_id)).one()


def _note_paper(desk: Desk, proposal: Proposal, item_id: uuid.UUID) -> None:
    """The letter is a paper at the item, unless it is one already."""
    paper_id = desk.letter.paper_id
    if paper_id is None:
        return
    statement = select(ItemPaper).where(ItemPaper.item_id == item_id)
    if desk.session.exec(statement.where(ItemPaper.paper_id == paper_id)).first() is None:
        role = PaperRole.REPLY if proposal.kind is ProposalKind.MOTION else PaperRole.REPORTS_ON
        add_paper_role(desk.session, item_id, paper_id, role)


def _link_family(desk: Desk, proposal: Proposal) -> None:
    """A motion or commitment gives effect to the recommendation that it stands under."""
    parent = desk.offers.parent_of(proposal)
    family = [(child, proposal) for child in desk.offers.children_of(proposal)]
    if parent:
        family.append((proposal, parent))
    for child, above in family:
        lower, upper = child.accepted_item_id, above.accepted_item_id
        if child.kind not in ITEM_KINDS or lower is None or upper is None or lower == upper:
            continue
        if not _are_linked(desk, lower, upper):
            desk.session.add(ItemLink(from_id=lower, to_id=upper, role=LinkRole.GIVES_EFFECT_TO))


def _are_linked(desk: Desk, one: uuid.UUID, other: uuid.UUID) -> bool:
    """Whether two items are linked already, in whatever way."""
    ends = (one, other)
    there = select(ItemLink).where(col(ItemLink.from_id).in_(ends), col(ItemLink.to_id).in_(ends))
    return desk.session.exec(there).first() is not None


# Deadlines, measures and notes


def _accept_row(desk: Desk, proposal: Proposal, offer: Offer, decision: Decision) -> None:
    target = offer.target
    if target is None:
        raise DomainError(_PARENTS[proposal.kind], field="belongs_to")
    if offer.followed:
        act(desk.session, desk.actor, desk.clock, decision.reason)
        row_id = offer.followed.row_id
    else:
        row_id = proposal.id
        makers = {
            ProposalKind.DEADLINE: _make_deadline,
            ProposalKind.MEASURE: _make_measure,
            ProposalKind.NOTE: _make_note,
        }
        makers[proposal.kind](desk, proposal, target.number, offer, decision)
        desk.session.flush()
    _point(proposal, row_id)
    proposal.accepted_item_id, proposal.made = target.item_id, offer.followed is None
    _decide(desk, proposal, ProposalState.ACCEPTED)
    desk.session.flush()


def _point(proposal: Proposal, row_id: uuid.UUID | None) -> None:
    if proposal.kind is ProposalKind.DEADLINE:
        proposal.accepted_deadline_id = row_id
    elif proposal.kind is ProposalKind.MEASURE:
        proposal.accepted_measure_id = row_id
    else:
        proposal.accepted_note_id = row_id


def _make_deadline(
    desk: Desk, proposal: Proposal, number: str, offer: Offer, decision: Decision
) -> None:
    payload = proposal.payload
    review_on = decision.review_on or desk.clock.today() + LOOK_AGAIN
    plan = Plan(
        wording=payload["wording"],
        reference_date=desk.offers.counted_from(payload),
        review_on=review_on if offer.needs_review else None,
    )
    new = NewDeadline(
        id=proposal.id,
        what=payload["what"],
        plan=plan,
        strength=Strength(payload["strength"]),
        executor_id=_executor(desk.session, payload.get("executor")),
        minister_id=_minister_of(desk, number),
        source_paper=desk.paper_label(),
        reason=decision.reason,
    )
    add_deadline(desk.session, desk.actor, desk.clock, desk.calendar, number, new)


def _make_measure(
    desk: Desk, proposal: Proposal, number: str, _offer: Offer, decision: Decision
) -> None:
    add_measure(
        desk.session,
        desk.actor,
        desk.clock,
        number,
        submission=proposal.id,
        text=proposal.payload["text"],
        executor_id=_executor(desk.session, proposal.payload.get("executor")),
        reason=decision.reason,
    )


def _make_note(
    desk: Desk, proposal: Proposal, number: str, _offer: Offer, decision: Decision
) -> None:
    add_note(
        desk.session,
        desk.actor,
        desk.clock,
        number,
        submission=proposal.id,
        noted_on=desk.letter.dated_on,
        text=proposal.payload["text"],
        reason=decision.reason,
    )


def _executor(session: Session, name: str | None) -> uuid.UUID | None:
    """The organisation with this code or name, if it is in the list."""
    if not name:
        return None
    rows = session.exec(select(Executor.id, Executor.code, Executor.name)).all()
    wanted = fold(name)
    return next((key for key, *names in rows if wanted in map(fold, names)), None)


def _minister_of(desk: Desk, number: str) -> uuid.UUID | None:
    statement = select(Item.minister_id).where(Item.number == number)
    return desk.session.exec(visible(statement, desk.actor.user_id)).one()
