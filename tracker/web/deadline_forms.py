"""The forms that add, move, tell, settle, reopen and review a deadline.

Each form shows what is saved now beside what is typed; one made from an older version of
the deadline comes back with both, and nothing typed is lost.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from tracker.adapters.messages import N_
from tracker.domain.errors import DomainError, Refusals
from tracker.domain.planning import DeadlineState, Strength
from tracker.services import deadlines
from tracker.services.choices import Choices, choices
from tracker.services.conflicts import save
from tracker.services.deadline_lists import (
    DeadlineCard,
    FormFacts,
    deadlines_of,
    form_facts,
    read_deadline,
)
from tracker.services.deadlines import NewDeadline, Plan, Stale
from tracker.services.sittings import hold_calendar
from tracker.web.deadlines import read_preview
from tracker.web.desk import Desk, desk_of
from tracker.web.forms import Form, FormData

REVIEW_AGAIN_IN = timedelta(weeks=4)
WORDING_LIMIT = 500


@dataclass(frozen=True)
class NewForm:
    """What the form for a new deadline shows; see templates/deadlines/_form.html."""

    facts: FormFacts
    choices: Choices
    values: Mapping[str, str]
    errors: Mapping[str, str]
    reading: Any
    reading_errors: Mapping[str, str]
    proposed_review: date


class DeadlineFormController(Controller):
    """Deadlines, written."""

    @get("/items/{number:str}/deadlines/new", sync_to_thread=True)
    def show_new(self, request: Request[Any, Any, Any], number: FromPath[str]) -> Response[Any]:
        """The form for a new deadline at an item."""
        desk = desk_of(request)
        with desk.store.reading() as session:
            form = new_form(desk, session, number)
        return _new_page(desk, form)

    @post("/items/{number:str}/deadlines/new", sync_to_thread=True)
    def add(
        self, request: Request[Any, Any, Any], number: FromPath[str], data: FormData
    ) -> Response[Any]:
        """Add a deadline; or, by the button that asks for it, only show the date."""
        desk, form = desk_of(request), Form(data)
        if form.ticked("show"):
            return _new_again(desk, number, form, {}, 200)
        try:
            new = _new_deadline(form)
            save(
                desk.store,
                lambda session: deadlines.add_deadline(
                    session, desk.actor, desk.clock, hold_calendar(session), number, new
                ),
            )
        except (DomainError, Refusals) as error:
            return _new_again(desk, number, form, desk.sentences(error), 422)
        return desk.redirect(
            f"/items/{number}#termijn-{new.id}", desk.messages.text("Termijn opgeslagen.")
        )

    @get("/deadlines/{deadline_id:uuid}/move", sync_to_thread=True)
    def show_move(
        self, request: Request[Any, Any, Any], deadline_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """The form that moves a deadline."""
        return _show(request, deadline_id, "move")

    @post("/deadlines/{deadline_id:uuid}/move", sync_to_thread=True)
    def move(
        self, request: Request[Any, Any, Any], deadline_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Move a deadline; or only show the date."""
        desk, form = desk_of(request), Form(data)
        if form.ticked("show"):
            return _again(desk, deadline_id, "move", form.values, {}, 200)

        def use(session: Any) -> None:
            plan, reason = _plan(form), form.line("reason")
            told_by, version = form.line("told_by"), _version(form)
            _check(form)
            deadlines.move_deadline(
                session,
                desk.actor,
                desk.clock,
                hold_calendar(session),
                deadline_id,
                version,
                plan,
                reason=reason,
                told_by=told_by,
            )

        return _save(
            desk, deadline_id, "move", form, use, desk.messages.text("Termijn verplaatst.")
        )

    @get("/deadlines/{deadline_id:uuid}/told", sync_to_thread=True)
    def show_told(
        self, request: Request[Any, Any, Any], deadline_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """The form that notes with which paper the House was told of the present date."""
        return _show(request, deadline_id, "told")

    @post("/deadlines/{deadline_id:uuid}/told", sync_to_thread=True)
    def tell(
        self, request: Request[Any, Any, Any], deadline_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Note with which paper the House was told."""
        desk, form = desk_of(request), Form(data)

        def use(session: Any) -> None:
            paper, version = form.line("told_by", required=True), _version(form)
            _check(form)
            deadlines.tell_house(session, desk.actor, desk.clock, deadline_id, version, paper)

        flash = desk.messages.text("Opgeslagen waarmee de Kamer is geïnformeerd.")
        return _save(desk, deadline_id, "told", form, use, flash)

    @get("/deadlines/{deadline_id:uuid}/settle", sync_to_thread=True)
    def show_settle(
        self, request: Request[Any, Any, Any], deadline_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """The form that settles a deadline."""
        return _show(request, deadline_id, "settle")

    @post("/deadlines/{deadline_id:uuid}/settle", sync_to_thread=True)
    def settle(
        self, request: Request[Any, Any, Any], deadline_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Meet or withdraw a deadline; a recurring one comes back on its next date."""
        desk, form = desk_of(request), Form(data)
        following: list[date | None] = []

        def use(session: Any) -> None:
            state = form.code("state", DeadlineState)
            if state is None and not form.refusals:
                form.refuse(DomainError("text.required", field="state"))
            reason, paper = form.line("reason"), form.line("settled_paper")
            settled_on, version = form.day("settled_on", required=True), _version(form)
            _check(form)
            opened = deadlines.settle_deadline(
                session,
                desk.actor,
                desk.clock,
                deadline_id,
                version,
                state or DeadlineState.OPEN,
                reason=reason,
                paper_text=paper,
                settled_on=settled_on,
            )
            following[:] = [opened.due_on] if opened else []

        def sentence() -> str:
            if following and following[0]:
                return desk.messages.text(
                    "Termijn afgesloten. De volgende keer staat op %(day)s.",
                    day=desk.messages.long_date(following[0]),
                )
            return desk.messages.text("Termijn afgesloten.")

        return _save(desk, deadline_id, "settle", form, use, sentence)

    @get("/deadlines/{deadline_id:uuid}/reopen", sync_to_thread=True)
    def show_reopen(
        self, request: Request[Any, Any, Any], deadline_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """The form that undoes a settlement."""
        return _show(request, deadline_id, "reopen")

    @post("/deadlines/{deadline_id:uuid}/reopen", sync_to_thread=True)
    def reopen(
        self, request: Request[Any, Any, Any], deadline_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Open a settled deadline again."""
        desk, form = desk_of(request), Form(data)

        def use(session: Any) -> None:
            reason, version = form.line("reason"), _version(form)
            _check(form)
            deadlines.reopen_deadline(session, desk.actor, desk.clock, deadline_id, version, reason)

        flash = desk.messages.text("Termijn heropend.")
        return _save(desk, deadline_id, "reopen", form, use, flash)

    @get("/deadlines/{deadline_id:uuid}/review", sync_to_thread=True)
    def show_review(
        self, request: Request[Any, Any, Any], deadline_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """The form that sets the day to look again."""
        return _show(request, deadline_id, "review")

    @post("/deadlines/{deadline_id:uuid}/review", sync_to_thread=True)
    def review(
        self, request: Request[Any, Any, Any], deadline_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Look again on another day."""
        desk, form = desk_of(request), Form(data)

        def use(session: Any) -> None:
            review_on, version = form.day("review_on", required=True), _version(form)
            _check(form)
            if review_on:
                deadlines.review_later(
                    session, desk.actor, desk.clock, deadline_id, version, review_on
                )

        flash = desk.messages.text("Dag om opnieuw te bekijken opgeslagen.")
        return _save(desk, deadline_id, "review", form, use, flash)


# For the page of an item


def section(desk: Desk, session: Any, number: str, item_id: uuid.UUID) -> dict[str, Any]:
    """What templates/deadlines/_section.html needs on the page of an item."""
    return {
        "deadlines": deadlines_of(
            session, item_id, desk.clock.today(), desk.calendar, desk.messages
        ),
        "new_deadline": new_form(desk, session, number),
    }


def new_form(
    desk: Desk,
    session: Any,
    number: str,
    values: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> NewForm:
    """The form for a new deadline: as an item starts it, or with what was typed."""
    facts = form_facts(session, desk.actor, number)
    blank = {
        "what": "",
        "wording": "",
        "reference_date": facts.reference_date.isoformat(),
        "own_date": "",
        "strength": "",
        "minister_id": str(facts.minister_id or ""),
        "executor_id": "",
        "source_paper": facts.source or "",
        "replaces": "",
        "reason": "",
        "told_by": "",
        "review_on": "",
        "submission": str(uuid.uuid4()),
    }
    shown = blank | dict(values or {})
    reading, reading_errors = read_preview(desk, shown)
    return NewForm(
        facts=facts,
        choices=choices(session),
        values=shown,
        errors=errors or {},
        reading=reading,
        reading_errors=reading_errors,
        proposed_review=desk.clock.today() + REVIEW_AGAIN_IN,
    )


def _new_again(
    desk: Desk, number: str, form: Form, errors: dict[str, str], status_code: int
) -> Response[Any]:
    with desk.store.reading() as session:
        shown = new_form(desk, session, number, form.values, errors)
    return _new_page(desk, shown, status_code)


def _new_page(desk: Desk, form: NewForm, status_code: int = 200) -> Response[Any]:
    title = desk.messages.text("Nieuwe termijn")
    return desk.page(
        "deadlines/new.html",
        title=title,
        nav="items",
        crumbs=_crumbs(desk, form.facts.number, title),
        status_code=status_code,
        new_deadline=form,
    )


def _new_deadline(form: Form) -> NewDeadline:
    what = form.line("what", required=True)
    plan = _plan(form)
    strength = form.code("strength", Strength)
    if strength is None and not form.values.get("strength"):
        form.refuse(DomainError("text.required", field="strength"))
    new = NewDeadline(
        id=form.key("submission") or uuid.uuid4(),
        what=what,
        plan=plan,
        strength=strength or Strength.PROMISED,
        minister_id=form.key("minister_id"),
        executor_id=form.key("executor_id"),
        source_paper=form.line("source_paper"),
        reason=form.line("reason"),
        told_by=form.line("told_by"),
        replaces=form.key("replaces"),
    )
    _check(form)
    return new


def _plan(form: Form) -> Plan:
    wording = form.line("wording", required=True, limit=WORDING_LIMIT)
    reference_date = form.day("reference_date", required=True)
    return Plan(
        wording=wording,
        reference_date=reference_date or date.min,
        own_date=form.day("own_date"),
        review_on=form.day("review_on"),
    )


def _version(form: Form) -> int:
    return form.whole("version") or 0


def _check(form: Form) -> None:
    if form.refusals:
        raise Refusals(form.refusals)


# The pages of one deadline

TITLES = {
    "move": N_("Termijn verplaatsen"),
    "told": N_("Kamer geïnformeerd"),
    "settle": N_("Termijn afsluiten"),
    "reopen": N_("Termijn heropenen"),
    "review": N_("Later opnieuw bekijken"),
}


def _show(request: Request[Any, Any, Any], deadline_id: uuid.UUID, form: str) -> Response[Any]:
    desk = desk_of(request)
    return _again(desk, deadline_id, form, {}, {}, 200)


def _save(
    desk: Desk,
    deadline_id: uuid.UUID,
    name: str,
    form: Form,
    use: Callable[[Any], None],
    flash: str | Callable[[], str],
) -> Response[Any]:
    try:
        save(desk.store, use)
    except (DomainError, Refusals) as error:
        return _again(desk, deadline_id, name, form.values, desk.sentences(error), 422)
    except Stale:
        return _again(desk, deadline_id, name, form.values, {}, 409)
    with desk.store.reading() as session:
        card = _card(desk, session, deadline_id)
    words = flash if isinstance(flash, str) else flash()
    return desk.redirect(f"/items/{card.number}#termijn-{card.id}", words)


def _again(
    desk: Desk,
    deadline_id: uuid.UUID,
    name: str,
    typed: Mapping[str, str],
    errors: dict[str, str],
    status_code: int,
) -> Response[Any]:
    """A form with what was typed. After a conflict it carries the present version."""
    with desk.store.reading() as session:
        card = _card(desk, session, deadline_id)
    values = _values(desk, card) | {key: text for key, text in typed.items() if key != "version"}
    if typed and status_code != 409:
        values["version"] = typed.get("version", "")
    reading, reading_errors = read_preview(desk, values) if name == "move" else (None, {})
    unmoved = (values["wording"], values["own_date"]) == (card.wording, "")
    title = desk.messages.gettext(TITLES[name])
    return desk.page(
        f"deadlines/{name}.html",
        title=title,
        nav="items",
        crumbs=_crumbs(desk, card.number, title),
        status_code=status_code,
        deadline=card,
        values=values,
        errors=errors,
        changed_meanwhile=status_code == 409,
        reading=reading,
        reading_errors=reading_errors,
        keeps_place=bool(card.occurrence) and unmoved,
        proposed_review=desk.clock.today() + REVIEW_AGAIN_IN,
    )


def _card(desk: Desk, session: Any, deadline_id: uuid.UUID) -> DeadlineCard:
    return read_deadline(
        session, desk.actor, deadline_id, desk.clock.today(), desk.calendar, desk.messages
    )


def _values(desk: Desk, card: DeadlineCard) -> dict[str, str]:
    """A form's fields as the deadline is saved now."""
    own_date = card.due_on if card.own_date_reason is not None else None
    return {
        "version": str(card.version),
        "wording": card.wording,
        "reference_date": card.reference_date.isoformat(),
        "own_date": own_date.isoformat() if own_date else "",
        "review_on": card.review_on.isoformat() if card.review_on else "",
        "reason": "",
        "told_by": "",
        "state": "",
        "settled_on": desk.clock.today().isoformat(),
        "settled_paper": "",
    }


def _crumbs(desk: Desk, number: str, title: str) -> list[tuple[str, str | None]]:
    return [
        (desk.messages.text("Overzicht"), "/items"),
        (number, f"/items/{number}"),
        (title, None),
    ]
