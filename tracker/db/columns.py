"""Column types that behave alike on SQLite and PostgreSQL."""

import uuid
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field


class UtcDateTime(TypeDecorator[datetime]):
    """An instant; SQLite forgets the time zone, so it is put back as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def code(values: type[StrEnum]) -> Any:
    """A column of one of a StrEnum's values, stored as that value."""
    return Enum(
        values, native_enum=False, length=32, values_callable=lambda enum: [v.value for v in enum]
    )


def key() -> Any:
    """A UUID primary key that the application gives."""
    return Field(default_factory=uuid.uuid4, primary_key=True)


def version() -> Any:
    """The version of a row that two people can edit."""
    return Field(default=1, nullable=False)
