"""The forms with which an administrator keeps the recess calendar."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, FromQuery

from tracker.adapters.labels import label
from tracker.adapters.messages import N_
from tracker.domain.errors import DomainError, Refusals
from tracker.domain.recesses import Standing, standing_of
from tracker.domain.sittings import RecessKind
from tracker.services import recesses
from tracker.services.conflicts import save
from tracker.services.recesses import RecessChange, RecessEntry, RecessInput, StaleRecess
from tracker.web.desk import Desk, administrator_desk_of, desk_of
from tracker.web.forms import Form, FormData, read_day
from tracker.web.sittings import list_page, standing_words

LIST = "/admin/recesses"
BLANK = {
    "kind": "",
    "start": "",
    "end": "",
    "last_sitting_before": "",
    "first_sitting_after": "",
    "status": Standing.OFFICIAL.value,
    "sources": "",
    "address": "",
}
DAYS = ("start", "end", "last_sitting_before", "first_sitting_after")
TITLES = {"edit": N_("Reces verbeteren"), "withdraw": N_("Reces intrekken")}


class RecessController(Controller):
    """The recess calendar, written."""

    path = LIST

    @get("/", sync_to_thread=True)
    def index(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """The list that everyone can read; for administrators with what they can change."""
        return list_page(desk_of(request))

    @get("/new", sync_to_thread=True)
    def show_new(self, request: Request[Any, Any, Any], kind: FromQuery[str] = "") -> Response[Any]:
        """The form for a new recess, of the kind that a gap in the list asks for."""
        desk = administrator_desk_of(request)
        asked = kind if kind in set(RecessKind) else ""
        return _new_page(desk, {**BLANK, "kind": asked}, {}, 200)

    @post("/new", sync_to_thread=True)
    def add(self, request: Request[Any, Any, Any], data: FormData) -> Response[Any]:
        """Add a recess."""
        desk, form = administrator_desk_of(request), Form(data)
        try:
            kind = form.code("kind", RecessKind, required=True)
            given = _read(form)
            moved = save(
                desk.store,
                lambda session: recesses.add_recess(
                    session, desk.actor, desk.clock, kind or RecessKind.SUMMER, given
                ),
            )
        except (DomainError, Refusals) as error:
            return _new_page(desk, BLANK | form.values, desk.sentences(error), 422)
        return _done(desk, desk.messages.text("Reces toegevoegd."), moved)

    @get("/{recess_id:uuid}", sync_to_thread=True)
    def show(
        self, request: Request[Any, Any, Any], recess_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """The form that corrects a recess, with all that was done to it."""
        return _again(administrator_desk_of(request), recess_id, "edit", {}, {}, 200)

    @post("/{recess_id:uuid}", sync_to_thread=True)
    def correct(
        self, request: Request[Any, Any, Any], recess_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Correct a recess."""
        desk, form = administrator_desk_of(request), Form(data)

        def use(session: Any) -> int:
            given, version = _read(form), form.whole("version") or 0
            return recesses.correct_recess(
                session, desk.actor, desk.clock, recess_id, version, given
            )

        return _save(desk, recess_id, "edit", form, use, desk.messages.text("Reces opgeslagen."))

    @get("/{recess_id:uuid}/withdraw", sync_to_thread=True)
    def show_withdraw(
        self, request: Request[Any, Any, Any], recess_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """The form that lets a recess count no longer."""
        return _again(administrator_desk_of(request), recess_id, "withdraw", {}, {}, 200)

    @post("/{recess_id:uuid}/withdraw", sync_to_thread=True)
    def withdraw(
        self, request: Request[Any, Any, Any], recess_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Withdraw a recess with a reason."""
        desk, form = administrator_desk_of(request), Form(data)

        def use(session: Any) -> int:
            reason, version = form.line("reason"), form.whole("version") or 0
            _check(form)
            return recesses.withdraw_recess(
                session, desk.actor, desk.clock, recess_id, version, reason
            )

        flash = desk.messages.text("Reces ingetrokken.")
        return _save(desk, recess_id, "withdraw", form, use, flash)

    @post("/{recess_id:uuid}/put-back", sync_to_thread=True)
    def put_back(
        self, request: Request[Any, Any, Any], recess_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Let a withdrawn recess count again."""
        desk, form = administrator_desk_of(request), Form(data)

        def use(session: Any) -> int:
            version = form.whole("version") or 0
            return recesses.put_back_recess(session, desk.actor, desk.clock, recess_id, version)

        return _save(desk, recess_id, "edit", form, use, desk.messages.text("Reces teruggezet."))


def _read(form: Form) -> RecessInput:
    """The days and sources in a form; Refusals for what cannot be read."""
    start = form.day("start", required=True)
    days = {name: form.day(name) for name in DAYS[1:]}
    status = form.line("status", required=True, limit=40)
    if status and standing_of(status) not in _KNOWN:
        form.refuse(DomainError("choice.unknown", field="status"))
    sources = tuple(line.strip() for line in form.text("sources").splitlines() if line.strip())
    address = form.line("address", limit=2000)
    if not sources and not any(one.field == "sources" for one in form.refusals):
        form.refuse(DomainError("recess.needs_source", field="sources"))
    _check(form)
    assert start is not None
    return RecessInput(start=start, status=status, sources=sources, address=address, **days)


_KNOWN = {*Standing, "single-typo"}


def _check(form: Form) -> None:
    if form.refusals:
        raise Refusals(form.refusals)


def _save(
    desk: Desk,
    recess_id: uuid.UUID,
    name: str,
    form: Form,
    use: Callable[[Any], int],
    flash: str,
) -> Response[Any]:
    try:
        moved = save(desk.store, use)
    except (DomainError, Refusals) as error:
        return _again(desk, recess_id, name, form.values, desk.sentences(error), 422)
    except StaleRecess:
        return _again(desk, recess_id, name, form.values, {}, 409)
    return _done(desk, flash, moved)


def _done(desk: Desk, flash: str, moved: int) -> Response[Any]:
    """Back to the list, with how many deadlines wait for an officer because of it."""
    if moved:
        flash += " " + desk.messages.plural(
            "%(num)s termijn krijgt een andere datum, zodra een medewerker die overneemt.",
            "%(num)s termijnen krijgen een andere datum, zodra een medewerker die overneemt.",
            moved,
        )
    return desk.redirect(LIST, flash)


def _new_page(
    desk: Desk, values: Mapping[str, str], errors: dict[str, str], status_code: int
) -> Response[Any]:
    title = desk.messages.text("Nieuw reces")
    return desk.page(
        "recesses/new.html",
        title=title,
        crumbs=_crumbs(desk, title),
        status_code=status_code,
        values=values,
        errors=errors,
        kinds=[("", desk.messages.text("Kies een reces"))]
        + [(kind, label(desk.messages, "recess", kind)) for kind in RecessKind],
        standings=_standings(desk, values["status"]),
    )


def _again(
    desk: Desk,
    recess_id: uuid.UUID,
    name: str,
    typed: Mapping[str, str],
    errors: dict[str, str],
    status_code: int,
) -> Response[Any]:
    """A form with what was typed. After a conflict it carries the present version."""
    with desk.store.reading() as session:
        entry = recesses.read_recess(session, recess_id)
        story = recesses.recess_story(session, recess_id)
    values = _values(entry) | {key: text for key, text in typed.items() if key != "version"}
    if typed and status_code != 409:
        values["version"] = typed.get("version", "")
    title = desk.messages.gettext(TITLES[name])
    return desk.page(
        f"recesses/{name}.html",
        title=title,
        crumbs=_crumbs(desk, title),
        status_code=status_code,
        entry=entry,
        values=values,
        errors=errors,
        changed_meanwhile=status_code == 409,
        standing=standing_words(desk.messages, entry.recess.status),
        standings=_standings(desk, values["status"], entry.recess.status),
        story=[(change, _told(desk, change)) for change in story],
    )


def _values(entry: RecessEntry) -> dict[str, str]:
    """A form's fields as the recess is saved now."""
    days = {name: getattr(entry.recess, name) for name in DAYS}
    return {
        "version": str(entry.version),
        "status": entry.recess.status,
        "sources": "\n".join(entry.recess.sources),
        "address": entry.address,
        "reason": "",
        **{name: day.isoformat() if day else "" for name, day in days.items()},
    }


def _standings(desk: Desk, *present: str) -> list[tuple[str, str]]:
    """The choices of how sure it is; a finer status that it has already stays what it is."""
    finer = {standing_of(status): status for status in present if status not in set(Standing)}
    choices = [finer.pop(one, one.value) for one in Standing]
    choices += [status for code, status in finer.items() if code in _KNOWN]
    return [(one, standing_words(desk.messages, one)) for one in choices]


def _told(desk: Desk, change: RecessChange) -> list[tuple[str, str, str]]:
    """Each changed field: what it is called, what it said and what it says."""
    return [
        (
            label(desk.messages, "recess_field", name),
            _words(desk, name, old),
            _words(desk, name, new),
        )
        for name, old, new in change.fields
        if name not in ("id", "as_shipped")
    ]


def _words(desk: Desk, name: str, value: Any) -> str:
    if value is None or value == []:
        return ""
    if name in DAYS:
        day = read_day(str(value), name)
        return desk.messages.date(day) if day else ""
    if name == "kind":
        return label(desk.messages, "recess", value)
    if name == "status":
        return standing_words(desk.messages, value)
    return "; ".join(value) if isinstance(value, list) else str(value)


def _crumbs(desk: Desk, title: str) -> list[tuple[str, str | None]]:
    return [(desk.messages.text("Bronnen en recessen"), LIST), (title, None)]
