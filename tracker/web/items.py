"""The page of an item, a new item, and the form for its own fields."""

import uuid
from collections.abc import Mapping
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, FromQuery

from tracker.adapters.labels import LABELS, label
from tracker.domain import statuses
from tracker.domain.errors import DomainError, Refusals
from tracker.domain.planning import days_late
from tracker.domain.references_read import read_dossier, read_reference
from tracker.domain.statuses import Appreciation, Kind, Outcome, is_open
from tracker.services import item_changes
from tracker.services.choices import Choices, choices
from tracker.services.conflicts import Conflict, Seen, give_up, save
from tracker.services.debates import next_debates
from tracker.services.history import story
from tracker.services.item_changes import ItemInput, fields_of
from tracker.services.items import ItemPage, item_page
from tracker.services.letters import places_of_item
from tracker.services.progress_notes import progress_notes
from tracker.services.register import read_entry
from tracker.web.conflicts import (
    Resolved,
    conflict_page,
    dropped,
    resolve,
    seen_in,
)
from tracker.web.deadline_forms import section
from tracker.web.desk import Desk, desk_of
from tracker.web.forms import Form, FormData
from tracker.web.proposal_views import name_of

STORY_SHOWN = 60
MANY = ("on_behalf_of", "co_responsible")
LONG = frozenset({"title", "text", "note", "submitters"})
LINES = (
    "register_number", "promised_to", "promised_in", "report_title", "report_body",
)  # fmt: skip
CODES: dict[str, Any] = {
    "outcome": Outcome,
    "appreciation": Appreciation,
    "response": statuses.Response,
}
POINTERS = ("programme_id", "minister_id", "unit_id", "owner_id", "promised_by_id")
REQUIRED = {Kind.MOTION: ("outcome",), Kind.COMMITMENT: (), Kind.RECOMMENDATION: ("response",)}


class ItemController(Controller):
    """Items: read, made and edited."""

    path = "/items"

    @get("/new", sync_to_thread=True)
    def show_new(self, request: Request[Any, Any, Any], kind: FromQuery[str] = "") -> Response[Any]:
        """The choice of a kind, or the form for an item of that kind."""
        desk = desk_of(request)
        if kind not in set(Kind):
            return desk.page(
                "items/choose_kind.html",
                title=desk.messages.text("Nieuw item"),
                nav="items",
                crumbs=crumbs(desk, desk.messages.text("Nieuw item")),
                kinds=list(Kind),
            )
        values = _blank(Kind(kind)) | {"submission": str(uuid.uuid4()), "response": "pending"}
        return _new_page(desk, Kind(kind), values, {})

    @post("/new", sync_to_thread=True)
    def create(self, request: Request[Any, Any, Any], data: FormData) -> Response[Any]:
        """Make an item and go to it."""
        desk, form = desk_of(request), Form(data)
        kind = Kind(form.values.get("kind", "")) if _knows_kind(form) else Kind.MOTION
        try:
            given = read_item(form, kind)
            submission = form.key("submission") or uuid.uuid4()
            number = save(
                desk.store,
                lambda session: item_changes.create_item(
                    session,
                    desk.actor,
                    desk.clock,
                    submission=submission,
                    kind=kind,
                    given=given,
                ),
            )
        except (DomainError, Refusals) as error:
            values = _typed(form, kind) | {"submission": form.values.get("submission", "")}
            return _new_page(desk, kind, values, desk.sentences(error), 422)
        flash = desk.messages.text("%(number)s is vastgelegd.", number=number)
        return desk.redirect(f"/items/{number}", flash)

    @get("/{number:str}", sync_to_thread=True)
    def show(
        self,
        request: Request[Any, Any, Any],
        number: FromPath[str],
        whole_story: FromQuery[bool] = False,
    ) -> Response[Any]:
        """The page of an item."""
        desk = desk_of(request)
        with desk.store.reading() as session:
            found = item_page(session, desk.actor, number)
            notes = progress_notes(session, found.item.id)
            longest = None if whole_story else STORY_SHOWN
            told = story(session, found.item, desk.messages, longest)
            due = section(desk, session, number, found.item.id)
            places = places_of_item(session, desk.actor, found.item.id)
            number_there = found.item.register_number
            register = read_entry(session, number_there) if number_there else None
            debates = next_debates(session, found.item, desk.clock.today())
        today = desk.clock.today()
        return desk.page(
            "items/detail.html",
            title=f"{found.item.number} {found.item.title}",
            nav="items",
            crumbs=crumbs(desk, found.item.number),
            found=found,
            item=found.item,
            register=register,
            debates=debates,
            notes=notes,
            story=told,
            places=[(place, name_of(place.label, place.name, desk.messages)) for place in places],
            **due,
            days_late=days_late(found.item.late_after, today),
            review=_review(found, today),
        )

    @get("/{number:str}/edit", sync_to_thread=True)
    def show_edit(self, request: Request[Any, Any, Any], number: FromPath[str]) -> Response[Any]:
        """The form with an item's own fields."""
        desk = desk_of(request)
        with desk.store.reading() as session:
            item, seen = item_changes.read_item(session, desk.actor, number)
            values = item_changes.item_form(session, item)
        return _edit_page(desk, number, _blank(item.kind) | values, seen, {})

    @post("/{number:str}/edit", sync_to_thread=True)
    def edit(
        self, request: Request[Any, Any, Any], number: FromPath[str], data: FormData
    ) -> Response[Any]:
        """Save an item's own fields; what another changed meanwhile is asked."""
        desk, resolved = desk_of(request), resolve(data)
        form = Form(resolved.data)
        with desk.store.reading() as session:
            item, _ = item_changes.read_item(session, desk.actor, number)
        typed = _typed(form, item.kind)
        if resolved.dropped:
            return _drop(desk, number, typed)
        if resolved.again:
            return _edit_page(desk, number, typed, seen_in(form), {}, unchosen=resolved.unchosen)
        try:
            saved = _save_edit(desk, form, item.kind, number, resolved)
        except (DomainError, Refusals) as error:
            return _edit_page(
                desk, number, typed, seen_in(form), desk.sentences(error), 422, resolved.unchosen
            )
        except Conflict as conflict:
            return _conflict(desk, conflict, resolved, number, item.title, item.kind)
        return desk.redirect(f"/items/{number}", _saved_sentence(desk, saved, item.kind))


def _save_edit(
    desk: Desk, form: Form, kind: Kind, number: str, resolved: Resolved
) -> item_changes.Saved:
    given, reason = read_item(form, kind), form.line("reason")
    return save(
        desk.store,
        lambda session: item_changes.edit_item(
            session,
            desk.actor,
            desk.clock,
            number,
            given=given,
            seen=seen_in(form),
            reason=reason,
            unchosen=resolved.unchosen,
        ),
    )


def _drop(desk: Desk, number: str, typed: Mapping[str, str]) -> Response[Any]:
    with desk.store.writing() as session:
        item, _ = item_changes.read_item(session, desk.actor, number)
        texts = dropped(typed, item_changes.item_form(session, item))
        give_up(session, desk.actor, desk.clock, str(item.id), item.id, texts)
    return desk.redirect(f"/items/{number}", dropped_sentence(desk))


def dropped_sentence(desk: Desk) -> str:
    """What an officer hears who dropped a change."""
    return desk.messages.text("Uw wijziging is niet opgeslagen; uw tekst staat in het verloop.")


def read_item(form: Form, kind: Kind) -> ItemInput:
    """What an officer filled in about an item of a kind; raises Refusals for all that is wrong."""
    names = set(fields_of(kind))
    found: dict[str, Any] = {
        "title": form.line("title", required=True),
        "reference_date": form.day("reference_date", required=True),
        "text": form.text("text"),
        "note": form.text("note"),
        "source_paper": read_typed(form, "source_paper", read_reference),
        "dossier": read_typed(form, "dossier", read_dossier),
        **{name: frozenset(_keys(form, name)) for name in MANY},
        **{name: form.key(name) for name in POINTERS if name in names},
        **{name: form.line(name) or None for name in LINES if name in names},
        **{name: form.code(name, codes) for name, codes in CODES.items() if name in names},
    }
    if kind is Kind.MOTION:
        found |= {
            "submitters": tuple(_people(form.line("submitters"))),
            "cum_suis": form.ticked("cum_suis"),
            "voted_on": form.day("voted_on"),
        }
    if kind is Kind.RECOMMENDATION:
        found |= {name: form.whole(name) for name in ("report_page", "report_number")}
    form.line("reason")
    for name in REQUIRED[kind]:
        if not form.values.get(name):
            form.refuse(DomainError("choice.unknown", field=name))
    if form.refusals:
        raise Refusals(form.refusals)
    return ItemInput(**found)


def _people(text: str) -> list[str]:
    return [name for name in (part.strip() for part in text.split(",")) if name]


def read_typed(form: Form, name: str, read: Any) -> Any:
    """What a field holds as `read` takes it; None where it is empty or refused."""
    text = form.line(name)
    if not text:
        return None
    try:
        return read(text)
    except DomainError as error:
        form.refuse(DomainError(error.code, field=name, **error.facts))
        return None


def _keys(form: Form, name: str) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(key) for value in form.all(name) for key in value.split()]
    except ValueError:
        form.refuse(DomainError("choice.unknown", field=name))
        return []


def _knows_kind(form: Form) -> bool:
    return form.values.get("kind", "") in set(Kind)


def _blank(kind: Kind) -> dict[str, str]:
    return dict.fromkeys((*fields_of(kind), "reason"), "")


def _typed(form: Form, kind: Kind) -> dict[str, str]:
    """What was typed, as it was typed."""
    typed = {name: form.values.get(name, "") for name in fields_of(kind)}
    many = {name: " ".join(form.all(name)) for name in MANY}
    return typed | many | {"reason": form.values.get("reason", "")}


def crumbs(desk: Desk, *names: str) -> list[tuple[str, str | None]]:
    """The way to a page under the overview: an item's number first."""
    overview: tuple[str, str | None] = (desk.messages.text("Overzicht"), "/items")
    if len(names) == 1:
        return [overview, (names[0], None)]
    return [overview, (names[0], f"/items/{names[0]}"), (names[1], None)]


def _review(found: ItemPage, today: Any) -> Any:
    due = found.review_on is not None and found.review_on <= today
    return found.review_on if due and is_open(found.item.status) else None


def _new_page(
    desk: Desk, kind: Kind, values: dict[str, str], errors: dict[str, str], status_code: int = 200
) -> Response[Any]:
    with desk.store.reading() as session:
        lists = choices(session)
    title = {
        Kind.MOTION: desk.messages.text("Nieuwe motie"),
        Kind.COMMITMENT: desk.messages.text("Nieuwe toezegging"),
        Kind.RECOMMENDATION: desk.messages.text("Nieuwe aanbeveling"),
    }[kind]
    return desk.page(
        "items/new.html",
        title=title,
        nav="items",
        crumbs=crumbs(desk, title),
        status_code=status_code,
        kind=kind,
        kinds=list(Kind),
        values=values,
        errors=errors,
        summary=summary(desk, errors, kind),
        choices=lists,
        codes=_codes(desk),
        named=list(fields_of(kind)),
    )


def _edit_page(
    desk: Desk,
    number: str,
    values: dict[str, str],
    seen: Seen,
    errors: dict[str, str],
    status_code: int = 200,
    unchosen: Mapping[str, str] | None = None,
) -> Response[Any]:
    with desk.store.reading() as session:
        item, _ = item_changes.read_item(session, desk.actor, number)
        lists = choices(session, item.owner_id)
    return desk.page(
        "items/edit.html",
        title=desk.messages.text("%(number)s bewerken", number=number),
        nav="items",
        crumbs=crumbs(desk, number, desk.messages.text("Bewerken")),
        status_code=status_code,
        item=item,
        kind=item.kind,
        values=values,
        seen=seen,
        unchosen=unchosen or {},
        errors=errors,
        summary=summary(desk, errors, item.kind),
        choices=lists,
        codes=_codes(desk),
        named=[*fields_of(item.kind), "reason"],
    )


def _codes(desk: Desk) -> dict[str, list[tuple[str, str]]]:
    return {
        name: [(str(code), label(desk.messages, name, code)) for code in codes]
        for name, codes in CODES.items()
    }


def field_label(desk: Desk, name: str, kind: Kind) -> str:
    """The name of a field on screen; an item's text is named after its kind."""
    if name == "text":
        return label(desk.messages, "text_of", kind)
    return label(desk.messages, "field", name)


def summary(desk: Desk, errors: Mapping[str, str], kind: Kind) -> dict[str, str]:
    """What is wrong, each with the name of its field, for the list above the form."""
    return {
        name: f"{field_label(desk, name, kind)}: {sentence}" if name else sentence
        for name, sentence in errors.items()
    }


def words_of(desk: Desk, lists: Choices) -> Any:
    """A function that tells the value of a form's field in words."""
    names = {
        str(key): name
        for options in (
            lists.ministers, lists.units, lists.owners, lists.programmes, lists.executors,
        )
        for key, name in options
    }  # fmt: skip

    def words(name: str, value: str) -> str:
        if name in CODES or name == "status":
            return label(desk.messages, name, value) if value in LABELS[name] else value
        if name == "cum_suis":
            return desk.messages.text("ja") if value else desk.messages.text("nee")
        if name in MANY or name.endswith("_id"):
            return ", ".join(names.get(key, key) for key in value.split())
        return value

    return words


def _conflict(
    desk: Desk, conflict: Conflict, resolved: Resolved, number: str, title: str, kind: Kind
) -> Response[Any]:
    with desk.store.reading() as session:
        lists = choices(session)
    return conflict_page(
        desk,
        conflict,
        resolved,
        number=number,
        lead=title,
        words=words_of(desk, lists),
        labels=lambda name: field_label(desk, name, kind),
        mergeable=LONG,
    )


def _saved_sentence(desk: Desk, saved: item_changes.Saved, kind: Kind) -> str:
    if saved.kept:
        return desk.messages.text(
            "Opgeslagen. %(who)s wijzigde intussen: %(fields)s; dat is behouden.",
            who=saved.by or desk.messages.text("Iemand anders"),
            fields=", ".join(field_label(desk, name, kind) for name in saved.kept),
        )
    if saved.changed:
        return desk.messages.text("Item opgeslagen.")
    return desk.messages.text("Er was niets gewijzigd.")
