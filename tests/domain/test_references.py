"""References: identifiers, printed forms and back."""

import gzip
import json
import re
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.errors import DomainError
from tracker.domain.references import (
    AnswersReference,
    Dossier,
    LoosePaperReference,
    PaperReference,
    ProceedingsReference,
    Reference,
    address,
    parse_identifier,
    short_form,
    source_place,
)
from tracker.domain.references_read import read_dossier, read_reference, read_references
from tracker.domain.references_years import session_year_of

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "references"
needs_corpus = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the corpus ../shared/corpus/references is not here"
)

# The publisher's slips, by what is wrong with them: a reading of these would be a guess.
MALFORMED = {
    "letter run together with the dossier": 16,
    "letter lost from the dossier's suffix": 6,
    "printing mixed into the number": 3,
    "no number": 2,
    "empty suffix": 2,
    "suffix that is none": 2,
    "second annex without a letter": 1,
    "letter before a figure": 1,
    "session year of one year": 1,
}
SLIPS = {
    "session year of one year": r"kst-20052005-.*",
    "letter run together with the dossier": r"kst-\d{8}-\d{5}[A-Z]-[A-Z\d]+",
    "letter lost from the dossier's suffix": r"kst-\d{5}-(1|1\d{3})-[A-Z\d]+",
    "printing mixed into the number": r"kst-.*(erdruk|\d?A2E).*",
    "no number": r"kst-\d{8}-(\d{5}|[IVX]+)",
    "empty suffix": r"kst-\d{5}--\d",
    "suffix that is none": r"kst-\d{5}-(2|VIi)-.*",
    "second annex without a letter": r"kst-\d{8}-\d{5}-\d+[a-z]-\d",
    "letter before a figure": r"kst-\d{8}-\d{5}-A1",
}


def paper(dossier: str, number: str, suffix: str | None = None, **rest: Any) -> PaperReference:
    return PaperReference(Dossier(dossier, suffix), number, **rest)


@pytest.mark.parametrize(
    ("identifier", "reference"),
    [
        ("kst-31015-221", paper("31015", "221")),
        ("kst-35570-VI-50", paper("35570", "50", "VI")),
        ("kst-21501-02-3174", paper("21501", "3174", "02")),
        ("kst-36600-M-2", paper("36600", "2", "M")),
        ("kst-36410-X", paper("36410", "X")),
        ("kst-33852-R2023-6", paper("33852", "6", "R2023")),
        ("kst-36600-VI-2-b1", paper("36600", "2", "VI", annex="b1")),
        ("kst-31392-3-h1", paper("31392", "3", annex="h1")),
        ("kst-26122-18A", paper("26122", "18A")),
        ("kst-20042005-29800-XVI-B", paper("29800", "B", "XVI", session_year="2004/05")),
        ("kst-19992000-00031-XIII", paper("00031", "XIII", session_year="1999/2000")),
        ("kst-CXLVIII-A", paper("CXLVIII", "A")),
        ("kst-20072008-00LXV-A", paper("00LXV", "A", session_year="2007/08")),
        ("kst-1071718", LoosePaperReference("1071718")),
        ("h-tk-20192020-80-3", ProceedingsReference("tk", "2019/20", 80, 3)),
        ("h-ek-20222023-4-11", ProceedingsReference("ek", "2022/23", 4, 11)),
        ("ah-tk-20242025-1244", AnswersReference("tk", "2024/25", 1244)),
    ],
)
def test_identifier_both_ways(identifier: str, reference: Reference) -> None:
    assert parse_identifier(identifier) == reference
    assert reference.identifier == identifier


@pytest.mark.parametrize(
    ("identifier", "code"),
    [
        ("", "reference.unknown_form"),
        ("31015-221", "reference.unknown_form"),
        ("KST-31015-221", "reference.unknown_form"),
        ("kst-31015-221\n", "reference.unknown_form"),
        ("kst-31015-٢٢١", "reference.unknown_form"),
        ("kst-31015-221-b1-b2", "reference.unknown_form"),
        ("kst-20042005-29800G-A", "reference.unknown_form"),
        ("h-tk-20192020-0-3", "reference.unknown_form"),
        ("blg-1253259", "reference.unknown_form"),
        ("kst-20052005-30144-A", "reference.session_year"),
        ("h-tk-20192021-80-3", "reference.session_year"),
        ("k" * 100_000, "reference.too_long"),
    ],
)
def test_other_identifiers_are_refused(identifier: str, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        parse_identifier(identifier)
    assert refusal.value.code == code


@needs_corpus
def test_real_identifiers_round_trip() -> None:
    with gzip.open(CORPUS / "kst_ids.txt.gz", "rt", encoding="ascii") as lines:
        identifiers = lines.read().split()
    refused = [identifier for identifier in identifiers if not _round_trips(identifier)]
    slips = Counter(_slip(identifier) for identifier in refused)
    assert slips == MALFORMED
    assert len(identifiers) - len(refused) == 168_230


def _round_trips(identifier: str) -> bool:
    try:
        return parse_identifier(identifier).identifier == identifier
    except DomainError:
        return False


def _slip(identifier: str) -> str:
    kinds = (kind for kind, pattern in SLIPS.items() if re.fullmatch(pattern, identifier))
    return next(kinds, identifier)


@needs_corpus
def test_written_forms_of_the_corpus() -> None:
    cases = json.loads((CORPUS / "reference_cases.json").read_text(encoding="utf-8"))["to_id"]
    expected = {
        case["text"]: case["id"] if isinstance(case["id"], list) else [case["id"]]
        for case in cases
        if case["id"]
    }
    read = {
        text: [reference.identifier for reference in read_references(text)] for text in expected
    }
    assert read == expected
    assert len(expected) == 24


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("Kamerstuk 28 638, nr. 185", "kst-28638-185"),
        ("Kamerstukken II 2020/21, 35 570 VI, nr. 50", "kst-35570-VI-50"),
        ("kamerstukken ii 2020-2021, 35570vi, nr 50", "kst-35570-VI-50"),
        ("Kamerstukken II, vergaderjaar 2020–2021, 35 570 VI, nr. 50", "kst-35570-VI-50"),
        ("31 015, nr. 221", "kst-31015-221"),
        ("31.015, nr.221.", "kst-31015-221"),
        ("(Kamerstuk 28\u00a0638,\u00a0nr.\u00a0173)", "kst-28638-173"),
        (" 28\u202f638 \t nr\n 185 ", "kst-28638-185"),
        ("35570-VI-50", "kst-35570-VI-50"),
        ("35570-vi-50", "kst-35570-VI-50"),
        ("35 570 VI 50", "kst-35570-VI-50"),
        ("31015-221", "kst-31015-221"),
        ("kst-31015-221", "kst-31015-221"),
        ("KST-31015-221", "kst-31015-221"),
        ("https://zoek.officielebekendmakingen.nl/kst-31015-221.html", "kst-31015-221"),
        ("https://zoek.officielebekendmakingen.nl/kst-31015-221.pdf?a=1#b", "kst-31015-221"),
        ("33 852 (R2023), nr. 6", "kst-33852-R2023-6"),
        ("33 852 (R 2023), nr. 6", "kst-33852-R2023-6"),
        ("Kamerstukken I 2023/24, 36200, A", "kst-36200-A"),
        ("Kamerstukken I 1995/96, 23700, nr. 188b, p. 3.", "kst-19951996-23700-188b"),
        ("Kamerstukken I 2008/09, 31700 VI, D, p. 4", "kst-20082009-31700-VI-D"),
        ("Kamerstukken II 2009/10, 31847, 14", "kst-31847-14"),
        ("Kamerstukken I 2019/20, CXLVIII, A", "kst-CXLVIII-A"),
        ("35.673 EK B", "kst-35673-B"),
        ("36200, X", "kst-36200-X"),
        ("bijlage 2 bij Kamerstuk 27 062, nr. 110", "kst-27062-110-b2"),
        ("Handelingen II 2019/20, nr. 80, item 3", "h-tk-20192020-80-3"),
        ("Handelingen TK 2019–2020, 80, item 3", "h-tk-20192020-80-3"),
        ("Handelingen I 2022/23, nr. 4, item 11, p. 2", "h-ek-20222023-4-11"),
        ("Aanhangsel Handelingen I 2014/15, nr. 12.", "ah-ek-20142015-12"),
        ("Aanhangsel van de Handelingen II 2024/25, nr. 1244", "ah-tk-20242025-1244"),
    ],
)
def test_written_forms(text: str, identifier: str) -> None:
    assert read_reference(text).identifier == identifier


def test_what_a_reference_says_besides() -> None:
    reading = read_reference("bijlage bij Kamerstukken II 2019/20, 27 062, nr. 110, blz. 4-6")
    assert reading == paper("27062", "110")
    assert reading.cites_annex
    assert (reading.cited_year, reading.pages) == ("2019/20", "blz. 4-6")
    assert reading.corrected_from is None


@pytest.mark.parametrize(
    ("text", "identifier", "cited_year"),
    [
        ("Handelingen II 2019/21, nr.80, item 3", "h-tk-20192020-80-3", "2019/20"),
        ("Kamerstukken II 2020/22, 35 570 VI, nr. 50", "kst-35570-VI-50", "2020/21"),
        ("Aanhangsel Handelingen II 2024/24, nr. 8", "ah-tk-20242025-8", "2024/25"),
    ],
)
def test_a_year_that_is_no_session_year_is_read_and_marked(
    text: str, identifier: str, cited_year: str
) -> None:
    reading = read_reference(text)
    printed = re.search(r"20\d\d/\d\d", text)
    assert printed
    assert reading.identifier == identifier
    assert reading.cited_year == cited_year
    assert reading.corrected_from == printed[0]


@pytest.mark.parametrize(
    ("text", "code", "facts"),
    [
        ("", "reference.empty", {}),
        (" \u00a0\n", "reference.empty", {}),
        ("1" * 100_000, "reference.too_long", {"longest": 300}),
        ("brief van gisteren", "reference.unknown_form", {"text": "brief van gisteren"}),
        ("31 015, nr.", "reference.unknown_form", {"text": "31 015, nr"}),
        ("31 015, nr. 221\x00", "reference.unknown_form", {"text": "31 015, nr. 221\x00"}),
        ("31 015, nr. 221 😀", "reference.unknown_form", {"text": "31 015, nr. 221 😀"}),
        ("<b>31 015</b>", "reference.unknown_form", {"text": "<b>31 015</b>"}),
        ("٣١٠١٥, nr. 221", "reference.unknown_form", {"text": "٣١٠١٥, nr. 221"}),
        ("VI, nr. 50", "reference.unknown_form", {"text": "VI, nr. 50"}),
        ("Kamerstuk VI, nr. 50", "reference.unknown_form", {"text": "Kamerstuk VI, nr. 50"}),
        ("31 015", "reference.dossier_only", {"text": "31 015", "dossier": "31015"}),
        (
            "kamerstuk 31015",
            "reference.dossier_only",
            {"text": "kamerstuk 31015", "dossier": "31015"},
        ),
        ("36600-VII", "reference.dossier_only", {"text": "36600-VII", "dossier": "36600-VII"}),
        ("36.410 XIII", "reference.dossier_only", {"text": "36.410 XIII", "dossier": "36410-XIII"}),
        ("36600 X", "reference.dossier_only", {"text": "36600 X", "dossier": "36600-X"}),
        ("21501-20", "reference.dossier_only", {"text": "21501-20", "dossier": "21501-20"}),
        (
            "Handelingen II 2019/20, nr. 80",
            "reference.item_missing",
            {"text": "Handelingen II 2019/20, nr. 80"},
        ),
        ("28 638, nr. 172; 28 638, nr. 173", "reference.several", {"count": 2}),
        ("Kamerstukken II 1019/20, 28 638, nr. 1", "reference.session_year", {"text": "1019/20"}),
        (
            "Kamerstukken I 2009/10, 32 123 XIII, G",
            "reference.ambiguous",
            {"readings": "kst-32123-XIII-G / kst-20092010-32123-XIII-G"},
        ),
        (
            "2004/05, 29 800 XVI, B",
            "reference.ambiguous",
            {"readings": "kst-29800-XVI-B / kst-20042005-29800-XVI-B"},
        ),
    ],
)
def test_what_cannot_be_read_is_refused(text: str, code: str, facts: dict[str, object]) -> None:
    started = time.perf_counter()
    with pytest.raises(DomainError) as refusal:
        read_reference(text)
    assert (refusal.value.code, refusal.value.facts) == (code, facts)
    assert time.perf_counter() - started < 0.1


@pytest.mark.parametrize(
    "unit", ["1 ", "-", "I", "31 015, nr. 1 ", "p. 1,", "kst-", "(", " en ", ", 1", " en p. 1-2"]
)
def test_repetition_is_refused_quickly(unit: str) -> None:
    text = "31 015, nr. 221, p. 1" + unit * 90 + "!"
    started = time.perf_counter()
    with pytest.raises(DomainError):
        read_reference(text[:300])
    assert time.perf_counter() - started < 0.1


@pytest.mark.parametrize(
    ("text", "dossier", "printed"),
    [
        ("28 638", Dossier("28638"), "28 638"),
        ("35570-VI", Dossier("35570", "VI"), "35 570 VI"),
        ("35 570 vi", Dossier("35570", "VI"), "35 570 VI"),
        ("21501-02", Dossier("21501", "02"), "21 501-02"),
        ("33 852 (R2023)", Dossier("33852", "R2023"), "33 852 (R2023)"),
        ("Dossier 31 015", Dossier("31015"), "31 015"),
        ("https://zoek.officielebekendmakingen.nl/dossier/35570-VI", Dossier("35570", "VI"),
         "35 570 VI"),
    ],
)  # fmt: skip
def test_dossiers(text: str, dossier: Dossier, printed: str) -> None:
    assert read_dossier(text) == dossier
    assert dossier.printed == printed
    assert read_dossier(dossier.identifier) == dossier


@pytest.mark.parametrize("text", ["banaan", "31 015, nr. 221", "310", "<i>"])
def test_what_is_no_dossier_is_refused(text: str) -> None:
    with pytest.raises(DomainError) as refusal:
        read_dossier(text)
    assert refusal.value.code == "reference.unknown_form"


@pytest.mark.parametrize(
    ("identifier", "year", "place", "short"),
    [
        ("kst-35570-VI-50", "2020/21", "Kamerstukken II 2020/21, 35 570 VI, nr. 50",
         "35 570 VI, nr. 50"),
        ("kst-28638-185", None, "Kamerstuk 28 638, nr. 185", "28 638, nr. 185"),
        ("kst-21501-02-3174", "2025/26", "Kamerstukken II 2025/26, 21 501-02, nr. 3174",
         "21 501-02, nr. 3174"),
        ("kst-36200-A", "2023/24", "Kamerstukken I 2023/24, 36 200, A", "36 200, A"),
        ("kst-26855-A", "1998/99", "Kamerstukken II 1998/99, 26 855, A", "26 855, A"),
        ("kst-20042005-29800-XVI-B", None, "Kamerstukken I 2004/05, 29 800 XVI, B",
         "29 800 XVI, B"),
        ("kst-27062-110-b1", "2019/20", "bijlage 1 bij Kamerstukken II 2019/20, 27 062, nr. 110",
         "bijlage 1 bij 27 062, nr. 110"),
        ("kst-31392-3-h1", "2007/08", "Kamerstukken II 2007/08, 31 392, nr. 3 (h1)",
         "31 392, nr. 3 (h1)"),
        ("kst-1071718", "2020/21", "kst-1071718", "kst-1071718"),
        ("h-tk-20192020-80-3", None, "Handelingen II 2019/20, nr. 80, item 3",
         "Handelingen II 2019/20, nr. 80, item 3"),
        ("ah-tk-20242025-1244", None, "Aanhangsel Handelingen II 2024/25, nr. 1244",
         "Aanhangsel Handelingen II 2024/25, nr. 1244"),
    ],
)  # fmt: skip
def test_the_way_the_house_prints_it(
    identifier: str, year: str | None, place: str, short: str
) -> None:
    reference = parse_identifier(identifier)
    assert source_place(reference, year) == place
    assert short_form(reference) == short


def test_a_named_year_serves_where_no_other_is_known() -> None:
    reading = read_reference("Kamerstukken II 2020/21, 35 570 VI, nr. 50")
    assert source_place(reading) == "Kamerstukken II 2020/21, 35 570 VI, nr. 50"
    assert source_place(reading, "2021/22") == "Kamerstukken II 2021/22, 35 570 VI, nr. 50"


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (paper("31015", "221"), "https://zoek.officielebekendmakingen.nl/kst-31015-221.html"),
        (
            ProceedingsReference("tk", "2019/20", 80, 3),
            "https://zoek.officielebekendmakingen.nl/h-tk-20192020-80-3.html",
        ),
        (Dossier("35570", "VI"), "https://zoek.officielebekendmakingen.nl/dossier/35570-VI"),
    ],
)
def test_addresses(reference: Reference | Dossier, expected: str) -> None:
    assert address(reference) == expected


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2020, 9, 14), "2019/20"),
        (date(2020, 9, 15), "2020/21"),
        (date(2021, 1, 11), "2020/21"),
        (date(2021, 9, 20), "2020/21"),
        (date(2021, 9, 21), "2021/22"),
        (date(2000, 1, 1), "1999/2000"),
    ],
)
def test_session_years(day: date, year: str) -> None:
    assert session_year_of(day) == year


DOSSIERS = st.builds(
    Dossier,
    st.integers(10_000, 99_999).map(str).filter(lambda number: number != "21501"),
    st.none()
    | st.sampled_from(["I", "IIA", "VI", "IXB", "XVIII", "XXIII", "A", "M", "02", "33", "R2023"]),
)
NUMBERS = st.one_of(
    st.integers(1, 99_999).map(str),
    st.from_regex(r"[A-Z]{1,2}", fullmatch=True),
    st.from_regex(r"[1-9][0-9]{0,2}[a-z]", fullmatch=True),
)
PARTS = st.none() | st.from_regex(r"[bhn][1-9]", fullmatch=True)
YEARS = st.dates(date(1994, 10, 1), date(2060, 1, 1)).map(session_year_of)
PAPERS = st.builds(PaperReference, DOSSIERS, NUMBERS, PARTS)
SENATE_PAPERS = st.builds(
    PaperReference,
    DOSSIERS,
    NUMBERS,
    PARTS,
    st.dates(date(1994, 10, 1), date(2009, 9, 1)).map(session_year_of),
)
PROCEEDINGS = st.builds(
    ProceedingsReference,
    st.sampled_from(["tk", "ek", "vv"]),
    YEARS,
    st.integers(1, 150),
    st.integers(1, 99_999),
)
ANSWERS = st.builds(AnswersReference, st.sampled_from(["tk", "ek"]), YEARS, st.integers(1, 9_999))


@given(PAPERS | SENATE_PAPERS | PROCEEDINGS | ANSWERS)
def test_every_reference_survives_its_identifier(reference: Reference) -> None:
    assert parse_identifier(reference.identifier) == reference
    assert read_reference(address(reference)) == reference


@given(PAPERS)
def test_a_short_form_reads_back(reference: PaperReference) -> None:
    assert read_reference(short_form(reference)) == reference


@given(PAPERS, st.dates(date(2010, 10, 1), date(2060, 1, 1)).map(session_year_of))
def test_a_source_place_reads_back(reference: PaperReference, year: str) -> None:
    reading = read_reference(source_place(reference, year))
    assert reading == reference
    assert reading.cited_year == year


@given(SENATE_PAPERS | PROCEEDINGS | ANSWERS)
def test_a_source_place_with_its_own_year_reads_back(reference: Reference) -> None:
    assert read_reference(source_place(reference)) == reference


@given(st.text(max_size=320))
def test_any_text_gives_a_reference_or_a_refusal(text: str) -> None:
    try:
        references = read_references(text)
    except DomainError:
        return
    assert references == tuple(parse_identifier(found.identifier) for found in references)


@given(st.dates(date(1900, 1, 1), date(2090, 1, 1)))
def test_a_session_year_begins_on_prinsjesdag(day: date) -> None:
    begins = session_year_of(day) != session_year_of(day - timedelta(days=1))
    assert begins == (day.month == 9 and day.weekday() == 1 and 15 <= day.day <= 21)
