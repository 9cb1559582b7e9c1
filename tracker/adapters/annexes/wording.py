"""The words and texts of an annex, alike on screen and in every file format."""

import re
import unicodedata
from datetime import date

from tracker.adapters.messages import N_, Messages
from tracker.domain.annexes import Annex, AnnexKind, AnnexRow, AnnexSection, RowFlag

_KINDS = {
    AnnexKind.MOTION: N_("Moties"),
    AnnexKind.OTHER_MOTION: N_("Overige moties"),
    AnnexKind.COMMITMENT: N_("Toezeggingen"),
    AnnexKind.RECOMMENDATION: N_("Aanbevelingen"),
}

_TITLES = {
    (AnnexKind.MOTION, True): N_(
        "Door de Tweede Kamer aanvaarde moties die zijn afgerond (stand per %(day)s)"
    ),
    (AnnexKind.MOTION, False): N_(
        "Door de Tweede Kamer aanvaarde moties die nog niet zijn afgerond (stand per %(day)s)"
    ),
    (AnnexKind.OTHER_MOTION, True): N_(
        "Niet door de Tweede Kamer aanvaarde moties die zijn afgerond (stand per %(day)s)"
    ),
    (AnnexKind.OTHER_MOTION, False): N_(
        "Niet door de Tweede Kamer aanvaarde moties die nog niet zijn afgerond (stand per %(day)s)"
    ),
    (AnnexKind.COMMITMENT, True): N_(
        "Door bewindslieden gedane toezeggingen die zijn afgerond (stand per %(day)s)"
    ),
    (AnnexKind.COMMITMENT, False): N_(
        "Door bewindslieden gedane toezeggingen die nog niet zijn afgerond (stand per %(day)s)"
    ),
    (AnnexKind.RECOMMENDATION, True): N_("Aanbevelingen die zijn afgerond (stand per %(day)s)"),
    (AnnexKind.RECOMMENDATION, False): N_(
        "Aanbevelingen die nog niet zijn afgerond (stand per %(day)s)"
    ),
}

_TITLES_WITH_BODY = {
    True: N_("Aanbevelingen die zijn afgerond: %(body)s (stand per %(day)s)"),
    False: N_("Aanbevelingen die nog niet zijn afgerond: %(body)s (stand per %(day)s)"),
}

COLUMN_SHARES = (38, 20, 42)
"""Percent of the table's width: description, source place, status."""

_COLUMN_CHARACTERS = (48, 25, 53)
_LINES_KEPT_TOGETHER = 14

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028]")
_NOT_PRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACE_INSIDE_PLACE = re.compile(r"(?<=nr\.) |(?<=item) (?=\d)|(?<=\d) (?=\d|[IVXLC]+\b)")
_WEB_ADDRESS = re.compile(r"https?://[!-~]{1,2000}")
_BETWEEN_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*|\u2029")


def columns(messages: Messages) -> tuple[str, str, str]:
    """The column headings."""
    return (
        messages.text("Omschrijving"),
        messages.text("Vindplaats"),
        messages.text("Stand van zaken"),
    )


def kind_title(kind: AnnexKind, messages: Messages) -> str:
    """The heading above the tables of one kind."""
    return messages.text(_KINDS[kind])


def section_title(section: AnnexSection, reference_date: date, messages: Messages) -> str:
    """The title of one table."""
    facts = {"day": messages.date(reference_date), "body": section.body}
    if section.body and section.kind is AnnexKind.RECOMMENDATION:
        return messages.text(_TITLES_WITH_BODY[section.closed], **facts)
    return messages.text(_TITLES[section.kind, section.closed], **facts)


def flag_text(row: AnnexRow, messages: Messages) -> str:
    """What an officer should look at in a row; empty if there is nothing."""
    if row.flag is None:
        return ""
    if row.flag is RowFlag.NO_NOTE or row.flagged_since is None:
        return messages.text("Nog geen stand van zaken vastgelegd")
    day = messages.date(row.flagged_since)
    return messages.text("Geen nieuwe stand van zaken sinds %(day)s", day=day)


def status_text(row: AnnexRow, messages: Messages) -> str:
    """The status as printed: an empty one is said, so that no cell looks forgotten."""
    return row.status_text if row.status_text.strip() else messages.text("Geen stand van zaken.")


def source_place(row: AnnexRow) -> str:
    """The source place with no-break spaces inside its numbers: '35 570 VI', 'nr. 50'."""
    return _SPACE_INSIDE_PLACE.sub("\N{NO-BREAK SPACE}", one_line(row.source_place))


def facts(annex: Annex, messages: Messages) -> tuple[str, str]:
    """The two lines below the title: to whom, and as of when."""
    return (
        messages.text("Aan: %(addressee)s", addressee=annex.addressee),
        messages.text("Peildatum: %(day)s", day=messages.date(annex.reference_date)),
    )


def no_rows(messages: Messages) -> str:
    """What stands in the place of the tables of an empty annex."""
    return messages.text("Deze bijlage heeft geen rijen.")


def web_address(address: str | None) -> str | None:
    """The address if a document may link to it, otherwise nothing."""
    return address if address and _WEB_ADDRESS.fullmatch(address) else None


def one_line(text: str) -> str:
    """A text that must stay on one line, such as a title."""
    return " ".join(printable(text).split())


def printable(text: str) -> str:
    """The text with line ends as newlines and every control character as U+FFFD.

    Documents are XML, which cannot hold control characters: the sign shows that
    something stood there.
    """
    return _NOT_PRINTABLE.sub("\ufffd", _LINE_ENDS.sub("\n", text))


def paragraphs(text: str) -> list[str]:
    """The printable text in paragraphs (a blank line ends one), newlines kept within."""
    parts = _BETWEEN_PARAGRAPHS.split(printable(text).strip("\n"))
    return [part for part in parts if part.strip()]


def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction is written from right to left."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def keeps_together(texts: tuple[str, str, str]) -> bool:
    """Whether a row with these cells is short enough to forbid a page break inside it.

    A row that may not break and is higher than a page would lose its end.
    """
    return all(
        sum(1 + len(line) // width for line in text.splitlines()) <= _LINES_KEPT_TOGETHER
        for text, width in zip(texts, _COLUMN_CHARACTERS, strict=True)
    )
