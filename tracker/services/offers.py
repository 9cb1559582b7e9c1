"""What an officer can do with an open proposal, and what it would become."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from tracker.db.queries.visible import visible
from tracker.db.tables import Item, Letter, Proposal
from tracker.db.tables.letters import ProposalKind, ProposalState
from tracker.domain.errors import DomainError
from tracker.domain.letters import Confidence
from tracker.domain.references import parse_identifier, short_form
from tracker.domain.sittings import SittingCalendar
from tracker.domain.terms import Certainty, Term, read_term
from tracker.services.actors import Actor
from tracker.services.followed import Followed, Following, Rows, following, rows_of

ITEM_KINDS = (ProposalKind.RECOMMENDATION, ProposalKind.MOTION, ProposalKind.COMMITMENT)


@dataclass(frozen=True)
class Choice:
    """One of the things that a proposal may be: a followed item, or a new one.

    `paper` is the identifier of a motion's paper.
    """

    code: str
    paper: str | None = None
    followed: Followed | None = None


@dataclass(frozen=True)
class Offer:
    """What accepting would do.

    With `choices` the officer says first which it is. `followed` is what it is linked to
    instead of being made. `target` is the item that a deadline, measure or note goes to;
    without it `with_parent` is the number of the proposal that is accepted along, or `lacks`
    says what is missing: parent (it belongs to nothing), or parent_choice (`after` first).
    `beside` are the measures that stand at the item already, for an officer to see whether a
    new one is among them in other words.
    """

    choices: tuple[Choice, ...] = ()
    followed: Followed | None = None
    target: Followed | None = None
    with_parent: int | None = None
    after: int | None = None
    lacks: str | None = None
    term: Term | None = None
    beside: tuple[str, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Whether accepting needs no answer first."""
        return not self.choices and self.lacks is None

    @property
    def needs_review(self) -> bool:
        """Whether a new deadline would have no date."""
        unresolved = self.term is not None and self.term.certainty is Certainty.UNRESOLVED
        return unresolved and self.followed is None


class Offers:
    """The offers of one letter, worked out from a few queries."""

    def __init__(
        self, session: Session, actor: Actor, letter: Letter, calendar: SittingCalendar
    ) -> None:
        self._session = session
        self._actor = actor
        self._calendar = calendar
        self.letter = letter
        statement = select(Proposal).where(Proposal.letter_id == letter.id)
        self.proposals: Sequence[Proposal] = session.exec(
            statement.order_by(col(Proposal.position))
        ).all()
        self._by_id = {proposal.id: proposal for proposal in self.proposals}
        self.look_again()

    def look_again(self) -> None:
        """Take account of what was accepted meanwhile."""
        reader = self._actor.user_id
        waiting = [one for one in self.proposals if one.state is ProposalState.OPEN]
        self._following: Following = following(self._session, reader, self.letter, waiting)
        self._items = self._named_items()
        self._targets = {one.id: self._target(one) for one in waiting}
        targets = [target.item_id for target in self._targets.values() if target]
        self._rows: Rows = rows_of(self._session, targets)

    def at(self, position: int) -> Proposal | None:
        """The proposal with this number."""
        if not 1 <= position <= len(self.proposals):
            return None
        return self.proposals[position - 1]

    def parent_of(self, proposal: Proposal) -> Proposal | None:
        """The proposal that this one belongs to."""
        return self._by_id.get(proposal.parent_id) if proposal.parent_id else None

    def children_of(self, proposal: Proposal) -> list[Proposal]:
        """The proposals that belong to this one."""
        return [one for one in self.proposals if one.parent_id == proposal.id]

    def item(self, item_id: uuid.UUID | None) -> Followed | None:
        """The item that a proposal was accepted as."""
        return self._items.get(item_id) if item_id else None

    def item_numbered(self, number: str) -> Followed | None:
        """The item that an officer named in a payload."""
        return next((one for one in self._items.values() if one.number == number), None)

    def of(self, proposal: Proposal) -> Offer:
        """What accepting an open proposal would do."""
        if proposal.kind in ITEM_KINDS:
            return self._item_offer(proposal)
        return self._row_offer(proposal)

    def _named_items(self) -> dict[uuid.UUID, Followed]:
        keys = {one.accepted_item_id for one in self.proposals} - {None}
        numbers = {one.payload.get("item") for one in self.proposals} - {None, ""}
        columns = select(Item.id, Item.number, Item.title)
        found: dict[uuid.UUID, Followed] = {}
        wanted = [(col(Item.id), keys), (col(Item.number), numbers)]
        for column, values in wanted:
            if values:
                statement = columns.where(column.in_(list(values)))
                rows = self._session.exec(visible(statement, self._actor.user_id)).all()
                found |= {key: Followed(key, number, title) for key, number, title in rows}
        return found

    def _item_offer(self, proposal: Proposal) -> Offer:
        payload = proposal.payload
        if proposal.kind is ProposalKind.RECOMMENDATION:
            return Offer(followed=self._following.recommendation(payload))
        if proposal.kind is ProposalKind.COMMITMENT:
            alike = self._following.commitment(payload, proposal.quote)
            if alike.same or not alike.perhaps:
                return Offer(followed=alike.same)
            same = [Choice(str(one.item_id), followed=one) for one in alike.perhaps]
            return Offer(choices=(*same, Choice("new")))
        return self._motion_offer(payload)

    def _motion_offer(self, payload: dict[str, Any]) -> Offer:
        papers = payload.get("papers") or []
        if len(papers) == 1:
            return Offer(followed=self._following.motion(papers[0]))
        return Offer(
            choices=tuple(Choice(paper, paper, self._following.motion(paper)) for paper in papers)
        )

    def _row_offer(self, proposal: Proposal) -> Offer:
        target = self._targets.get(proposal.id)
        if target is None:
            return self._without_target(proposal)
        term = self._term(proposal)
        row = self._row(proposal, target)
        followed = Followed(target.item_id, target.number, target.title, row) if row else None
        there = self._rows.measures.get(target.item_id, [])
        is_new_measure = proposal.kind is ProposalKind.MEASURE and not followed
        beside = tuple(text for _, text in there) if is_new_measure else ()
        return Offer(target=target, followed=followed, term=term, beside=beside)

    def _without_target(self, proposal: Proposal) -> Offer:
        term = self._term(proposal)
        parent = self.parent_of(proposal)
        if parent is None or parent.state is not ProposalState.OPEN:
            return Offer(lacks="parent", term=term)
        if self._item_offer(parent).choices:
            return Offer(lacks="parent_choice", after=parent.position, term=term)
        return Offer(with_parent=parent.position, term=term)

    def _target(self, proposal: Proposal) -> Followed | None:
        """The item that a row proposal goes to, as far as that is there already."""
        if proposal.kind in ITEM_KINDS:
            return None
        if named := proposal.payload.get("item"):
            return self.item_numbered(named)
        parent = self.parent_of(proposal)
        if parent is None:
            return None
        if parent.state is ProposalState.ACCEPTED:
            return self.item(parent.accepted_item_id)
        return self._item_offer(parent).followed if parent.state is ProposalState.OPEN else None

    def _row(self, proposal: Proposal, target: Followed) -> uuid.UUID | None:
        payload = proposal.payload
        if proposal.kind is ProposalKind.DEADLINE:
            return self._rows.deadline(
                target.item_id, payload["wording"], self.counted_from(payload)
            )
        if proposal.kind is ProposalKind.MEASURE:
            return self._rows.measure(target.item_id, payload["text"])
        return self._rows.note(target.item_id, payload["text"])

    def _term(self, proposal: Proposal) -> Term | None:
        if proposal.kind is not ProposalKind.DEADLINE:
            return None
        payload = proposal.payload
        return read_term(payload["wording"], self.counted_from(payload), self._calendar)

    def counted_from(self, payload: dict[str, Any]) -> date:
        """The day from which a term is counted: the letter's, unless an officer said otherwise."""
        said = payload.get("reference_date")
        return date.fromisoformat(said) if said else self.letter.dated_on

    def is_sure(self, proposal: Proposal) -> bool:
        """Whether it can be accepted as it stands, and is surely right, as is its parent."""
        if proposal.state is not ProposalState.OPEN or proposal.confidence is not Confidence.SURE:
            return False
        offer = self.of(proposal)
        if not offer.is_ready:
            return False
        parent = self.at(offer.with_parent) if offer.with_parent else None
        return parent is None or parent.confidence is Confidence.SURE


def printed(identifier: str) -> str:
    """A paper as officers write it, '31 015, nr. 221'; what is no paper of the House as it is."""
    try:
        return short_form(parse_identifier(identifier))
    except DomainError:
        return identifier
