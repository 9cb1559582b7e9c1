"""Rounds: the list, a new one, how far it is, and the letter that comes of it."""

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, FromQuery

from tracker.adapters.labels import label
from tracker.db.tables.progress_letters import Addressee
from tracker.domain.errors import DomainError, Refusals
from tracker.services import rounds
from tracker.services.conflicts import save
from tracker.services.progress_letters import StaleVersion
from tracker.services.rounds import OpenedRound
from tracker.services.view_choices import chosen_view, view_choices
from tracker.web.desk import Desk, desk_of
from tracker.web.forms import Form, FormData


class RoundController(Controller):
    """The rounds, for who co-ordinates them."""

    path = "/rounds"

    @get("/", sync_to_thread=True)
    def index(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """All rounds, and those that wait for the reader."""
        desk = desk_of(request)
        with desk.store.reading() as session:
            found = rounds.list_rounds(session)
            waiting = rounds.waiting_rounds(session, desk.actor)
        return desk.page(
            "rounds/index.html",
            title=desk.messages.text("Uitvragen"),
            nav="rounds",
            crumbs=[(desk.messages.text("Uitvragen"), None)],
            rounds=found,
            waiting=waiting,
        )

    @get("/new", sync_to_thread=True)
    def show_new(self, request: Request[Any, Any, Any], view: FromQuery[str] = "") -> Response[Any]:
        """The form for a new round."""
        desk = desk_of(request)
        values = {
            "submission": str(uuid.uuid4()),
            "view": view,
            "reference_date": desk.clock.today().isoformat(),
            "question": desk.messages.text(
                "Wat is op de peildatum de stand van zaken? Schrijf het zoals de Kamer het "
                "mag lezen."
            ),
        }
        return _new_page(desk, values, {})

    @post("/new", sync_to_thread=True)
    def create(self, request: Request[Any, Any, Any], data: FormData) -> Response[Any]:
        """Start a round and go to it."""
        desk, form = desk_of(request), Form(data)
        title = form.line("title", required=True)
        reference_date = form.day("reference_date", required=True)
        answer_by = form.day("answer_by", required=True)
        question = form.text("question")
        submission = form.key("submission") or uuid.uuid4()
        try:
            if form.refusals or reference_date is None or answer_by is None:
                raise Refusals(form.refusals)
            with desk.store.reading() as session:
                choice = chosen_view(session, desk.actor, desk.messages, form.line("view"))
            round_id = save(
                desk.store,
                lambda session: rounds.start_round(
                    session,
                    desk.actor,
                    desk.clock,
                    desk.calendar,
                    round_id=submission,
                    title=title,
                    query=choice.query,
                    reference_date=reference_date,
                    answer_by=answer_by,
                    question=question,
                ),
            )
        except (DomainError, Refusals) as error:
            return _new_page(desk, form.values, desk.sentences(error), 422)
        return desk.redirect(f"/rounds/{round_id}", desk.messages.text("Uitvraag begonnen."))

    @get("/{round_id:uuid}", sync_to_thread=True)
    def show(self, request: Request[Any, Any, Any], round_id: FromPath[uuid.UUID]) -> Response[Any]:
        """How far a round is."""
        desk = desk_of(request)
        return round_page(desk, round_id, {}, {})

    @post("/{round_id:uuid}/remind", sync_to_thread=True)
    def remind(
        self, request: Request[Any, Any, Any], round_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Remind everyone who has not answered."""
        desk = desk_of(request)
        return _done(
            desk,
            round_id,
            lambda session: rounds.remind(session, desk.actor, desk.clock, round_id),
            desk.messages.text(
                "Herinnerd. Het staat op de startpagina van wie nog moet antwoorden."
            ),
        )

    @post("/{round_id:uuid}/postpone", sync_to_thread=True)
    def postpone(
        self, request: Request[Any, Any, Any], round_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Give everyone until another day."""
        desk, form = desk_of(request), Form(data)
        day, version = form.day("answer_by", required=True), form.whole("version") or 0
        if day is None:
            errors = desk.sentences(Refusals(form.refusals))
            return round_page(desk, round_id, form.values, errors, 422)
        return _done(
            desk,
            round_id,
            lambda session: rounds.postpone(
                session, desk.actor, desk.clock, round_id, version, day
            ),
            desk.messages.text("Datum gewijzigd."),
            form,
        )

    @post("/{round_id:uuid}/items", sync_to_thread=True)
    def add_item(
        self, request: Request[Any, Any, Any], round_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Ask about one more item."""
        desk, form = desk_of(request), Form(data)
        number = form.line("number", required=True).upper()
        if form.refusals:
            errors = desk.sentences(Refusals(form.refusals))
            return round_page(desk, round_id, form.values, errors, 422)
        return _done(
            desk,
            round_id,
            lambda session: rounds.add_question(session, desk.actor, desk.clock, round_id, number),
            desk.messages.text("Item toegevoegd."),
            form,
        )

    @post("/{round_id:uuid}/items/{item_id:uuid}/drop", sync_to_thread=True)
    def drop_item(
        self,
        request: Request[Any, Any, Any],
        round_id: FromPath[uuid.UUID],
        item_id: FromPath[uuid.UUID],
        data: FormData,
    ) -> Response[Any]:
        """Ask about an item no longer."""
        desk = desk_of(request)
        return _done(
            desk,
            round_id,
            lambda session: rounds.drop_question(
                session, desk.actor, desk.clock, round_id, item_id
            ),
            desk.messages.text("Dit item wordt niet meer gevraagd."),
        )

    @post("/{round_id:uuid}/close", sync_to_thread=True)
    def close(
        self, request: Request[Any, Any, Any], round_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Ask no longer."""
        desk = desk_of(request)
        return _done(
            desk,
            round_id,
            lambda session: rounds.close_round(session, desk.actor, desk.clock, round_id),
            desk.messages.text("Uitvraag gesloten."),
        )

    @post("/{round_id:uuid}/reopen", sync_to_thread=True)
    def reopen(
        self, request: Request[Any, Any, Any], round_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Ask again."""
        desk = desk_of(request)
        return _done(
            desk,
            round_id,
            lambda session: rounds.reopen_round(session, desk.actor, desk.clock, round_id),
            desk.messages.text("Uitvraag heropend."),
        )

    @get("/{round_id:uuid}/letter", sync_to_thread=True)
    def show_letter(
        self, request: Request[Any, Any, Any], round_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """What is still open before the letter is made."""
        desk = desk_of(request)
        opened = read(desk, round_id)
        return desk.page(
            "rounds/letter.html",
            title=desk.messages.text("Maak er een brief van"),
            nav="rounds",
            crumbs=crumbs(desk, opened, desk.messages.text("Brief")),
            opened=opened,
            submission=uuid.uuid4(),
            addressees=[(code, label(desk.messages, "addressee", code)) for code in Addressee],
        )

    @post("/{round_id:uuid}/letter", sync_to_thread=True)
    def make_letter(
        self, request: Request[Any, Any, Any], round_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Make a progress letter of the round and go to it."""
        desk, form = desk_of(request), Form(data)
        addressee = form.code("addressee", Addressee) or Addressee.SECOND_CHAMBER
        letter_id = save(
            desk.store,
            lambda session: rounds.make_letter(
                session,
                desk.actor,
                desk.clock,
                desk.calendar,
                round_id=round_id,
                letter_id=form.key("submission") or uuid.uuid4(),
                addressee=addressee,
            ),
        )
        return desk.redirect(
            f"/progress-letters/{letter_id}", desk.messages.text("Concept gemaakt.")
        )


def read(desk: Desk, round_id: uuid.UUID) -> OpenedRound:
    """A round as it is now. Raises Missing."""
    with desk.store.reading() as session:
        return rounds.read_round(session, desk.actor, round_id)


def crumbs(desk: Desk, opened: OpenedRound, last: str) -> list[tuple[str, str | None]]:
    """The way to a page of a round."""
    return [
        (desk.messages.text("Uitvragen"), "/rounds"),
        (opened.row.title, f"/rounds/{opened.row.id}"),
        (last, None),
    ]


def stale(desk: Desk) -> str:
    """What to tell someone whose form was made of an older answer."""
    return desk.messages.text(
        "Iemand heeft dit intussen gewijzigd. Lees wat er nu staat en probeer het opnieuw."
    )


def round_page(
    desk: Desk,
    round_id: uuid.UUID,
    values: dict[str, str],
    errors: dict[str, str],
    status_code: int = 200,
) -> Response[Any]:
    """The page of a round, with a form on it as it was typed."""
    opened = read(desk, round_id)
    return desk.page(
        "rounds/detail.html",
        title=opened.row.title,
        nav="rounds",
        crumbs=[(desk.messages.text("Uitvragen"), "/rounds"), (opened.row.title, None)],
        status_code=status_code,
        opened=opened,
        values=values,
        errors=errors,
        reader_id=desk.actor.user_id,
        mine=rounds.questions_for(opened, desk.actor),
        mail_address=_mail_address(desk, opened),
    )


def _mail_address(desk: Desk, opened: OpenedRound) -> str:
    """A mailto: address to everyone who has not answered, '' when all have."""
    people = sorted({one.email for one in opened.unanswered if one.email})
    if not people:
        return ""
    subject = desk.messages.text("Uitvraag: %(title)s", title=opened.row.title)
    body = desk.messages.text(
        "Graag uw antwoord uiterlijk %(day)s: %(address)s",
        day=desk.messages.long_date(opened.row.answer_by),
        address=f"{desk.office.base_url}/rounds/{opened.row.id}/mine",
    )
    query = f"subject={quote(subject)}&body={quote(body)}"
    return f"mailto:{quote(','.join(people), safe='@,')}?{query}"


def _done(
    desk: Desk,
    round_id: uuid.UUID,
    use: Callable[[Any], object],
    said: str,
    form: Form | None = None,
) -> Response[Any]:
    values = form.values if form else {}
    try:
        save(desk.store, use)
    except StaleVersion:
        return round_page(desk, round_id, values, {"": stale(desk)}, 409)
    except (DomainError, Refusals) as error:
        return round_page(desk, round_id, values, desk.sentences(error), 422)
    return desk.redirect(f"/rounds/{round_id}", said)


def _new_page(
    desk: Desk, values: dict[str, str], errors: dict[str, str], status_code: int = 200
) -> Response[Any]:
    with desk.store.reading() as session:
        choices = view_choices(session, desk.actor, desk.messages)
    return desk.page(
        "rounds/new.html",
        title=desk.messages.text("Nieuwe uitvraag"),
        nav="rounds",
        crumbs=[(desk.messages.text("Uitvragen"), "/rounds"), (desk.messages.text("Nieuw"), None)],
        status_code=status_code,
        values=values,
        errors=errors,
        choices=[(choice.value, choice.name) for choice in choices],
    )
