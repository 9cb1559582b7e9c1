"""The Tweede Kamer's OData service: the documents under a number of a dossier."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from tracker.adapters.page_xml import PageUnreadable, decoded, is_html
from tracker.adapters.syncfeed import local_day
from tracker.domain.references_years import year_if_any


@dataclass(frozen=True)
class ODataDocument:
    """One document of the House; what is not told is None.

    `document_number` is '2025D02657', `subject` what it is about, `title` the heading that it
    stands under, `session_year` '2025/26'.
    """

    id: uuid.UUID
    document_number: str | None
    title: str | None
    subject: str | None
    kind: str | None
    dated_on: date | None
    session_year: str | None
    organisation: str | None


def document_address(base: str, dossier: str, suffix: str | None, number: str) -> str:
    """The address that asks for the Documents with a number in a dossier ('36800', 'VI', '12').

    `dossier` and `number` are digits. Raises ValueError for others.
    """
    if not (_is_number(dossier) and _is_number(number)):
        raise ValueError(f"no numbers: {dossier!r}, {number!r}")
    in_dossier = f"d/Nummer eq {int(dossier)} and {_suffix(suffix)}"
    asked = {
        "$filter": f"Verwijderd eq false and Volgnummer eq {int(number)}"
        f" and Kamerstukdossier/any(d: {in_dossier})",
        "$orderby": "GewijzigdOp desc",
    }
    return f"{base}/Document?{urlencode(asked, safe='$', quote_via=quote)}"


def read_documents(body: bytes, charset: str | None = None) -> tuple[ODataDocument, ...]:
    """The documents of an answer, in its order, without those that were deleted.

    Raises PageUnreadable 'page.not_json', or 'page.not_an_answer' where a row is no document.
    """
    text = decoded(body, charset)
    if is_html(text):
        raise PageUnreadable("page.not_an_answer")
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PageUnreadable("page.not_json") from error
    rows = answer.get("value") if isinstance(answer, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise PageUnreadable("page.not_an_answer")
    return tuple(_document(row) for row in rows if row.get("Verwijderd") is not True)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _suffix(suffix: str | None) -> str:
    """That of a dossier of the Kingdom stands in brackets in print."""
    if suffix is None:
        return "(d/Toevoeging eq null or d/Toevoeging eq '')"
    either = (f"d/Toevoeging eq {_quoted(one)}" for one in (suffix, f"({suffix})"))
    return f"({' or '.join(either)})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _document(row: Mapping[str, Any]) -> ODataDocument:
    try:
        key = uuid.UUID(str(row.get("Id")))
    except ValueError as error:
        raise PageUnreadable("page.not_an_answer") from error
    return ODataDocument(
        id=key,
        document_number=_text(row, "DocumentNummer"),
        title=_text(row, "Titel"),
        subject=_text(row, "Onderwerp"),
        kind=_text(row, "Soort"),
        dated_on=local_day(_text(row, "Datum") or ""),
        session_year=year_if_any(_text(row, "Vergaderjaar")),
        organisation=_text(row, "Organisatie"),
    )


def _text(row: Mapping[str, Any], name: str) -> str | None:
    value = row.get(name)
    return " ".join(value.replace("\0", "").split()) or None if isinstance(value, str) else None
