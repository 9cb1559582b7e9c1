"""Measures how long a document takes in each format, and how much memory.

    python -m tests.bench.documents [--rows 200 2000] [--rounds 5] [--format pdf]

Each file is made as the server makes it: by a process of its own, started, measured as a
whole, and ended. The peak is that of the process.
"""

import argparse
import platform
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from statistics import median

from tests.bench.documents_made import made
from tracker.adapters.child import in_child
from tracker.adapters.printed import FileFormat
from tracker.domain.printed import (
    Cell,
    Column,
    Heading,
    Listing,
    Paragraph,
    Printed,
    Span,
    Style,
    Table,
    plain,
)

PAPERS = "https://zoek.officielebekendmakingen.nl/"
WITHIN = 300.0


def main(arguments: Sequence[str]) -> None:
    """Print a line in Markdown for each format and size."""
    parser = argparse.ArgumentParser(prog="tests.bench.documents", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[200, 2_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--format", nargs="+", default=list(FileFormat), type=FileFormat)
    options = parser.parse_args(arguments)
    print(f"Python {platform.python_version()}, {platform.machine()}\n")
    print("| format | rows | seconds, median (lowest to highest) | peak, MB | file, kB |")
    print("|---|---|---|---|---|")
    for file_format in options.format:
        for rows in options.rows:
            print_line(file_format, rows, options.rounds)


def print_line(file_format: FileFormat, rows: int, rounds: int) -> None:
    """Make the document so often, and print what that took."""
    document = letter(rows)
    seconds, peaks, size = [], [], 0
    for _ in range(rounds):
        started = time.perf_counter()
        size, peak = in_child(made, document, file_format, timeout=WITHIN)
        seconds.append(time.perf_counter() - started)
        peaks.append(peak)
    spread = f"{median(seconds):.2f} ({min(seconds):.2f}–{max(seconds):.2f})"
    print(
        f"| {file_format} | {rows:,} | {spread} | {max(peaks):.0f} | {size / 1000:,.0f} |",
        flush=True,
    )


def letter(rows: int) -> Printed:
    """A letter of four tables; one text in seven has a list, one in ten looks and links."""
    title = "Moties en toezeggingen"
    columns = (Column("Omschrijving", 38), Column("Vindplaats", 20), Column("Stand van zaken", 42))
    tables = [
        Table(f"Tabel van soort {place}", columns, tuple(map(row, range(place, rows, 4))))
        for place in range(4)
    ]
    return Printed(
        title=title,
        subject="Aan: Tweede Kamer. Peildatum: 30 juni 2021",
        author="Noor Aksoy",
        language="nl",
        made_at=datetime(2021, 7, 1, 7, 12, tzinfo=UTC),
        reference_date=date(2021, 6, 30),
        blocks=(Heading(1, title), plain("Aan: Tweede Kamer", Style.FACT), *tables),
    )


def row(number: int) -> tuple[Cell, ...]:
    """A row as long as those of real letters: some 350 characters."""
    paper = f"{PAPERS}kst-31015-{number}.html"
    place = Span(f"Kamerstukken II 2020/21, 31 015, nr. {number}", link=paper)
    told = plain(
        "Afgedaan. De Tweede Kamer is op 23 juni 2023 per brief geïnformeerd over de voortgang "
        f"en de kosten van € 12.500 (Kamerstukken II 2022/23, 31 015, nr. {number})."
    )
    status: Cell = (told,)
    if number % 7 == 0:
        status += (Listing(((plain("eerst de opzet"),), (plain("dan de uitvoering"),))),)
    if number % 10 == 0:
        link = Span("de brief", link=paper)
        status += (Paragraph((Span("Zie "), link, Span(" van "), Span("juni", bold=True))),)
    asked = f"De motie {number} van de leden Kuik en Van der Graaf over de minst zichtbare"
    return (plain(f"{asked} slachtoffers van mensenhandel"),), (Paragraph((place,)),), status


if __name__ == "__main__":
    main(sys.argv[1:])
