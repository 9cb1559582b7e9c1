"""Changing the status of an item: what the chosen status asks, and its open deadlines."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, FromQuery

from tracker.adapters.labels import label
from tracker.db.tables import Deadline, Item
from tracker.domain.errors import DomainError, Refusals
from tracker.domain.planning import DeadlineState
from tracker.domain.references_read import read_reference
from tracker.domain.statuses import CLOSED, GROUNDED, TRANSITIONS, Status, is_open
from tracker.services.choices import choices
from tracker.services.conflicts import Conflict, Seen, give_up, save
from tracker.services.item_changes import read_item
from tracker.services.item_statuses import (
    Answer,
    StatusInput,
    answer_field,
    change_status,
    open_deadlines,
    status_form,
)
from tracker.web.conflicts import Resolved, conflict_page, dropped, resolve, seen_in
from tracker.web.desk import Desk, desk_of
from tracker.web.forms import Form, FormData
from tracker.web.items import crumbs, dropped_sentence, field_label, read_typed, words_of

FIELDS = ("status", "paper", "reason", "ministry")
PARTS = ("state", "reason", "paper", "on")


class ItemStatusController(Controller):
    """The status page of an item."""

    path = "/items/{number:str}/status"

    @get("/", sync_to_thread=True)
    def show(
        self,
        request: Request[Any, Any, Any],
        number: FromPath[str],
        status: FromQuery[str] = "",
        paper: FromQuery[str] = "",
    ) -> Response[Any]:
        """The statuses that may follow, and what the chosen one asks; `paper` is filled in."""
        desk = desk_of(request)
        with desk.store.reading() as session:
            item, seen = read_item(session, desk.actor, number)
            values = status_form(session, item)
        if status != values["status"]:
            values = dict.fromkeys(values, "") | {"paper": paper[:200]}
        return _page(desk, number, values | {"status": status}, seen, {})

    @post("/", sync_to_thread=True)
    def change(
        self, request: Request[Any, Any, Any], number: FromPath[str], data: FormData
    ) -> Response[Any]:
        """Change the status, or show what another choice asks."""
        desk, resolved = desk_of(request), resolve(data)
        form = Form(resolved.data)
        typed = dict.fromkeys(FIELDS, "") | form.values
        if resolved.dropped:
            return _drop(desk, number, typed)
        if resolved.again or form.ticked("show"):
            return _page(desk, number, typed, seen_in(form), {}, unchosen=resolved.unchosen)
        try:
            status = _save(desk, number, form, resolved)
        except (DomainError, Refusals) as error:
            return _page(
                desk, number, typed, seen_in(form), desk.sentences(error), 422, resolved.unchosen
            )
        except Conflict as conflict:
            return _conflict(desk, number, conflict, resolved)
        return desk.redirect(f"/items/{number}", _sentence(desk, form, status))


def _save(desk: Desk, number: str, form: Form, resolved: Resolved) -> Status:
    with desk.store.reading() as session:
        item, _ = read_item(session, desk.actor, number)
        deadlines = open_deadlines(session, item.id)
    given = _read(form, deadlines)
    return save(
        desk.store,
        lambda session: change_status(
            session,
            desk.actor,
            desk.clock,
            number,
            given=given,
            seen=seen_in(form),
            unchosen=resolved.unchosen,
        ),
    )


def _read(form: Form, deadlines: Sequence[Deadline]) -> StatusInput:
    target = form.code("status", Status)
    if target is None and not form.refusals:
        form.refuse(DomainError("choice.unknown", field="status"))
    closes = target in CLOSED
    given = {
        "reason": form.line("reason", limit=2000),
        "paper": read_typed(form, "paper", read_reference),
        "ministry": form.line("ministry"),
        "answers": {one.id: _answer(form, one.id) for one in deadlines} if closes else {},
    }
    if form.refusals or target is None:
        raise Refusals(form.refusals)
    return StatusInput(target=target, **given)


def _answer(form: Form, deadline_id: uuid.UUID) -> Answer:
    state, reason, paper, on = (answer_field(deadline_id, part) for part in PARTS)
    chosen = form.code(state, DeadlineState)
    typed = form.line(paper) or form.line("paper")
    return Answer(
        state=chosen,
        reason=form.line(reason, limit=2000),
        paper=typed if chosen is DeadlineState.MET else "",
        settled_on=form.day(on),
    )


def _page(
    desk: Desk,
    number: str,
    values: Mapping[str, str],
    seen: Seen,
    errors: Mapping[str, str],
    status_code: int = 200,
    unchosen: Mapping[str, str] | None = None,
) -> Response[Any]:
    with desk.store.reading() as session:
        item, _ = read_item(session, desk.actor, number)
        deadlines = open_deadlines(session, item.id)
    target = Status(values["status"]) if values["status"] in set(Status) else None
    answers = {
        answer_field(deadline.id, part): values.get(answer_field(deadline.id, part), "")
        for deadline in deadlines
        for part in PARTS
    }
    return desk.page(
        "items/status.html",
        title=desk.messages.text("Status van %(number)s wijzigen", number=number),
        nav="items",
        crumbs=crumbs(desk, number, desk.messages.text("Status wijzigen")),
        status_code=status_code,
        item=item,
        options=_options(item),
        target=target,
        closes=target in CLOSED and is_open(item.status),
        reopens=target is not None and is_open(target) and not is_open(item.status),
        deadlines=deadlines if target in CLOSED and is_open(item.status) else [],
        answer_field=answer_field,
        values={**values, **answers},
        seen=seen,
        unchosen=unchosen or {},
        errors=errors,
        named=list(FIELDS) + [answer_field(one.id, part) for one in deadlines for part in PARTS],
    )


def _options(item: Item) -> list[Status]:
    """The statuses that may follow, in the order of the work; a closed one may be amended."""
    same = {item.status} & GROUNDED
    return [status for status in Status if status in TRANSITIONS[item.status] | same]


def _drop(desk: Desk, number: str, typed: Mapping[str, str]) -> Response[Any]:
    with desk.store.writing() as session:
        item, _ = read_item(session, desk.actor, number)
        texts = dropped(typed, status_form(session, item))
        give_up(session, desk.actor, desk.clock, str(item.id), item.id, texts)
    return desk.redirect(f"/items/{number}", dropped_sentence(desk))


def _conflict(desk: Desk, number: str, conflict: Conflict, resolved: Resolved) -> Response[Any]:
    with desk.store.reading() as session:
        item, _ = read_item(session, desk.actor, number)
        lists = choices(session)
    return conflict_page(
        desk,
        conflict,
        resolved,
        number=number,
        lead=item.title,
        words=words_of(desk, lists),
        labels=lambda name: field_label(desk, name, item.kind),
        mergeable=frozenset({"reason"}),
    )


def _sentence(desk: Desk, form: Form, status: Status) -> str:
    word = label(desk.messages, "status", status)
    if form.values.get("status") == Status.MET and status is Status.PROPOSED_MET:
        return desk.messages.text(
            "Status: %(status)s. Afgedaan wordt de toezegging met het Kamerstuk waarmee de Kamer "
            "is geïnformeerd.",
            status=word,
        )
    return desk.messages.text("Status: %(status)s.", status=word)
