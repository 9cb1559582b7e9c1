"""Entries of the House's register of commitments, for tests of what stands beside them."""

import uuid

from sqlmodel import select

from tests.worked_case import CLOCK
from tracker.db.session import Store
from tracker.db.tables import HouseRecord, Item
from tracker.services.actors import SYSTEM, act

NUMBER = "TZ202103-130"


def enter(store: Store, number: str = NUMBER, **fields: str) -> uuid.UUID:
    """An entry of the register: a commitment with these fields."""
    key = uuid.uuid5(uuid.NAMESPACE_URL, number)
    with store.writing() as session:
        session.add(
            HouseRecord(
                id=key,
                category="Toezegging",
                number=number,
                updated_at=CLOCK.now(),
                fields={name: [value] for name, value in fields.items()} | {"nummer": [number]},
            )
        )
    return key


def number_item(store: Store, item: str = "T-2021-0001", number: str = NUMBER) -> None:
    """Give an item its number in the register."""
    with store.writing() as session:
        act(session, SYSTEM, CLOCK)
        found = session.exec(select(Item).where(Item.number == item)).one()
        found.register_number = number
