"""The items that a progress letter, and the round before it, are about."""

import uuid
from dataclasses import replace
from datetime import date

from sqlalchemy import Select, or_
from sqlmodel import col

from tracker.db.queries.items import Vantage, ids_of
from tracker.db.tables import Item
from tracker.domain.selections import Openness, Selection
from tracker.domain.statuses import OPEN


def items_at(
    selection: Selection, vantage: Vantage, reference_date: date, *, with_closed: bool
) -> Select[uuid.UUID]:
    """The keys of a selection's items as it was on a day.

    What was closed after the reference date was open at it; `with_closed` takes in the items
    of the selection that were closed by then as well. Items whose own text is from after the
    reference date are left out.
    """
    wanted = [col(Item.reference_date) <= reference_date]
    if selection.openness is Openness.OPEN and not selection.statuses:
        selection = replace(selection, openness=Openness.ALL)
        if not with_closed:
            closed_later = col(Item.closed_on) > reference_date
            wanted.append(or_(col(Item.status).in_(sorted(OPEN)), closed_later))
    return ids_of(selection, vantage).where(*wanted)
