"""The recess calendar: its sources, how sure they are, and what is missing."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Controller, Request, Response, get

from tracker.domain.sittings import (
    USUAL_PERIODS,
    MissingRecess,
    Recess,
    RecessKind,
    SittingCalendar,
    prinsjesdag,
    verantwoordingsdag,
)
from tracker.web.desk import desk_of


@dataclass(frozen=True)
class Year:
    """A calendar year: its recesses and gaps in order, and the days with a name."""

    number: int
    entries: tuple[Recess | MissingRecess, ...]
    prinsjesdag: date
    verantwoordingsdag: date

    @property
    def missing(self) -> int:
        """How many recesses of this year the calendar lacks."""
        return sum(isinstance(entry, MissingRecess) for entry in self.entries)


class SittingController(Controller):
    """What dates rest on."""

    path = "/sittings"

    @get("/", sync_to_thread=True)
    def index(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """All recesses by year, newest year first."""
        desk = desk_of(request)
        title = desk.messages.text("Bronnen en recessen")
        return desk.page(
            "sittings/index.html",
            title=title,
            crumbs=[(title, None)],
            years=years(desk.calendar),
            certainty_of=certainty_of,
        )


def years(calendar: SittingCalendar) -> tuple[Year, ...]:
    """Every year that the calendar knows something of, newest first."""
    starts = [recess.start.year for recess in calendar.recesses]
    numbers = range(max(starts, default=0), min(starts, default=1) - 1, -1)
    return tuple(
        Year(number, _entries(calendar, number), prinsjesdag(number), verantwoordingsdag(number))
        for number in numbers
    )


def certainty_of(recess: Recess) -> str:
    """The code of how surely a recess is known: 'confirmed-3' and its like are one."""
    if recess.status.startswith("confirmed"):
        return "confirmed"
    return recess.status.replace("-", "_")


def _entries(calendar: SittingCalendar, year: int) -> tuple[Recess | MissingRecess, ...]:
    found = {calendar.recess(kind, year) for kind in USUAL_PERIODS}
    found |= {calendar.recess(RecessKind.ELECTION, year)}
    return tuple(sorted((entry for entry in found if entry), key=_start))


def _start(entry: Recess | MissingRecess) -> date:
    return entry.start if isinstance(entry, Recess) else entry.earliest_start
