"""Reads what forms send: values as they were typed, and the plain values in them."""

import uuid
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from litestar import Request
from litestar.params import URLEncodedBody
from litestar.utils.scope.state import ScopeState

from tracker.domain.errors import DomainError
from tracker.domain.texts import read_line, read_text
from tracker.web.security import CSRF_FIELD

FormData = URLEncodedBody[dict[str, Any]]
Code = TypeVar("Code", bound=StrEnum)
Read = TypeVar("Read")


class Form:
    """A sent form. Each reading notes what is wrong with its field; nothing typed is lost."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.values = {name: _last(value) for name, value in data.items() if name != CSRF_FIELD}
        self._many = {name: _all(value) for name, value in data.items()}
        self.refusals: list[DomainError] = []

    def line(self, name: str, *, required: bool = False, limit: int = 500) -> str:
        """A text of one line; '' where it is refused or absent."""
        return self._try(
            lambda: read_line(self._raw(name), name, required=required, limit=limit), ""
        )

    def text(self, name: str, *, required: bool = False) -> str:
        """A text of many lines; '' where it is refused or absent."""
        return self._try(lambda: read_text(self._raw(name), name, required=required), "")

    def day(self, name: str, *, required: bool = False) -> date | None:
        """A date as a browser (2021-12-31) or a person (31-12-2021) writes it."""
        return self._try(lambda: read_day(self._raw(name), name, required=required), None)

    def whole(self, name: str) -> int | None:
        """A whole number; None where it is refused or absent."""
        return self._try(lambda: _read_whole(self._raw(name), name), None)

    def code(self, name: str, codes: type[Code], *, required: bool = False) -> Code | None:
        """One of a list's codes; None where it is refused or absent."""
        return self._try(lambda: _read_code(self._raw(name), name, codes, required), None)

    def key(self, name: str) -> uuid.UUID | None:
        """The key of a row that was chosen from a list; None where nothing is chosen."""
        return self._try(lambda: _read_key(self._raw(name), name), None)

    def ticked(self, name: str) -> bool:
        """Whether a box is ticked."""
        return bool(self._raw(name))

    def all(self, name: str) -> list[str]:
        """Every value sent under a name."""
        return self._many.get(name, [])

    def refuse(self, error: DomainError) -> None:
        """Note what else is wrong."""
        self.refusals.append(error)

    def _raw(self, name: str) -> str:
        return self.values.get(name, "")

    def _try(self, read: Callable[[], Read], otherwise: Read) -> Read:
        try:
            return read()
        except DomainError as error:
            self.refusals.append(error)
            return otherwise


def read_day(text: str, field: str, *, required: bool = False) -> date | None:
    """The date in `31-12-2021`, `31/12/2021` or `2021-12-31`; refuses days that do not exist."""
    text = read_line(text, field, required=required, limit=40)
    if not text:
        return None
    parts = text.replace("/", "-").replace(".", "-").split("-")
    try:
        numbers = [int(part) for part in parts]
        year, month, day = numbers if len(parts[0]) == 4 else reversed(numbers)
        found = date(year, month, day)
    except (ValueError, OverflowError):
        raise DomainError("date.unreadable", field=field, text=text) from None
    if not 1900 <= found.year <= 2200:
        raise DomainError("date.too_far", field=field)
    return found


def _read_whole(text: str, field: str) -> int | None:
    text = read_line(text, field, limit=20)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise DomainError("number.unreadable", field=field, text=text)
    return int(text)


def _read_code(text: str, field: str, codes: type[Code], required: bool) -> Code | None:
    if not text:
        if required:
            raise DomainError("text.required", field=field)
        return None
    try:
        return codes(text)
    except ValueError:
        raise DomainError("choice.unknown", field=field) from None


def _read_key(text: str, field: str) -> uuid.UUID | None:
    if not text:
        return None
    try:
        return uuid.UUID(text)
    except ValueError:
        raise DomainError("choice.unknown", field=field) from None


def form_fields(request: Request[Any, Any, Any]) -> list[tuple[str, str]]:
    """Every field of a form that was sent and read, without its token; [] for any other request."""
    form = ScopeState.from_scope(request.scope).form
    if not isinstance(form, dict):
        return []
    return [
        (name, str(one))
        for name, value in form.items()
        if name != CSRF_FIELD
        for one in (value if isinstance(value, list) else [value])
    ]


def _last(value: Any) -> str:
    return str(value[-1]) if isinstance(value, list) else str(value)


def _all(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
