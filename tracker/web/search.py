"""The page that finds items and papers."""

from typing import Any
from urllib.parse import urlencode

from litestar import Controller, Request, Response, get

from tracker.services.search import COUNTED_UP_TO, PAGE_SIZE, Part, search
from tracker.web.desk import Desk, desk_of
from tracker.web.overviews import page_number

LAST_PAGE = COUNTED_UP_TO // PAGE_SIZE


class SearchController(Controller):
    """Search over items and papers."""

    @get("/search", sync_to_thread=True)
    def show(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """What is found under the text in the address."""
        desk = desk_of(request)
        asked = request.query_params
        text, part = asked.get("q", ""), _part(asked.get("soort", ""))
        page = min(max(1, page_number(asked.get("page", ""))), LAST_PAGE)
        with desk.store.reading() as session:
            results = search(session, desk.actor, text, page, part)
        title = desk.messages.text("Zoeken")
        return desk.page(
            "search/index.html",
            title=title,
            nav=None,
            crumbs=[(title, None)],
            results=results,
            choices=[
                (desk.messages.text("Alles"), _address(text), part is Part.BOTH),
                (
                    _with_count(desk, desk.messages.text("Items"), results.counts.items),
                    _address(text, Part.ITEMS),
                    part is Part.ITEMS,
                ),
                (
                    _with_count(desk, desk.messages.text("Kamerstukken"), results.counts.papers),
                    _address(text, Part.PAPERS),
                    part is Part.PAPERS,
                ),
            ],
            all_items=_address(text, Part.ITEMS),
            all_papers=_address(text, Part.PAPERS),
            page_href=lambda number, _size: _address(text, part, number),
            page_size=PAGE_SIZE,
            counted_up_to=COUNTED_UP_TO,
        )


def _part(text: str) -> Part:
    return Part(text) if text in set(Part) else Part.BOTH


def _address(text: str, part: Part = Part.BOTH, page: int = 1) -> str:
    asked = {"q": text, "soort": part.value, "page": str(page) if page > 1 else ""}
    return "/search?" + urlencode({name: value for name, value in asked.items() if value})


def _with_count(desk: Desk, name: str, count: int) -> str:
    if count > COUNTED_UP_TO:
        return desk.messages.text("%(name)s (meer dan %(count)s)", name=name, count=COUNTED_UP_TO)
    return desk.messages.text("%(name)s (%(count)s)", name=name, count=count)
