"""The search service of the official publisher (SRU 2.0): one paper by its identifier."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from lxml import etree

from tracker.adapters.page_xml import PageUnreadable, parse_page
from tracker.domain.references_years import year_if_any

_SRU = "{http://docs.oasis-open.org/ns/search-ws/sruResponse}"
_DIAGNOSTIC = "{http://docs.oasis-open.org/ns/search-ws/diagnostic}"
_GZD = "{http://standaarden.overheid.nl/sru}"
_TERMS = "{http://purl.org/dc/terms/}"
_LAW = "{http://standaarden.overheid.nl/wetgeving/}"
_MANIFESTATION = "manifestation"
_HOUSES = {
    "eerste kamer der staten-generaal": "ek",
    "tweede kamer der staten-generaal": "tk",
}


@dataclass(frozen=True)
class SruRecord:
    """One official publication.

    `title` begins with that of the dossier; `document_title` and `dossier_title` are apart.
    `kind` is 'Brief', `session_year` '2025/26', `house` 'tk' or 'ek'. `address` is the page
    for readers, `xml_address` the text in the official XML. What is not told is None.
    """

    identifier: str
    title: str
    document_title: str | None
    dossier_title: str | None
    kind: str | None
    dated_on: date | None
    session_year: str | None
    house: str | None
    creator: str | None
    address: str | None
    xml_address: str | None


def sru_address(base: str, identifier: str) -> str:
    """The address that asks for exactly one identifier ('kst-31015-186')."""
    quoted = identifier.replace("\\", "\\\\").replace('"', '\\"')
    asked = {
        "operation": "searchRetrieve",
        "version": "2.0",
        "query": f'c.product-area=="officielepublicaties" and dt.identifier=="{quoted}"',
        "maximumRecords": "10",
    }
    return f"{base}{'&' if '?' in base else '?'}{urlencode(asked, quote_via=quote)}"


def read_sru(body: bytes, charset: str | None = None) -> tuple[SruRecord, ...]:
    """The records of an answer, in its order; those without an identifier are left out.

    Raises PageUnreadable, with 'page.diagnostic' (message) for a question that was refused.
    """
    root = parse_page(body, charset)
    if root.tag != f"{_SRU}searchRetrieveResponse":
        raise PageUnreadable("page.not_an_answer")
    records = tuple(_records(root))
    if not records and (refused := _refusal(root)) is not None:
        raise PageUnreadable("page.diagnostic", message=refused)
    return records


def _records(root: etree._Element) -> Iterator[SruRecord]:
    for record in root.iterfind(f"{_SRU}records/{_SRU}record"):
        if identifier := _text(record, f"{_TERMS}identifier"):
            yield _record(record, identifier)


def _record(record: etree._Element, identifier: str) -> SruRecord:
    creator = _text(record, f"{_TERMS}creator")
    return SruRecord(
        identifier=identifier,
        title=_text(record, f"{_TERMS}title") or "",
        document_title=_text(record, f"{_LAW}documenttitel"),
        dossier_title=_text(record, f"{_LAW}dossiertitel"),
        kind=_text(record, f"{_LAW}subrubriek"),
        dated_on=_dated_on(record),
        session_year=year_if_any(_text(record, f"{_LAW}vergaderjaar")),
        house=_HOUSES.get((creator or "").lower()),
        creator=creator,
        address=_text(record, f"{_GZD}preferredUrl"),
        xml_address=_manifestation(record, "xml"),
    )


def _text(record: etree._Element, name: str) -> str | None:
    """The first text under a name, its white space tidied."""
    for element in record.iter(name):
        if text := " ".join("".join(element.itertext()).split()):
            return text
    return None


def _dated_on(record: etree._Element) -> date | None:
    """The paper's own date; where there is none, the day on which it was published."""
    for name in ("date", "issued", "available"):
        printed = _text(record, f"{_TERMS}{name}") or ""
        if re.match(r"\d{4}-\d\d-\d\d", printed, re.ASCII):
            try:
                return date.fromisoformat(printed[:10])
            except ValueError:
                continue
    return None


def _manifestation(record: etree._Element, kind: str) -> str | None:
    for element in record.iter(f"{_GZD}itemUrl"):
        if element.get(_MANIFESTATION) == kind and element.text:
            return element.text.strip()
    return None


def _refusal(root: etree._Element) -> str | None:
    """What a diagnostic says, if there is one."""
    for diagnostic in root.iter(f"{_DIAGNOSTIC}diagnostic"):
        told = [_text(diagnostic, f"{_DIAGNOSTIC}{name}") for name in ("message", "details")]
        return ": ".join(filter(None, told))
    return None
