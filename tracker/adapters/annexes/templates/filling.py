"""Finds the fields of a document, says what is wrong with them, and fills them in.

A document's format gives its paragraphs as pieces of text (a word may be cut up by a spelling
check); everything else is the same for all formats.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from tracker.adapters.annexes.templates.fields import CHOICES, LETTER_FIELDS, ROW_FIELDS
from tracker.adapters.marked_texts import printable
from tracker.domain.annexes import Annex

_FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_CHOICE = "rijen:"
Values: TypeAlias = dict[str, str]


class Piece(Protocol):
    """A piece of a paragraph's text that can be written anew; a newline breaks the line."""

    text: str


class Row(Protocol):
    """A row of a table."""

    def paragraphs(self) -> Iterator[Sequence[Piece]]:
        """The paragraphs in its cells."""

    def copies(self, count: int) -> "list[Row]":
        """This row as many times, in its place; none takes it away."""


class Opened(Protocol):
    """A document whose fields can be filled in."""

    def paragraphs(self) -> Iterator[Sequence[Piece]]:
        """Every paragraph of the text, its margins and its tables."""

    def rows(self) -> "Iterator[Row]":
        """Every row of a table, the innermost of nested ones."""

    def save(self, annex: Annex) -> bytes:
        """Its bytes, dated by the letter."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a template: a code, and the field that it is about."""

    code: str
    field: str = ""


class TemplateRefused(Exception):
    """A template that cannot be filled in, with everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(f"{one.code} {one.field}".strip() for one in problems))
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[type["TemplateRefused"], tuple[tuple[Problem, ...]]]:
        return TemplateRefused, (self.problems,)


def check(document: Opened) -> None:
    """Raises TemplateRefused with all that is wrong with the fields of a document."""
    problems = [*_unknown(document), *_misplaced(document)]
    if not problems and not any(_names(_text(one)) for one in document.paragraphs()):
        problems = [Problem("template.no_fields")]
    if problems:
        raise TemplateRefused(list(dict.fromkeys(problems)))


def _unknown(document: Opened) -> Iterator[Problem]:
    for paragraph in document.paragraphs():
        text = _text(paragraph)
        rest = _FIELD.sub("", text)
        if "{{" in rest or "}}" in rest:
            start = rest.find("{{") if "{{" in rest else rest.find("}}")
            yield Problem("template.unclosed", rest[start : start + 40])
        for name in _names(text):
            if name.startswith(_CHOICE):
                if name.removeprefix(_CHOICE) not in CHOICES:
                    yield Problem("template.unknown_rows", name)
            elif name not in (*LETTER_FIELDS, *ROW_FIELDS):
                yield Problem("template.unknown_field", name)


def _misplaced(document: Opened) -> Iterator[Problem]:
    """Fields of a row that stand outside any table, and choices without a field of a row."""
    inside: list[str] = []
    for row in document.rows():
        names = [name for one in row.paragraphs() for name in _names(_text(one))]
        inside += names
        choices = [name for name in names if name.startswith(_CHOICE)]
        if choices and not set(names) & set(ROW_FIELDS):
            yield Problem("template.rows_without_field", choices[0])
    everywhere = [name for one in document.paragraphs() for name in _names(_text(one))]
    for name in everywhere:
        if _of_row(name) and everywhere.count(name) > inside.count(name):
            yield Problem("template.outside_table", name)


def _of_row(name: str) -> bool:
    return name in ROW_FIELDS or name.startswith(_CHOICE)


class Filler:
    """Fills in a document: `rows` gives the values of the rows that a choice names."""

    def __init__(self, letter: Values, rows: Callable[[str], list[Values]]) -> None:
        self._letter = letter
        self._rows = rows

    def fill(self, document: Opened) -> None:
        """Write every field's text in its place."""
        for row in list(document.rows()):
            names = [name for one in row.paragraphs() for name in _names(_text(one))]
            if any(_of_row(name) for name in names):
                self._fill_row(row, names)
        for paragraph in document.paragraphs():
            _write(paragraph, self._letter)

    def _fill_row(self, row: Row, names: Sequence[str]) -> None:
        choices = [name.removeprefix(_CHOICE) for name in names if name.startswith(_CHOICE)]
        values = self._rows(choices[0] if choices else "alle")
        marks = dict.fromkeys((name for name in names if name.startswith(_CHOICE)), "")
        for copy, told in zip(row.copies(len(values)), values, strict=True):
            for paragraph in copy.paragraphs():
                _write(paragraph, self._letter | told | marks)


def _text(paragraph: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in paragraph)


def _names(text: str) -> list[str]:
    return [found[1].lower() for found in _FIELD.finditer(text)]


def _write(paragraph: Sequence[Piece], values: Values) -> None:
    """Put the values in the place of their fields; the piece in which a field begins takes it."""
    text = _text(paragraph)
    for found in reversed(list(_FIELD.finditer(text))):
        value = values.get(found[1].lower())
        if value is not None:
            _replace(paragraph, found.start(), found.end(), printable(value))


def _replace(paragraph: Sequence[Piece], start: int, end: int, value: str) -> None:
    at = 0
    for piece in paragraph:
        text = piece.text
        first, last = max(start - at, 0), min(end - at, len(text))
        at += len(text)
        if first < last:
            piece.text = text[:first] + value + text[last:]
            value = ""
