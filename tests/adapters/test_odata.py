"""Answers of the House's OData service."""

import json
import uuid
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tracker.adapters.odata import ODataDocument, document_address, read_documents
from tracker.adapters.page_xml import PageUnreadable
from tracker.adapters.refusals import SENTENCES
from tracker.adapters.syncfeed import instant, local_day

BASE = "https://gegevensmagazijn.tweedekamer.nl/OData/v4/2.0"
KEY = uuid.UUID("67fabb78-9fcc-46cd-9f17-0054954b671e")
ROW: dict[str, Any] = {
    "Id": str(KEY),
    "Soort": "Brief regering",
    "DocumentNummer": "2020D17000",
    "Titel": "Kindermishandeling",
    "Onderwerp": "Aanpak van  kindermishandeling ",
    "Datum": "2020-04-30T00:00:00+02:00",
    "Vergaderjaar": "2019-2020",
    "Volgnummer": 186,
    "Organisatie": "Tweede Kamer",
    "Verwijderd": False,
}


def answer(*rows: Any) -> bytes:
    return json.dumps({"@odata.context": f"{BASE}/$metadata#Document", "value": rows}).encode()


def recorded(shared: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((shared / "corpus" / "odata" / name).read_text())[
        "value"
    ]
    return rows


def test_a_document() -> None:
    assert read_documents(answer(ROW)) == (
        ODataDocument(
            id=KEY,
            document_number="2020D17000",
            title="Kindermishandeling",
            subject="Aanpak van kindermishandeling",
            kind="Brief regering",
            dated_on=date(2020, 4, 30),
            session_year="2019/20",
            organisation="Tweede Kamer",
        ),
    )


def test_what_is_not_told_is_none() -> None:
    empty = ODataDocument(KEY, None, None, None, None, None, None, None)
    odd: dict[str, Any] = dict.fromkeys(ROW, None) | {"Id": str(KEY), "Titel": " \0", "Soort": 7}

    assert read_documents(answer({"Id": str(KEY)}, odd)) == (empty, empty)
    assert read_documents(answer(ROW | {"Datum": "0001-01-01T00:00:00Z"}))[0].dated_on is None
    assert read_documents(answer(ROW | {"Verwijderd": True})) == ()
    assert read_documents(answer()) == ()


def test_the_recorded_rows_of_motions(shared: Path) -> None:
    """No Document was recorded; cases have these fields under the same names."""
    decisions = recorded(shared, "besluit_zaak_stemming.real.json")
    cases = [case for decision in decisions for case in decision["Zaak"]]

    found = read_documents(answer(*(case | {"Datum": case["GestartOp"]} for case in cases)))

    assert [
        (str(one.id), one.kind, one.dated_on, one.session_year, one.organisation, one.title)
        for one in found
    ] == [
        (
            "669e6b7e-2f11-4ef6-99bd-336e25711dbf",
            "Motie",
            date(2024, 12, 16),
            "2025/26",
            "Tweede Kamer",
            "Europese Raad",
        ),
        (
            "e10688d3-ba68-457b-a2a1-95dae0ee7e2e",
            "Motie",
            date(2025, 11, 19),
            "2025/26",
            "Tweede Kamer",
            "Arbeidsmigratie en sociale zekerheid",
        ),
        (
            "5434a48b-6c4d-4c34-a77a-c48d00362503",
            "Motie",
            date(2025, 12, 10),
            "2025/26",
            "Tweede Kamer",
            "Waterbeleid",
        ),
    ]
    assert found[2].subject is not None
    assert found[2].subject.endswith("gemaalcomplex in IJmuiden")


def test_the_recorded_times(shared: Path) -> None:
    decisions = recorded(shared, "besluit_zaak_stemming.real.json")
    parties = recorded(shared, "fractie.real.json")
    (commitment,) = recorded(shared, "toezegging.test-fixture.json")

    times = [
        row[name] for row in [*decisions, *parties] for name in ("ApiGewijzigdOp", "GewijzigdOp")
    ]
    assert len(times) == 14
    assert all(instant(printed) for printed in times)
    assert [local_day(row["DatumActief"]) for row in parties] == [
        date(2001, 3, 15),
        date(1994, 5, 17),
        date(2006, 11, 30),
    ]
    assert local_day(commitment["DatumNakoming"]) is None
    assert local_day(commitment["Aanmaakdatum"]) == date(2026, 3, 19)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "page.not_json"),
        (b"{", "page.not_json"),
        (b"[" * 200_000, "page.not_json"),
        (b"\xff\xfe\x00", "page.not_json"),
        (b"<!DOCTYPE html><html></html>", "page.not_an_answer"),
        (b"[]", "page.not_an_answer"),
        (b'{"error": {"code": "400"}}', "page.not_an_answer"),
        (b'{"value": {}}', "page.not_an_answer"),
        (b'{"value": [7]}', "page.not_an_answer"),
        (answer({"Titel": "zonder sleutel"}), "page.not_an_answer"),
    ],
)
def test_what_is_no_answer(body: bytes, code: str) -> None:
    with pytest.raises(PageUnreadable) as refusal:
        read_documents(body)
    assert refusal.value.code == code
    assert code in SENTENCES


@pytest.mark.parametrize(
    ("suffix", "condition"),
    [
        (None, "(d/Toevoeging eq null or d/Toevoeging eq '')"),
        ("VI", "(d/Toevoeging eq 'VI' or d/Toevoeging eq '(VI)')"),
        ("a' or 'b", "(d/Toevoeging eq 'a'' or ''b' or d/Toevoeging eq '(a'' or ''b)')"),
    ],
)
def test_the_address_of_the_documents_under_a_number(suffix: str | None, condition: str) -> None:
    address = document_address(BASE, "36800", suffix, "012")
    parts = urlsplit(address)

    assert address.startswith(f"{BASE}/Document?$filter=")
    assert " " not in address
    assert parse_qs(parts.query) == {
        "$filter": [
            "Verwijderd eq false and Volgnummer eq 12 and "
            f"Kamerstukdossier/any(d: d/Nummer eq 36800 and {condition})"
        ],
        "$orderby": ["GewijzigdOp desc"],
    }


@pytest.mark.parametrize(("dossier", "number"), [("36800 or 1", "1"), ("36800", "B"), ("1", "²")])
def test_only_numbers_are_asked_for(dossier: str, number: str) -> None:
    with pytest.raises(ValueError, match="no numbers"):
        document_address(BASE, dossier, None, number)
