"""Answers of the official publisher's search service."""

from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tracker.adapters.page_xml import PageUnreadable
from tracker.adapters.refusals import SENTENCES
from tracker.adapters.sru import SruRecord, read_sru, sru_address

SPACES = (
    'xmlns:s="http://docs.oasis-open.org/ns/search-ws/sruResponse" '
    'xmlns:g="http://standaarden.overheid.nl/sru" xmlns:d="http://purl.org/dc/terms/" '
    'xmlns:w="http://standaarden.overheid.nl/wetgeving/" '
    'xmlns:m="http://docs.oasis-open.org/ns/search-ws/diagnostic"'
)


def answer(*records: str, more: str = "") -> bytes:
    inside = "".join(f"<s:record><s:recordData>{one}</s:recordData></s:record>" for one in records)
    return (
        f"<s:searchRetrieveResponse {SPACES}><s:version>2.0</s:version>"
        f"<s:numberOfRecords>{len(records)}</s:numberOfRecords>"
        f"<s:records>{inside}</s:records>{more}</s:searchRetrieveResponse>"
    ).encode()


def refused(body: bytes) -> PageUnreadable:
    with pytest.raises(PageUnreadable) as refusal:
        read_sru(body)
    assert refusal.value.code in SENTENCES
    return refusal.value


def test_the_recorded_answer(shared: Path) -> None:
    dossier = (
        "Wijziging van de Wet openbare lichamen Bonaire, Sint Eustatius en Saba in verband met "
        "de verhoging van het aantal eilandsraadsleden en eilandgedeputeerden (Wet verhoging "
        "aantal eilandsraadsleden en eilandgedeputeerden)"
    )
    letter = (
        "Brief van de staatssecretaris van BZK met verzoek over spoedige behandeling Wet "
        "verhoging aantal eilandsraadsleden en eilandgedeputeerden"
    )
    note = "Nota naar aanleiding van het verslag"
    site = "https://zoek.officielebekendmakingen.nl"

    body = (shared / "corpus" / "sru" / "sru_response.real.xml").read_bytes()

    assert read_sru(body) == (
        SruRecord(
            identifier="kst-1259252",
            title=f"{dossier}; {note}",
            document_title=note,
            dossier_title=dossier,
            kind="Overige Kamerstukken",
            dated_on=date(2026, 7, 3),
            session_year="2025/26",
            house="ek",
            creator="Eerste Kamer der Staten-Generaal",
            address=f"{site}/kst-1259252.html",
            xml_address=None,
        ),
        SruRecord(
            identifier="kst-36867-B",
            title=f"{dossier}; {letter}",
            document_title=letter,
            dossier_title=dossier,
            kind="Brief",
            dated_on=date(2026, 6, 10),
            session_year="2025/26",
            house="ek",
            creator="Eerste Kamer der Staten-Generaal",
            address=f"{site}/kst-36867-B.html",
            xml_address="https://repository.overheid.nl/frbr/officielepublicaties/kst/36867/"
            "kst-36867-B/1/xml/kst-36867-B.xml",
        ),
    )


def test_a_record_that_tells_little() -> None:
    bare = SruRecord("kst-1-2", "", None, None, None, None, None, None, None, None, None)
    told = (
        "<d:identifier> kst-1-2 </d:identifier><d:date>onbekend</d:date><d:issued>2020-13-01"
        "</d:issued><w:vergaderjaar>vorig jaar</w:vergaderjaar><w:documenttitel/>"
    )

    assert read_sru(
        answer("<d:identifier>kst-1-2</d:identifier>", "<d:title>Zonder</d:title>")
    ) == (bare,)
    assert read_sru(answer(told)) == (bare,)


@pytest.mark.parametrize(
    ("creator", "house"),
    [
        ("Tweede Kamer der Staten-Generaal", "tk"),
        ("eerste kamer der staten-generaal", "ek"),
        ("Ministerie van Financiën", None),
    ],
)
def test_whose_paper_it_is(creator: str, house: str | None) -> None:
    (record,) = read_sru(answer(f"<d:identifier>a</d:identifier><d:creator>{creator}</d:creator>"))
    assert (record.creator, record.house) == (creator, house)


def test_the_day_of_publication_where_the_paper_has_none() -> None:
    (record,) = read_sru(
        answer("<d:identifier>a</d:identifier><d:issued>2020-04-30T00:00:00Z</d:issued>")
    )
    assert record.dated_on == date(2020, 4, 30)


def test_a_refused_question() -> None:
    message, details = "<m:message>Query syntax error</m:message>", "<m:details>==</m:details>"
    said = f"<m:diagnostic>{message}{details}</m:diagnostic>"
    told = answer("<d:identifier>a</d:identifier>", more=said)

    error = refused(answer(more=f"<s:diagnostics>{said}</s:diagnostics>"))
    assert (error.code, error.facts) == (
        "page.diagnostic",
        {"message": "Query syntax error: =="},
    )
    assert [one.identifier for one in read_sru(told)] == ["a"]
    assert read_sru(answer()) == ()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "page.not_xml"),
        (b"<html><body>Storing</body></html>", "page.not_a_feed"),
        (b"<antwoord/>", "page.not_an_answer"),
        (answer("<d:identifier>a</d:identifier>")[:-5], "page.not_xml"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]>' + answer(), "page.entities"),
    ],
)
def test_what_is_no_answer(body: bytes, code: str) -> None:
    assert refused(body).code == code


@pytest.mark.parametrize(
    ("identifier", "quoted"),
    [
        ("kst-31015-186", "kst-31015-186"),
        ('a" or dt.title=="b', 'a\\" or dt.title==\\"b'),
        ("a\\", "a\\\\"),
        ("é&c=d#e", "é&c=d#e"),
    ],
)
@pytest.mark.parametrize("base", ["https://repository.overheid.nl/sru", "http://localhost:1/a?x=y"])
def test_the_address_asks_for_exactly_one(base: str, identifier: str, quoted: str) -> None:
    parts = urlsplit(sru_address(base, identifier))
    asked = parse_qs(parts.query)

    assert sru_address(base, identifier).startswith(base)
    assert parts.fragment == ""
    assert asked.pop("x", None) == (["y"] if "?" in base else None)
    assert asked == {
        "operation": ["searchRetrieve"],
        "version": ["2.0"],
        "query": [f'c.product-area=="officielepublicaties" and dt.identifier=="{quoted}"'],
        "maximumRecords": ["10"],
    }
