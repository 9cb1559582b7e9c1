"""Reads the lines of the JSON-lines format: what stands on each, and typed values of columns.

Lines come in parts: an action with what it did, or rows that stand outside the history. An
error says which line it is about.
"""

import hashlib
import json
import uuid
from base64 import b64decode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import UnionType
from typing import Any, Union, get_args, get_origin

from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from tracker.domain.errors import DomainError
from tracker.services.exchange import ACTION, PLAIN

Record = dict[str, Any]
AT_ONCE = 1_000


class ExchangeError(Exception):
    """A line that cannot be imported; `line` counts from 1, `reason` says what to do."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass
class Part:
    """An action's line with the lines up to the next one; `heading` is {} before the first.

    `digest` stands for the text of all its lines. A part with `is_plain` has rows that stand
    outside the history, and of no more than AT_ONCE lines.
    """

    line: int
    heading: Record = field(default_factory=dict)
    rows: list[tuple[int, Record]] = field(default_factory=list)
    digest: str = ""
    is_plain: bool = False


def parts_of(lines: Iterable[str]) -> Iterator[Part]:
    """The parts of a file, in order."""
    part = Part(1)
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        with at_line(number):
            record = _read_line(line)
        if record["type"] == ACTION:
            yield part
            part = Part(number, record)
        else:
            is_plain = record["type"] in PLAIN
            if is_plain != part.is_plain or (is_plain and len(part.rows) == AT_ONCE):
                yield part
                part = Part(number, is_plain=is_plain)
            part.rows.append((number, record))
        part.digest = hashlib.sha256(f"{part.digest}{line.strip()}".encode()).hexdigest()
    yield part


@contextmanager
def at_line(number: int) -> Iterator[None]:
    """Say which line an error is about."""
    try:
        yield
    except DomainError as error:
        facts = ", ".join(f"{name} {value!r}" for name, value in error.facts.items())
        raise ExchangeError(number, f"{error.code} ({facts})" if facts else error.code) from error
    except DBAPIError as error:
        raise ExchangeError(number, str(error.orig).splitlines()[0]) from error
    except RecursionError as error:
        raise ExchangeError(number, "too many brackets in each other") from error
    except (ValueError, TypeError, LookupError, OverflowError) as error:
        raise ExchangeError(number, str(error)) from error


def _read_line(line: str) -> Record:
    try:
        record = json.loads(line.strip())
    except json.JSONDecodeError as error:
        raise ValueError(f"no JSON: {error.msg.lower()} at character {error.colno}") from error
    if not isinstance(record, dict) or not isinstance(record.get("type"), str):
        raise ValueError('a line must be an object with a "type"')
    for text in _texts(record):
        if "\0" in text:
            raise ValueError("a text holds a NUL character; take it out")
        if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
            raise ValueError("a text holds half of a surrogate pair; take it out")
    return record


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for one in value.items() if isinstance(value, dict) else value:
            yield from _texts(list(one) if isinstance(one, tuple) else one)


def typed(table: type[SQLModel], column: str, value: Any) -> Any:
    """A value of JSON as the column of a table has it; ValueError or TypeError if it cannot be."""
    annotation = table.model_fields[column].annotation
    optional = get_origin(annotation) in (Union, UnionType)
    kinds = get_args(annotation) if optional else (annotation,)
    kind = next(one for one in kinds if one is not type(None))
    if kind is date:
        return date.fromisoformat(read_text(column, value))
    if kind is datetime:
        return read_moment(column, value)
    if kind is uuid.UUID:
        return uuid.UUID(read_text(column, value))
    if kind is bytes:
        return b64decode(read_text(column, value), validate=True)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(value)
    if not _is_a(kind, value):
        raise TypeError(f"{column} must be {getattr(kind, '__name__', kind)}, not {value!r}")
    return value


def _is_a(kind: Any, value: Any) -> bool:
    if kind is Any:
        return True
    if get_origin(kind) is list:
        return isinstance(value, list) and all(_is_a(get_args(kind)[0], one) for one in value)
    if get_origin(kind) is dict:
        return isinstance(value, dict)
    return type(value) is kind


def read_text(name: str, value: Any) -> str:
    """A value that must be a text, and not an empty one."""
    if not isinstance(value, str) or (not value.strip() and name != "reason"):
        raise TypeError(f"{name} must be a text, not {value!r}")
    return value


def read_moment(name: str, value: Any) -> datetime:
    """An instant in ISO 8601, with its time zone."""
    moment = datetime.fromisoformat(read_text(name, value))
    if moment.tzinfo is None:
        raise ValueError(f"{name} needs a time zone, as in 2021-02-18T09:02:00Z")
    return moment
