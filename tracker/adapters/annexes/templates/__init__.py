"""A ministry's own documents with named fields, such as {{titel}} and {{omschrijving}}.

A field of the letter may stand anywhere. A field of a row stands in a row of a table, which is
repeated for each item; {{rijen:toezeggingen_open}} in that row says for which of them.
"""

from collections.abc import Callable

from tracker.adapters.annexes.templates import docx, odt
from tracker.adapters.annexes.templates.fields import letter_values, row_values, selected
from tracker.adapters.annexes.templates.filling import (
    Filler,
    Opened,
    Problem,
    TemplateRefused,
    check,
)
from tracker.adapters.messages import Messages
from tracker.domain.annexes import Annex

__all__ = ["Problem", "TemplateRefused", "check_template", "fill"]

_OPENERS: dict[str, Callable[[bytes], Opened]] = {
    "docx": docx.open_document,
    "odt": odt.open_document,
}


def check_template(file_format: str, content: bytes) -> None:
    """Raises TemplateRefused with every problem of a template; takes and gives plain values."""
    document = _OPENERS[file_format](content)
    check(document)


def fill(template: tuple[str, bytes], annex: Annex, messages: Messages) -> bytes:
    """The document with its fields filled in; equal letters give equal bytes.

    Raises TemplateRefused if the template has problems.
    """
    file_format, content = template
    document = _OPENERS[file_format](content)
    check(document)
    filler = Filler(
        letter_values(annex, messages),
        lambda choice: [row_values(row, annex, messages) for row in selected(annex, choice)],
    )
    filler.fill(document)
    return document.save(annex)
