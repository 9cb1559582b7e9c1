"""The debate that a deadline hangs on, chosen from the House's register."""

import uuid
from collections.abc import Mapping
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from tracker.adapters.messages import Messages
from tracker.domain.errors import DomainError, Refusals
from tracker.services import debates
from tracker.services.conflicts import save
from tracker.services.deadline_lists import DeadlineCard, read_deadline
from tracker.services.deadlines import Stale
from tracker.services.debates import Debate, MovedDebate
from tracker.services.missing import Missing
from tracker.services.sittings import hold_calendar
from tracker.web.desk import Desk, desk_of
from tracker.web.forms import Form, FormData

ONE = "/deadlines/{deadline_id:uuid}/debate"


class DebateController(Controller):
    """Debates of the House, as far as deadlines hang on them."""

    @get(ONE, sync_to_thread=True)
    def show(
        self, request: Request[Any, Any, Any], deadline_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """The debates ahead, with the date that each gives; `q` narrows them."""
        desk = desk_of(request)
        return _page(desk, deadline_id, {"q": request.query_params.get("q", "")[:200]}, {}, 200)

    @post(ONE, sync_to_thread=True)
    def choose(
        self, request: Request[Any, Any, Any], deadline_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Give the deadline the date that its wording sets by the chosen debate."""
        desk, form = desk_of(request), Form(data)

        def use(session: Any) -> None:
            chosen, version = form.key("debate_id"), form.whole("version") or 0
            if chosen is None and not form.refusals:
                form.refuse(DomainError("text.required", field="debate_id"))
            if form.refusals or chosen is None:
                raise Refusals(form.refusals)
            debate = debates.read_debate(session, chosen)
            debates.choose_debate(
                session,
                desk.actor,
                desk.clock,
                hold_calendar(session),
                deadline_id,
                version,
                chosen,
                debate_words(desk.messages, debate),
            )

        try:
            save(desk.store, use)
        except (DomainError, Refusals) as error:
            return _page(desk, deadline_id, form.values, desk.sentences(error), 422)
        except Stale:
            return _page(desk, deadline_id, form.values, {}, 409)
        with desk.store.reading() as session:
            card = _card(desk, session, deadline_id)
        flash = desk.messages.text("De termijn volgt nu dit debat.")
        return desk.redirect(f"/items/{card.number}#termijn-{card.id}", flash)


def debate_words(messages: Messages, debate: Debate) -> str:
    """'Commissiedebat Mensenhandel (2021A90002) op 16 september 2021'"""
    words = " ".join(filter(None, (debate.kind, debate.subject)))
    named = f"{words} ({debate.number})" if debate.number else words
    if debate.on is None:
        return named
    return messages.text("%(debate)s op %(day)s", debate=named, day=messages.date(debate.on))


def _page(
    desk: Desk,
    deadline_id: uuid.UUID,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    status_code: int,
) -> Response[Any]:
    today, words = desk.clock.today(), typed.get("q", "")
    with desk.store.reading() as session:
        card = _card(desk, session, deadline_id)
        found = debates.debates_ahead(session, today, words)
        if not words:
            near = debates.next_debates_of(session, desk.actor, card.number, today)
            found = tuple(dict.fromkeys((*(one for one in near if not one.is_off), *found)))
        moved = [
            one
            for one in debates.moved_debates(session, desk.actor)
            if one.deadline_id == deadline_id
        ]
    if not card.is_open:
        raise Missing
    title = desk.messages.text("Debat kiezen")
    return desk.page(
        "deadlines/debate.html",
        title=title,
        nav="items",
        crumbs=[
            (desk.messages.text("Overzicht"), "/items"),
            (card.number, f"/items/{card.number}"),
            (title, None),
        ],
        status_code=status_code,
        deadline=card,
        debates=debates.dated(found, card.wording, card.reference_date, desk.calendar),
        moved=moved[0] if moved else None,
        words=words,
        debate_words=lambda debate: debate_words(desk.messages, debate),
        values={
            "version": str(card.version),
            "debate_id": typed.get("debate_id") or _proposed(moved[0] if moved else None),
        },
        errors=errors,
        changed_meanwhile=status_code == 409,
    )


def _proposed(moved: MovedDebate | None) -> str:
    """The debate to begin with: where the chosen one is now."""
    return str(moved.debate.id) if moved and moved.debate else ""


def _card(desk: Desk, session: Any, deadline_id: uuid.UUID) -> DeadlineCard:
    return read_deadline(
        session, desk.actor, deadline_id, desk.clock.today(), desk.calendar, desk.messages
    )
