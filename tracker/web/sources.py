"""Bronnen: how each source fares, and what an administrator does about it."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from tracker.adapters.messages import N_
from tracker.domain.errors import DomainError, Refusals
from tracker.services import sources
from tracker.services.conflicts import save
from tracker.services.missing import Missing
from tracker.web.desk import Desk, administrator_desk_of, desk_of
from tracker.web.forms import Form, FormData
from tracker.web.source_views import ago, failure_words, source_view

LIST = "/sources"
SHOWN = 100
SAID = {
    "fetch": N_("%(name)s wordt bij de volgende ronde opgehaald."),
    "pause": N_("%(name)s is gepauzeerd."),
    "resume": N_("%(name)s wordt weer opgehaald."),
    "withdraw": N_("%(name)s is ingetrokken. Wat eruit gelezen is, blijft."),
}


class SourceController(Controller):
    """The page of the sources; everyone reads it, administrators act on it."""

    path = LIST

    @get("/", sync_to_thread=True)
    def index(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """All sources."""
        return _list(desk_of(request))

    @post("/", sync_to_thread=True)
    def add(self, request: Request[Any, Any, Any], data: FormData) -> Response[Any]:
        """Add a feed by its address."""
        desk, form = administrator_desk_of(request), Form(data)
        name = form.line("name", required=True, limit=200)
        address = form.line("address", required=True, limit=2000)
        submission = form.key("submission") or uuid.uuid4()
        try:
            if form.refusals:
                raise Refusals(form.refusals)
            save(
                desk.store,
                lambda session: sources.add_feed(
                    session, desk.actor, desk.clock, submission, name, address
                ),
            )
        except (DomainError, Refusals) as error:
            return _list(desk, form.values, desk.sentences(error), 422)
        return desk.redirect(LIST, desk.messages.text("%(name)s toegevoegd.", name=name))

    @get("/{source_id:uuid}", sync_to_thread=True)
    def show(
        self, request: Request[Any, Any, Any], source_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """What a source sent that could not be read."""
        return _one(desk_of(request), source_id)

    @post("/{source_id:uuid}/retry", sync_to_thread=True)
    def retry(
        self, request: Request[Any, Any, Any], source_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Read again what was set aside."""
        desk = administrator_desk_of(request)
        done = save(
            desk.store, lambda session: sources.retry_set_aside(session, desk.clock, source_id)
        )
        said = desk.messages.plural(
            "%(num)s bericht is nu wel gelezen. Wat niet lukte, staat er nog.",
            "%(num)s berichten zijn nu wel gelezen. Wat niet lukte, staat er nog.",
            done,
        )
        return desk.redirect(f"{LIST}/{source_id}", said)

    @post("/{source_id:uuid}/{action:str}", sync_to_thread=True)
    def act(
        self,
        request: Request[Any, Any, Any],
        source_id: FromPath[uuid.UUID],
        action: FromPath[str],
        data: FormData,
    ) -> Response[Any]:
        """Fetch now, pause, resume or withdraw."""
        desk, form = administrator_desk_of(request), Form(data)
        if action not in SAID:
            raise Missing
        standing = _standing(desk, source_id)
        version = form.whole("version") or 0
        try:
            save(desk.store, _step(desk, source_id, action, version))
        except DomainError as error:
            return _list(desk, {}, desk.sentences(error), 409)
        said = desk.messages.text(SAID[action], name=standing.name)
        return desk.redirect(LIST, said)


def _step(desk: Desk, source_id: uuid.UUID, action: str, version: int) -> Callable[[Any], None]:
    if action == "fetch":
        return lambda session: sources.fetch_now(session, desk.actor, desk.clock, source_id)
    steps = {"pause": sources.pause, "resume": sources.resume, "withdraw": sources.withdraw}
    step = steps[action]
    return lambda session: step(session, desk.actor, desk.clock, source_id, version)


def _standing(desk: Desk, source_id: uuid.UUID) -> sources.SourceStanding:
    with desk.store.reading() as session:
        found = sources.list_sources(session, desk.clock.real_now())
    for one in found:
        if one.id == source_id:
            return one
    raise Missing


def _list(
    desk: Desk,
    values: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    status_code: int = 200,
) -> Response[Any]:
    now = desk.clock.real_now()
    with desk.store.reading() as session:
        found = sources.list_sources(session, now)
    title = desk.messages.text("Bronnen")
    blank = {"name": "", "address": "", "submission": str(uuid.uuid4())}
    return desk.page(
        "sources/index.html",
        title=title,
        crumbs=[(title, None)],
        status_code=status_code,
        sources=[source_view(desk.messages, one, now) for one in found],
        may_change=desk.actor.is_administrator,
        demo=desk.office.demo,
        reads_sources=desk.office.reads_sources,
        values=blank | dict(values or {}),
        errors=errors or {},
    )


def _one(desk: Desk, source_id: uuid.UUID) -> Response[Any]:
    now, standing = desk.clock.real_now(), _standing(desk, source_id)
    with desk.store.reading() as session:
        found = sources.set_aside_of(session, source_id)
    return desk.page(
        "sources/detail.html",
        title=standing.name,
        crumbs=[(desk.messages.text("Bronnen"), LIST), (standing.name, None)],
        source=source_view(desk.messages, standing, now),
        may_change=desk.actor.is_administrator,
        set_aside=[
            (one, failure_words(desk.messages, one.code, one.facts),
             ago(desk.messages, one.set_aside_at, now))
            for one in found[:SHOWN]
        ],
        more=max(len(found) - SHOWN, 0),
    )  # fmt: skip
