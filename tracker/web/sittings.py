"""The recess calendar: its sources, how sure they are, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Controller, Request, Response, get

from tracker.adapters.labels import LABELS, label
from tracker.adapters.messages import Messages
from tracker.domain.recesses import IN_FIRST_YEAR, session_year_of, standing_of
from tracker.domain.sittings import (
    PUBLISHED_AHEAD,
    USUAL_PERIODS,
    MissingRecess,
    Recess,
    SittingCalendar,
    first_day,
    prinsjesdag,
    verantwoordingsdag,
)
from tracker.services.recalculations import count_waiting
from tracker.services.recesses import RecessEntry, list_recesses
from tracker.web.desk import Desk, desk_of


@dataclass(frozen=True)
class SessionYear:
    """A session year: its recesses and gaps in order, and the days with a name.

    Withdrawn recesses stand apart: what was in their place may be missing now.
    """

    name: str
    entries: tuple[RecessEntry | MissingRecess, ...]
    withdrawn: tuple[RecessEntry, ...]
    prinsjesdag: date
    verantwoordingsdag: date

    @property
    def missing(self) -> int:
        """How many recesses of this year the calendar lacks."""
        return sum(isinstance(entry, MissingRecess) for entry in self.entries)


class SittingController(Controller):
    """What dates rest on."""

    @get("/sittings", sync_to_thread=True)
    def index(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """All recesses by session year, newest first; administrators can change them here."""
        return list_page(desk_of(request))


def list_page(desk: Desk) -> Response[Any]:
    """All recesses by session year, with what the reader may do."""
    with desk.store.reading() as session:
        entries = list_recesses(session)
        waiting = count_waiting(session, desk.actor)
    title = desk.messages.text("Bronnen en recessen")
    return desk.page(
        "sittings/index.html",
        title=title,
        crumbs=[(title, None)],
        years=session_years(desk.calendar, entries, desk.clock.today()),
        waiting=waiting,
        may_change=desk.actor.is_administrator,
        standing=lambda recess: standing_words(desk.messages, recess.status),
        usual=lambda gap: USUAL_PERIODS[gap.kind],
    )


def session_years(
    calendar: SittingCalendar, entries: Sequence[RecessEntry], today: date
) -> tuple[SessionYear, ...]:
    """Every session year that has a recess, and those of today and a year on, newest first."""
    begun = {int(entry.recess.session_year[:4]) for entry in entries}
    begun |= {int(session_year_of(day)[:4]) for day in (today, today + PUBLISHED_AHEAD)}
    return tuple(
        _session_year(calendar, entries, year) for year in range(max(begun), min(begun) - 1, -1)
    )


def standing_words(messages: Messages, status: str) -> str:
    """How surely a recess is known; a status that came from elsewhere is said as it is."""
    code = standing_of(status).replace("-", "_")
    return label(messages, "recess_source", code) if code in LABELS["recess_source"] else status


def unknown_words(messages: Messages, entry: MissingRecess | Recess) -> str:
    """'het kerstreces van 2026', or 'de laatste dag van het kerstreces van 2026'."""
    name = label(messages, "recess", entry.kind).lower()
    year = entry.start.year if isinstance(entry, Recess) else entry.year
    if isinstance(entry, Recess):
        return messages.text(
            "de laatste dag van het %(recess)s van %(year)s", recess=name, year=year
        )
    return messages.text("het %(recess)s van %(year)s", recess=name, year=year)


def _session_year(
    calendar: SittingCalendar, entries: Sequence[RecessEntry], begun: int
) -> SessionYear:
    name = f"{begun}-{begun + 1}"
    own = [entry for entry in entries if entry.recess.session_year == name]
    found: list[RecessEntry | MissingRecess] = [one for one in own if not one.is_withdrawn]
    for kind in USUAL_PERIODS:
        one = calendar.recess(kind, begun if kind in IN_FIRST_YEAR else begun + 1)
        if isinstance(one, MissingRecess):
            found.append(one)
    return SessionYear(
        name=name,
        entries=tuple(sorted(found, key=_first_day)),
        withdrawn=tuple(one for one in own if one.is_withdrawn),
        prinsjesdag=prinsjesdag(begun),
        verantwoordingsdag=verantwoordingsdag(begun + 1),
    )


def _first_day(entry: RecessEntry | MissingRecess) -> date:
    return first_day(entry.recess if isinstance(entry, RecessEntry) else entry)
