"""A row that two people can edit: its version closes the race between them."""

from typing import Any

from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel


class Versioned(SQLModel):
    """Adds a version that grows with each update; a stale update is refused."""

    version: int = Field(default=1, nullable=False)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 (declared_attr gives the class)
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]
