"""Letters of other kinds, in our own words, and what an officer takes from each."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from tracker.adapters.documents import read_document
from tracker.adapters.sittings import shipped_calendar
from tracker.domain.letters import LetterReading, read_letter

LETTERS = Path(__file__).parent / "letters"


@dataclass(frozen=True)
class Officer:
    """What is taken from a letter.

    `recommendations`: number and response; `motions`: submitters, papers, whether closing is
    proposed; `commitments`: made on, register number, whether closing is proposed;
    `deadlines`: phrase, date, what it belongs to.
    """

    paper: tuple[str | None, date, str | None]
    report: tuple[str, str | None, date | None] | None = None
    recommendations: tuple[tuple[str | None, str], ...] = ()
    motions: tuple[tuple[tuple[str, ...], tuple[str, ...], bool], ...] = ()
    commitments: tuple[tuple[date | None, str | None, bool], ...] = ()
    deadlines: tuple[tuple[str, date | None, str], ...] = ()
    measures: int = 0


LONG_CARE = "Minister voor Langdurige Zorg en Sport"
JUSTICE = "Minister van Justitie en Veiligheid"
EXPECTED = {
    "answer_to_a_report.md": Officer(
        ("kst-29389-118", date(2022, 11, 14), LONG_CARE),
        ("Thuis ouder worden", "Raad voor de leefomgeving", date(2022, 10, 3)),
        (("1", "accepted"), ("2", "partly"), ("3", "rejected")),
        commitments=((date(2022, 11, 14), None, False),),
        deadlines=(
            ("In het eerste kwartaal van 2023", date(2023, 3, 31), "recommendation 0"),
            ("op 1 januari 2024", date(2024, 1, 1), "recommendation 1"),
            ("voor het zomerreces van 2023", date(2023, 7, 6), "commitment 0"),
        ),
    ),
    "progress_on_motions_and_promises.txt": Officer(
        (None, date(2022, 6, 2), JUSTICE),
        motions=(
            (("Segers",), ("kst-31015-186",), False),
            (("Van Nispen", "Mutluer"), ("kst-29279-700",), True),
        ),
        commitments=((date(2022, 4, 20), None, True), (date(2022, 5, 12), None, False)),
        deadlines=(
            ("in het najaar van 2022", date(2022, 11, 30), "motion 0"),
            ("voor het einde van het jaar", date(2022, 12, 31), "commitment 1"),
        ),
    ),
    "after_a_debate.md": Officer(
        (None, date(2023, 5, 12), "Minister van Onderwijs, Cultuur en Wetenschap"),
        motions=(
            (("Westerveld", "De Hoop"), ("kst-27923-431",), False),
            (("Paul",), ("kst-27923-438",), False),
            (("Kwint",), ("kst-27923-440",), True),
        ),
        commitments=(
            (date(2023, 2, 9), "TZ202302-087", True),
            (date(2023, 5, 12), None, False),
            (date(2023, 5, 12), None, False),
            (date(2023, 5, 12), None, False),
        ),
        deadlines=(
            ("in het najaar", date(2023, 11, 30), "motion 1"),
            ("per 1 januari 2024", date(2024, 1, 1), "motion 1"),
            ("eind 2023", date(2023, 12, 31), "commitment 0"),
            ("in 2030", date(2030, 12, 31), "commitment 1"),
            ("voor het einde van dit jaar", date(2023, 12, 31), "commitment 2"),
            ("binnen twee maanden", date(2023, 7, 12), "commitment 3"),
        ),
    ),
    "delay.txt": Officer(
        (None, date(2021, 12, 8), "Staatssecretaris van Economische Zaken en Klimaat"),
        commitments=((date(2021, 9, 3), None, False),),
        deadlines=(("in het eerste kwartaal van 2022", date(2022, 3, 31), "commitment 0"),),
    ),
    "nothing_promised.txt": Officer((None, date(2021, 12, 8), "Minister voor Rechtsbescherming")),
    "changed_motion.txt": Officer(
        ("kst-35925-VII-82", date(2022, 2, 17), None),
        motions=((("Van der Plas", "Omtzigt"), ("kst-35925-VII-82",), False),),
        deadlines=(("voor 1 juli 2022", date(2022, 6, 30), "motion 0"),),
    ),
    "motion.txt": Officer(
        ("kst-36410-XVI-94", date(2024, 1, 24), None),
        motions=((("Dijk",), ("kst-36410-XVI-94",), False),),
        deadlines=(("binnen zes weken", date(2024, 3, 6), "motion 0"),),
    ),
    "senate.txt": Officer(
        (None, date(2023, 1, 20), "Minister van Landbouw, Natuur en Voedselkwaliteit"),
        commitments=((date(2021, 10, 5), "T03245", True), (None, "T03460", False)),
        deadlines=(("in de tweede helft van 2023", date(2023, 12, 31), "commitment 1"),),
    ),
    "tables.md": Officer(
        (None, date(2023, 3, 3), "Minister van Infrastructuur en Waterstaat"),
        motions=(
            (("Alkaya",), ("kst-29984-1050",), True),
            (("Van Ginneken", "De Hoop"), ("kst-29984-1061",), False),
        ),
        commitments=((None, "TZ202211-045", False),),
        deadlines=(
            ("voor de zomer van 2023", date(2023, 7, 6), "motion 1"),
            ("voor 1 mei 2023", date(2023, 4, 30), "commitment 0"),
        ),
    ),
    "audit_office.txt": Officer(
        (None, date(2023, 4, 5), "Minister van Financiën"),
        ("Grip op subsidies", "Algemene Rekenkamer", date(2023, 3, 15)),
        (("1", "accepted"), ("2", "rejected")),
        commitments=((date(2023, 4, 5), None, False), (date(2023, 4, 5), None, False)),
        deadlines=(
            ("Vanaf 2024", None, "recommendation 0"),
            ("uiterlijk op 1 oktober 2023", date(2023, 10, 1), "commitment 0"),
            ("medio 2024", date(2024, 7, 1), "commitment 1"),
        ),
        measures=2,
    ),
}


def reading_of(name: str) -> LetterReading:
    text = read_document((LETTERS / name).read_bytes(), name)
    return read_letter(text, shipped_calendar())


def taken(reading: LetterReading) -> Officer:
    report = reading.source_report
    paper = reading.paper
    assert paper.dated_on is not None
    return Officer(
        (paper.identifier, paper.dated_on, paper.author),
        (report.title, report.body, report.published_on) if report else None,
        tuple((each.number, each.response.value) for each in reading.recommendations),
        tuple((each.submitters, each.papers, each.proposes_closing) for each in reading.motions),
        tuple(
            (each.made_on, each.register_number, each.proposes_closing)
            for each in reading.commitments
        ),
        tuple(
            (
                each.phrase,
                each.term.due_on,
                f"{each.belongs_to.kind} {each.belongs_to.index}" if each.belongs_to else "",
            )
            for each in reading.deadlines
        ),
        len(reading.measures),
    )


def test_each_letter_has_its_officer() -> None:
    assert {path.name for path in LETTERS.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_letter_gives_what_an_officer_takes_from_it(name: str) -> None:
    assert taken(reading_of(name)) == EXPECTED[name]


def test_a_changed_motion_says_which_it_replaces() -> None:
    dictum = reading_of("changed_motion.txt").dictum

    assert dictum is not None
    assert dictum.replaces == "kst-35925-VII-51"
    assert dictum.find.quote.startswith("verzoekt de regering om voor 1 juli 2022")
    assert dictum.find.quote.endswith("de Kamer daarover te informeren")


def test_without_a_date_there_are_no_deadlines_until_one_is_given() -> None:
    text = read_document(b"Ik zal uw Kamer voor 1 mei informeren.", "a.txt")

    assert read_letter(text, shipped_calendar()).deadlines == ()
    given = read_letter(text, shipped_calendar(), date(2023, 1, 5))
    assert [each.term.due_on for each in given.deadlines] == [date(2023, 4, 30)]
