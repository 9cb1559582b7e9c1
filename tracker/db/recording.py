"""Records every change of a tracked row in the history, in the same transaction.

A session that changes tracked rows must first be told who acts (`begin_action`);
without, flushing fails, so that no change can slip past the history.
"""

import uuid
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session as OrmSession
from sqlmodel import Session, SQLModel

from tracker.db.tables import (
    Change,
    Deadline,
    Dossier,
    Executor,
    FollowRule,
    HouseProposal,
    Item,
    ItemLink,
    ItemMinister,
    ItemPaper,
    LeadLine,
    Letter,
    LetterTemplate,
    ListImport,
    ListMapping,
    Measure,
    Minister,
    Paper,
    Programme,
    ProgressLetter,
    ProgressLetterFile,
    ProgressLetterRow,
    ProgressNote,
    Proposal,
    RecessRow,
    Round,
    RoundQuestion,
    Source,
    Subscription,
    Tenure,
    Unit,
    User,
    View,
)
from tracker.db.tables.history import Way

TRACKED: tuple[type[SQLModel], ...] = (
    Deadline, Dossier, Executor, FollowRule, HouseProposal, Item, ItemLink, ItemMinister, ItemPaper,
    LeadLine, Letter, LetterTemplate, ListImport, ListMapping, Measure, Minister, Paper, Programme,
    ProgressLetter, ProgressLetterFile, ProgressLetterRow, ProgressNote, Proposal, RecessRow, Round,
    RoundQuestion, Source, Subscription, Tenure, Unit, User, View,
)  # fmt: skip
UNRECORDED = {
    "version", "words", "changed_at", "next_deadline_id", "next_due_on", "late_after",
    "password_hash", "token_hash", "last_read_at", "last_client", "recess_changed_at",
    "content_hash", "content_changed_at",
}  # fmt: skip


@dataclass(frozen=True)
class Action:
    """One action of one actor: all its changes share a batch, an instant and a reason."""

    actor_id: uuid.UUID | None
    way: Way
    at: datetime
    reason: str = ""
    batch: uuid.UUID = field(default_factory=uuid.uuid4)


def begin_action(session: Session, action: Action) -> None:
    """Say who acts in this session, from here on."""
    session.info["action"] = action


def action_of(session: Session) -> Action:
    """The action that the session is in."""
    action = session.info.get("action")
    if not isinstance(action, Action):
        raise RuntimeError("a tracked row changes outside an action; call begin_action first")
    return action


@event.listens_for(OrmSession, "before_flush")
def _record(session: Session, _context: Any, _instances: Any) -> None:
    changes = [
        (row, fields)
        for row, fields in [
            *((row, _all_fields(row, new=True)) for row in _tracked(session.new)),
            *((row, _changed_fields(row)) for row in _tracked(session.dirty)),
            *((row, _all_fields(row, new=False)) for row in _tracked(session.deleted)),
        ]
        if fields
    ]
    if not changes:
        return
    action = action_of(session)
    for row, fields in changes:
        session.add(
            Change(
                batch=action.batch,
                actor_id=action.actor_id,
                way=action.way,
                at=action.at,
                reason=action.reason,
                noun=str(type(row).__tablename__),
                record=record_key(row),
                item_id=_story(row),
                fields=fields,
            )
        )


def _tracked(rows: Any) -> Iterator[SQLModel]:
    return (row for row in rows if isinstance(row, TRACKED))


def _all_fields(row: SQLModel, *, new: bool) -> dict[str, list[Any]]:
    values = {
        name: plain_value(getattr(row, name))
        for name in type(row).model_fields
        if name not in UNRECORDED and getattr(row, name) not in (None, "", [])
    }
    return {name: [None, value] if new else [value, None] for name, value in values.items()}


def _changed_fields(row: SQLModel) -> dict[str, list[Any]]:
    state = inspect(row)
    changed = {}
    for name in type(row).model_fields:
        history = state.attrs[name].history
        if name not in UNRECORDED and history.has_changes():
            old = plain_value(history.deleted[0]) if history.deleted else None
            new = plain_value(history.added[0]) if history.added else None
            if old != new:
                changed[name] = [old, new]
    return changed


def record_key(row: SQLModel) -> str:
    """A row's primary key as the history keeps it; parts are joined by a slash."""
    return "/".join(str(getattr(row, column.name)) for column in inspect(type(row)).primary_key)


def _story(row: SQLModel) -> uuid.UUID | None:
    if isinstance(row, Item):
        return row.id
    if isinstance(row, ItemLink):
        return row.from_id
    if isinstance(row, HouseProposal):  # what waits to be judged is not the story of its item
        return None
    return getattr(row, "item_id", None)


def plain_value(value: Any) -> Any:
    """A column's value as JSON can hold it."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return value
