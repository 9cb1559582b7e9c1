"""Debates in the House's register, and a deadline that hangs on one, for tests."""

import uuid
from datetime import date

from tests.worked_case import CLOCK, actor
from tracker.db.session import Store
from tracker.db.tables import Deadline, HouseRecord
from tracker.domain.planning import Strength
from tracker.services.deadlines import NewDeadline, Plan, add_deadline
from tracker.services.sittings import read_calendar

DEBATE = uuid.UUID(int=1)
HELD, LATER = date(2021, 9, 16), date(2021, 9, 23)


def hold(store: Store, key: uuid.UUID = DEBATE, on: date = HELD, **fields: str) -> None:
    """A committee debate in the register."""
    given = {
        "nummer": f"2021A0000{key.int}", "soort": "Commissiedebat", "onderwerp": "Mensenhandel",
        "voortouwnaam": "Commissie voor Justitie", "status": "Gepland",
        "aanvangstijd": f"{on}T14:00:00",
    } | fields  # fmt: skip
    with store.writing() as session:
        session.merge(
            HouseRecord(
                id=key,
                category="Activiteit",
                number=given["nummer"],
                day=on,
                fields={name: [value] for name, value in given.items()},
            )
        )


def promised(store: Store, wording: str = "voor het volgende commissiedebat") -> Deadline:
    """A deadline at T-2021-0001 that hangs on a debate."""
    with store.writing() as session:
        new = NewDeadline(
            id=uuid.uuid4(),
            what="Laten weten wat de gesprekken opleverden",
            plan=Plan(wording, date(2021, 6, 23), review_on=date(2021, 8, 1)),
            strength=Strength.PROMISED,
        )
        calendar = read_calendar(session)
        return add_deadline(session, actor(store), CLOCK, calendar, "T-2021-0001", new)
