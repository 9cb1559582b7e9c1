"""Te beoordelen: what the sources propose, judged one by one."""

import uuid
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from tracker.domain.errors import DomainError, Refusals
from tracker.services import house_proposal_undo, house_proposals
from tracker.services.conflicts import save
from tracker.services.house_proposals import HouseDecision
from tracker.services.house_queue import read_offer
from tracker.services.letters import open_proposals
from tracker.services.missing import Missing
from tracker.web.desk import Desk, desk_of
from tracker.web.forms import Form, FormData
from tracker.web.house_proposal_views import HouseView, house_view

QUEUE = "/proposals"


class HouseProposalController(Controller):
    """What the sources propose, each on its own."""

    path = QUEUE

    @get("/{proposal_id:uuid}", sync_to_thread=True)
    def show(
        self, request: Request[Any, Any, Any], proposal_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """One proposal as it stands."""
        return _one(desk_of(request), proposal_id)

    @post("/{proposal_id:uuid}", sync_to_thread=True)
    def decide(
        self, request: Request[Any, Any, Any], proposal_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Accept, reject or undo."""
        desk, form = desk_of(request), Form(data)
        action = form.values.get("do", "")
        if action not in {"accept", "reject", "undo"}:
            raise Missing
        try:
            _decide(desk, proposal_id, action, form.whole("version") or 0)
        except (DomainError, Refusals) as error:
            return _one(desk, proposal_id, " ".join(desk.sentences(error).values()), 422)
        with desk.store.reading() as session:
            view = house_view(desk.messages, read_offer(session, desk.actor, proposal_id))
            waiting = open_proposals(session)
        said = _said(desk, action, view)
        if not desk.wants_fragment:
            return desk.redirect(f"{QUEUE}#proposal-{proposal_id}", said)
        return desk.fragment(
            "house_proposals/_answer.html", view=view, said=said, open_proposals=waiting
        )


def _decide(desk: Desk, proposal_id: uuid.UUID, action: str, version: int) -> None:
    with desk.store.reading() as session:
        offer = read_offer(session, desk.actor, proposal_id)
    source = house_view(desk.messages, offer).source
    reason = desk.messages.text("Voorgesteld uit de bronnen: %(source)s", source=source)
    decision = HouseDecision(version, reason)

    def use(session: Any) -> None:
        who = (session, desk.actor, desk.clock)
        if action == "accept":
            house_proposals.accept(*who, desk.calendar, proposal_id, decision)
        elif action == "reject":
            house_proposals.reject(*who, proposal_id, decision)
        else:
            house_proposal_undo.undo(*who, proposal_id, decision)

    save(desk.store, use)


def _said(desk: Desk, action: str, view: HouseView) -> str:
    _ = desk.messages.text
    if action == "reject":
        return _("Voorstel verworpen.")
    if action == "undo":
        return _("Voorstel staat weer open.")
    if view.item_number:
        return _("Voorstel overgenomen bij %(number)s.", number=view.item_number)
    return _("Voorstel overgenomen.")


def _one(
    desk: Desk, proposal_id: uuid.UUID, error: str = "", status_code: int = 200
) -> Response[Any]:
    with desk.store.reading() as session:
        offer = read_offer(session, desk.actor, proposal_id)
    view = house_view(desk.messages, offer, error)
    if desk.wants_fragment:
        return desk.fragment(
            "house_proposals/_answer.html", status_code=status_code, view=view, said=""
        )
    title = desk.messages.text("Voorstel uit de bronnen")
    return desk.page(
        "house_proposals/detail.html",
        title=title,
        nav="proposals",
        crumbs=[(desk.messages.text("Te beoordelen"), QUEUE), (title, None)],
        status_code=status_code,
        view=view,
    )
