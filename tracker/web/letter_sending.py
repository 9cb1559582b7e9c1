"""What comes of a progress letter: changes since the previous one, sending, correction, and what
a committee decided of it."""

import uuid
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from tracker.adapters.annexes.layouts.changes import changes_section
from tracker.adapters.labels import label
from tracker.db.tables.progress_letters import Addressee, LetterState
from tracker.domain.annexes import Decision
from tracker.domain.errors import DomainError, Refusals
from tracker.services import letter_sending, progress_letters
from tracker.services.conflicts import save
from tracker.services.missing import Missing
from tracker.services.progress_letters import Letter, StaleVersion
from tracker.web.desk import Desk, desk_of
from tracker.web.forms import Form, FormData
from tracker.web.progress_letters import crumbs, read, read_in, stale


class LetterSendingController(Controller):
    """One letter, from its changes to its decisions."""

    path = "/progress-letters/{letter_id:uuid}"

    @get("/changes", sync_to_thread=True)
    def show_changes(
        self, request: Request[Any, Any, Any], letter_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """What changed since the previous letter, both texts with the words marked."""
        desk = desk_of(request)
        letter = read(desk, letter_id)
        annex = progress_letters.annex_of(letter).with_changes(letter.changes)
        return _page(
            desk,
            letter,
            "progress_letters/changes.html",
            desk.messages.text("Wat is gewijzigd"),
            blocks=list(changes_section(annex, desk.messages)),
        )

    @get("/send", sync_to_thread=True)
    def show_send(
        self, request: Request[Any, Any, Any], letter_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """The form that says as which Kamerstuk a letter was sent."""
        desk = desk_of(request)
        letter = read(desk, letter_id)
        if letter.state is not LetterState.FROZEN:
            raise Missing
        return _send_page(desk, letter, {"sent_on": desk.clock.today().isoformat()}, {})

    @post("/send", sync_to_thread=True)
    def send(
        self, request: Request[Any, Any, Any], letter_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Note that it was sent."""
        desk, form = desk_of(request), Form(data)
        sent_on = form.day("sent_on", required=True)
        paper = form.line("paper", required=True)
        try:
            if form.refusals or sent_on is None:
                raise Refusals(form.refusals)
            with desk.store.reading() as session:
                untold = letter_sending.untold_deadlines(session, letter_id)
            told = [one.id for one in untold if form.ticked(f"told.{one.id}")]
            save(
                desk.store,
                lambda session: letter_sending.send_letter(
                    session,
                    desk.actor,
                    desk.clock,
                    read_in(session, desk, letter_id),
                    sent_on=sent_on,
                    paper=paper,
                    told=told,
                ),
            )
        except (DomainError, Refusals) as error:
            errors = _about_paper(desk.sentences(error))
            return _send_page(desk, read(desk, letter_id), form.values, errors, 422)
        return desk.redirect(
            f"/progress-letters/{letter_id}",
            desk.messages.text("Verzonden; de brief staat nu als Kamerstuk bij elk item."),
        )

    @post("/correct", sync_to_thread=True)
    def correct(
        self, request: Request[Any, Any, Any], letter_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Make a draft that will replace this letter, and go to it."""
        desk, form = desk_of(request), Form(data)
        new_id = form.key("submission") or uuid.uuid4()
        try:
            save(
                desk.store,
                lambda session: progress_letters.correct_letter(
                    session, desk.actor, desk.clock, read_in(session, desk, letter_id), new_id
                ),
            )
        except DomainError as error:
            raise Missing from error
        return desk.redirect(
            f"/progress-letters/{new_id}",
            desk.messages.text("Concept gemaakt dat de vastgestelde brief zal vervangen."),
        )

    @get("/decisions", sync_to_thread=True)
    def show_decisions(
        self, request: Request[Any, Any, Any], letter_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """The form for what the committee decided."""
        desk = desk_of(request)
        letter = read(desk, letter_id)
        if not takes_decisions(letter):
            raise Missing
        return _decisions_page(desk, letter, _decided(letter), {})

    @post("/decisions", sync_to_thread=True)
    def decide(
        self, request: Request[Any, Any, Any], letter_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Note what the committee decided, row by row."""
        desk, form = desk_of(request), Form(data)
        letter = read(desk, letter_id)
        shown = _decided(letter)
        try:
            with desk.store.writing() as session:
                for row in letter.included:
                    _note(
                        desk, session, read_in(session, desk, letter_id), row.item_id, form, shown
                    )
                if form.refusals:
                    raise Refusals(form.refusals)
        except StaleVersion:
            return _decisions_page(desk, letter, form.values, {"": stale(desk)}, 409)
        except (DomainError, Refusals) as error:
            return _decisions_page(desk, letter, form.values, desk.sentences(error), 422)
        return desk.redirect(
            f"/progress-letters/{letter_id}", desk.messages.text("Besluiten opgeslagen.")
        )


def takes_decisions(letter: Letter) -> bool:
    """Whether a committee decides of the letter's rows."""
    return letter.state is LetterState.SENT and letter.addressee is Addressee.FIRST_CHAMBER


def _note(
    desk: Desk,
    session: Any,
    letter: Letter,
    item_id: uuid.UUID,
    form: Form,
    shown: dict[str, str],
) -> None:
    names = [f"{part}.{item_id}" for part in ("decision", "decided_on", "due_on")]
    if all(form.values.get(name, "") == shown.get(name, "") for name in names):
        return
    decision = form.code(names[0], Decision, required=True)
    decided_on = form.day(names[1], required=True)
    due_on = form.day(names[2])
    if form.refusals or decision is None or decided_on is None:
        return
    try:
        letter_sending.note_decision(
            session,
            desk.actor,
            desk.clock,
            letter,
            item_id,
            decision=decision,
            decided_on=decided_on,
            due_on=due_on,
        )
    except DomainError as error:
        field = f"{error.field}.{item_id}" if error.field else None
        form.refuse(DomainError(error.code, field=field, **error.facts))


def _decided(letter: Letter) -> dict[str, str]:
    values = {}
    for row in letter.included:
        if row.row.decision:
            values[f"decision.{row.item_id}"] = row.row.decision.value
            values[f"decided_on.{row.item_id}"] = f"{row.row.decided_on:%d-%m-%Y}"
            due_on = row.row.decision_due_on
            values[f"due_on.{row.item_id}"] = f"{due_on:%d-%m-%Y}" if due_on else ""
    return values


def _about_paper(errors: dict[str, str]) -> dict[str, str]:
    """A refused reference is about the paper's field."""
    return {"paper" if name == "" else name: sentence for name, sentence in errors.items()}


def _send_page(
    desk: Desk,
    letter: Letter,
    values: dict[str, str],
    errors: dict[str, str],
    status_code: int = 200,
) -> Response[Any]:
    with desk.store.reading() as session:
        untold = letter_sending.untold_deadlines(session, letter.id)
    return _page(
        desk,
        letter,
        "progress_letters/send.html",
        desk.messages.text("Verzonden"),
        status_code,
        values=values,
        errors=errors,
        untold=untold,
    )


def _decisions_page(
    desk: Desk,
    letter: Letter,
    values: dict[str, str],
    errors: dict[str, str],
    status_code: int = 200,
) -> Response[Any]:
    codes = [(one, label(desk.messages, "decision", one)) for one in Decision]
    return _page(
        desk,
        letter,
        "progress_letters/decisions.html",
        desk.messages.text("Besluiten van de commissie"),
        status_code,
        values=values,
        errors=errors,
        decisions=[("", desk.messages.text("Nog geen besluit")), *codes],
    )


def _page(
    desk: Desk,
    letter: Letter,
    template: str,
    title: str,
    status_code: int = 200,
    **context: Any,
) -> Response[Any]:
    return desk.page(
        template,
        title=title,
        nav="progress_letters",
        crumbs=[
            *crumbs(desk, "")[:1],
            (letter.title, f"/progress-letters/{letter.id}"),
            (title, None),
        ],
        status_code=status_code,
        letter=letter,
        **context,
    )
