"""The Overzicht: the list of items with its views, filters, order and pages."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from litestar import Controller, Request, Response, get
from litestar.response import Redirect

from tracker.adapters.labels import label
from tracker.adapters.messages import Messages
from tracker.domain.selections import Due, Openness, Order, Selection, write_selection
from tracker.domain.sittings import Recess
from tracker.services.overviews import COUNTED_UP_TO, Chip, FilterChoices, Overview, read_overview
from tracker.web.desk import Desk, desk_of


@dataclass(frozen=True)
class TabLink:
    """A tab of the list, in words."""

    text: str
    href: str
    count: str | None
    is_current: bool


@dataclass(frozen=True)
class ChipLink:
    """An active filter in words, with the address of the list without it."""

    text: str
    href: str


class OverviewController(Controller):
    """The list of items."""

    @get("/items", sync_to_thread=True)
    def show(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """One page of the list; an address in another form than the fixed one is tidied."""
        desk = desk_of(request)
        with desk.store.reading() as session:
            overview = read_overview(
                session,
                desk.actor,
                desk.clock.today(),
                desk.calendar,
                request.query_params.multi_items(),
                page_number(request.query_params.get("page", "")),
            )
        address = items_address(overview.query, overview.page)
        if desk.wants_fragment:
            answer = desk.fragment("items/_table.html", swapped=True, **_context(desk, overview))
            answer.headers["HX-Push-Url"] = address
            return answer
        if not overview.dropped and address != _asked(request):
            return Redirect(address, status_code=303)
        return desk.page(
            "items/index.html",
            title=desk.messages.text("Overzicht"),
            nav="items",
            crumbs=[(desk.messages.text("Overzicht"), None)],
            swapped=False,
            **_context(desk, overview),
        )


def items_address(query: str, page: int = 1) -> str:
    """The address of a page of a selection."""
    parts = [part for part in (query, f"page={page}" if page > 1 else "") if part]
    return "/items" + ("?" + "&".join(parts) if parts else "")


def page_number(text: str) -> int:
    """The number of a page in an address; the first where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def due_words(desk: Desk, due: Due) -> str:
    """A window of deadlines in words, with the name of the recess that it ends at."""
    recess = desk.calendar.next_of_any_kind(desk.clock.today())
    if due is Due.BEFORE_RECESS and isinstance(recess, Recess):
        name = label(desk.messages, "recess", recess.kind).lower()
        return desk.messages.text("Vóór het %(recess)s", recess=name)
    return label(desk.messages, "due", due)


def filter_words(desk: Desk, choices: FilterChoices, chip: Chip) -> str:
    """A filter in words: 'soort: motie'."""
    value = _value_words(desk, chip.name, choices.name_of(chip.name, chip.value))
    return f"{label(desk.messages, 'filter', chip.name)}: {value}"


def _asked(request: Request[Any, Any, Any]) -> str:
    query = request.url.query
    return request.url.path + (f"?{query}" if query else "")


def _context(desk: Desk, overview: Overview) -> dict[str, Any]:
    return {
        "overview": overview,
        "selection": overview.selection,
        "tabs": list(_tabs(desk, overview)),
        "chips": [
            ChipLink(filter_words(desk, overview.choices, chip), items_address(chip.query_without))
            for chip in overview.chips
        ],
        "notices": list(_notices(desk, overview)),
        "due_options": [(due.value, due_words(desk, due)) for due in Due],
        "page_href": lambda number, _size: items_address(overview.query, number),
        "sort_href": lambda name: items_address(_sorted_by(overview.selection, Order(name))),
        "sorted_as": lambda name: _sorted_as(overview.selection, Order(name)),
        "href": items_address,
        "clear_href": items_address(write_selection(Selection(openness=Openness.ALL))),
    }


def _tabs(desk: Desk, overview: Overview) -> Iterator[TabLink]:
    for tab in overview.tabs:
        if tab.view:
            text = tab.name
        elif tab.name == "before_recess":
            text = due_words(desk, Due.BEFORE_RECESS)
        else:
            text = label(desk.messages, "tab", tab.name)
        yield TabLink(text, items_address(tab.query), _count_words(tab.count), tab.current)


def _count_words(count: int | None) -> str | None:
    if count is None:
        return None
    return f"{COUNTED_UP_TO - 1}+" if count >= COUNTED_UP_TO else str(count)


def _value_words(desk: Desk, name: str, value: str) -> str:
    messages = desk.messages
    if name == "due":
        return due_words(desk, Due(value)).lower()
    if name == "owner" and value in ("me", "none"):
        return _owner_words(messages, value)
    group = {"open": "openness", "kind": "kind", "status": "status", "outcome": "outcome"}
    return label(messages, group[name], value).lower() if name in group else value


def _owner_words(messages: Messages, value: str) -> str:
    return messages.text("ik") if value == "me" else messages.text("niemand")


def _notices(desk: Desk, overview: Overview) -> Iterator[str]:
    messages = desk.messages
    for name, value in overview.dropped:
        yield messages.text(
            "‘%(value)s’ is bij %(filter)s niet bekend en is weggelaten.",
            value=value,
            filter=label(messages, "filter", name),
        )
    for name, value in overview.unmatched:
        yield messages.text(
            "‘%(value)s’ is bij %(filter)s niet bekend; daarom is de lijst leeg.",
            value=value,
            filter=label(messages, "filter", name),
        )
    if overview.selection.due is Due.BEFORE_RECESS and overview.vantage.last_sitting is None:
        yield messages.text(
            "Het volgende reces staat niet in de kalender. Wat ervoor af moet zijn, is daarom "
            "niet te zeggen."
        )


def _sorted_by(selection: Selection, order: Order) -> str:
    """The selection in this order; the other way around when it already is."""
    newest_first = order is Order.CHANGED
    turned = not selection.descending if selection.order is order else newest_first
    return write_selection(replace(selection, order=order, descending=turned))


def _sorted_as(selection: Selection, order: Order) -> str:
    if selection.order is not order:
        return ""
    return "descending" if selection.descending else "ascending"
