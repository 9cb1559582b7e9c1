"""Vandaag: the start page."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from litestar import Controller, Request, Response, get

from tracker.adapters.labels import label
from tracker.domain.selections import Due, Selection, read_selection, write_selection
from tracker.domain.sittings import MissingRecess, Recess
from tracker.domain.statuses import Kind, Status
from tracker.services.debates import moved_debates
from tracker.services.failed_mails import own_failed
from tracker.services.house_queue import open_total
from tracker.services.motions_unanswered import motions_unanswered
from tracker.services.rounds import waiting_rounds
from tracker.services.today import Figures, Group, Month, Scope, Today, read_today
from tracker.web.desk import Desk, desk_of
from tracker.web.overviews import due_words, items_address
from tracker.web.reminders import why_failed
from tracker.web.sittings import unknown_words
from tracker.web.year_chart import year_chart


@dataclass(frozen=True)
class FigureLink:
    """A figure at the top, with the list that is exactly so long."""

    number: int | str
    text: str
    detail: str
    href: str
    is_late: bool = False


class TodayController(Controller):
    """The start page."""

    @get("/", sync_to_thread=True)
    def show(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """What asks attention now."""
        desk = desk_of(request)
        scope = request.query_params.get("scope", "")
        asked = Scope(scope) if scope in set(Scope) else None
        with desk.store.reading() as session:
            today = read_today(session, desk.actor, desk.clock, desk.calendar, asked)
            unanswered = motions_unanswered(
                session, desk.actor, desk.clock.today(), desk.office.answer_within
            )
            from_sources = open_total(session)
            moved = moved_debates(session, desk.actor)
            waiting = waiting_rounds(session, desk.actor)
            failed = own_failed(session, desk.actor)
        selection = read_selection(today.query)
        return desk.page(
            "today/index.html",
            title=desk.messages.text("Vandaag"),
            nav="today",
            crumbs=[(desk.messages.text("Vandaag"), None)],
            now=today,
            unanswered=unanswered,
            from_sources=from_sources,
            moved_debates=moved,
            waiting_rounds=waiting,
            failed_mails=[(one, why_failed(desk, one)) for one in failed],
            lead=_lead(desk, today),
            notice=_scope_notice(desk, today, scope),
            scopes=list(_scopes(desk, today)),
            figures=list(_figures(desk, today, selection)),
            groups=[(one, _heading(desk, one, today)) for one in today.groups],
            recess_after=_recess_after(today),
            unknown=[unknown_words(desk.messages, one) for one in today.unknown],
            gap_is_next=isinstance(today.next_recess, MissingRecess),
            deadlines_href=lambda due: deadlines_address(selection, due),
            items_href=lambda kind, status: _items_href(selection, kind, status),
            all_deadlines_href=deadlines_address(selection, None),
            chart=year_chart(today.months, today.recesses, today.vantage.today),
            month_sentences=[_month_words(desk, one) for one in today.months if _counts(one)],
            year_sentence=_year_words(desk, today.months),
        )


def deadlines_address(selection: Selection, due: Due | None) -> str:
    """The page of deadlines for a window of a selection."""
    query = write_selection(replace(selection, due=due))
    return "/deadlines" + (f"?{query}" if query else "")


def _items_href(selection: Selection, kind: str, status: str) -> str:
    statuses = (Status(status),) if status else ()
    return items_address(
        write_selection(replace(selection, kinds=(Kind(kind),), statuses=statuses))
    )


def _lead(desk: Desk, today: Today) -> str:
    messages, day = desk.messages, today.vantage.today
    recess = today.next_recess
    if today.current_recess and today.current_recess.end:
        return messages.text(
            "%(today)s. Het is %(recess)s, tot en met %(end)s.",
            today=messages.long_date(day),
            recess=label(messages, "recess", today.current_recess.kind).lower(),
            end=messages.long_date(today.current_recess.end),
        )
    if today.vantage.last_sitting == day:
        return messages.text(
            "%(today)s, de laatste vergaderdag voor het reces.", today=messages.long_date(day)
        )
    if isinstance(recess, Recess) and today.vantage.last_sitting:
        return messages.plural(
            "%(today)s. Nog %(num)s dag tot en met de laatste vergaderdag voor het %(recess)s.",
            "%(today)s. Nog %(num)s dagen tot en met de laatste vergaderdag voor het %(recess)s.",
            (today.vantage.last_sitting - day).days,
            today=messages.long_date(day),
            recess=label(messages, "recess", recess.kind).lower(),
        )
    return messages.text(
        "%(today)s. Wanneer het volgende reces begint, staat niet in de kalender.",
        today=messages.long_date(day),
    )


def _scope_notice(desk: Desk, today: Today, asked: str) -> str:
    messages = desk.messages
    if asked and asked not in set(Scope):
        return messages.text(
            "‘%(scope)s’ is geen bekend bereik; hier staat: %(shown)s.",
            scope=asked[:40],
            shown=label(messages, "scope", today.scope).lower(),
        )
    if today.asked is Scope.UNIT and today.scope is not Scope.UNIT:
        return messages.text(
            "U hoort nog bij geen directie, daarom staat hier het werk van iedereen. "
            "Een beheerder kan uw directie invullen."
        )
    if today.asked is None and today.scope is Scope.ALL:
        return messages.text(
            "U behandelt zelf geen open items; hier staat daarom het werk van iedereen."
        )
    return ""


def _scopes(desk: Desk, today: Today) -> Iterator[tuple[str, str, bool]]:
    for scope in Scope:
        if scope is not Scope.UNIT or today.unit:
            text = label(desk.messages, "scope", scope)
            yield text, f"/?scope={scope}", scope is today.scope


def _figures(desk: Desk, today: Today, selection: Selection) -> Iterator[FigureLink]:
    messages, figures, vantage = desk.messages, today.figures, today.vantage
    yield FigureLink(
        figures.late,
        label(messages, "due", Due.LATE),
        messages.text("sinds %(day)s", day=messages.day_month(figures.late_since))
        if figures.late_since
        else messages.text("niets te laat"),
        deadlines_address(selection, Due.LATE),
        is_late=True,
    )
    yield FigureLink(
        figures.four_weeks,
        label(messages, "due", Due.FOUR_WEEKS),
        messages.text("tot en met %(day)s", day=messages.day_month(vantage.four_weeks_on)),
        deadlines_address(selection, Due.FOUR_WEEKS),
    )
    yield _before_recess(desk, today, selection)
    yield FigureLink(
        figures.review,
        label(messages, "due", Due.REVIEW),
        _review_words(desk, figures),
        deadlines_address(selection, Due.REVIEW),
    )


def _before_recess(desk: Desk, today: Today, selection: Selection) -> FigureLink:
    messages, number = desk.messages, today.figures.before_recess
    text = due_words(desk, Due.BEFORE_RECESS)
    if number is None or today.vantage.last_sitting is None:
        return FigureLink("?", text, messages.text("reces nog niet bekend"), "/sittings")
    return FigureLink(
        number,
        text,
        messages.text(
            "laatste vergaderdag %(day)s", day=messages.day_month(today.vantage.last_sitting)
        ),
        deadlines_address(selection, Due.BEFORE_RECESS),
    )


def _review_words(desk: Desk, figures: Figures) -> str:
    if not figures.review:
        return desk.messages.text("geen termijn zonder datum")
    if not figures.review_now:
        return desk.messages.text("geen daarvan al vandaag")
    return desk.messages.text("%(n)s daarvan nu", n=figures.review_now)


def _heading(desk: Desk, group: Group, today: Today) -> str:
    messages, until = desk.messages, today.vantage.four_weeks_on
    if group.name == "after_recess":
        return messages.text("Daarna, tot en met %(day)s", day=messages.day_month(until))
    if group.name == "later":
        return messages.text(
            "Daarna, %(window)s", window=due_words(desk, Due.BEFORE_RECESS).lower()
        )
    return due_words(desk, group.due)


def _recess_after(today: Today) -> str:
    """The list after which the next recess is drawn; '' where it is not known."""
    names = {group.name for group in today.groups}
    return "before_recess" if "before_recess" in names else "later" if "later" in names else ""


def _counts(month: Month) -> bool:
    return bool(month.late or month.firm or month.provisional or month.met)


def _month_words(desk: Desk, month: Month) -> str:
    """'juli 2021: 3 open, waarvan 1 geschat'"""
    return f"{desk.messages.month(month.first)}: {_standings(desk, [month])}."


def _year_words(desk: Desk, months: tuple[Month, ...]) -> str:
    year = months[0].first.year
    standings = _standings(desk, list(months))
    if not standings:
        return desk.messages.text("In %(year)s staan hier geen termijnen.", year=year)
    return desk.messages.text("In %(year)s: %(standings)s.", year=year, standings=standings)


def _standings(desk: Desk, months: list[Month]) -> str:
    messages = desk.messages
    late = sum(month.late for month in months)
    coming = sum(month.firm + month.provisional for month in months)
    guessed = sum(month.provisional for month in months)
    met = sum(month.met for month in months)
    parts = [
        messages.text("%(n)s te laat", n=late) if late else "",
        messages.text("%(n)s open", n=coming) if coming else "",
        messages.text("waarvan %(n)s geschat", n=guessed) if guessed else "",
        messages.text("%(n)s nagekomen", n=met) if met else "",
    ]
    return ", ".join(part for part in parts if part)
