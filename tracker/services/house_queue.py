"""The queue of what the sources propose: what an officer sees of each, grouped."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from tracker.db.queries.visible import visible
from tracker.db.tables import HouseProposal, Item, Publication
from tracker.db.tables.house import HouseProposalKind
from tracker.db.tables.letters import ProposalState
from tracker.domain.letters import Confidence
from tracker.services.actors import Actor
from tracker.services.missing import Missing
from tracker.services.publications import publication_id

AT_ONCE = 200
"""How many proposals the queue shows; it says how many there are."""


@dataclass(frozen=True)
class HouseOffer:
    """A proposal as it is shown. `source` is a paper's identifier or the register's number.

    `address` is where the source stands, if it has an address. `effects` are what accepting
    does, as (code, facts): make_motion (outcome, voted_on), complete_motion (outcome,
    voted_on, appreciation), make_commitment (number), add_deadline (wording, due_on or None,
    certainty), link (paper, role), settle (paper, fulfilled_on).
    """

    id: uuid.UUID
    version: int
    state: ProposalState
    kind: HouseProposalKind
    title: str
    quote: str
    rule: str
    confidence: Confidence
    source: str
    address: str | None
    item_number: str | None
    item_title: str | None
    dossier: str | None
    effects: tuple[tuple[str, Mapping[str, Any]], ...]
    found_at: datetime


@dataclass(frozen=True)
class HouseGroup:
    """Proposals of one kind about one item, or in one dossier, the newest first."""

    kind: HouseProposalKind
    item_number: str | None
    item_title: str | None
    dossier: str | None
    offers: tuple[HouseOffer, ...]


def open_total(session: Session) -> int:
    """How many proposals of the sources wait."""
    counted = select(func.count()).select_from(HouseProposal)
    return session.exec(counted.where(HouseProposal.state == ProposalState.OPEN)).one()


def open_groups(session: Session, actor: Actor, limit: int = AT_ONCE) -> tuple[HouseGroup, ...]:
    """The newest proposals that wait, grouped by kind and by item or dossier."""
    wait = HouseProposal.state == ProposalState.OPEN
    newest = (col(HouseProposal.found_at).desc(), col(HouseProposal.id))
    offers = _offers(session, actor, wait, newest, limit)
    groups: dict[tuple[Any, ...], list[HouseOffer]] = {}
    for offer in offers:
        about = offer.item_number or offer.dossier
        groups.setdefault((offer.kind, about), []).append(offer)
    return tuple(
        HouseGroup(one[0].kind, one[0].item_number, one[0].item_title, one[0].dossier, tuple(one))
        for one in groups.values()
    )


def recently_judged(session: Session, actor: Actor, limit: int = 10) -> tuple[HouseOffer, ...]:
    """What was judged last."""
    judged = col(HouseProposal.decided_at).is_not(None)
    newest = (col(HouseProposal.decided_at).desc(), col(HouseProposal.id))
    return tuple(_offers(session, actor, judged, newest, limit))


def read_offer(session: Session, actor: Actor, proposal_id: uuid.UUID) -> HouseOffer:
    """One proposal; Missing when it is not there for this reader."""
    found = _offers(session, actor, HouseProposal.id == proposal_id, (), 1)
    if not found:
        raise Missing
    return found[0]


def _offers(
    session: Session, actor: Actor, where: Any, order: Sequence[Any], limit: int
) -> list[HouseOffer]:
    about = func.coalesce(HouseProposal.accepted_item_id, HouseProposal.item_id)
    statement = (
        select(HouseProposal, Item.number, Item.title)
        .join(Item, col(Item.id) == about, isouter=True)
        .where(where)
        .order_by(*order)
        .limit(limit)
    )
    rows = session.exec(visible(statement, actor.user_id)).all()
    addresses = _addresses(session, [_paper(row) for row, *_ in rows])
    return [_offer(row, number, title, addresses.get(_paper(row))) for row, number, title in rows]


def _paper(row: HouseProposal) -> str:
    return row.payload.get("paper") or row.source_key


def _addresses(session: Session, identifiers: list[str]) -> dict[str, str]:
    keys = [publication_id(one) for one in set(identifiers)]
    statement = select(
        Publication.identifier, func.coalesce(Publication.address, Publication.house_address)
    ).where(col(Publication.id).in_(keys))
    return {identifier: address for identifier, address in session.exec(statement) if address}


def _offer(
    row: HouseProposal, number: str | None, title: str | None, address: str | None
) -> HouseOffer:
    return HouseOffer(
        id=row.id,
        version=row.version,
        state=row.state,
        kind=row.kind,
        title=row.title,
        quote=row.quote,
        rule=row.rule,
        confidence=row.confidence,
        source=_paper(row),
        address=address,
        item_number=number,
        item_title=title,
        dossier=row.payload.get("dossier"),
        effects=tuple(_effects(row)),
        found_at=row.found_at,
    )


def _effects(row: HouseProposal) -> list[tuple[str, Mapping[str, Any]]]:
    payload = row.payload
    told = ("outcome", "voted_on", "appreciation")
    if row.kind is HouseProposalKind.MOTION:
        code = "complete_motion" if row.item_id else "make_motion"
        return [(code, {name: payload.get(name) for name in told})]
    if row.kind is HouseProposalKind.COMMITMENT:
        term = payload.get("term")
        deadline = [("add_deadline", term)] if term else []
        return [("make_commitment", {"number": payload["number"]}), *deadline]
    if row.kind is HouseProposalKind.LINK:
        return [("link", {"paper": payload["paper"], "role": payload["role"]})]
    return [("settle", {"paper": payload["paper"], "fulfilled_on": payload["fulfilled_on"]})]
