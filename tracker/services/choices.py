"""What can be chosen in a form: posts, units, people, programmes and executors."""

import uuid
from dataclasses import dataclass

from sqlmodel import Session, col, or_, select

from tracker.db.tables import Executor, Minister, Programme, Unit, User

Options = tuple[tuple[uuid.UUID, str], ...]


@dataclass(frozen=True)
class Choices:
    """The rows of each list, by name."""

    ministers: Options = ()
    units: Options = ()
    owners: Options = ()
    programmes: Options = ()
    executors: Options = ()


def choices(session: Session, owner_id: uuid.UUID | None = None) -> Choices:
    """Everything that a form lets an officer choose; the present owner stays in the list."""
    present = or_(col(User.active), col(User.id) == owner_id)
    owners = select(User.id, User.name).where(present).order_by(User.name)
    return Choices(
        ministers=tuple(
            session.exec(select(Minister.id, Minister.name).order_by(Minister.name)).all()
        ),
        units=tuple(session.exec(select(Unit.id, Unit.code).order_by(Unit.code)).all()),
        owners=tuple(session.exec(owners).all()),
        programmes=tuple(
            session.exec(select(Programme.id, Programme.name).order_by(Programme.name)).all()
        ),
        executors=tuple(
            session.exec(select(Executor.id, Executor.code).order_by(Executor.code)).all()
        ),
    )
