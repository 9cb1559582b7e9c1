"""Wat volgen we: what of the House's news becomes a proposal."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from tracker.adapters.labels import label
from tracker.domain.errors import DomainError, Refusals
from tracker.domain.follow_rules import FollowKind
from tracker.services import follow_rules
from tracker.services.conflicts import save
from tracker.services.house_proposals_found import judge_all
from tracker.web.desk import Desk, administrator_desk_of
from tracker.web.forms import Form, FormData

LIST = "/admin/follow"
LOOKS_BACK = timedelta(days=365)


class FollowRuleController(Controller):
    """The rules, kept by administrators."""

    path = LIST

    @get("/", sync_to_thread=True)
    def index(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """All rules by kind, and the form for another."""
        return _list(administrator_desk_of(request))

    @post("/", sync_to_thread=True)
    def add(self, request: Request[Any, Any, Any], data: FormData) -> Response[Any]:
        """Add a rule."""
        desk, form = administrator_desk_of(request), Form(data)
        kind = form.code("kind", FollowKind, required=True)
        value = form.line("value", required=True, limit=200)
        since = form.day("since")
        submission = form.key("submission") or uuid.uuid4()
        try:
            if form.refusals or kind is None:
                raise Refusals(form.refusals)
            save(
                desk.store,
                lambda session: follow_rules.add_rule(
                    session, desk.actor, desk.clock, submission, kind, value, since
                ),
            )
        except (DomainError, Refusals) as error:
            return _list(desk, form.values, desk.sentences(error), 422)
        if desk.office.demo:  # which has no rounds of its own
            judge_all(desk.store, desk.clock)
        said = desk.messages.text(
            "‘%(value)s’ wordt gevolgd. Wat de Kamer al publiceerde, wordt in de volgende ronde "
            "beoordeeld.",
            value=value,
        )
        return desk.redirect(LIST, said)

    @post("/{rule_id:uuid}/withdraw", sync_to_thread=True)
    def withdraw(
        self, request: Request[Any, Any, Any], rule_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Follow something no longer."""
        desk, form = administrator_desk_of(request), Form(data)
        version = form.whole("version") or 0
        try:
            save(
                desk.store,
                lambda session: follow_rules.withdraw_rule(
                    session, desk.actor, desk.clock, rule_id, version
                ),
            )
        except DomainError as error:
            return _list(desk, {}, desk.sentences(error), 409)
        return desk.redirect(LIST, desk.messages.text("Regel ingetrokken."))


def _list(
    desk: Desk,
    values: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    status_code: int = 200,
) -> Response[Any]:
    with desk.store.reading() as session:
        rules = follow_rules.list_rules(session)
    _ = desk.messages.text
    title = _("Wat volgen we")
    since = (desk.clock.today() - LOOKS_BACK).isoformat()
    blank = {"kind": "", "value": "", "since": since, "submission": str(uuid.uuid4())}
    kinds = [(kind.value, label(desk.messages, "follow_kind", kind)) for kind in FollowKind]
    return desk.page(
        "follow_rules/index.html",
        title=title,
        crumbs=[(_("Te beoordelen"), "/proposals"), (title, None)],
        status_code=status_code,
        groups=[(words, [one for one in rules if one.kind.value == kind]) for kind, words in kinds],
        kinds=[("", _("Kies een soort")), *kinds],
        values=blank | dict(values or {}),
        errors=errors or {},
    )
