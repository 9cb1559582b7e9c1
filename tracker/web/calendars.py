"""Calendar subscriptions: a person's private addresses, and the files under them."""

import hashlib
import uuid
from typing import Any

from litestar import Controller, Request, Response, get, head, post
from litestar.params import FromPath, FromQuery

from tracker.domain.errors import DomainError, Refusals
from tracker.services import calendars
from tracker.services.calendars import CalendarAddress
from tracker.services.conflicts import save
from tracker.services.missing import Missing
from tracker.services.view_choices import chosen_view, view_choices
from tracker.web.desk import Desk, desk_of, open_desk
from tracker.web.forms import Form, FormData

CALENDAR_TYPE = "text/calendar"


class SubscriptionController(Controller):
    """A person's own calendar addresses."""

    path = "/subscriptions"

    @get("/", sync_to_thread=True)
    def index(self, request: Request[Any, Any, Any], view: FromQuery[str] = "") -> Response[Any]:
        """The addresses, and the form for a new one."""
        return _page(desk_of(request), _empty(view), {})

    @post("/", sync_to_thread=True)
    def subscribe(self, request: Request[Any, Any, Any], data: FormData) -> Response[Any]:
        """Make an address and show it, once."""
        desk, form = desk_of(request), Form(data)
        name = form.line("name", required=True, limit=100)
        try:
            if form.refusals:
                raise Refusals(form.refusals)
            with desk.store.reading() as session:
                choice = chosen_view(session, desk.actor, desk.messages, form.line("view"))
            subscription_id = form.key("submission") or uuid.uuid4()
            address = save(
                desk.store,
                lambda session: calendars.subscribe(
                    session,
                    desk.actor,
                    desk.clock,
                    subscription_id=subscription_id,
                    name=name,
                    view_id=choice.view_id,
                    query=choice.query,
                ),
            )
        except (DomainError, Refusals) as error:
            return _page(desk, form.values, desk.sentences(error), status_code=422)
        if address is None:
            sent_before = desk.messages.text(
                "Deze koppeling was al gemaakt. Bent u het adres kwijt, vernieuw het dan."
            )
            return desk.redirect("/subscriptions", sent_before)
        return _page(desk, _empty(), {}, address)

    @post("/{subscription_id:uuid}/renew", sync_to_thread=True)
    def renew(
        self, request: Request[Any, Any, Any], subscription_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """A new address in place of the old one."""
        desk, form = desk_of(request), Form(data)
        version = form.whole("version") or 0
        address = save(
            desk.store,
            lambda session: calendars.renew(
                session, desk.actor, desk.clock, subscription_id, version
            ),
        )
        if address is None:
            sent_before = desk.messages.text(
                "Het adres was al vernieuwd. Bent u het kwijt, vernieuw het dan opnieuw."
            )
            return desk.redirect("/subscriptions", sent_before)
        return _page(desk, _empty(), {}, address)

    @post("/{subscription_id:uuid}/revoke", sync_to_thread=True)
    def revoke(
        self, request: Request[Any, Any, Any], subscription_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """End an address."""
        desk = desk_of(request)
        save(
            desk.store,
            lambda session: calendars.revoke(session, desk.actor, desk.clock, subscription_id),
        )
        return desk.redirect("/subscriptions", desk.messages.text("Koppeling ingetrokken."))


class CalendarController(Controller):
    """The calendar files; whoever holds a token may read its calendar, without a cookie."""

    @get("/calendars/{token:str}", sync_to_thread=True, exclude_from_csrf=True)
    def read(self, request: Request[Any, Any, Any], token: FromPath[str]) -> Response[Any]:
        """The calendar of a subscription."""
        return _calendar(request, token)

    @head("/calendars/{token:str}", sync_to_thread=True, exclude_from_csrf=True)
    def probe(self, request: Request[Any, Any, Any], token: FromPath[str]) -> Response[None]:
        """The headers of that calendar."""
        answer = _calendar(request, token)
        headers = {**answer.headers, "content-length": str(len(answer.content or b""))}
        return Response(
            None, headers=headers, status_code=answer.status_code, media_type=CALENDAR_TYPE
        )


def _calendar(request: Request[Any, Any, Any], token: str) -> Response[Any]:
    desk = open_desk(request)
    token = token.removesuffix(".ics")
    try:
        with desk.store.reading() as session:
            sittings = desk.office.sittings.read(session)
            content = calendars.read_calendar(
                session, desk.clock, sittings, token, desk.office.base_url
            )
    except Missing:
        return Response("Not found", status_code=404, media_type="text/plain")
    with desk.store.writing() as session:
        client = request.headers.get("User-Agent", "")
        calendars.note_reading(session, desk.clock, token, client)
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in request.headers.get("If-None-Match", ""):
        return Response(None, status_code=304, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="nakoming.ics"'
    return Response(content, media_type=CALENDAR_TYPE, headers=headers)


def _empty(view: str = "") -> dict[str, str]:
    return {"submission": str(uuid.uuid4()), "name": "", "view": view}


def _page(
    desk: Desk,
    values: dict[str, str],
    errors: dict[str, str],
    address: CalendarAddress | None = None,
    status_code: int = 200,
) -> Response[Any]:
    with desk.store.reading() as session:
        subscriptions = calendars.list_subscriptions(session, desk.actor)
        choices = view_choices(session, desk.actor, desk.messages)
    return desk.page(
        "subscriptions/index.html",
        title=desk.messages.text("Agendakoppelingen"),
        nav="subscriptions",
        crumbs=[(desk.messages.text("Agendakoppelingen"), None)],
        status_code=status_code,
        subscriptions=subscriptions,
        choices=[(choice.value, choice.name) for choice in choices],
        values=values,
        errors=errors,
        address=address and f"{desk.office.base_url}/calendars/{address.token}.ics",
        address_name=address.name if address else "",
    )
