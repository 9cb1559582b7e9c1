"""Answers in a round: the page of who must answer, and the judging of answers."""

import uuid
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from tracker.domain.errors import DomainError, Refusals
from tracker.services import round_answers, rounds
from tracker.services.conflicts import save
from tracker.services.progress_letters import StaleVersion
from tracker.web.desk import Desk, desk_of
from tracker.web.forms import Form, FormData
from tracker.web.rounds import crumbs, read, round_page, stale


class RoundAnswerController(Controller):
    """The answers of one round."""

    path = "/rounds/{round_id:uuid}"

    @get("/mine", sync_to_thread=True)
    def show(self, request: Request[Any, Any, Any], round_id: FromPath[uuid.UUID]) -> Response[Any]:
        """The questions to the reader, each with the last progress note."""
        return _mine_page(desk_of(request), round_id, {}, {})

    @post("/items/{item_id:uuid}/answer", sync_to_thread=True)
    def answer(
        self,
        request: Request[Any, Any, Any],
        round_id: FromPath[uuid.UUID],
        item_id: FromPath[uuid.UUID],
        data: FormData,
    ) -> Response[Any]:
        """Write the progress note that answers, or say that the last one still holds."""
        desk, form = desk_of(request), Form(data)
        version = form.whole(f"version.{item_id}") or 0
        kept = form.key("keep")
        try:
            if kept:
                save(
                    desk.store,
                    lambda session: round_answers.keep_note(
                        session, desk.actor, desk.clock, round_id, item_id, version, kept
                    ),
                )
            else:
                _write(desk, form, round_id, item_id, version)
        except StaleVersion:
            errors = {f"text.{item_id}": stale(desk)}
            return _mine_page(desk, round_id, form.values, errors, 409)
        except (DomainError, Refusals) as error:
            errors = _at_item(desk.sentences(error), item_id)
            return _mine_page(desk, round_id, form.values, errors, 422)
        return desk.redirect(f"/rounds/{round_id}/mine", desk.messages.text("Klaar gemeld."))

    @post("/items/{item_id:uuid}/judge", sync_to_thread=True)
    def judge(
        self,
        request: Request[Any, Any, Any],
        round_id: FromPath[uuid.UUID],
        item_id: FromPath[uuid.UUID],
        data: FormData,
    ) -> Response[Any]:
        """Check an answer, or send it back with a remark."""
        desk, form = desk_of(request), Form(data)
        version = form.whole("version") or 0
        remark = form.text(f"remark.{item_id}")
        back = form.line("verdict") == "send_back"
        try:
            if form.refusals:
                raise Refusals(form.refusals)
            save(
                desk.store,
                lambda session: (
                    round_answers.send_back(
                        session, desk.actor, desk.clock, round_id, item_id, version, remark
                    )
                    if back
                    else round_answers.check(
                        session, desk.actor, desk.clock, round_id, item_id, version
                    )
                ),
            )
        except StaleVersion:
            return round_page(desk, round_id, form.values, {"": stale(desk)}, 409)
        except (DomainError, Refusals) as error:
            return round_page(desk, round_id, form.values, desk.sentences(error), 422)
        messages = desk.messages
        said = messages.text("Teruggestuurd.") if back else messages.text("Gecontroleerd.")
        return desk.redirect(f"/rounds/{round_id}", said)


def _write(desk: Desk, form: Form, round_id: uuid.UUID, item_id: uuid.UUID, version: int) -> None:
    noted_on = form.day(f"noted_on.{item_id}", required=True)
    text = form.text(f"text.{item_id}", required=True)
    if form.refusals or noted_on is None:
        raise Refusals(form.refusals)
    save(
        desk.store,
        lambda session: round_answers.answer(
            session,
            desk.actor,
            desk.clock,
            round_id,
            item_id,
            version,
            submission=form.key("submission") or uuid.uuid4(),
            noted_on=noted_on,
            text=text,
        ),
    )


def _at_item(errors: dict[str, str], item_id: uuid.UUID) -> dict[str, str]:
    """What a service says of 'noted_on' is about the field of this item."""
    return {
        name if not name or "." in name else f"{name}.{item_id}": sentence
        for name, sentence in errors.items()
    }


def _mine_page(
    desk: Desk,
    round_id: uuid.UUID,
    values: dict[str, str],
    errors: dict[str, str],
    status_code: int = 200,
) -> Response[Any]:
    opened = read(desk, round_id)
    mine = rounds.questions_for(opened, desk.actor)
    return desk.page(
        "rounds/mine.html",
        title=desk.messages.text("Mijn antwoorden"),
        nav="rounds",
        crumbs=crumbs(desk, opened, desk.messages.text("Mijn antwoorden")),
        status_code=status_code,
        opened=opened,
        mine=mine,
        values=values,
        errors=errors,
        day=min(desk.clock.today(), opened.row.reference_date),
        submissions={one.item_id: uuid.uuid4() for one in mine},
    )
