"""Terugrekenen: the lines that administrators keep, and the choice of one for a deadline."""

import re
import uuid
from collections.abc import Mapping
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from tracker.domain.errors import DomainError, Refusals
from tracker.domain.lead_times import NAME_LIMIT, LeadLine, TypedStep, read_steps
from tracker.services import deadlines, lead_lines
from tracker.services.conflicts import save
from tracker.services.deadline_lists import read_deadline
from tracker.services.deadlines import Stale
from tracker.services.lead_lines import LineEntry, StaleLine
from tracker.services.missing import Missing
from tracker.web.desk import Desk, administrator_desk_of, desk_of
from tracker.web.forms import Form, FormData

LIST = "/admin/lead-lines"
OF_DEADLINE = "/deadlines/{deadline_id:uuid}/line"
BLANK_ROWS = 3
USUAL_ROWS = 7
MOST_ROWS = 40
_KEY = re.compile(r"[0-9a-f]{32}")


class LeadLineController(Controller):
    """The lines, kept by administrators."""

    path = LIST

    @get("/", sync_to_thread=True)
    def index(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """All lines that may be chosen."""
        desk = administrator_desk_of(request)
        with desk.store.reading() as session:
            lines = lead_lines.list_lines(session, desk.actor)
        title = desk.messages.text("Terugrekenen")
        return desk.page("lead_lines/index.html", title=title, crumbs=[(title, None)], lines=lines)

    @get("/new", sync_to_thread=True)
    def show_new(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """The form for a new line."""
        return _form(administrator_desk_of(request), None, {}, {}, 200)

    @post("/new", sync_to_thread=True)
    def add(self, request: Request[Any, Any, Any], data: FormData) -> Response[Any]:
        """Add a line; or, by the button that asks for it, only show more rows."""
        desk, form = administrator_desk_of(request), Form(data)
        if form.ticked("more"):
            return _form(desk, None, form.values, {}, 200)
        submission = form.key("submission") or uuid.uuid4()
        try:
            line = _read(form)
            save(
                desk.store,
                lambda session: lead_lines.add_line(
                    session, desk.actor, desk.clock, submission, line
                ),
            )
        except (DomainError, Refusals) as error:
            return _form(desk, None, form.values, desk.sentences(error), 422)
        return desk.redirect(LIST, desk.messages.text("Lijn opgeslagen."))

    @get("/{line_id:uuid}", sync_to_thread=True)
    def show(self, request: Request[Any, Any, Any], line_id: FromPath[uuid.UUID]) -> Response[Any]:
        """The form that changes a line."""
        desk = administrator_desk_of(request)
        return _form(desk, _entry(desk, line_id), {}, {}, 200)

    @post("/{line_id:uuid}", sync_to_thread=True)
    def change(
        self, request: Request[Any, Any, Any], line_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Change a line; or only show more rows."""
        desk, form = administrator_desk_of(request), Form(data)
        if form.ticked("more"):
            return _form(desk, _entry(desk, line_id), form.values, {}, 200)
        try:
            line, version = _read(form), form.whole("version") or 0
            save(
                desk.store,
                lambda session: lead_lines.change_line(
                    session, desk.actor, desk.clock, line_id, version, line
                ),
            )
        except (DomainError, Refusals) as error:
            return _form(desk, _entry(desk, line_id), form.values, desk.sentences(error), 422)
        except StaleLine:
            return _form(desk, _entry(desk, line_id), form.values, {}, 409)
        return desk.redirect(LIST, desk.messages.text("Lijn opgeslagen."))

    @post("/{line_id:uuid}/withdraw", sync_to_thread=True)
    def withdraw(
        self, request: Request[Any, Any, Any], line_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Let a line be chosen no more."""
        desk, form = administrator_desk_of(request), Form(data)
        version = form.whole("version") or 0
        try:
            save(
                desk.store,
                lambda session: lead_lines.withdraw_line(
                    session, desk.actor, desk.clock, line_id, version
                ),
            )
        except StaleLine:
            return _form(desk, _entry(desk, line_id), {}, {}, 409)
        return desk.redirect(LIST, desk.messages.text("Lijn ingetrokken."))


class DeadlineLineController(Controller):
    """The line that a deadline follows."""

    @get(OF_DEADLINE, sync_to_thread=True)
    def show(
        self, request: Request[Any, Any, Any], deadline_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """The lines, with the dates that each gives this deadline."""
        return _choice(desk_of(request), deadline_id, {}, {}, 200)

    @post(OF_DEADLINE, sync_to_thread=True)
    def choose(
        self, request: Request[Any, Any, Any], deadline_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Let the deadline follow a line, or none."""
        desk, form = desk_of(request), Form(data)

        def use(session: Any) -> None:
            chosen, version = form.key("line_id"), form.whole("version") or 0
            if form.refusals:
                raise Refusals(form.refusals)
            deadlines.follow_line(session, desk.actor, desk.clock, deadline_id, version, chosen)

        try:
            save(desk.store, use)
        except (DomainError, Refusals) as error:
            return _choice(desk, deadline_id, form.values, desk.sentences(error), 422)
        except Stale:
            return _choice(desk, deadline_id, form.values, {}, 409)
        with desk.store.reading() as session:
            card = read_deadline(
                session, desk.actor, deadline_id, desk.clock.today(), desk.calendar, desk.messages
            )
        flash = desk.messages.text("Opgeslagen hoe van deze termijn wordt teruggerekend.")
        return desk.redirect(f"/items/{card.number}#termijn-{card.id}", flash)


def _entry(desk: Desk, line_id: uuid.UUID) -> LineEntry:
    with desk.store.reading() as session:
        return lead_lines.read_line(session, desk.actor, line_id)


def _read(form: Form) -> LeadLine:
    """The line in a form; Refusals for all that is wrong with it."""
    name = form.line("name", required=True, limit=NAME_LIMIT)
    steps: tuple[Any, ...] = ()
    try:
        steps = read_steps(_rows(form.values))
    except Refusals as refused:
        form.refusals += refused.refusals
    if form.refusals:
        raise Refusals(form.refusals)
    return LeadLine(name, steps, form.ticked("skips_recesses"))


def _rows(values: Mapping[str, str]) -> list[TypedStep]:
    """The rows of steps in a form; one without a good key of its own gets a new one."""
    rows: list[TypedStep] = []
    taken: set[str] = set()
    for place in range(MOST_ROWS):
        if f"name-{place}" not in values and f"days-{place}" not in values:
            break
        key = values.get(f"key-{place}", "")
        if key in taken or not _KEY.fullmatch(key):
            key = uuid.uuid4().hex
        taken.add(key)
        name, days = values.get(f"name-{place}", ""), values.get(f"days-{place}", "")
        rows.append(TypedStep(key, name, days))
    return rows


def _shown_rows(rows: list[TypedStep]) -> list[TypedStep]:
    """The rows, and blank ones after them: some, and as many as a line usually has."""
    filled = [place for place, row in enumerate(rows) if row.name.strip() or row.days.strip()]
    blank = len(rows) - (filled[-1] + 1 if filled else 0)
    wanted = max(0, BLANK_ROWS - blank, USUAL_ROWS - len(rows))
    more = min(wanted, MOST_ROWS - len(rows))
    return [*rows, *(TypedStep(uuid.uuid4().hex, "", "") for _ in range(more))]


def _form(
    desk: Desk,
    entry: LineEntry | None,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    status_code: int,
) -> Response[Any]:
    """The form with what was typed, or the line as it is. After a conflict it carries the
    present version."""
    _ = desk.messages.text
    if typed:
        rows = _rows(typed)
        values = {name: typed.get(name, "") for name in ("name", "skips_recesses", "submission")}
    else:
        steps = entry.line.steps if entry else ()
        rows = [TypedStep(one.key, one.name, str(one.working_days)) for one in steps]
        values = {
            "name": entry.line.name if entry else "",
            "skips_recesses": "1" if entry and entry.line.skips_recesses else "",
            "submission": str(uuid.uuid4()),
        }
    version = str(entry.version) if entry else ""
    if typed and status_code != 409:
        version = typed.get("version", "")
    title = _("Lijn wijzigen") if entry else _("Nieuwe lijn")
    return desk.page(
        "lead_lines/edit.html",
        title=title,
        crumbs=[(_("Terugrekenen"), LIST), (title, None)],
        status_code=status_code,
        entry=entry,
        rows=_shown_rows(rows),
        values=values | {"version": version},
        errors=errors,
        changed_meanwhile=status_code == 409,
    )


def _choice(
    desk: Desk,
    deadline_id: uuid.UUID,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    status_code: int,
) -> Response[Any]:
    today, calendar = desk.clock.today(), desk.calendar
    with desk.store.reading() as session:
        card = read_deadline(session, desk.actor, deadline_id, today, calendar, desk.messages)
        lines = lead_lines.list_lines(session, desk.actor)
        kept = card.lead_line_id
        if kept and kept not in {one.id for one in lines}:
            lines = (*lines, lead_lines.read_line(session, desk.actor, kept))
    if not card.is_open:
        raise Missing
    title = desk.messages.text("Terugrekenen")
    version = str(card.version)
    if typed and status_code != 409:
        version = typed.get("version", "")
    return desk.page(
        "lead_lines/choose.html",
        title=title,
        nav="items",
        crumbs=[
            (desk.messages.text("Overzicht"), "/items"),
            (card.number, f"/items/{card.number}"),
            (title, None),
        ],
        status_code=status_code,
        deadline=card,
        lines=[(one, lead_lines.steps_by(one, card.due_on, today, calendar)) for one in lines],
        may_change=desk.actor.is_administrator,
        values={
            "version": version,
            "line_id": typed.get("line_id", str(card.lead_line_id or "")),
        },
        errors=errors,
        changed_meanwhile=status_code == 409,
    )
