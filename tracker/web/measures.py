"""Measures of an item: added on its page, edited and removed on a page of their own."""

import uuid
from collections.abc import Mapping
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from tracker.domain.errors import DomainError, Refusals
from tracker.services.choices import choices
from tracker.services.conflicts import Conflict, Seen, give_up, save
from tracker.services.items import find_item
from tracker.services.measures import (
    add_measure,
    edit_measure,
    measure_form,
    read_measure,
    remove_measure,
)
from tracker.web.conflicts import Resolved, conflict_page, dropped, resolve, seen_in
from tracker.web.desk import Desk, desk_of
from tracker.web.forms import Form, FormData
from tracker.web.items import crumbs, dropped_sentence, field_label, words_of

FIELDS = ("text", "executor_id", "partners")


class MeasureController(Controller):
    """The measures of an item."""

    path = "/items/{number:str}/measures"

    @get("/new", sync_to_thread=True)
    def show_new(self, request: Request[Any, Any, Any], number: FromPath[str]) -> Response[Any]:
        """The form for a new measure."""
        values = dict.fromkeys(FIELDS, "") | {"submission": str(uuid.uuid4())}
        return _page(desk_of(request), number, values, {})

    @post("/new", sync_to_thread=True)
    def create(
        self, request: Request[Any, Any, Any], number: FromPath[str], data: FormData
    ) -> Response[Any]:
        """Add a measure."""
        desk, form = desk_of(request), Form(data)
        try:
            given = _read(form)
            submission = form.key("submission") or uuid.uuid4()
            save(
                desk.store,
                lambda session: add_measure(
                    session, desk.actor, desk.clock, number, submission=submission, **given
                ),
            )
        except (DomainError, Refusals) as error:
            typed = dict.fromkeys((*FIELDS, "submission"), "") | form.values
            return _page(desk, number, typed, desk.sentences(error), status_code=422)
        return desk.redirect(
            f"/items/{number}#maatregelen", desk.messages.text("Maatregel opgeslagen.")
        )

    @get("/{measure_id:uuid}", sync_to_thread=True)
    def show(
        self,
        request: Request[Any, Any, Any],
        number: FromPath[str],
        measure_id: FromPath[uuid.UUID],
    ) -> Response[Any]:
        """The form for a measure that is there."""
        desk = desk_of(request)
        with desk.store.reading() as session:
            measure, seen = read_measure(session, desk.actor, number, measure_id)
        return _page(desk, number, measure_form(measure) | {"reason": ""}, {}, seen)

    @post("/{measure_id:uuid}", sync_to_thread=True)
    def edit(
        self,
        request: Request[Any, Any, Any],
        number: FromPath[str],
        measure_id: FromPath[uuid.UUID],
        data: FormData,
    ) -> Response[Any]:
        """Save a measure; what another changed meanwhile is asked."""
        desk, resolved = desk_of(request), resolve(data)
        form = Form(resolved.data)
        typed = dict.fromkeys((*FIELDS, "reason"), "") | form.values
        if resolved.dropped:
            return _drop(desk, number, measure_id, typed)
        if resolved.again:
            return _page(desk, number, typed, {}, seen_in(form), unchosen=resolved.unchosen)
        try:
            _save(desk, number, measure_id, form, resolved)
        except (DomainError, Refusals) as error:
            return _page(
                desk, number, typed, desk.sentences(error), seen_in(form), 422, resolved.unchosen
            )
        except Conflict as conflict:
            return _conflict(desk, number, conflict, resolved)
        return desk.redirect(
            f"/items/{number}#maatregelen", desk.messages.text("Maatregel opgeslagen.")
        )

    @post("/{measure_id:uuid}/remove", sync_to_thread=True)
    def remove(
        self,
        request: Request[Any, Any, Any],
        number: FromPath[str],
        measure_id: FromPath[uuid.UUID],
        data: FormData,
    ) -> Response[Any]:
        """Take a measure away, with a reason."""
        desk, form = desk_of(request), Form(data)
        reason = form.line("reason", required=True)
        with desk.store.reading() as session:
            measure, seen = read_measure(session, desk.actor, number, measure_id)
        if form.refusals:
            values = measure_form(measure) | {"reason": form.values.get("reason", "")}
            errors = desk.sentences(Refusals(form.refusals))
            return _page(desk, number, values, errors, seen, 422)
        save(
            desk.store,
            lambda session: remove_measure(
                session, desk.actor, desk.clock, number, measure_id, reason
            ),
        )
        return desk.redirect(
            f"/items/{number}#maatregelen", desk.messages.text("Maatregel verwijderd.")
        )


def _read(form: Form) -> dict[str, Any]:
    given = {
        "text": form.text("text", required=True),
        "executor_id": form.key("executor_id"),
        "partners": form.line("partners") or None,
    }
    form.line("reason")
    if form.refusals:
        raise Refusals(form.refusals)
    return given


def _save(desk: Desk, number: str, measure_id: uuid.UUID, form: Form, resolved: Resolved) -> None:
    given = _read(form)
    reason = form.line("reason")
    save(
        desk.store,
        lambda session: edit_measure(
            session,
            desk.actor,
            desk.clock,
            number,
            measure_id,
            **given,
            seen=seen_in(form),
            reason=reason,
            unchosen=resolved.unchosen,
        ),
    )


def _page(
    desk: Desk,
    number: str,
    values: Mapping[str, str],
    errors: Mapping[str, str],
    seen: Seen | None = None,
    status_code: int = 200,
    unchosen: Mapping[str, str] | None = None,
) -> Response[Any]:
    with desk.store.reading() as session:
        item = find_item(session, desk.actor, number)
        lists = choices(session)
    title = (
        desk.messages.text("Maatregel bewerken")
        if seen
        else desk.messages.text("Maatregel toevoegen")
    )
    return desk.page(
        "items/measure.html",
        title=title,
        nav="items",
        crumbs=crumbs(desk, number, title),
        status_code=status_code,
        item=item,
        path=desk.request.url.path.removesuffix("/remove"),
        values=values,
        seen=seen,
        unchosen=unchosen or {},
        errors=errors,
        choices=lists,
        named=[*FIELDS, "reason"],
    )


def _drop(
    desk: Desk, number: str, measure_id: uuid.UUID, typed: Mapping[str, str]
) -> Response[Any]:
    with desk.store.writing() as session:
        measure, _ = read_measure(session, desk.actor, number, measure_id)
        texts = dropped(typed, measure_form(measure))
        give_up(session, desk.actor, desk.clock, str(measure.id), measure.item_id, texts)
    return desk.redirect(f"/items/{number}#maatregelen", dropped_sentence(desk))


def _conflict(desk: Desk, number: str, conflict: Conflict, resolved: Resolved) -> Response[Any]:
    with desk.store.reading() as session:
        item = find_item(session, desk.actor, number)
        lists = choices(session)
    return conflict_page(
        desk,
        conflict,
        resolved,
        number=number,
        lead=item.title,
        words=words_of(desk, lists),
        labels=lambda name: _label(desk, name, item.kind),
        mergeable=frozenset({"text", "partners"}),
    )


def _label(desk: Desk, name: str, kind: Any) -> str:
    if name == "text":
        return desk.messages.text("Maatregel")
    return field_label(desk, name, kind)
