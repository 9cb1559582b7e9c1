"""Progress letters over the worked case, for the tests of all that happens to them."""

import uuid
from datetime import date
from typing import Any

from sqlmodel import select

from tests.worked_case import CLOCK
from tracker.adapters.messages import translator
from tracker.adapters.sittings import shipped_calendar
from tracker.db.session import Store
from tracker.db.tables import Item
from tracker.db.tables.progress_letters import Addressee
from tracker.services.actors import Actor, act
from tracker.services.clock import Clock
from tracker.services.letter_files import freeze_letter
from tracker.services.progress_letters import (
    Letter,
    RowAdjustment,
    adjust_letter,
    create_letter,
    read_letter,
)

DUTCH = translator("nl")
KEY = uuid.UUID("6f9a1b1c-0000-4000-8000-00000000000a")
SITE = "https://nakoming.example.nl"
MARCH, JUNE = date(2021, 3, 31), date(2021, 6, 30)
MOTION, OTHER_MOTION, COMMITMENT = "M-2021-0002", "M-2021-0003", "T-2021-0001"


def make(
    store: Store,
    actor: Actor,
    day: date,
    *,
    query: str = "",
    with_closed: bool = True,
    addressee: Addressee = Addressee.SECOND_CHAMBER,
    **facts: Any,
) -> Letter:
    """A draft under KEY of the case's items on a day."""
    with store.writing() as session:
        create_letter(
            session, actor, CLOCK, shipped_calendar(),
            letter_id=KEY, title="Moties en toezeggingen", reference_date=day,
            addressee=addressee, query=query, with_closed=with_closed, **facts,
        )  # fmt: skip
    return read(store, actor)


def read(store: Store, actor: Actor, key: uuid.UUID = KEY) -> Letter:
    """A letter as it is now."""
    with store.reading() as session:
        return read_letter(session, actor, key, SITE, DUTCH)


def numbers(letter: Letter) -> list[str]:
    """The items in it, in order."""
    return [row.annex.number for row in letter.rows]


def status_texts(letter: Letter) -> dict[str, str]:
    """What it says of each item."""
    return {row.annex.number: row.annex.status_text for row in letter.rows}


def unchanged(letter: Letter) -> list[RowAdjustment]:
    """Its rows as a form sends them back untouched."""
    return [
        RowAdjustment(
            row.item_id, row.included, place, row.annex.description, row.annex.status_text
        )
        for place, row in enumerate(letter.rows)
    ]


def adjust(
    store: Store, actor: Actor, letter: Letter, changes: list[RowAdjustment], **facts: Any
) -> None:
    given: dict[str, Any] = {
        "title": letter.title,
        "reference_date": letter.reference_date,
        "addressee": letter.addressee,
    }
    with store.writing() as session:
        adjust_letter(session, actor, CLOCK, letter, changes=changes, **(given | facts))


def freeze(store: Store, actor: Actor, seal: str | None = None, clock: Clock = CLOCK) -> Letter:
    seen = read(store, actor).seal if seal is None else seal
    freeze_letter(
        store, actor, clock, lambda session: read_letter(session, actor, KEY, SITE, DUTCH), seen
    )
    return read(store, actor)


def edit(store: Store, actor: Actor, number: str, **fields: object) -> None:
    with store.writing() as session:
        act(session, actor, CLOCK)
        item = session.exec(select(Item).where(Item.number == number)).one()
        for name, value in fields.items():
            setattr(item, name, value)
