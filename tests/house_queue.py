"""Proposals of the sources, for tests of what is done with them."""

import uuid
from typing import Any

from sqlmodel import select

from tests.worked_case import CLOCK
from tracker.db.session import Store
from tracker.db.tables import HouseProposal, Item
from tracker.db.tables.house import HouseProposalKind
from tracker.domain.letters import Confidence
from tracker.services.actors import SYSTEM, act

COMMITMENT = {
    "number": "TZ202106-001", "text": "De minister informeert de Kamer voor 1 oktober 2021.",
    "made_on": "2021-06-20", "by_post": None, "to": None, "in": None, "status": "Openstaand",
    "dossier": None, "record": None,
    "term": {
        "wording": "voor 1 oktober 2021", "certainty": "firm", "due_on": "2021-09-30",
        "strength": "promised",
    },
}  # fmt: skip
SETTLING = {
    "number": "TZ202106-001", "paper": "kst-29344-150", "fulfilled_on": "2021-06-30",
    "status": "Voldaan", "record": None,
}  # fmt: skip
LINK = {"paper": "kst-29344-150", "role": "reports_on", "record": None}


def propose(
    store: Store,
    kind: HouseProposalKind,
    payload: dict[str, Any],
    *,
    item: str | None = None,
    source_key: str = "TZ202106-001",
) -> uuid.UUID:
    """A proposal of the sources that waits."""
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"{kind}/{source_key}/{item}")
    with store.writing() as session:
        act(session, SYSTEM, CLOCK)
        about = select(Item.id).where(Item.number == item)
        session.add(
            HouseProposal(
                id=key,
                kind=kind,
                source_key=source_key,
                item_id=session.exec(about).one() if item else None,
                title="Informeren over het tolkenregister",
                quote="De minister informeert de Kamer <b>voor</b> 1 oktober 2021.",
                rule="test",
                confidence=Confidence.LIKELY,
                payload=payload,
                found_at=CLOCK.now(),
            )
        )
    return key
