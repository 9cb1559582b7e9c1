"""The annex of a progress letter as a file."""

from enum import StrEnum

from tracker.adapters.messages import translator
from tracker.domain.annexes import Annex


class AnnexFormat(StrEnum):
    """A file format; the value is the name's extension."""

    ODT = "odt"
    PDF = "pdf"


MEDIA_TYPES = {
    AnnexFormat.ODT: "application/vnd.oasis.opendocument.text",
    AnnexFormat.PDF: "application/pdf",
}


def render(annex: Annex, format: AnnexFormat, language: str) -> bytes:
    """The annex as a file, with the words around its texts in a language.

    Takes and gives plain values, so that a child process can run it.
    """
    messages = translator(language)
    match format:
        case AnnexFormat.ODT:
            from tracker.adapters.annexes.odt import render_odt

            return render_odt(annex, messages)
        case AnnexFormat.PDF:
            from tracker.adapters.annexes.pdf import render_pdf

            return render_pdf(annex, messages)
