"""References in running text: found where they stand, and what only looks like one left alone."""

import json
import time
import xml.etree.ElementTree as ElementTree
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.references import (
    AnswersReference,
    Dossier,
    PaperReference,
    ProceedingsReference,
    Reference,
    address,
    short_form,
    source_place,
)
from tracker.domain.references_found import FoundReference, ReferenceKind, find_references
from tracker.domain.references_registers import answers_numbered
from tracker.domain.references_years import session_year_of

SHARED = Path(__file__).parents[3] / "shared"
CASES = SHARED / "corpus" / "references" / "reference_cases.json"
GOLD = SHARED / "corpus" / "kst" / "extref_gold.jsonl"
LETTER = SHARED / "letter" / "kst-31015-221.md"
needs_shared = pytest.mark.skipif(not CASES.is_file(), reason="the corpus ../shared is not here")


def found_in(text: str) -> list[str]:
    return [found.id for found in find_references(text)]


CITATIONS: list[tuple[str, list[str]]] = [
    ("Kamerstukken II, vergaderjaar 2019–2020, 28 638, nr. 185", ["kst-28638-185"]),
    ("Tweede Kamer, vergaderjaar 2022–2023, 28 844, nr. 269", ["kst-28844-269"]),
    ("Tweede Kamer, vergaderjaar 2022-2023, 28 844, nr. 269 17", ["kst-28844-269"]),
    ("Eerste Kamer, vergaderjaar 2023-2024, 36 200, A", ["kst-36200-A"]),
    ("Kamerstukken\u00a0II 2020/21, 35\u202f570\u00a0VI, nr.\u00a050", ["kst-35570-VI-50"]),
    ("Kamer\u00adstuk 28 638, nr. 185", ["kst-28638-185"]),
    ("Kamerstuk 28\n638, nr.\n185", ["kst-28638-185"]),
    ("*Kamerstukken II* 2022/23, 36 277, nr. 3", ["kst-36277-3"]),
    ("(TK 28638, nr. 185)", ["kst-28638-185"]),
    ("TK 2019/20, 28638, nr. 185", ["kst-28638-185"]),
    ("Kamerstuknummer 28638-185", ["kst-28638-185"]),
    ("Kamerstuk nr. 28 638, nr. 185", ["kst-28638-185"]),
    ("Kamerstuk 28638 nr. 185", ["kst-28638-185"]),
    ("Kamerstuk 28638 nr 185", ["kst-28638-185"]),
    ("kamerstuk 28 638 nr.185", ["kst-28638-185"]),
    ("Kamerstukken II 2020/21, 28 638, nrs. 172 en 173.", ["kst-28638-172", "kst-28638-173"]),
    (
        "Kamerstuk 28 638, nrs. 172, 173 en 180 van 3 mei",
        ["kst-28638-172", "kst-28638-173", "kst-28638-180"],
    ),
    ("Kamerstuk 28 638, nrs. 1-3", ["kst-28638-1", "kst-28638-2", "kst-28638-3"]),
    ("Kamerstuk 28 638, nrs. 1 t/m 3", ["kst-28638-1", "kst-28638-2", "kst-28638-3"]),
    ("Kamerstuk 28 638, nrs. 1 tot en met 3", ["kst-28638-1", "kst-28638-2", "kst-28638-3"]),
    ("Kamerstuk 28 638, nr. 172 en nr. 173", ["kst-28638-172", "kst-28638-173"]),
    ("Kamerstuk 28 638, nr. 172 en 173)", ["kst-28638-172", "kst-28638-173"]),
    ("Kamerstuk 28 638, nr. 172 en 31 015, nr. 186", ["kst-28638-172", "kst-31015-186"]),
    (
        "Kamerstukken 28 638, nr. 172; 28 638, nr. 173 en 31015, nr. 186.",
        ["kst-28638-172", "kst-28638-173", "kst-31015-186"],
    ),
    ("Kamerstuk 28 638, nr. 172 en 3 moties", ["kst-28638-172"]),
    ("Kamerstuk 28 638, nr. 172, 5 mei 2020", ["kst-28638-172"]),
    ("Kamerstuk 28 638, nr. 172 van 3 juli 2019", ["kst-28638-172"]),
    (
        "Kamerstukken II 2022/23, 36 274, nr. 3, p. 7 en 36 277, nr. 3",
        ["kst-36274-3", "kst-36277-3"],
    ),
    ("Kamerstukken II 2022/23, 36 274, nr. 3, blz. 7-8 en 12.", ["kst-36274-3"]),
    ("Kamerstukken II 2022/23, 36 274, nr. 3, pp. 7 e.v.", ["kst-36274-3"]),
    ("Bijlage bij Kamerstuk 27 062, nr. 110", ["kst-27062-110"]),
    ("bijlage 2 bij Kamerstuk 27 062, nr. 110", ["kst-27062-110-b2"]),
    ("Kamerstuk 27 062, nr. 110, bijlage 2", ["kst-27062-110-b2"]),
    ("Kamerstuk 27 062, nr. 110 (bijlage)", ["kst-27062-110"]),
    ("zie kst-27062-110-b2.", ["kst-27062-110-b2"]),
    ("zie blg-1253259.", ["blg-1253259"]),
    ("Kamerstuk 36 600 XIV, nr. 2-b1", ["kst-36600-XIV-2-b1"]),
    ("Kamerstuk 21 501-02, nr. 3174", ["kst-21501-02-3174"]),
    ("Kamerstuk 21501-02-3174", ["kst-21501-02-3174"]),
    ("dossier 21 501-20", []),
    ("Kamerstukken 21 501-20 en 28 638", []),
    ("32317-ET", ["kst-32317-ET"]),
    ("Kamerstukken I 2023/24, 32 317, ET", ["kst-32317-ET"]),
    ("Kamerstukken I 2023/24, 36 200, A en B", ["kst-36200-A", "kst-36200-B"]),
    ("Kamerstukken I 2023/24, 36 200, nr. A", ["kst-36200-A"]),
    ("Kamerstukken I 2023/24, 36200 A", ["kst-36200-A"]),
    ("EK 36 200, A", ["kst-36200-A"]),
    ("Kamerstukken II 2024/25, 36 600 M", []),
    ("Kamerstukken II 2020/21, 35 570 VI", []),
    ("Kamerstukken I 2019/20, CXLVIII, A", ["kst-CXLVIII-A"]),
    ("33 852 (R2023), nr. 6", ["kst-33852-R2023-6"]),
    ("Kamerstukken II 2019/20, 35 300 hoofdstuk VI, nr. 2", ["kst-35300-VI-2"]),
    ("Kamerstukken II 2019/20, 35 300, hoofdstuk VI, nr. 2", ["kst-35300-VI-2"]),
    ("35 300-VI nr. 2", ["kst-35300-VI-2"]),
    ("35300VI, nr. 2", ["kst-35300-VI-2"]),
    ("Handelingen II 2019/21, nr.80, item 3", ["h-tk-20192020-80-3"]),
    ("Handelingen II, vergaderjaar 2019–2020, nr. 80, item 3, p. 12–14", ["h-tk-20192020-80-3"]),
    ("Handelingen Tweede Kamer 2019/20, nr. 80, item 3", ["h-tk-20192020-80-3"]),
    ("Handelingen van de Tweede Kamer 2019/20, nr. 80, item 3", ["h-tk-20192020-80-3"]),
    ("Handelingen II 2019/20, nr. 80, items 3 en 5", ["h-tk-20192020-80-3", "h-tk-20192020-80-5"]),
    ("Handelingen II 2019/20, nr. 80, item 3 en 5.", ["h-tk-20192020-80-3", "h-tk-20192020-80-5"]),
    (
        "Handelingen II 2019/20, nr. 80, item 3 en item 5",
        ["h-tk-20192020-80-3", "h-tk-20192020-80-5"],
    ),
    (
        "Handelingen II 2019/20, nr. 80, item 3 en nr. 81, item 7",
        ["h-tk-20192020-80-3", "h-tk-20192020-81-7"],
    ),
    (
        "Handelingen II 2019/20, nr. 80, item 3; nr. 81, item 7.",
        ["h-tk-20192020-80-3", "h-tk-20192020-81-7"],
    ),
    ("Handelingen I 2022/23, 4, item 11", ["h-ek-20222023-4-11"]),
    ("Handelingen II 2019/20, 80-3-14", ["h-tk-20192020-80-3"]),
    ("Handelingen II 1997/98, nr. 54, p. 4123-4150", []),
    ("Aanhangsel Handelingen II 2019/20, nr. 1234", ["ah-tk-20192020-1234"]),
    ("Aanhangsel van de Handelingen, vergaderjaar 2019–2020, nr. 1234", ["ah-tk-20192020-1234"]),
    (
        "Aanhangsel Handelingen, vergaderjaar 2019-2020, nrs. 1234 en 1240",
        ["ah-tk-20192020-1234", "ah-tk-20192020-1240"],
    ),
    ("Aanhangsel Handelingen nr. 1234, vergaderjaar 2019–2020", ["ah-tk-20192020-1234"]),
    (
        "Tweede Kamer, vergaderjaar 2019–2020, Aanhangsel van de Handelingen, nr. 1234",
        ["ah-tk-20192020-1234"],
    ),
    ("Tweede Kamer, vergaderjaar 2019–2020, Aanhangsel, 1234", ["ah-tk-20192020-1234"]),
    ("aanhangselnummer 242501244", ["ah-tk-20242025-1244"]),
    ("ons kenmerk 2020D27680 en zaak 2020Z12976", ["2020D27680", "2020Z12976"]),
    ("toezegging TZ202012-001 en T03012", ["TZ202012-001", "T03012"]),
    ("(T01237)", ["T01237"]),
    ("2020Z12976/2020D27680", ["2020Z12976", "2020D27680"]),
    ("https://zoek.officielebekendmakingen.nl/kst-31015-221.html", ["kst-31015-221"]),
    ("zie zoek.officielebekendmakingen.nl/h-tk-20192020-80-3.html.", ["h-tk-20192020-80-3"]),
    (
        "https://zoek.officielebekendmakingen.nl/dossier/28638/kst-28638-185?resultIndex=4",
        ["kst-28638-185"],
    ),
    ("https://zoek.officielebekendmakingen.nl/dossier/28638", []),
    (
        "https://www.tweedekamer.nl/kamerstukken/detail?id=2020Z12976&did=2020D27680",
        ["2020Z12976", "2020D27680"],
    ),
    ("https://www.tweedekamer.nl/downloads/document?id=2020D27680", ["2020D27680"]),
    ("https://zoek.officielebekendmakingen.nl/blg-1253259.pdf", ["blg-1253259"]),
    (
        "[Kamerstuk 28 638, nr. 185](https://zoek.officielebekendmakingen.nl/kst-28638-185.html)",
        ["kst-28638-185", "kst-28638-185"],
    ),
    ("de motie-Segers (28 638, nr. 172) is afgedaan", ["kst-28638-172"]),
    ("de motie-Segers (28638-172) is afgedaan", ["kst-28638-172"]),
    ("Kamerstukken II 2019/20, 28 638, nr. 185³", ["kst-28638-185"]),
    ("KAMERSTUKKEN II 2019/20, 28 638, NR. 185", ["kst-28638-185"]),
    ("kst. 28638, nr. 185", ["kst-28638-185"]),
    ("Kamerstukken II 2019-2020, 28 638 nr. 185 (herdruk)", ["kst-28638-185"]),
    ("Vergaderjaar 2020–2021, 31 015, nr. 221", ["kst-31015-221"]),
    (
        "Kamerstuk 22 112, nrs. 2900–2902 en 3000",
        ["kst-22112-2900", "kst-22112-2901", "kst-22112-2902", "kst-22112-3000"],
    ),
    (
        "Kamerstukken II 2023/24, 36 410 VI, nrs. 12, 14 en 20–22",
        [
            "kst-36410-VI-12",
            "kst-36410-VI-14",
            "kst-36410-VI-20",
            "kst-36410-VI-21",
            "kst-36410-VI-22",
        ],
    ),
    ("Kamerstuk 28638, nr.172/173.", ["kst-28638-172", "kst-28638-173"]),
    (
        "Kamerstukken II 28 638, nr. 185 en Kamerstukken I 2023/24, 36 200, B, p. 3",
        ["kst-28638-185", "kst-36200-B"],
    ),
    ("Kamerstukken II 2023/24, 29 279 en 28 638, nr. 185", ["kst-28638-185"]),
    ("Kamerstukken II 2013/14, 33 750-VII, nr. 5", ["kst-33750-VII-5"]),
    ("Stb. 2020, 123; Kamerstuk 28 638, nr. 185", ["kst-28638-185"]),
    (
        "Kamerstuk 28 638, nr. 185 en de Handelingen II 2019/20, nr. 80, item 3",
        ["kst-28638-185", "h-tk-20192020-80-3"],
    ),
    ("Kamerstukken II, 2019/20, 28638, 185", ["kst-28638-185"]),
    ("(Kamerstukken II 2019/20 28638, nr. 185)", ["kst-28638-185"]),
    (
        "1 Kamerstuk 28 638, nr. 185.\n2 Kamerstuk 31 015, nr. 186.",
        ["kst-28638-185", "kst-31015-186"],
    ),
    ("8 31 015, nr. 186.", ["kst-31015-186"]),
    (
        "Kamerstukken II 2021/22, 35925 XV, nr. 4, Kamerstukken II 2021/22, 35925 XV, nr. 5",
        ["kst-35925-XV-4", "kst-35925-XV-5"],
    ),
    ("motie 28638, nummer 185", ["kst-28638-185"]),
    ("Kamerbrief 28 638, nr. 185", ["kst-28638-185"]),
    ("Kamerstukken II 2018/19, 35000-XV-12", ["kst-35000-XV-12"]),
    ("35000-XV-12", ["kst-35000-XV-12"]),
    ("Kamerstukken II 2009/10, 32 123 XIII, nr. 4", ["kst-32123-XIII-4"]),
    ("Kamerstuk 34 352 nr. 138, 34 352 nr. 142", ["kst-34352-138", "kst-34352-142"]),
    ("Kamerstukken II 2020/21, 35 570 VI, nr. 50, tabel 3", ["kst-35570-VI-50"]),
    ("Kamerstuk 28 638, nr. 185, voetnoot 3", ["kst-28638-185"]),
    ("Kamerstuk 28 638, nr. 185, onderdeel A en B", ["kst-28638-185"]),
    ("Eerste Kamer 2023/24, 36 200, A", ["kst-36200-A"]),
    ("Kamerstukken I/II 2023/24, 36 200, nr. 3", ["kst-36200-3"]),
    (
        "Kamerstukken II 2019/20, 28 638, nr. 172, nr. 173 en nr. 174",
        ["kst-28638-172", "kst-28638-173", "kst-28638-174"],
    ),
    ("Kamerstukken I 2004/05, 29 800 XVI, B", ["kst-20042005-29800-XVI-B"]),
    ("Kamerstukken I 1995/96, 23 700, nr. 188b", ["kst-19951996-23700-188b"]),
]


@pytest.mark.parametrize(("text", "identifiers"), CITATIONS)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("Zie hierover ", ", zoals gemeld."),
        ("(", ")"),
        ("\r\n\t", "\r\n\r\nDaarna volgt"),
        ("é«", "» 😀"),
    ],
    ids=["alone", "sentence", "brackets", "paragraph", "quoted"],
)
def test_citations(text: str, identifiers: list[str], before: str, after: str) -> None:
    whole = before + text + after
    found = find_references(whole)
    assert [one.id for one in found] == identifiers
    assert [one.text for one in found] == [whole[one.start : one.end] for one in found]
    assert all(len(before) <= one.start < one.end <= len(before + text) for one in found)


LEFT_ALONE: list[str] = [
    "35 570 euro",
    "€ 35 570",
    "een bedrag van 35 570, nr. drie",
    "in 2020 en 2021",
    "2019/20",
    "tel. 070-3182211",
    "06 12 345 678",
    "2511 CV Den Haag",
    "Postbus 20018, 2500 EA Den Haag",
    "artikel 12 345",
    "artikel 248a, lid 3",
    "ECLI:NL:HR:2020:12345",
    "ECLI:NL:RVS:2019:28638",
    "Stcrt. 2020, 12345, nr. 3",
    "Stb. 2019, 33",
    "12 500-750 personen",
    "er zijn 28 638 slachtoffers",
    "28 638, 31 015 en 12 345",
    "28 638 en 31 015",
    "IBAN NL91ABNA0417164300",
    "ISBN 978-90-12345-12-3",
    "12345-67890",
    "PbEU 2016, L 119",
    "2016/679",
    "richtlijn 2011/36/EU",
    "COM(2020) 12345",
    "36 000 MW",
    "36 001 EU-burgers",
    "10 000-15 000 euro",
    "telefoonnummer 36600-12",
    "bestelnummer 36600-12",
    "zaaknummer 12345-67",
    "2020A01894",
    "kenmerk 3128638",
    "3312345-1020",
    "KvK 28638123",
    "10 000 A",
    "2021-01-11",
    "11-06-2009",
    "12:30 uur, nr. 5",
    "€ 28 638, nr. 5",
    "dossier 28 638",
    "Kamerstuk 28 638",
    "Kamerstukken II 2019/20, 28 638",
    "Kamerstukken II 2019/20",
    "Kamerstuk 28 638. Nr. 5 van de lijst",
    "Kamerstuk 28 638, 2020",
    "Kamerstuk 28 638\n\nNr. 5 van",
    "Handelingen II 2019/20",
    "Handelingen II 2019/20, nr. 80",
    "de handelingen van 2019/20",
    "Aanhangsel bij de brief 3",
    "T12345678",
    "T03",
    "TZ202013-001",
    "jan31015-221@example.nl",
    "bijlage 2 bij de brief",
    "1.228.638, nr. 1",
    "CAS 12345-67-8",
    "nr. 28 638",
    "28 638, in 2020",
    "in totaal 28 638, A. Jansen",
    "www.example.nl/31015-221",
    "Kamerstukken II 2019/20, 28 638 (2020)",
    "Kamerstuk 36 600 XIV",
    "36600-VII",
    "17 500 W, 230 V",
    "van 12 000 naar 36 400-38 000",
    "Washington, DC 20500-1234",
    "op 12 345 m2",
    "Wet van 28 638 nr",
]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_only_looks_like_a_reference_is_left_alone(text: str) -> None:
    assert found_in(text) == found_in(f"Dit is {text}.") == []


def test_a_find_says_all_there_is() -> None:
    text = "Mondelinge toezegging (Handelingen II 2019/21, nr.80, item 3)"
    [found] = find_references(text)
    assert found == FoundReference(
        23,
        60,
        "Handelingen II 2019/21, nr.80, item 3",
        ProceedingsReference("tk", "2019/20", 80, 3),
    )
    assert (found.kind, found.corrected_from) == (ReferenceKind.PROCEEDINGS, "2019/21")
    assert found.place == "Handelingen II 2019/20, nr. 80, item 3"
    assert found.address == "https://zoek.officielebekendmakingen.nl/h-tk-20192020-80-3.html"


def test_each_of_several_has_its_own_place() -> None:
    text = "Kamerstuk 28 638, nrs. 1–3 en 9, p. 4"
    found = [(one.id, one.text) for one in find_references(text)]
    assert found == [
        ("kst-28638-1", "Kamerstuk 28 638, nrs. 1"),
        ("kst-28638-2", "1–3"),
        ("kst-28638-3", "3"),
        ("kst-28638-9", "9, p. 4"),
    ]


@pytest.mark.parametrize(
    ("text", "identifier", "alternatives"),
    [
        ("Kamerstukken I 2009/10, 32 123 XIII, G", "kst-32123-XIII-G",
         ("kst-20092010-32123-XIII-G",)),
        ("Aanhangsel Handelingen 2019/20, nr. 12", "ah-tk-20192020-12", ("ah-ek-20192020-12",)),
        ("Handelingen 2019/20, nr. 80, item 3", "h-tk-20192020-80-3", ("h-ek-20192020-80-3",)),
        ("(22.112 / 31.544, CK)", "kst-22112-CK", ("kst-31544-CK",)),
    ],
)  # fmt: skip
def test_what_may_be_two_papers_says_so(
    text: str, identifier: str, alternatives: tuple[str, ...]
) -> None:
    [found] = find_references(text)
    assert (found.id, found.alternatives) == (identifier, alternatives)


@needs_shared
def test_every_written_form_of_the_corpus() -> None:
    cases = json.loads(CASES.read_text(encoding="utf-8"))
    expected = {
        case["text"]: [case["id"]] if isinstance(case["id"], str) else case["id"] or []
        for case in cases["to_id"]
    }
    assert {text: found_in(text) for text in expected} == expected
    others = cases["vindplaats_in_annex_tables"] + cases["citation_forms_without_given_id"]
    assert [found_in(text) for text in others] == [
        ["kst-36200-IV-12"],
        ["kst-31924-VII-1"],
        ["kst-29628-77"],
        ["kst-28684-158"],
        ["kst-34442-3"],
        ["kst-19951996-23700-188b"],
        ["kst-33802-C"],
        [],
        [
            *("kst-20002001-26855-250", "kst-20002001-26855-250a", "kst-20012002-26855-16"),
            *("kst-20012002-26855-16a", "kst-20012002-26855-16b", "kst-20012002-26855-16c"),
        ],
        ["kst-31847-14"],
        [],
        ["kst-20082009-31700-VI-D"],
        ["h-tk-20102011-108-5"],
        ["ah-ek-20142015-12"],
        ["kst-35673-B"],
        [],
    ]
    paper, answers = cases["tk_row_to_id"]
    dossier = Dossier(str(paper["Nummer"]), paper["Toevoeging"])
    assert PaperReference(dossier, str(paper["Volgnummer"])).identifier == paper["id"]
    assert answers_numbered(answers["aanhangselnummer"]).identifier == answers["id"]


@needs_shared
def test_the_marks_of_the_publisher() -> None:
    """Each of its marks is found where it stands, and nothing besides."""
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        marks = [mark for mark in gold["refs"] if mark["soort"] == "document"]
        found = find_references(gold["text"])
        assert [one.id for one in found] == [mark["doc"] for mark in marks]
        for one, mark in zip(found, marks, strict=True):
            assert one.start <= mark["start"] < mark["end"] <= one.end


@needs_shared
@pytest.mark.parametrize("name", sorted(path.name for path in GOLD.parent.glob("*.xml")))
def test_whole_papers_of_the_publisher(name: str) -> None:
    root = ElementTree.fromstring((GOLD.parent / name).read_bytes())
    marked = [mark.get("doc") for mark in root.iter("extref") if mark.get("soort") == "document"]
    paragraphs = [part for part in root.iter() if part.tag in {"al", "noot.al"}]
    texts = {"".join(part.itertext()) for part in paragraphs}
    assert {one for text in texts for one in found_in(text)} == set(marked)


@needs_shared
def test_the_letter() -> None:
    expected = json.loads((LETTER.parent / "expected.json").read_text(encoding="utf-8"))
    found = found_in(LETTER.read_text(encoding="utf-8"))
    assert set(found) == set(expected["references"])
    assert found.count("kst-28638-185") == 4
    assert len(found) == 12


WORDS = [
    *("de", "Kamer", "heeft", "in", "2020", "over", "12", "moties", "(zie", "bijlage)", "artikel"),
    *("3,", "van", "€ 5", "nr.", "en", "leden", "\n", "\n\n"),
]
SENTENCES = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
DOSSIERS = st.builds(
    Dossier,
    st.integers(10_000, 49_999).map(str).filter(lambda number: number != "21501"),
    st.none() | st.sampled_from(["I", "IIA", "VI", "IXB", "XVIII", "A", "M", "02", "R2023"]),
)
PAPERS = st.builds(
    PaperReference,
    DOSSIERS,
    st.integers(1, 9_999).map(str) | st.from_regex(r"[A-D]|[1-9][0-9]{0,2}[a-z]", fullmatch=True),
    st.none() | st.sampled_from(["b1", "b12"]),
)
YEARS = st.dates(date(2010, 10, 1), date(2060, 1, 1)).map(session_year_of)
PROCEEDINGS = st.builds(
    ProceedingsReference,
    st.sampled_from(["tk", "ek"]),
    YEARS,
    st.integers(1, 150),
    st.integers(1, 99),
)
ANSWERS = st.builds(AnswersReference, st.sampled_from(["tk", "ek"]), YEARS, st.integers(1, 9_999))
WRITTEN = st.one_of(
    st.tuples(PAPERS, YEARS).map(lambda of: (of[0], source_place(*of))),
    PAPERS.map(lambda one: (one, short_form(one))),
    (PROCEEDINGS | ANSWERS).map(lambda one: (one, source_place(one))),
    (PAPERS | PROCEEDINGS | ANSWERS).map(lambda one: (one, one.identifier)),
    (PAPERS | PROCEEDINGS | ANSWERS).map(lambda one: (one, address(one))),
)


@given(SENTENCES, WRITTEN, st.sampled_from(["", ".", ";", ")", " ("]), SENTENCES)
def test_what_is_written_into_a_sentence_is_found(
    before: str, written: tuple[Reference, str], mark: str, after: str
) -> None:
    reference, printed = written
    text = f"{before} zie {printed}{mark}\n\n{after}"
    [found] = find_references(text)
    assert found.reference == reference
    assert found.text == printed


PIECES = [
    *("Kamerstukken II ", "2019/20, ", "28 638", ", nrs. ", "1-3", " en ", ", A", "(", ")", "p. 5"),
    *(
        "Handelingen I ",
        ", item 3",
        "Aanhangsel ",
        "kst-",
        "https://zoek.officielebekendmakingen.nl/",
    ),
    *("\u00ad", "\u00a0", "\r\n", "**", "TZ202012-001", "bijlage 2 bij ", "😀", "0"),
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=30).map("".join))
def test_any_text_gives_finds_that_stand_in_it(text: str) -> None:
    found = find_references(text)
    assert [one.text for one in found] == [text[one.start : one.end] for one in found]
    assert all(one.text.strip() and one.id and one.place for one in found)


@pytest.mark.parametrize(
    "unit",
    ["Kamerstukken II 2019/20, ", "28 638 ", "28 638, nr. ", "28 638, nrs. 1-99 ", "1, ", "\u00ad ",
     "*", "kst-", "https://", "Bijlage bij ", "Handelingen II 2019/20, nr. 80, "],
)  # fmt: skip
def test_time_grows_with_the_text_alone(unit: str) -> None:
    def seconds(length: int) -> float:
        text = "28 638, nrs. 1, " + unit * (length // len(unit))
        rounds = []
        for _ in range(2):
            begun = time.process_time()
            find_references(text)
            rounds.append(time.process_time() - begun)
        return min(rounds)

    assert seconds(120_000) < 10 * seconds(30_000) + 0.1
