"""Agendakoppelingen: a person's private calendar addresses."""

import uuid
from collections.abc import Mapping
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, FromQuery

from tracker.domain.calendar_options import ALARM_DAYS, CalendarOptions
from tracker.domain.errors import DomainError, Refusals
from tracker.services import subscriptions
from tracker.services.conflicts import save
from tracker.services.subscriptions import CalendarAddress, SubscriptionLine, Wanted
from tracker.services.view_choices import BUILT_IN, chosen_view, view_choices
from tracker.web.desk import Desk, desk_of
from tracker.web.forms import Form, FormData

LIST = "/subscriptions"
BOXES = ("deadlines", "provisional", "steps", "reviews", "recesses", "closed")
USUAL = frozenset({"deadlines", "provisional", "steps", "reviews"})


class SubscriptionController(Controller):
    """A person's own calendar addresses."""

    path = LIST

    @get("/", sync_to_thread=True)
    def index(self, request: Request[Any, Any, Any], view: FromQuery[str] = "") -> Response[Any]:
        """The addresses, and the form for a new one."""
        return _page(desk_of(request), _blank(view), {})

    @post("/", sync_to_thread=True)
    def subscribe(self, request: Request[Any, Any, Any], data: FormData) -> Response[Any]:
        """Make an address and show it, once."""
        desk, form = desk_of(request), Form(data)
        try:
            wanted = _read(desk, form)
            subscription_id = form.key("submission") or uuid.uuid4()
            address = save(
                desk.store,
                lambda session: subscriptions.subscribe(
                    session, desk.actor, desk.clock, subscription_id, wanted
                ),
            )
        except (DomainError, Refusals) as error:
            return _page(desk, form.values, desk.sentences(error), status_code=422)
        if address is None:
            sent_before = desk.messages.text(
                "Deze koppeling was al gemaakt. Bent u het adres kwijt, vernieuw het dan."
            )
            return desk.redirect(LIST, sent_before)
        return _page(desk, _blank(), {}, address)

    @get("/{subscription_id:uuid}", sync_to_thread=True)
    def show(
        self, request: Request[Any, Any, Any], subscription_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """The form to show something else under the same address."""
        desk = desk_of(request)
        with desk.store.reading() as session:
            one = subscriptions.read_subscription(session, desk.actor, subscription_id)
        return _edit_page(desk, one, _values(one), {})

    @post("/{subscription_id:uuid}", sync_to_thread=True)
    def change(
        self, request: Request[Any, Any, Any], subscription_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Show something else under the same address."""
        desk, form = desk_of(request), Form(data)
        with desk.store.reading() as session:
            one = subscriptions.read_subscription(session, desk.actor, subscription_id)
        try:
            wanted = _read(desk, form, one)
            save(
                desk.store,
                lambda session: subscriptions.change(
                    session, desk.actor, desk.clock, subscription_id, wanted
                ),
            )
        except (DomainError, Refusals) as error:
            return _edit_page(desk, one, form.values, desk.sentences(error), 422)
        said = desk.messages.text(
            "‘%(name)s’ is gewijzigd. Het adres blijft hetzelfde.", name=wanted.name
        )
        return desk.redirect(LIST, said)

    @post("/{subscription_id:uuid}/renew", sync_to_thread=True)
    def renew(
        self, request: Request[Any, Any, Any], subscription_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """A new address in place of the old one."""
        desk, form = desk_of(request), Form(data)
        version = form.whole("version") or 0
        address = save(
            desk.store,
            lambda session: subscriptions.renew(
                session, desk.actor, desk.clock, subscription_id, version
            ),
        )
        if address is None:
            sent_before = desk.messages.text(
                "Het adres was al vernieuwd. Bent u het kwijt, vernieuw het dan opnieuw."
            )
            return desk.redirect(LIST, sent_before)
        return _page(desk, _blank(), {}, address)

    @post("/{subscription_id:uuid}/revoke", sync_to_thread=True)
    def revoke(
        self, request: Request[Any, Any, Any], subscription_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """End an address."""
        desk = desk_of(request)
        save(
            desk.store,
            lambda session: subscriptions.revoke(session, desk.actor, desk.clock, subscription_id),
        )
        return desk.redirect(LIST, desk.messages.text("Koppeling ingetrokken."))


def _read(desk: Desk, form: Form, one: SubscriptionLine | None = None) -> Wanted:
    name = form.line("name", required=True, limit=100)
    alarm = form.whole("alarm_days")
    if alarm is not None and alarm not in ALARM_DAYS:
        form.refuse(DomainError("choice.unknown", field="alarm_days"))
    if form.refusals:
        raise Refusals(form.refusals)
    options = CalendarOptions(**{box: form.ticked(box) for box in BOXES}, alarm_days=alarm)
    value = form.line("view")
    if one and value == _kept_value(one):
        return Wanted(name, one.view_id, one.query, options)
    with desk.store.reading() as session:
        choice = chosen_view(session, desk.actor, desk.messages, value)
    return Wanted(name, choice.view_id, choice.query, options)


def _blank(view: str = "") -> dict[str, str]:
    """The form for a new address."""
    ticked = {box: "1" for box in BOXES if box in USUAL}
    return {"submission": str(uuid.uuid4()), "name": "", "view": view, "alarm_days": "", **ticked}


def _values(one: SubscriptionLine) -> dict[str, str]:
    """The form for an address that is there."""
    ticked = {box: "1" for box in BOXES if getattr(one.options, box)}
    alarm = one.options.alarm_days
    return {
        "name": one.name,
        "view": _kept_value(one),
        "alarm_days": "" if alarm is None else str(alarm),
        **ticked,
    }


def _kept_value(one: SubscriptionLine) -> str:
    """The choice that a subscription was made with; 'kept' for a selection without a name."""
    if one.view_id:
        return str(one.view_id)
    return next((value for value, query in BUILT_IN.items() if query == one.query), "kept")


def _choices(desk: Desk, one: SubscriptionLine | None = None) -> list[tuple[str, str]]:
    with desk.store.reading() as session:
        found = view_choices(session, desk.actor, desk.messages)
    choices = [(choice.value, choice.name) for choice in found]
    if one and _kept_value(one) not in dict(choices):
        kept = one.view_name or desk.messages.text("De selectie van nu")
        choices.append((_kept_value(one), kept))
    return choices


def _alarms(desk: Desk) -> list[tuple[str, str]]:
    _ = desk.messages
    before = {
        days: _.plural("%(num)s dag ervoor, om 9.00 uur", "%(num)s dagen ervoor, om 9.00 uur", days)
        for days in ALARM_DAYS
    }
    before[0] = _.text("op de dag zelf, om 9.00 uur")
    return [("", _.text("geen")), *((str(days), words) for days, words in before.items())]


def _edit_page(
    desk: Desk,
    one: SubscriptionLine,
    values: Mapping[str, str],
    errors: dict[str, str],
    status_code: int = 200,
) -> Response[Any]:
    title = desk.messages.text("Koppeling wijzigen")
    return desk.page(
        "subscriptions/edit.html",
        title=title,
        nav="subscriptions",
        crumbs=[(desk.messages.text("Agendakoppelingen"), LIST), (one.name, None)],
        status_code=status_code,
        one=one,
        choices=_choices(desk, one),
        alarms=_alarms(desk),
        values=values,
        errors=errors,
    )


def _page(
    desk: Desk,
    values: Mapping[str, str],
    errors: dict[str, str],
    address: CalendarAddress | None = None,
    status_code: int = 200,
) -> Response[Any]:
    with desk.store.reading() as session:
        found = subscriptions.list_subscriptions(session, desk.actor)
    return desk.page(
        "subscriptions/index.html",
        title=desk.messages.text("Agendakoppelingen"),
        nav="subscriptions",
        crumbs=[(desk.messages.text("Agendakoppelingen"), None)],
        status_code=status_code,
        subscriptions=found,
        choices=_choices(desk),
        alarms=_alarms(desk),
        values=values,
        errors=errors,
        address=address and f"{desk.office.base_url}/calendars/{address.token}.ics",
        address_name=address.name if address else "",
    )
