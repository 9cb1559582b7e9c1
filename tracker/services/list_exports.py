"""The items of a selection as a file that importing takes back without a difference."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session

from tracker.adapters.child import in_child
from tracker.adapters.messages import Messages
from tracker.adapters.sheets import write_list
from tracker.db.queries.items import ids_of
from tracker.domain.selections import read_selection
from tracker.domain.sittings import SittingCalendar
from tracker.services.actors import Actor
from tracker.services.deadline_lists import vantage_from
from tracker.services.list_cells import export_rows
from tracker.services.overviews import tidied

WRITE_WITHIN = 60.0
"""Seconds that making the file may take."""


def list_rows(
    session: Session,
    actor: Actor,
    today: date,
    calendar: SittingCalendar,
    messages: Messages,
    pairs: Iterable[tuple[str, str]],
) -> list[list[str | date]]:
    """The items of an address's filters, in its order, as rows under a header."""
    vantage = vantage_from(actor, today, calendar)
    items = ids_of(tidied(read_selection(pairs)), vantage)
    return list(export_rows(session, actor, items, messages))


def list_file(rows: list[list[str | date]], file_format: str, title: str) -> bytes:
    """Rows as xlsx, ods or csv, made in a process of its own."""
    return in_child(write_list, rows, file_format, title, timeout=WRITE_WITHIN)
