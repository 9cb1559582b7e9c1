"""What the sources propose, as its page shows it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from tracker.adapters.labels import label
from tracker.adapters.messages import Messages
from tracker.db.tables.house import HouseProposalKind
from tracker.domain.errors import DomainError
from tracker.domain.paper_links_roles import Role
from tracker.domain.references_registers import parse_register_number, register_address
from tracker.services.house_proposals import PAPER_ROLES
from tracker.services.house_queue import HouseGroup, HouseOffer
from tracker.services.offers import printed

LOOKS = {
    HouseProposalKind.MOTION: "motion",
    HouseProposalKind.COMMITMENT: "commitment",
    HouseProposalKind.LINK: "link",
    HouseProposalKind.SETTLE: "met",
}
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class HouseView:
    """One proposal, ready to be shown; `effects` say what accepting it does.

    `elsewhere` is the form that can do the same where accepting was refused.
    """

    id: uuid.UUID
    version: int
    kind: str
    look: str
    state: str
    confidence: str
    title: str
    quote: str
    source: str
    source_href: str
    item_number: str
    effects: tuple[str, ...]
    error: str = ""
    elsewhere: str = ""


def house_view(messages: Messages, offer: HouseOffer, error: str = "") -> HouseView:
    """A proposal, with what was wrong with the last decision about it."""
    return HouseView(
        id=offer.id,
        version=offer.version,
        kind=offer.kind.value,
        look=LOOKS[offer.kind],
        state=offer.state.value,
        confidence=offer.confidence.value,
        title=offer.title,
        quote=offer.quote if offer.quote != offer.title else "",
        source=printed(offer.source),
        source_href=offer.address or _address(offer.source),
        item_number=offer.item_number or "",
        effects=tuple(_EFFECTS[code](messages, offer, facts) for code, facts in offer.effects),
        error=error,
        elsewhere=_elsewhere(offer) if error else "",
    )


def house_groups(
    messages: Messages, groups: Sequence[HouseGroup]
) -> list[tuple[str, list[HouseView]]]:
    """Groups with their titles, by kind."""
    order = list(HouseProposalKind)
    return [
        (_title(messages, group), [house_view(messages, offer) for offer in group.offers])
        for group in sorted(groups, key=lambda group: order.index(group.kind))
    ]


def _title(messages: Messages, group: HouseGroup) -> str:
    words = label(messages, "house_proposal_kinds", group.kind)
    if group.item_number:
        return f"{words} · {group.item_number} {group.item_title or ''}".strip()
    return f"{words} · {group.dossier}" if group.dossier else words


def _address(source: str) -> str:
    """Where the register shows a case or document; '' for what has no address."""
    try:
        return register_address(parse_register_number(source)) or ""
    except DomainError:
        return ""


def _elsewhere(offer: HouseOffer) -> str:
    if offer.kind is not HouseProposalKind.SETTLE or not offer.item_number:
        return ""
    query = urlencode({"status": "met", "paper": printed(offer.source)})
    return f"/items/{offer.item_number}/status?{query}"


def _make_motion(messages: Messages, offer: HouseOffer, facts: Facts) -> str:
    text = messages.text("maakt de motie ‘%(title)s’", title=offer.title)
    return "; ".join([text, *_decided(messages, facts)])


def _complete_motion(messages: Messages, offer: HouseOffer, facts: Facts) -> str:
    text = messages.text("vult %(number)s aan", number=offer.item_number)
    return "; ".join([text, *_decided(messages, facts)])


def _decided(messages: Messages, facts: Facts) -> list[str]:
    day, said = _day(facts.get("voted_on")), []
    if facts.get("outcome"):
        said.append(
            messages.text("uitkomst: %(outcome)s", outcome=_low(messages, "outcome", facts))
        )
    if day:
        said.append(messages.text("stemming: %(day)s", day=messages.date(day)))
    if facts.get("appreciation"):
        advice = _low(messages, "appreciation", facts)
        said.append(messages.text("appreciatie: %(advice)s", advice=advice))
    return said


def _make_commitment(messages: Messages, offer: HouseOffer, facts: Facts) -> str:
    return messages.text(
        "maakt de toezegging ‘%(title)s’, nummer %(number)s in het register",
        title=offer.title,
        number=facts["number"],
    )


def _add_deadline(messages: Messages, _offer: HouseOffer, facts: Facts) -> str:
    day, wording = _day(facts.get("due_on")), facts["wording"]
    if day is None:
        return messages.text(
            "met de termijn ‘%(wording)s’: datum nog te bepalen, over vier weken opnieuw bekijken",
            wording=wording,
        )
    return messages.text(
        "met de termijn ‘%(wording)s’: %(day)s (%(certainty)s)",
        wording=wording,
        day=messages.long_date(day),
        certainty=_low(messages, "certainty", facts),
    )


def _link(messages: Messages, offer: HouseOffer, facts: Facts) -> str:
    return messages.text(
        "zet %(paper)s bij %(number)s, in de rol ‘%(role)s’",
        paper=printed(facts["paper"]),
        number=offer.item_number,
        role=label(messages, "paper_role", PAPER_ROLES[Role(facts["role"])]),
    )


def _settle(messages: Messages, offer: HouseOffer, facts: Facts) -> str:
    day, paper = _day(facts.get("fulfilled_on")), printed(facts["paper"])
    if day:
        return messages.text(
            "doet %(number)s af met %(paper)s; volgens het register op %(day)s",
            number=offer.item_number,
            paper=paper,
            day=messages.date(day),
        )
    return messages.text("doet %(number)s af met %(paper)s", number=offer.item_number, paper=paper)


_EFFECTS = {
    "make_motion": _make_motion,
    "complete_motion": _complete_motion,
    "make_commitment": _make_commitment,
    "add_deadline": _add_deadline,
    "link": _link,
    "settle": _settle,
}


def _low(messages: Messages, group: str, facts: Facts) -> str:
    return label(messages, group, facts[group]).lower()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
