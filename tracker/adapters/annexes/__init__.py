"""A progress letter, and a letter that asks for more time, as a file."""

from typing import TYPE_CHECKING

from tracker.adapters.messages import translator
from tracker.adapters.printed import FileFormat, render_printed
from tracker.domain.annexes import Annex, Layout

if TYPE_CHECKING:
    from tracker.adapters.annexes.layouts.delay_letter import DelayLetter

Template = tuple[str, bytes]
"""A ministry's own document: its format (odt, docx) and its bytes."""


def formats_of(annex: Annex, template: Template | None) -> tuple[FileFormat, ...]:
    """The formats that a letter can be had in; one in a template is in the template's own."""
    if annex.layout is Layout.TEMPLATE:
        return (FileFormat(template[0]),) if template else ()
    return tuple(FileFormat)


def render(annex: Annex, file_format: str, template: Template | None) -> bytes:
    """The letter as a file; equal letters give equal bytes.

    Takes and gives plain values, so that a child process can run it.
    """
    messages = translator(annex.language)
    if annex.layout is Layout.TEMPLATE and template:
        from tracker.adapters.annexes.templates import fill

        return fill(template, annex, messages)
    from tracker.adapters.annexes.layouts import compose

    return render_printed(compose(annex, messages), FileFormat(file_format), messages)


def render_all(annex: Annex, template: Template | None) -> dict[str, bytes]:
    """The letter in every format that it can be had in, by format."""
    return {one.value: render(annex, one, template) for one in formats_of(annex, template)}


def render_delay_letter(letter: "DelayLetter", language: str, file_format: str) -> bytes:
    """The letter as a file. Takes and gives plain values, so that a child process can run it."""
    from tracker.adapters.annexes.layouts.delay_letter import compose_delay_letter

    messages = translator(language)
    return render_printed(compose_delay_letter(letter, messages), FileFormat(file_format), messages)
