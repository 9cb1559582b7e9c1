"""Letters as ministries write them, in our own words: what is taken, and nothing besides."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from tracker.adapters.documents import read_document
from tracker.adapters.sittings import shipped_calendar
from tracker.domain.letters import LetterReading, read_letter

LETTERS = Path(__file__).parent / "ministry_letters"


@dataclass(frozen=True)
class Officer:
    """What an officer takes, in the order of the letter; all else stays behind.

    `recommendations`: number, first words, response; `motions`: submitters, papers, whether
    closing is proposed; `commitments`: to whom, made on, register number, whether closing is
    proposed; `deadlines`: phrase, date, strength, what it belongs to.
    """

    recommendations: tuple[tuple[str | None, str, str], ...] = ()
    motions: tuple[tuple[tuple[str, ...], tuple[str, ...], bool], ...] = ()
    commitments: tuple[tuple[str | None, date | None, str | None, bool], ...] = ()
    deadlines: tuple[tuple[str, date | None, str, str], ...] = ()
    references: tuple[str, ...] = ()


EXPECTED = {
    "youth_care_progress.txt": Officer(
        motions=((("Peters",), ("kst-31839-812",), False),),
        commitments=(
            ("Westerveld", date(2022, 6, 21), "TZ202206-214", True),
            (None, date(2022, 11, 15), None, False),
            (None, date(2022, 11, 15), None, False),
            (None, date(2022, 11, 15), None, False),
            (None, date(2022, 11, 15), None, False),
        ),
        deadlines=(
            ("in het eerste kwartaal van 2023", date(2023, 3, 31), "aimed", "commitment 1"),
            ("Zodra de agenda is vastgesteld", None, "promised", "commitment 2"),
            ("In de eerste helft van 2023", date(2023, 6, 30), "promised", "motion 0"),
            ("in het voorjaar van 2023", date(2023, 5, 31), "promised", "commitment 3"),
            ("voor de zomer van 2023", date(2023, 7, 6), "promised", "commitment 4"),
        ),
        references=("kst-31839-853", "kst-31839-812", "TZ202206-214"),
    ),
    "audit_of_roads.md": Officer(
        recommendations=(
            ("1", "Stel vooraf meetbare doelen", "accepted"),
            ("2", "Informeer de Tweede Kamer jaarlijks", "accepted"),
            ("3", "de inspectierapporten van bruggen", "partly"),
            (None, "het begrotingsartikel te splitsen", "rejected"),
            (None, "de Kamer voor iedere begrotingsbehandeling", "accepted"),
        ),
        deadlines=(
            ("jaarlijks", date(2024, 3, 21), "promised", "recommendation 1"),
            ("in mei 2024", date(2024, 5, 31), "promised", "recommendation 1"),
            ("vóór 1 september 2023", date(2023, 8, 31), "promised", "recommendation 2"),
        ),
    ),
    "collected_promises.txt": Officer(
        motions=(
            (("Westerveld",), ("kst-31497-448",), False),
            (("Paul", "Segers"), ("kst-31293-660",), True),
        ),
        commitments=(
            ("De Hoop", date(2023, 6, 8), None, False),
            ("Beertema", date(2023, 4, 20), None, True),
            ("Kwint", None, None, True),
        ),
        deadlines=(
            ("in het voorjaar van 2024", date(2024, 5, 31), "promised", "commitment 0"),
            ("in het tweede kwartaal van 2024", date(2024, 6, 30), "promised", "motion 0"),
        ),
        references=("kst-31497-448", "kst-31293-660"),
    ),
    "answers_put_off.txt": Officer(
        commitments=(
            (None, date(2022, 2, 14), None, False),
            (None, date(2022, 2, 14), None, False),
        ),
        deadlines=(
            ("uiterlijk 18 maart 2022", date(2022, 3, 18), "aimed", "commitment 0"),
            ("binnen twee weken", date(2022, 2, 28), "promised", "commitment 1"),
        ),
        references=("2022Z01234",),
    ),
    "after_the_senate.txt": Officer(
        motions=((("Van der Linden",), ("kst-34453-AB",), False),),
        commitments=(
            ("Dessing", date(2021, 4, 20), "T02875", False),
            ("Kox", date(2021, 4, 20), "T03107", True),
        ),
        deadlines=(
            ("voor 1 december 2021", date(2021, 11, 30), "promised", "commitment 0"),
            ("Drie jaar na inwerkingtreding", None, "promised", "motion 0"),
        ),
        references=("T02875", "T02875", "T03107", "T03107", "kst-34453-AB"),
    ),
    "cabinet_on_elderly.md": Officer(
        recommendations=(
            (None, "de subsidieregeling STAP voort te zetten", "rejected"),
            (None, "een individuele leerrekening in te voeren", "accepted"),
        ),
        motions=((("Tielen", "De Jong"), ("kst-29544-1190",), False),),
        deadlines=(
            ("per 1 januari 2024", date(2024, 1, 1), "promised", "recommendation 0"),
            ("dit najaar", date(2023, 11, 30), "promised", "recommendation 1"),
            ("in september 2023", date(2023, 9, 30), "promised", "motion 0"),
        ),
        references=("kst-29544-1190",),
    ),
    "energy_progress.txt": Officer(
        motions=((("Erkens",), ("kst-32813-1120",), False),),
        commitments=(
            ("Kröger", None, None, True),
            (None, date(2023, 2, 3), None, False),
            (None, date(2023, 2, 3), None, False),
            (None, date(2023, 2, 3), None, False),
            (None, date(2023, 2, 3), None, False),
            (None, date(2023, 2, 3), None, False),
        ),
        deadlines=(
            ("per 1 januari 2025", date(2025, 1, 1), "promised", "commitment 1"),
            ("In het tweede kwartaal", date(2023, 6, 30), "promised", "commitment 2"),
            ("Na de zomer", None, "promised", "commitment 3"),
            ("1 januari 2024", date(2024, 1, 1), "aimed", "commitment 4"),
            ("voor de zomer", date(2023, 7, 6), "intended", "motion 0"),
            ("voor het herfstreces", date(2023, 10, 12), "promised", "commitment 5"),
        ),
        references=("kst-32813-1120",),
    ),
    "collected_on_mental_care.txt": Officer(
        motions=((("Van den Berg",), ("kst-29247-370",), False),),
        commitments=(
            (None, date(2022, 9, 29), "TZ202210-011", True),
            ("Westerveld", None, None, False),
            (None, date(2021, 3, 3), None, False),
            (None, date(2022, 12, 12), None, False),
            (None, date(2022, 12, 12), None, False),
        ),
        deadlines=(
            ("in het eerste kwartaal van 2023", date(2023, 3, 31), "promised", "commitment 0"),
            ("na ontvangst", None, "promised", "commitment 0"),
            ("uiterlijk in februari 2023", date(2023, 2, 28), "promised", "commitment 1"),
            ("in het tweede kwartaal van 2023", date(2023, 6, 30), "intended", "motion 0"),
            ("In 2024", date(2024, 12, 31), "intended", "commitment 3"),
            ("in de loop van 2024", date(2024, 12, 31), "promised", "commitment 4"),
            ("na het kerstreces", None, "promised", "commitment 2"),
        ),
        references=("TZ202210-011", "kst-35370-9", "kst-29247-370"),
    ),
    "safety_board.md": Officer(
        recommendations=(
            (
                "1",
                "in de eerste plaats landelijke ontwerpnormen voor fietspaden vast te stellen",
                "accepted",
            ),
            (
                "2",
                "in de tweede plaats de snelheid van elektrische fietsen te begrenzen",
                "rejected",
            ),
            ("4", "Zorg voor betere registratie van ongevallen", "accepted"),
        ),
        motions=(
            (("Koekkoek",), ("kst-29398-1090",), False),
            (("Veltman",), ("kst-29398-1092",), True),
        ),
        commitments=((None, date(2024, 1, 30), None, False),),
        deadlines=(
            ("eind 2024", date(2024, 12, 31), "promised", "recommendation 0"),
            ("in de zomer van 2025", date(2025, 8, 31), "intended", "recommendation 2"),
            ("voor 1 juni 2024", date(2024, 5, 31), "promised", "commitment 0"),
            ("per 1 juli 2024", date(2024, 7, 1), "promised", "motion 0"),
        ),
        references=("kst-29398-1090", "kst-29398-1092"),
    ),
}


def reading_of(name: str) -> LetterReading:
    text = read_document((LETTERS / name).read_bytes(), name)
    return read_letter(text, shipped_calendar())


def taken(reading: LetterReading, officer: Officer) -> Officer:
    """What was read, with as much of each recommendation as the officer wrote down."""
    lengths = [len(words) for _, words, _ in officer.recommendations] + [80] * 99
    return Officer(
        tuple(
            (each.number, each.find.quote[:length], each.response.value)
            for each, length in zip(reading.recommendations, lengths, strict=False)
        ),
        tuple((each.submitters, each.papers, each.proposes_closing) for each in reading.motions),
        tuple(
            (each.made_to, each.made_on, each.register_number, each.proposes_closing)
            for each in reading.commitments
        ),
        tuple(
            (
                each.phrase,
                each.term.due_on,
                each.strength.value,
                f"{each.belongs_to.kind} {each.belongs_to.index}" if each.belongs_to else "",
            )
            for each in reading.deadlines
        ),
        tuple(each.identifier for each in reading.references),
    )


def test_each_letter_has_its_officer() -> None:
    assert {path.name for path in LETTERS.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_letter_gives_what_an_officer_takes_and_no_more(name: str) -> None:
    assert taken(reading_of(name), EXPECTED[name]) == EXPECTED[name]
