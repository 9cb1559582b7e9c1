"""Views: named filters, one's own and those that are shared."""

import uuid
from dataclasses import dataclass

from sqlalchemy import Select
from sqlalchemy import select as columns
from sqlmodel import Session, col, func, or_, select

from tracker.db.tables import Subscription, User, View
from tracker.domain.errors import DomainError
from tracker.domain.selections import read_selection, write_selection
from tracker.domain.texts import fold, read_line
from tracker.services.actors import Actor, act
from tracker.services.clock import Clock
from tracker.services.missing import Missing

NAME_LIMIT = 60


@dataclass(frozen=True)
class SavedView:
    """A view as its reader sees it; `may_edit` where it is theirs to rename and remove."""

    id: uuid.UUID
    name: str
    query: str
    shared: bool
    owner: str | None
    may_edit: bool
    version: int


def list_views(session: Session, actor: Actor) -> tuple[SavedView, ...]:
    """A person's own views and those that others share, by name."""
    views = [_saved(actor, *row) for row in session.execute(_seen_by(actor))]
    return tuple(sorted(views, key=lambda view: (fold(view.name), view.id)))


def read_view(session: Session, actor: Actor, view_id: uuid.UUID) -> SavedView:
    """One view; raises Missing for what this person may not see."""
    row = session.execute(_seen_by(actor).where(col(View.id) == view_id)).first()
    if row is None:
        raise Missing
    return _saved(actor, *row)


def save_view(
    session: Session,
    actor: Actor,
    clock: Clock,
    *,
    view_id: uuid.UUID,
    name: str,
    query: str,
    shared: bool,
) -> None:
    """A new view of a selection; a form that is sent twice makes one.

    Raises DomainError for a name that is missing, too long, or already one's own.
    """
    if session.get(View, view_id):
        return
    act(session, actor, clock)
    name = _read_name(session, actor.user_id, name, besides=view_id)
    session.add(
        View(
            id=view_id,
            name=name,
            owner_id=actor.user_id,
            shared=shared,
            query=write_selection(read_selection(query)),
        )
    )


def edit_view(
    session: Session,
    actor: Actor,
    clock: Clock,
    view_id: uuid.UUID,
    *,
    version: int,
    name: str,
    shared: bool,
) -> None:
    """Rename or share a view.

    Raises DomainError for a name that cannot be used, and 'view.changed' when someone
    saved it after this person read it.
    """
    view = _own(session, actor, view_id)
    act(session, actor, clock)
    if view.version != version:
        raise DomainError("view.changed", name=view.name)
    view.name = _read_name(session, view.owner_id, name, besides=view.id)
    view.shared = shared


def remove_view(session: Session, actor: Actor, clock: Clock, view_id: uuid.UUID) -> str:
    """Take a view away; its name. Refused while a working calendar address shows it."""
    view = _own(session, actor, view_id)
    act(session, actor, clock)
    calendars = session.exec(
        select(func.count())
        .select_from(Subscription)
        .where(Subscription.view_id == view.id)
        .where(col(Subscription.revoked_at).is_(None))
    ).one()
    if calendars:
        raise DomainError("view.in_use", calendars=calendars)
    view.removed_at = clock.now()
    return view.name


def _seen_by(actor: Actor) -> Select[View, str]:
    return (
        columns(View, col(User.name))
        .outerjoin(User, col(User.id) == col(View.owner_id))
        .where(col(View.removed_at).is_(None))
        .where(or_(View.owner_id == actor.user_id, col(View.shared)))
    )


def _saved(actor: Actor, view: View, owner: str | None) -> SavedView:
    return SavedView(
        view.id, view.name, view.query, view.shared, owner, _may_edit(actor, view), view.version
    )


def _may_edit(actor: Actor, view: View) -> bool:
    return view.owner_id == actor.user_id or (view.shared and actor.is_administrator)


def _own(session: Session, actor: Actor, view_id: uuid.UUID) -> View:
    view = session.get(View, view_id)
    if view is None or view.removed_at or not _may_edit(actor, view):
        raise Missing
    return view


def _read_name(
    session: Session, owner_id: uuid.UUID | None, text: str, besides: uuid.UUID | None = None
) -> str:
    name = read_line(text, "name", limit=NAME_LIMIT)
    if not name:
        raise DomainError("view.needs_name", field="name")
    others = (
        select(View.name)
        .where(View.owner_id == owner_id)
        .where(col(View.removed_at).is_(None))
        .where(View.id != besides)
    )
    if fold(name) in map(fold, session.exec(others)):
        raise DomainError("view.name_taken", field="name", name=name)
    return name
