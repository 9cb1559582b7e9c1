"""Progress notes of an item: written on its page, edited on a page of their own."""

import uuid
from collections.abc import Mapping
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from tracker.domain.errors import DomainError, Refusals
from tracker.services.choices import Choices
from tracker.services.conflicts import Conflict, Seen, give_up, save
from tracker.services.items import find_item
from tracker.services.progress_notes import add_note, edit_note, note_form, read_note
from tracker.web.conflicts import Resolved, conflict_page, dropped, resolve, seen_in
from tracker.web.desk import Desk, desk_of
from tracker.web.forms import Form, FormData
from tracker.web.items import crumbs, dropped_sentence, field_label, words_of

FIELDS = ("noted_on", "text")


class ProgressNoteController(Controller):
    """The notes of an item."""

    path = "/items/{number:str}/notes"

    @get("/new", sync_to_thread=True)
    def show_new(self, request: Request[Any, Any, Any], number: FromPath[str]) -> Response[Any]:
        """The form for a new note, dated today."""
        desk = desk_of(request)
        today = desk.clock.today().isoformat()
        values = {"noted_on": today, "text": "", "submission": str(uuid.uuid4())}
        return _page(desk, number, values, {})

    @post("/new", sync_to_thread=True)
    def create(
        self, request: Request[Any, Any, Any], number: FromPath[str], data: FormData
    ) -> Response[Any]:
        """Write a note."""
        desk, form = desk_of(request), Form(data)
        day, text = form.day("noted_on", required=True), form.text("text", required=True)
        submission = form.key("submission") or uuid.uuid4()
        try:
            if form.refusals or day is None:
                raise Refusals(form.refusals)
            save(
                desk.store,
                lambda session: add_note(
                    session,
                    desk.actor,
                    desk.clock,
                    number,
                    submission=submission,
                    noted_on=day,
                    text=text,
                ),
            )
        except (DomainError, Refusals) as error:
            typed = {"noted_on": "", "text": "", "submission": ""} | form.values
            return _page(desk, number, typed, desk.sentences(error), status_code=422)
        return desk.redirect(
            f"/items/{number}#stand", desk.messages.text("Stand van zaken opgeslagen.")
        )

    @get("/{note_id:uuid}", sync_to_thread=True)
    def show(
        self, request: Request[Any, Any, Any], number: FromPath[str], note_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """The form for a note that is there."""
        desk = desk_of(request)
        with desk.store.reading() as session:
            note, seen = read_note(session, desk.actor, number, note_id)
        return _page(desk, number, note_form(note) | {"reason": ""}, {}, seen)

    @post("/{note_id:uuid}", sync_to_thread=True)
    def edit(
        self,
        request: Request[Any, Any, Any],
        number: FromPath[str],
        note_id: FromPath[uuid.UUID],
        data: FormData,
    ) -> Response[Any]:
        """Save a note; what another changed meanwhile is asked."""
        desk, resolved = desk_of(request), resolve(data)
        form = Form(resolved.data)
        typed = {"noted_on": "", "text": "", "reason": ""} | form.values
        if resolved.dropped:
            return _drop(desk, number, note_id, typed)
        if resolved.again:
            return _page(desk, number, typed, {}, seen_in(form), unchosen=resolved.unchosen)
        try:
            _save(desk, number, note_id, form, resolved)
        except (DomainError, Refusals) as error:
            return _page(
                desk, number, typed, desk.sentences(error), seen_in(form), 422, resolved.unchosen
            )
        except Conflict as conflict:
            return _conflict(desk, number, conflict, resolved)
        return desk.redirect(
            f"/items/{number}#stand", desk.messages.text("Stand van zaken opgeslagen.")
        )


def _save(desk: Desk, number: str, note_id: uuid.UUID, form: Form, resolved: Resolved) -> None:
    day, text = form.day("noted_on", required=True), form.text("text", required=True)
    reason = form.line("reason")
    if form.refusals or day is None:
        raise Refusals(form.refusals)
    save(
        desk.store,
        lambda session: edit_note(
            session,
            desk.actor,
            desk.clock,
            number,
            note_id,
            noted_on=day,
            text=text,
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
    title = (
        desk.messages.text("Stand van zaken bewerken")
        if seen
        else desk.messages.text("Stand van zaken schrijven")
    )
    return desk.page(
        "items/note.html",
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
        named=[*FIELDS, "reason"],
    )


def _drop(desk: Desk, number: str, note_id: uuid.UUID, typed: Mapping[str, str]) -> Response[Any]:
    with desk.store.writing() as session:
        note, _ = read_note(session, desk.actor, number, note_id)
        texts = dropped(typed, note_form(note))
        give_up(session, desk.actor, desk.clock, str(note.id), note.item_id, texts)
    return desk.redirect(f"/items/{number}#stand", dropped_sentence(desk))


def _conflict(desk: Desk, number: str, conflict: Conflict, resolved: Resolved) -> Response[Any]:
    with desk.store.reading() as session:
        item = find_item(session, desk.actor, number)
    return conflict_page(
        desk,
        conflict,
        resolved,
        number=number,
        lead=item.title,
        words=words_of(desk, Choices()),
        labels=lambda name: _label(desk, name, item.kind),
        mergeable=frozenset({"text"}),
    )


def _label(desk: Desk, name: str, kind: Any) -> str:
    if name == "text":
        return desk.messages.text("Stand van zaken")
    return field_label(desk, name, kind)
