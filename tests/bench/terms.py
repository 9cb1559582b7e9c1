"""Measures how many terms are read in a second, and how the time to find them grows.

    python -m tests.bench.terms

One process, one core. The wordings are those of tests/domain/term_wordings.tsv, and of the
convention where ../shared holds it.
"""

import csv
import platform
import time
from datetime import date
from pathlib import Path
from statistics import median

from tracker.adapters.sittings import shipped_calendar
from tracker.domain.terms import read_term
from tracker.domain.terms_found import find_terms

ROOT = Path(__file__).parents[2]
TABLES = (
    ROOT / "tests" / "domain" / "term_wordings.tsv",
    ROOT.parent / "shared" / "domain" / "deadlines.tsv",
)
LETTER = ROOT.parent / "shared" / "letter" / "kst-31015-221.md"
SENTENCE = "Ik zal uw Kamer uiterlijk voor het zomerreces van 2021 over de uitkomsten informeren. "
ROUNDS = 9
MEGABYTE = 1_000_000


def main() -> None:
    """Print both figures."""
    print(f"Python {platform.python_version()}, {platform.machine()}, one core")
    print_terms_a_second()
    print_growth()


def print_terms_a_second() -> None:
    """Read every wording of the tables in each round."""
    wordings = [wording for table in TABLES if table.exists() for wording in read_wordings(table)]
    calendar = shipped_calendar()
    rates = []
    for _ in range(ROUNDS):
        started = time.process_time()
        for phrase, day in wordings:
            read_term(phrase, day, calendar)
        rates.append(len(wordings) / (time.process_time() - started))
    print(
        f"{len(wordings)} wordings: {median(rates):,.0f} terms a second "
        f"({min(rates):,.0f} to {max(rates):,.0f} in {ROUNDS} rounds)"
    )


def read_wordings(table: Path) -> list[tuple[str, date]]:
    """The wordings of a table with the dates of their texts."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["phrase"], date.fromisoformat(row["reference_date"])) for row in rows]


def print_growth() -> None:
    """Find the terms in 1, 2, 4 and 8 MB of a letter repeated."""
    letter = LETTER.read_text(encoding="utf-8") if LETTER.exists() else SENTENCE
    calendar, first = shipped_calendar(), 0.0
    for size in (1, 2, 4, 8):
        text = (letter * (size * MEGABYTE // len(letter) + 1))[: size * MEGABYTE]
        started = time.process_time()
        terms = find_terms(text, date(2021, 1, 11), calendar)
        seconds = time.process_time() - started
        first = first or seconds
        print(f"{size} MB: {seconds:.2f} s, {seconds / first:.2f} times 1 MB, {len(terms)} terms")


if __name__ == "__main__":
    main()
