"""A ministry's own documents with named fields, checked before they are kept."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from tracker.adapters.annexes.templates import check_template
from tracker.adapters.child import in_child
from tracker.db.tables import LetterTemplate, User
from tracker.domain.errors import DomainError
from tracker.services.actors import Actor, act
from tracker.services.clock import Clock
from tracker.services.missing import Missing

LARGEST = 10 * 1024 * 1024
"""Bytes that a template may have."""
CHECK_WITHIN = 30.0
"""Seconds that checking one may take."""
FORMATS = ("docx", "odt")


@dataclass(frozen=True)
class TemplateLine:
    """A template in the list."""

    id: uuid.UUID
    name: str
    file_format: str
    uploaded_at: datetime
    uploaded_by: str


def list_templates(session: Session) -> tuple[TemplateLine, ...]:
    """The templates that can be chosen, by name."""
    rows = session.exec(
        select(LetterTemplate, User.name)
        .outerjoin(User, col(User.id) == LetterTemplate.uploaded_by_id)
        .where(col(LetterTemplate.removed_at).is_(None))
        .order_by(col(LetterTemplate.name), col(LetterTemplate.uploaded_at))
    )
    return tuple(
        TemplateLine(one.id, one.name, one.file_format, one.uploaded_at, by or "")
        for one, by in rows
    )


def check_file(file_name: str, content: bytes) -> str:
    """The format of an uploaded template, checked in a process of its own.

    Refuses another kind of file and a large one (DomainError), and raises TemplateRefused with
    every problem of its fields.
    """
    file_format = file_name.rpartition(".")[2].lower()
    if file_format not in FORMATS:
        raise DomainError("template.other_kind", field="file")
    if len(content) > LARGEST:
        raise DomainError("template.too_large", field="file", limit=LARGEST // 1024**2)
    in_child(check_template, file_format, content, timeout=CHECK_WITHIN)
    return file_format


def add_template(
    session: Session,
    actor: Actor,
    clock: Clock,
    *,
    template_id: uuid.UUID,
    name: str,
    file_format: str,
    content: bytes,
) -> None:
    """Keep a template that was checked; sent twice, it is kept once."""
    if session.get(LetterTemplate, template_id):
        return
    act(session, actor, clock)
    session.add(
        LetterTemplate(
            id=template_id,
            name=name,
            file_format=file_format,
            content=content,
            uploaded_by_id=actor.user_id,
            uploaded_at=clock.now(),
        )
    )


def remove_template(session: Session, actor: Actor, clock: Clock, template_id: uuid.UUID) -> None:
    """Offer a template no longer; letters that use it keep it."""
    row = session.get(LetterTemplate, template_id)
    if row is None:
        raise Missing
    act(session, actor, clock)
    row.removed_at = row.removed_at or clock.now()


def template_file(session: Session, template_id: uuid.UUID) -> tuple[str, str, bytes]:
    """A template's name, format and bytes. Raises Missing."""
    row = session.get(LetterTemplate, template_id)
    if row is None:
        raise Missing
    return row.name, row.file_format, row.content
