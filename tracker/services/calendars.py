"""Private calendar addresses: made, renewed, revoked, and read by calendar programs."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row
from sqlmodel import Session, col, select, update

from tracker.adapters.ical import CalendarEvent, CalendarFeed, render_calendar
from tracker.adapters.identity import hash_token, new_token
from tracker.adapters.labels import label
from tracker.adapters.messages import Messages, translator
from tracker.db.queries.calendars import dated_deadlines
from tracker.db.queries.items import Vantage
from tracker.db.tables import Deadline, Item, Subscription, User, View
from tracker.domain.planning import Certainty
from tracker.domain.selections import Selection, read_selection
from tracker.domain.sittings import SittingCalendar
from tracker.domain.statuses import Kind
from tracker.services.accounts import actor_of
from tracker.services.actors import SYSTEM, Actor, act
from tracker.services.clock import Clock
from tracker.services.deadline_lists import vantage_from
from tracker.services.missing import Missing

ALL = "all"


@dataclass(frozen=True)
class SubscriptionLine:
    """One calendar address in the list; its token is not among what is kept."""

    id: uuid.UUID
    version: int
    name: str
    view_name: str
    query: str
    created_at: datetime
    revoked_at: datetime | None
    last_read_at: datetime | None
    last_client: str | None


@dataclass(frozen=True)
class CalendarAddress:
    """A calendar address as shown once: the subscription's name and its secret token."""

    name: str
    token: str


def list_subscriptions(session: Session, actor: Actor) -> tuple[SubscriptionLine, ...]:
    """A person's own addresses, the working ones first."""
    rows = session.execute(
        select(Subscription, View)
        .outerjoin(View, col(View.id) == col(Subscription.view_id))
        .where(Subscription.user_id == actor.user_id)
        .order_by(col(Subscription.revoked_at).nulls_first(), col(Subscription.created_at))
    )
    return tuple(
        SubscriptionLine(
            one.id, one.version, one.name, view.name if view else "",
            view.query if view else one.query,
            one.created_at, one.revoked_at, one.last_read_at, one.last_client,
        )
        for one, view in rows
    )  # fmt: skip


def subscribe(
    session: Session,
    actor: Actor,
    clock: Clock,
    *,
    subscription_id: uuid.UUID,
    name: str,
    view_id: uuid.UUID | None,
    query: str,
) -> CalendarAddress | None:
    """A new address for a view, or for a selection; None when the form was sent before."""
    if actor.user_id is None:
        raise Missing
    if session.get(Subscription, subscription_id):
        return None
    act(session, actor, clock)
    token = new_token()
    session.add(
        Subscription(
            id=subscription_id,
            name=name,
            user_id=actor.user_id,
            view_id=view_id,
            query=query,
            token_hash=hash_token(token),
            created_at=clock.now(),
        )
    )
    return CalendarAddress(name, token)


def renew(
    session: Session, actor: Actor, clock: Clock, subscription_id: uuid.UUID, version: int
) -> CalendarAddress | None:
    """A new address for a subscription; the old one ends at once.

    None when the form was sent before: the address that it gave then keeps working.
    """
    subscription = _own(session, actor, subscription_id)
    if subscription.revoked_at:
        raise Missing
    if subscription.version != version:
        return None
    act(session, actor, clock)
    token = new_token()
    subscription.token_hash = hash_token(token)
    return CalendarAddress(subscription.name, token)


def revoke(session: Session, actor: Actor, clock: Clock, subscription_id: uuid.UUID) -> None:
    """End an address for good."""
    subscription = _own(session, actor, subscription_id)
    act(session, actor, clock)
    subscription.revoked_at = subscription.revoked_at or clock.now()


def read_calendar(
    session: Session, clock: Clock, sittings: SittingCalendar, token: str, base_url: str
) -> bytes:
    """The calendar under a token, as its owner may see it now; Missing for any other token."""
    found = session.execute(
        select(Subscription, User, View)
        .join(User, col(User.id) == col(Subscription.user_id))
        .outerjoin(View, col(View.id) == col(Subscription.view_id))
        .where(Subscription.token_hash == hash_token(token))
        .where(col(Subscription.revoked_at).is_(None))
        .where(col(User.active))
    ).first()
    if found is None:
        raise Missing
    subscription, user, view = found
    selection = read_selection(view.query if view else subscription.query)
    actor = actor_of(user)
    return calendar_of(
        session,
        actor,
        vantage_from(actor, clock.today(), sittings),
        selection,
        name=subscription.name,
        uid=str(subscription.id),
        base_url=base_url,
    )


@dataclass(frozen=True)
class NamedView:
    """A saved view, or all that is due: what a calendar file can be made of."""

    id: uuid.UUID
    name: str
    query: str
    owner_id: uuid.UUID | None


def views_called(session: Session, name: str) -> tuple[NamedView, ...]:
    """Everyone's saved views with exactly this name, or the one with this id; 'all' is all."""
    if name == ALL:
        return (
            NamedView(
                uuid.uuid5(uuid.NAMESPACE_OID, ALL), label(translator("nl"), "view", ALL), "", None
            ),
        )
    views = session.exec(select(View).where(col(View.removed_at).is_(None)).order_by(col(View.id)))
    return tuple(
        NamedView(view.id, view.name, view.query, view.owner_id)
        for view in views
        if name in (view.name, str(view.id))
    )


def calendar_of_view(
    session: Session, clock: Clock, sittings: SittingCalendar, view: NamedView, base_url: str
) -> bytes:
    """The calendar of a view as its owner sees it."""
    owner = session.get(User, view.owner_id) if view.owner_id else None
    actor = actor_of(owner) if owner else SYSTEM
    return calendar_of(
        session,
        actor,
        vantage_from(actor, clock.today(), sittings),
        read_selection(view.query),
        name=view.name,
        uid=str(view.id),
        base_url=base_url,
    )


def note_reading(session: Session, clock: Clock, token: str, client: str) -> None:
    """Keep when and by what program an address was last read."""
    session.exec(
        update(Subscription)
        .where(col(Subscription.token_hash) == hash_token(token))
        .values(last_read_at=clock.now(), last_client=client[:200])
    )


def calendar_of(
    session: Session,
    actor: Actor,
    vantage: Vantage,
    selection: Selection,
    *,
    name: str,
    uid: str,
    base_url: str,
) -> bytes:
    """The open deadlines with a date of a selection's items, as an iCalendar file."""
    messages = translator(actor.language)
    rows = session.execute(dated_deadlines(selection, vantage)).all()
    return render_calendar(
        CalendarFeed(
            name=name,
            description=messages.text("Termijnen uit Nakoming: %(name)s", name=name),
            url=f"{base_url}/deadlines",
            uid=uid,
            events=tuple(_event(row, messages, base_url) for row in rows),
        )
    )


def _event(
    row: Row[Deadline, Item, str | None], messages: Messages, base_url: str
) -> CalendarEvent:
    deadline, item, owner = row
    assert deadline.due_on is not None
    changed = max(deadline.changed_at, item.changed_at)
    return CalendarEvent(
        uid=f"deadline-{deadline.id}@nakoming",
        day=deadline.due_on,
        summary=f"{_name(item, messages)}: {deadline.what}",
        description="\n".join(_description(deadline, item, owner, messages)),
        url=f"{base_url}/items/{item.number}",
        categories=(label(messages, "kind", item.kind),),
        tentative=deadline.certainty is Certainty.PROVISIONAL,
        sequence=deadline.version + item.version - 2,
        stamp=changed,
        last_modified=changed,
    )


def _name(item: Item, messages: Messages) -> str:
    kind = label(messages, "kind", item.kind)
    if item.kind is Kind.MOTION and item.submitters:
        return f"{kind} {'/'.join(item.submitters)}"
    return f"{kind} {item.number}"


def _description(
    deadline: Deadline, item: Item, owner: str | None, messages: Messages
) -> Sequence[str]:
    lines = [
        f"{item.number} {item.title}",
        messages.text("Bewoording: ‘%(wording)s’", wording=deadline.wording),
        label(messages, "certainty", deadline.certainty),
        messages.text("Status: %(status)s", status=label(messages, "status", item.status)),
    ]
    if deadline.on_time_until and deadline.on_time_until != deadline.due_on:
        day = messages.long_date(deadline.on_time_until)
        lines.insert(3, messages.text("Op tijd tot en met %(day)s", day=day))
    if owner:
        lines.append(messages.text("Behandelaar: %(name)s", name=owner))
    return lines


def _own(session: Session, actor: Actor, subscription_id: uuid.UUID) -> Subscription:
    subscription = session.get(Subscription, subscription_id)
    if subscription is None or subscription.user_id != actor.user_id:
        raise Missing
    return subscription
