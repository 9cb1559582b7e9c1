"""The Termijnen page, and what a wording says while it is typed."""

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from litestar import Controller, Request, Response, get
from litestar.params import FromQuery

from tracker.domain.errors import DomainError
from tracker.domain.planning import Period
from tracker.domain.selections import (
    Due,
    Openness,
    Selection,
    read_selection,
    write_selection,
)
from tracker.domain.statuses import Kind
from tracker.services.deadline_lists import deadline_page, preview, vantage_from
from tracker.services.views import SavedView, list_views
from tracker.web.desk import Desk, desk_of
from tracker.web.forms import read_day
from tracker.web.months import month_groups
from tracker.web.timelines import MONTHS_SHOWN, Zoom, draw, period_of

BUILT_IN = {
    "open": Selection(),
    "mine": Selection(owner="me"),
    "late": Selection(due=Due.LATE),
    "four_weeks": Selection(due=Due.FOUR_WEEKS),
    "before_recess": Selection(due=Due.BEFORE_RECESS),
    "review": Selection(due=Due.REVIEW),
}


class DeadlineController(Controller):
    """Deadlines, read."""

    path = "/deadlines"

    @get("/", sync_to_thread=True)
    def index(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """The deadlines of a selection: a timeline, and a table by month."""
        desk = desk_of(request)
        params = request.query_params
        selection = read_selection(request.url.query)
        zoom = _zoom(params.get("zoom", ""))
        period = period_of(zoom, _month(params.get("from", "")), desk.clock.today())
        vantage = vantage_from(desk.actor, desk.clock.today(), desk.calendar)
        with desk.store.reading() as session:
            views = list_views(session, desk.actor)
            found = deadline_page(
                session,
                vantage,
                desk.calendar,
                desk.messages,
                selection,
                period,
                _page_number(params.get("page", "")),
            )
        today = desk.clock.today()
        links = _Links(selection, zoom, period)
        return desk.page(
            "deadlines/index.html",
            title=desk.messages.text("Termijnen"),
            nav="deadlines",
            crumbs=[(desk.messages.text("Termijnen"), None)],
            found=found,
            selection=selection,
            period=None if selection.due else period,
            last_sitting=vantage.last_sitting,
            timeline=draw(found.marks, period, desk.calendar, today, desk.messages),
            groups=month_groups(
                found.rows, found.by_month, desk.calendar, None if selection.due else period
            ),
            links=links,
            tabs=_tabs(desk, selection, views, links),
            kinds=list(Kind),
            windows=[due for due in Due if due is not Due.NONE],
            kept=_kept(selection, zoom, params.get("from", "")),
        )

    @get("/preview", sync_to_thread=True)
    def show_preview(
        self,
        request: Request[Any, Any, Any],
        wording: FromQuery[str] = "",
        reference_date: FromQuery[str] = "",
        own_date: FromQuery[str] = "",
    ) -> Response[Any]:
        """The date that a wording gives, with its reasoning, before anything is saved."""
        desk = desk_of(request)
        reading, errors = read_preview(
            desk,
            {"wording": wording, "reference_date": reference_date, "own_date": own_date},
        )
        return desk.fragment("deadlines/_why.html", reading=reading, errors=errors)


def read_preview(desk: Desk, values: dict[str, str]) -> tuple[Any, dict[str, str]]:
    """What typed fields say about a date; or what is wrong with them, by field."""
    try:
        day = read_day(values.get("reference_date", ""), "reference_date", required=True)
        own_date = read_day(values.get("own_date", ""), "own_date")
        reading = preview(
            " ".join(values.get("wording", "").split()),
            day or desk.clock.today(),
            own_date,
            desk.clock.today(),
            desk.calendar,
            desk.messages,
        )
    except DomainError as error:
        return None, desk.sentences(error)
    return reading, {}


class _Links:
    """The addresses of this page with one thing changed."""

    def __init__(self, selection: Selection, zoom: Zoom, period: Period) -> None:
        self._selection = selection
        self._zoom = zoom
        self._period = period

    def page(self, number: int) -> str:
        """Another page of the same."""
        return self._to(self._selection, self._zoom, self._period.first, number)

    def zoom(self, zoom: Zoom) -> str:
        """More or less of the calendar, around today again."""
        return self._to(self._selection, zoom, None)

    def zooms(self) -> list[tuple[Zoom, str, bool]]:
        """Each zoom with its address and whether it is on."""
        return [(zoom, self.zoom(zoom), zoom is self._zoom) for zoom in Zoom]

    def view(self, selection: Selection) -> str:
        """Another selection, in the same months."""
        return self._to(selection, self._zoom, None)

    def earlier(self) -> str:
        """The months before these."""
        return self._to(self._selection, self._zoom, self._shifted(-1))

    def later(self) -> str:
        """The months after these."""
        return self._to(self._selection, self._zoom, self._shifted(1))

    def _shifted(self, times: int) -> date:
        months = self._period.first.year * 12 + self._period.first.month - 1
        year, month = divmod(months + times * MONTHS_SHOWN[self._zoom], 12)
        return date(year, month + 1, 1)

    def _to(self, selection: Selection, zoom: Zoom, first: date | None, number: int = 1) -> str:
        own = {
            "zoom": zoom.value if zoom is not Zoom.YEAR else "",
            "from": f"{first:%Y-%m}" if first else "",
            "page": str(number) if number > 1 else "",
        }
        parts = [write_selection(selection), urlencode({k: v for k, v in own.items() if v})]
        query = "&".join(part for part in parts if part)
        return f"/deadlines?{query}" if query else "/deadlines"


def _tabs(
    desk: Desk, selection: Selection, views: tuple[SavedView, ...], links: _Links
) -> list[dict[str, Any]]:
    names = {
        "open": desk.messages.text("Alle open termijnen"),
        "mine": desk.messages.text("Mijn werk"),
        "late": desk.messages.text("Te laat"),
        "four_weeks": desk.messages.text("Komende vier weken"),
        "before_recess": desk.messages.text("Voor het reces"),
        "review": desk.messages.text("Opnieuw bekijken"),
    }
    shown = [
        *((names[code], built_in) for code, built_in in BUILT_IN.items()),
        *((view.name, read_selection(view.query)) for view in views),
    ]
    current = write_selection(selection)
    return [
        {
            "text": name,
            "href": links.view(one),
            "count": None,
            "is_current": write_selection(one) == current,
        }
        for name, one in shown
    ]


def _kept(selection: Selection, zoom: Zoom, first: str) -> list[tuple[str, str]]:
    """The filters that the form has no field for, to send along unseen."""
    bare = replace(selection, kinds=(), due=None, owner="", text="", openness=Openness.OPEN)
    own = [("zoom", zoom.value if zoom is not Zoom.YEAR else ""), ("from", first)]
    return [*parse_qsl(write_selection(bare)), *((name, value) for name, value in own if value)]


def _zoom(text: str) -> Zoom:
    return Zoom(text) if text in set(Zoom) else Zoom.YEAR


def _month(text: str) -> date | None:
    year, _, month = text.partition("-")
    if not (year.isdecimal() and month.isdecimal() and year.isascii() and month.isascii()):
        return None
    if not (len(year) == 4 and 1900 <= int(year) <= 2199):
        return None
    if not (len(month) <= 2 and 1 <= int(month) <= 12):
        return None
    return date(int(year), int(month), 1)


def _page_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 1
