"""The Overzicht: one page of a selection of items, with the views and filters around it."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session, col, select

from tracker.db.queries import items as queries
from tracker.db.queries.items import PAGE_SIZE, Vantage
from tracker.db.tables import Dossier, Minister, Programme, Unit, User
from tracker.domain.errors import DomainError
from tracker.domain.planning import Certainty, DeadlineState, days_late
from tracker.domain.references_read import read_dossier
from tracker.domain.selections import (
    Due,
    Openness,
    Order,
    Selection,
    read_selection,
    write_selection,
)
from tracker.domain.sittings import SittingCalendar
from tracker.domain.statuses import Kind, Status
from tracker.domain.texts import initials
from tracker.services.actors import Actor
from tracker.services.deadline_lists import vantage_from
from tracker.services.views import SavedView, list_views

COUNTED_UP_TO = 1000
MOST_DOSSIERS = 100


@dataclass(frozen=True)
class NextDeadline:
    """An item's first open deadline, and how late the item is.

    `days_late` counts from the last day on which all of its deadlines were on time; 0 when
    none is late. It counts beside a date to come when the House still knows an earlier one.
    """

    certainty: Certainty
    due_on: date | None
    on_time_until: date | None
    review_on: date | None
    days_late: int
    days_left: int
    state: DeadlineState = DeadlineState.OPEN

    @property
    def untold(self) -> bool:
        """Whether it is late only because the House was not told of its date."""
        return self.days_late > 0 and self.days_left >= 0


@dataclass(frozen=True)
class ItemRow:
    """What a list shows of an item."""

    number: str
    kind: Kind
    title: str
    status: Status
    submitters: tuple[str, ...]
    cum_suis: bool
    promised_by: str | None
    report_body: str | None
    report_page: int | None
    deadline: NextDeadline | None
    open_deadlines: int
    owner: str | None
    source_place: str | None

    @property
    def owner_initials(self) -> str:
        """The initials beside the owner's name."""
        return initials(self.owner or "")


@dataclass(frozen=True)
class Tab:
    """A view above the list. `name` is a built-in one's code, or a saved view's own name.

    `count` goes no further than COUNTED_UP_TO; None where the calendar lacks the recess
    that the view is about.
    """

    name: str
    query: str
    count: int | None
    current: bool
    view: SavedView | None = None


@dataclass(frozen=True)
class Chip:
    """An active filter: its name in the address, its value, and the list without it."""

    name: str
    value: str
    query_without: str


Option = tuple[str, str]


@dataclass(frozen=True)
class FilterChoices:
    """The values to filter on, as (value in the address, name on screen)."""

    dossiers: tuple[Option, ...]
    programmes: tuple[Option, ...]
    ministers: tuple[Option, ...]
    units: tuple[Option, ...]
    owners: tuple[Option, ...]

    def name_of(self, filter_name: str, value: str) -> str:
        """The name on screen of a minister, unit or owner in the address; else the value."""
        lists = {"minister": self.ministers, "unit": self.units, "owner": self.owners}
        return dict(lists.get(filter_name, ())).get(value, value)


@dataclass(frozen=True)
class Overview:
    """One page of the list. `dropped` are values that mean nothing and do not filter;
    `unmatched` are names that nothing bears, so that the list is empty."""

    selection: Selection
    query: str
    rows: tuple[ItemRow, ...]
    total: int
    page: int
    pages: int
    tabs: tuple[Tab, ...]
    chips: tuple[Chip, ...]
    choices: FilterChoices
    dropped: tuple[Option, ...]
    unmatched: tuple[Option, ...]
    vantage: Vantage

    @property
    def page_size(self) -> int:
        """The most rows that a page has."""
        return PAGE_SIZE

    @property
    def is_known_view(self) -> bool:
        """Whether one of the tabs is what is shown."""
        return any(tab.current for tab in self.tabs)

    @property
    def nothing_yet(self) -> bool:
        """Whether there is no item at all."""
        return any(tab.name == "all" and tab.count == 0 for tab in self.tabs)

    @property
    def view(self) -> SavedView | None:
        """The saved view that is shown, if one is."""
        return next((tab.view for tab in self.tabs if tab.current), None)


def read_overview(
    session: Session,
    actor: Actor,
    today: date,
    calendar: SittingCalendar,
    pairs: Iterable[tuple[str, str]],
    page: int = 1,
) -> Overview:
    """The list for an address's filters; a page past the end is the last one."""
    vantage = vantage_from(actor, today, calendar)
    selection = tidied(read_selection(pairs))
    choices = filter_choices(session)
    total = session.execute(queries.count_of(selection, vantage)).scalar_one()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    return Overview(
        selection=selection,
        query=write_selection(selection),
        rows=_rows(session, selection, vantage, page),
        total=total,
        page=page,
        pages=pages,
        tabs=_tabs(session, actor, selection, vantage),
        chips=filters_of(selection),
        choices=choices,
        dropped=tuple(_pair(text) for text in selection.unknown),
        unmatched=tuple(_unmatched(session, selection, choices)),
        vantage=vantage,
    )


def ids_in(session: Session, selection: Selection, vantage: Vantage) -> tuple[uuid.UUID, ...]:
    """The keys of all items of a selection, in its order."""
    return tuple(session.execute(queries.ids_of(selection, vantage)).scalars())


def filters_of(selection: Selection) -> tuple[Chip, ...]:
    """The filters that are on, in the order of the address."""
    return tuple(_chips(selection))


def tidied(selection: Selection) -> Selection:
    """The selection with its dossier as the House writes it: 31015 becomes 31 015."""
    try:
        return replace(selection, dossier=read_dossier(selection.dossier).printed)
    except DomainError:
        return selection


def _rows(
    session: Session, selection: Selection, vantage: Vantage, page: int
) -> tuple[ItemRow, ...]:
    found = session.execute(queries.page_of(selection, vantage, page))
    return tuple(_row(row, vantage.today) for row in found)


def _row(row: Row[Any], today: date) -> ItemRow:
    return ItemRow(
        number=row.number,
        kind=row.kind,
        title=row.title,
        status=row.status,
        submitters=tuple(row.submitters),
        cum_suis=row.cum_suis,
        promised_by=row.promised_by,
        report_body=row.report_body,
        report_page=row.report_page,
        deadline=_next_deadline(row, today) if row.certainty else None,
        open_deadlines=row.open_deadlines,
        owner=row.owner,
        source_place=row.source_place,
    )


def _next_deadline(row: Row[Any], today: date) -> NextDeadline:
    return NextDeadline(
        certainty=row.certainty,
        due_on=row.due_on,
        on_time_until=row.on_time_until,
        review_on=row.review_on,
        days_late=days_late(row.late_after, today),
        days_left=(row.due_on - today).days if row.due_on else 0,
    )


BUILT_IN = {
    "mine": Selection(owner="me"),
    "late": Selection(due=Due.LATE),
    "before_recess": Selection(due=Due.BEFORE_RECESS),
    "review": Selection(due=Due.REVIEW),
    "open": Selection(),
    "all": Selection(openness=Openness.ALL),
}


def _tabs(
    session: Session, actor: Actor, selection: Selection, vantage: Vantage
) -> tuple[Tab, ...]:
    saved = list_views(session, actor)
    shown: list[tuple[str, Selection, SavedView | None]] = [
        *((name, built_in, None) for name, built_in in BUILT_IN.items()),
        *((view.name, read_selection(view.query), view) for view in saved),
    ]
    selections = [one for _, one, _ in shown]
    counts = session.execute(queries.counts_up_to(COUNTED_UP_TO, selections, vantage)).one()
    current = _current(selection, selections)
    return tuple(
        Tab(
            name=name,
            query=write_selection(one),
            count=count if one.due is not Due.BEFORE_RECESS or vantage.last_sitting else None,
            current=place == current,
            view=view,
        )
        for place, ((name, one, view), count) in enumerate(zip(shown, counts, strict=True))
    )


def _current(selection: Selection, shown: Sequence[Selection]) -> int | None:
    """The place of the view that is shown; in another order it is still that view."""
    unordered = [replace(one, order=Order.DUE, descending=False) for one in shown]
    for candidates, wanted in (
        (list(shown), selection),
        (unordered, replace(selection, order=Order.DUE, descending=False)),
    ):
        if wanted in candidates:
            return candidates.index(wanted)
    return None


def _chips(selection: Selection) -> Iterable[Chip]:
    if not selection.statuses and selection.openness is not Openness.ALL:
        yield _chip("open", selection.openness, replace(selection, openness=Openness.ALL))
    for kind in selection.kinds:
        others = tuple(one for one in selection.kinds if one is not kind)
        yield _chip("kind", kind, replace(selection, kinds=others))
    for status in selection.statuses:
        remaining = tuple(one for one in selection.statuses if one is not status)
        yield _chip("status", status, replace(selection, statuses=remaining))
    if selection.outcome:
        yield _chip("outcome", selection.outcome, replace(selection, outcome=None))
    if selection.due:
        yield _chip("due", selection.due, replace(selection, due=None))
    for name in ("dossier", "programme", "minister", "unit", "owner"):
        if value := getattr(selection, name):
            cleared: dict[str, Any] = {name: ""}
            yield _chip(name, value, replace(selection, **cleared))
    if selection.text:
        yield _chip("q", selection.text, replace(selection, text=""))


def _chip(name: str, value: str, without: Selection) -> Chip:
    return Chip(name, str(value), write_selection(without))


def filter_choices(session: Session) -> FilterChoices:
    """Everything that a list can be filtered on; of the dossiers the first MOST_DOSSIERS."""
    return FilterChoices(
        dossiers=_options(
            session,
            select(Dossier.number, Dossier.title).order_by(Dossier.number).limit(MOST_DOSSIERS),
        ),
        programmes=_options(
            session, select(Programme.name, Programme.name).order_by(Programme.name)
        ),
        ministers=_options(session, select(Minister.code, Minister.name).order_by(Minister.name)),
        units=_options(session, select(Unit.code, Unit.name).order_by(Unit.code)),
        owners=_options(
            session, select(User.email, User.name).where(col(User.active)).order_by(User.name)
        ),
    )


def _options(session: Session, statement: Any) -> tuple[Option, ...]:
    return tuple((value, name or "") for value, name in session.execute(statement))


def _unmatched(session: Session, selection: Selection, choices: FilterChoices) -> Iterable[Option]:
    named: list[tuple[str, str, Sequence[Option], Any]] = [
        ("dossier", selection.dossier, choices.dossiers, Dossier.number),
        ("programme", selection.programme, choices.programmes, Programme.name),
        ("minister", selection.minister, choices.ministers, Minister.code),
        ("unit", selection.unit, choices.units, Unit.code),
        ("owner", selection.owner, [*choices.owners, ("me", ""), ("none", "")], User.email),
    ]
    for name, value, options, column in named:
        if not value or value in dict(options):
            continue
        if session.exec(select(column).where(column == value)).first() is None:
            yield name, value


def _pair(text: str) -> Option:
    name, _, value = text.partition("=")
    return name, value
