"""Deadlines for which a changed recess gives another date, put before an officer."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from tracker.adapters.labels import label
from tracker.adapters.messages import Messages
from tracker.domain.errors import DomainError, Refusals
from tracker.services import recalculations
from tracker.services.conflicts import save
from tracker.services.deadlines import Stale
from tracker.services.missing import Missing
from tracker.services.recalculations import Recalculation, TermDates
from tracker.services.sittings import hold_calendar
from tracker.web.desk import Desk, desk_of
from tracker.web.forms import Form, FormData

LIST = "/deadlines/recalculated"
ONE = "/deadlines/{deadline_id:uuid}/recalculated"
REVIEW_AGAIN_IN = timedelta(weeks=4)


class RecalculationController(Controller):
    """Old and proposed dates."""

    @get(LIST, sync_to_thread=True)
    def index(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """All deadlines that wait for a decision, by their present dates."""
        desk = desk_of(request)
        asked = request.query_params.get("page", "")
        with desk.store.reading() as session:
            found = recalculations.list_waiting(
                session,
                desk.actor,
                desk.calendar,
                desk.messages,
                int(asked) if asked.isdecimal() and len(asked) < 8 else 1,
            )
        title = desk.messages.text("Nieuwe datums door de recesagenda")
        return desk.page(
            "deadlines/recalculated.html",
            title=title,
            nav="deadlines",
            crumbs=[(desk.messages.text("Termijnen"), "/deadlines"), (title, None)],
            found=found,
            words=lambda dates: dates_words(desk.messages, dates),
            page_href=lambda number: f"{LIST}?page={number}",
        )

    @get(ONE, sync_to_thread=True)
    def show(
        self, request: Request[Any, Any, Any], deadline_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """The old and the proposed date of one deadline, with the reasoning."""
        return _one_page(desk_of(request), deadline_id, {}, {}, 200)

    @post(ONE, sync_to_thread=True)
    def decide(
        self, request: Request[Any, Any, Any], deadline_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Take the proposed date over, or keep the old one with a reason."""
        desk, form = desk_of(request), Form(data)
        try:
            if form.values.get("decision") == "keep":
                save(desk.store, lambda session: _keep(desk, session, deadline_id, form))
                flash = desk.messages.text("De oude datum blijft staan.")
            else:
                save(desk.store, lambda session: _accept(desk, session, deadline_id, form))
                flash = desk.messages.text("De nieuwe datum is overgenomen.")
        except (DomainError, Refusals) as error:
            return _one_page(desk, deadline_id, form.values, desk.sentences(error), 422)
        except Stale:
            return _one_page(desk, deadline_id, form.values, {}, 409)
        except Missing:
            flash = desk.messages.text("Over deze termijn is al beslist.")
        return desk.redirect(LIST, flash)


def dates_words(messages: Messages, dates: TermDates) -> str:
    """'do 8 juli 2021, op tijd tot en met vr 9 juli 2021, geschatte datum'"""
    if dates.due_on is None:
        parts = [label(messages, "certainty", dates.certainty)]
    else:
        parts = [messages.short_date(dates.due_on)]
        if dates.on_time_until and dates.on_time_until != dates.due_on:
            day = messages.short_date(dates.on_time_until)
            parts.append(messages.text("op tijd tot en met %(day)s", day=day))
        parts.append(label(messages, "certainty", dates.certainty).lower())
    if dates.not_before:
        day = messages.short_date(dates.not_before)
        parts.append(messages.text("niet eerder dan %(day)s", day=day))
    return ", ".join(parts)


def _accept(desk: Desk, session: Any, deadline_id: uuid.UUID, form: Form) -> None:
    version, seen = form.whole("version") or 0, form.line("seen")
    note, told_by = form.line("reason"), form.line("told_by")
    review_on = form.day("review_on")
    _check(form)
    recalculations.accept_dates(
        session,
        desk.actor,
        desk.clock,
        hold_calendar(session),
        desk.messages,
        deadline_id,
        version,
        seen,
        note=note,
        told_by=told_by,
        review_on=review_on,
    )


def _keep(desk: Desk, session: Any, deadline_id: uuid.UUID, form: Form) -> None:
    version, seen, reason = form.whole("version") or 0, form.line("seen"), form.line("reason")
    _check(form)
    recalculations.keep_old_dates(
        session,
        desk.actor,
        desk.clock,
        hold_calendar(session),
        desk.messages,
        deadline_id,
        version,
        seen,
        reason,
    )


def _check(form: Form) -> None:
    if form.refusals:
        raise Refusals(form.refusals)


def _one_page(
    desk: Desk,
    deadline_id: uuid.UUID,
    typed: Mapping[str, str],
    errors: dict[str, str],
    status_code: int,
) -> Response[Any]:
    """The form with what was typed, beside the dates as they are now."""
    with desk.store.reading() as session:
        one = recalculations.read_waiting(
            session, desk.actor, desk.office.sittings.read(session), desk.messages, deadline_id
        )
    title = desk.messages.text("Nieuwe datum beoordelen")
    return desk.page(
        "deadlines/recalculate.html",
        title=title,
        nav="deadlines",
        crumbs=[
            (desk.messages.text("Termijnen"), "/deadlines"),
            (desk.messages.text("Nieuwe datums door de recesagenda"), LIST),
            (title, None),
        ],
        status_code=status_code,
        one=one,
        words=lambda dates: dates_words(desk.messages, dates),
        values=_values(one, typed),
        errors=errors,
        changed_meanwhile=status_code == 409,
        proposed_review=desk.clock.today() + REVIEW_AGAIN_IN,
    )


def _values(one: Recalculation, typed: Mapping[str, str]) -> dict[str, str]:
    fields = ("reason", "told_by", "review_on")
    return {name: typed.get(name, "") for name in fields} | {
        "version": str(one.version),
        "seen": one.new.code,
    }
