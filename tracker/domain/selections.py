"""A selection of items: filters and an order, kept as the query string of the list page."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode

from tracker.domain.statuses import Kind, Outcome, Status

LONGEST_VALUE = 200


class Openness(StrEnum):
    """Whether items are open or closed."""

    OPEN = "open"
    CLOSED = "closed"
    ALL = "all"


class Due(StrEnum):
    """Items with an open deadline in a window, as the start page counts them."""

    LATE = "late"
    FOUR_WEEKS = "four_weeks"
    BEFORE_RECESS = "before_recess"
    REVIEW = "review"
    NONE = "none"


class Order(StrEnum):
    """What a list is sorted on."""

    DUE = "due"
    NUMBER = "number"
    TITLE = "title"
    STATUS = "status"
    CHANGED = "changed"


@dataclass(frozen=True)
class Selection:
    """Filters that all hold; an empty one lets everything through.

    `dossier` is a dossier's number, `programme` a name, `minister` and `unit` a code,
    `owner` an e-mail address, 'me' for the reader, or 'none' for items without an owner.
    `unknown` names the values that were not understood; they do not filter.
    """

    openness: Openness = Openness.OPEN
    kinds: tuple[Kind, ...] = ()
    statuses: tuple[Status, ...] = ()
    outcome: Outcome | None = None
    due: Due | None = None
    dossier: str = ""
    programme: str = ""
    minister: str = ""
    unit: str = ""
    owner: str = ""
    text: str = ""
    order: Order = Order.DUE
    descending: bool = False
    unknown: tuple[str, ...] = field(default=(), compare=False)


def read_selection(query: str | Iterable[tuple[str, str]]) -> Selection:
    """The selection in a query string, such as `kind=motion&due=late&sort=-number`."""
    reader = _Reader(parse_qsl(query) if isinstance(query, str) else query)
    order = reader.last("sort")
    return Selection(
        openness=reader.one("open", Openness) or Openness.OPEN,
        kinds=reader.many("kind", Kind),
        statuses=reader.many("status", Status),
        outcome=reader.one("outcome", Outcome),
        due=reader.one("due", Due),
        dossier=reader.last("dossier"),
        programme=reader.last("programme"),
        minister=reader.last("minister"),
        unit=reader.last("unit"),
        owner=reader.last("owner"),
        text=reader.last("q"),
        order=reader.one("sort", Order, strip="-") or Order.DUE,
        descending=order.startswith("-"),
        unknown=tuple(reader.unknown),
    )


def write_selection(selection: Selection) -> str:
    """The query string of a selection, in a fixed order and without its defaults."""
    pairs = [
        ("open", selection.openness if selection.openness is not Openness.OPEN else None),
        *(("kind", kind) for kind in sorted(set(selection.kinds))),
        *(("status", status) for status in sorted(set(selection.statuses))),
        ("outcome", selection.outcome),
        ("due", selection.due),
        ("dossier", selection.dossier),
        ("programme", selection.programme),
        ("minister", selection.minister),
        ("unit", selection.unit),
        ("owner", selection.owner),
        ("q", selection.text),
        ("sort", _sort(selection)),
    ]
    return urlencode([(name, str(value)) for name, value in pairs if value])


def _sort(selection: Selection) -> str:
    sign = "-" if selection.descending else ""
    return "" if selection.order is Order.DUE and not sign else sign + selection.order


_Code = TypeVar("_Code", bound=StrEnum)


class _Reader:
    """Reads values by name, and remembers those that it does not know."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._pairs = [
            (name, value.replace("\0", "").strip()[:LONGEST_VALUE]) for name, value in pairs
        ]
        self.unknown: list[str] = []

    def last(self, name: str) -> str:
        return next((value for key, value in reversed(self._pairs) if key == name), "")

    def one(self, name: str, codes: type[_Code], *, strip: str = "") -> _Code | None:
        value = self.last(name).removeprefix(strip) if strip else self.last(name)
        return self._code(name, value, codes)

    def many(self, name: str, codes: type[_Code]) -> tuple[_Code, ...]:
        found = [self._code(name, value, codes) for key, value in self._pairs if key == name]
        return tuple(sorted({code for code in found if code is not None}))

    def _code(self, name: str, value: str, codes: type[_Code]) -> _Code | None:
        if not value:
            return None
        if value not in set(codes):
            self.unknown.append(f"{name}={value}")
            return None
        return codes(value)
