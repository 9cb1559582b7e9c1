"""Private calendar addresses: made, changed, renewed and revoked by whose they are."""

import uuid
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from tracker.adapters.identity import hash_token, new_token
from tracker.db.tables import Subscription, View
from tracker.domain.calendar_options import CalendarOptions
from tracker.domain.errors import DomainError
from tracker.services.actors import Actor, act
from tracker.services.clock import Clock
from tracker.services.missing import Missing


@dataclass(frozen=True)
class Wanted:
    """What somebody wants in a calendar: a view or a selection, and what of that."""

    name: str
    view_id: uuid.UUID | None
    query: str
    options: CalendarOptions = field(default_factory=CalendarOptions)


@dataclass(frozen=True)
class SubscriptionLine:
    """One calendar address in the list; its token is not among what is kept.

    `view_is_gone` says that the view is no longer shared, so that the address gives nothing.
    """

    id: uuid.UUID
    version: int
    name: str
    view_id: uuid.UUID | None
    view_name: str
    view_is_gone: bool
    query: str
    options: CalendarOptions
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
        _with_view(actor).order_by(
            col(Subscription.revoked_at).nulls_first(), col(Subscription.created_at)
        )
    )
    return tuple(_line(subscription, view) for subscription, view in rows)


def read_subscription(
    session: Session, actor: Actor, subscription_id: uuid.UUID
) -> SubscriptionLine:
    """One of a person's own addresses that still works; Missing otherwise."""
    statement = _with_view(actor).where(col(Subscription.id) == subscription_id)
    found = session.execute(statement.where(col(Subscription.revoked_at).is_(None))).first()
    if found is None:
        raise Missing
    return _line(*found)


def subscribe(
    session: Session, actor: Actor, clock: Clock, subscription_id: uuid.UUID, wanted: Wanted
) -> CalendarAddress | None:
    """A new address; None when the form was sent before."""
    if actor.user_id is None:
        raise Missing
    if session.get(Subscription, subscription_id):
        return None
    _check(wanted)
    act(session, actor, clock)
    token = new_token()
    session.add(
        Subscription(
            id=subscription_id,
            user_id=actor.user_id,
            token_hash=hash_token(token),
            created_at=clock.now(),
            **_columns(wanted),
        )
    )
    return CalendarAddress(wanted.name, token)


def change(
    session: Session, actor: Actor, clock: Clock, subscription_id: uuid.UUID, wanted: Wanted
) -> None:
    """Show something else under the same address."""
    subscription = _own(session, actor, subscription_id)
    if subscription.revoked_at:
        raise Missing
    _check(wanted)
    act(session, actor, clock)
    for name, value in _columns(wanted).items():
        setattr(subscription, name, value)


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


def note_reading(session: Session, subscription_id: uuid.UUID, values: dict[str, Any]) -> None:
    """Keep when and by what program a file was last read, and since when it is what it is."""
    session.execute(
        update(Subscription).where(col(Subscription.id) == subscription_id).values(**values)
    )


def options_of(row: Any) -> CalendarOptions:
    """The options among the columns of a subscription."""
    return CalendarOptions(**{one.name: getattr(row, one.name) for one in fields(CalendarOptions)})


def _with_view(actor: Actor) -> Any:
    return (
        select(Subscription, View)
        .outerjoin(View, col(View.id) == col(Subscription.view_id))
        .where(Subscription.user_id == actor.user_id)
    )


def _line(one: Subscription, view: View | None) -> SubscriptionLine:
    return SubscriptionLine(
        id=one.id,
        version=one.version,
        name=one.name,
        view_id=one.view_id,
        view_name=view.name if view else "",
        view_is_gone=view is not None and not view.shared and view.owner_id != one.user_id,
        query=view.query if view else one.query,
        options=options_of(one),
        created_at=one.created_at,
        revoked_at=one.revoked_at,
        last_read_at=one.last_read_at,
        last_client=one.last_client,
    )


def _columns(wanted: Wanted) -> dict[str, Any]:
    return {
        "name": wanted.name,
        "view_id": wanted.view_id,
        "query": wanted.query,
        **asdict(wanted.options),
    }


def _check(wanted: Wanted) -> None:
    if wanted.options.shows_nothing:
        raise DomainError("calendar.shows_nothing", field="deadlines")


def _own(session: Session, actor: Actor, subscription_id: uuid.UUID) -> Subscription:
    subscription = session.get(Subscription, subscription_id)
    if subscription is None or subscription.user_id != actor.user_id:
        raise Missing
    return subscription
