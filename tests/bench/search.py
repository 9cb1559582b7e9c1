"""Measures a search over 200,000 Kamerstukken, on both databases.

    python -m tests.bench.search [--papers 200000] [--database sqlite]

Titles are of three to twelve words whose frequencies fall as those of a language do (Zipf, over
4,000 words), with a number, a kind, a date and an author. The 200 queries are named by what they
are: one to four words of one title, drawn by chance, a part of a word at the end, or a number.
The commonest words are asked apart: nearly every title has one. Each is timed at the service
that the page calls, with what was found read and marked, as the median of three.
"""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from itertools import accumulate, islice
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from tasks.postgres import temporary_postgres
from tests.bench.sync import describe_machine
from tracker.db.schema import refresh_statistics, upgrade
from tracker.db.session import Store, make_engine
from tracker.db.tables import Publication
from tracker.services.actors import SYSTEM
from tracker.services.publications import keep_told, publication_id
from tracker.services.search import search

SEED = 20261124
WORDS = 4_000
COMMONEST = 10
AT_ONCE = 1_000
KINDS = ("Brief regering", "Motie", "Amendement", "Verslag", "Antwoord schriftelijke vragen")
FIRST = (
    "aanpak", "beleid", "brief", "commissie", "debat", "evaluatie", "financiering", "gemeente",
    "handhaving", "inzet", "jeugd", "kabinet", "landbouw", "milieu", "natuur", "onderwijs",
    "politie", "rapport", "staat", "toezicht", "uitvoering", "veiligheid", "water", "zorg",
)  # fmt: skip
LAST = (
    "beleid", "brief", "kader", "plan", "raad", "stelsel", "wet", "zaak", "dienst", "akkoord",
    "programma", "onderzoek", "regeling", "tarief", "vergunning", "fonds", "agenda", "norm",
)  # fmt: skip

Query = tuple[str, str]


def main(arguments: Sequence[str]) -> None:
    """Fill each database, ask every query, and print a table."""
    parser = argparse.ArgumentParser(prog="tests.bench.search", description=__doc__)
    parser.add_argument("--papers", type=int, default=200_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    options = parser.parse_args(arguments)
    describe_machine()
    for database in options.database or ("sqlite", "postgresql"):
        with ExitStack() as stack:
            folder = stack.enter_context(TemporaryDirectory())
            url = (
                f"sqlite:///{Path(folder) / 'search.sqlite3'}"
                if database == "sqlite"
                else stack.enter_context(temporary_postgres())
            )
            measure(database, url, options.papers)


def measure(database: str, url: str, papers: int) -> None:
    """One database: how fast it fills, and what each kind of query takes."""
    upgrade(url)
    engine = make_engine(url)
    store = Store(engine)
    began = time.perf_counter()
    titles = fill(store, papers)
    print(f"{database}: {papers} papers kept in {time.perf_counter() - began:.0f} s")
    refresh_statistics(engine)
    named = list(queries(titles))
    taken = {kind: [asked(store, text) for one, text in named if one == kind] for kind in KINDS_OF}
    print_line(database, "all 200", [one for found in taken.values() for one in found])
    for kind, found in taken.items():
        print_line(database, kind, found)
    common = [asked(store, word) for word in vocabulary()[:COMMONEST]]
    print_line(database, f"the {COMMONEST} commonest words, apart", common)
    engine.dispose()


def fill(store: Store, papers: int) -> list[str]:
    """Keep so many papers, as a page of a source is kept; gives their titles."""
    chance = random.Random(SEED)
    words = vocabulary()
    weights = list(accumulate(1 / rank for rank in range(1, WORDS + 1)))
    titles: list[str] = []
    made = (paper(number, words, weights, chance) for number in range(papers))
    while part := list(islice(made, AT_ONCE)):
        with store.writing() as session:
            keep_told(session, part)
        titles += [one.title for one in part]
    return titles


def vocabulary() -> list[str]:
    """4,000 words, the commonest first: short ones of the trade, then compounds of them."""
    compounds = [f"{first}s{last}" for first in FIRST for last in LAST]
    numbered = [f"{one}{tail}" for tail in ("en", "smaatregel", "skosten", "sbesluit", "stoets",
                                            "snota", "svraag", "sdoel", "srecht")
                for one in compounds]  # fmt: skip
    return [*FIRST, *compounds, *numbered][:WORDS]


def paper(
    number: int, words: Sequence[str], weights: Sequence[float], chance: random.Random
) -> Publication:
    """One publication with a title by chance."""
    count = chance.randint(3, 12)
    title = " ".join(chance.choices(words, cum_weights=weights, k=count)).capitalize()
    identifier = f"kst-{29_000 + number // 400}-{number % 400 + 1}"
    return Publication(
        id=publication_id(identifier),
        identifier=identifier,
        number=f"20{10 + number % 16}D{number:05}",
        title=title,
        kind=chance.choice(KINDS),
        dated_on=date(2010, 1, 1) + timedelta(days=number % 5_800),
        author="Minister van Voorbeeld",
        dossier=f"{29_000 + number // 400:,}".replace(",", " "),
        source="bench",
    )


KINDS_OF = ("one word", "two words", "three words", "four words", "a part of a word", "a number")


def queries(titles: Sequence[str]) -> Iterator[Query]:
    """200 queries by what they are; words that stand in one title, so that something is found."""
    chance = random.Random(SEED + 1)
    common = set(vocabulary()[:COMMONEST])
    for count, kind in enumerate(KINDS_OF[:4], start=1):
        for _ in range(40):
            yield kind, " ".join(some_words(titles, count, common, chance))
    for _ in range(20):
        [word] = some_words(titles, 1, common, chance)
        yield "a part of a word", word[: max(3, len(word) // 2)]
    for _ in range(20):
        yield (
            "a number",
            f"{29_000 + chance.randrange(len(titles) // 400)}, nr. {chance.randint(1, 400)}",
        )


def some_words(
    titles: Sequence[str], count: int, common: set[str], chance: random.Random
) -> list[str]:
    """So many different words of a title, the commonest left out of single ones."""
    while True:
        words = list(dict.fromkeys(chance.choice(titles).lower().split()))
        if count == 1:
            words = [word for word in words if word not in common]
        if len(words) >= count:
            return chance.sample(words, count)


def asked(store: Store, text: str) -> float:
    """Milliseconds for one search, the median of three; that something is found is checked."""
    taken = []
    for _ in range(3):
        began = time.perf_counter()
        with store.reading() as session:
            found = search(session, SYSTEM, text)
        taken.append(1000 * (time.perf_counter() - began))
        if not found.papers:
            raise SystemExit(f"nothing found for {text!r}")
    return median(taken)


def print_line(database: str, what: str, taken: Sequence[float]) -> None:
    """p50, p95 and the longest of a kind of query."""
    p95 = quantiles(taken, n=20)[-1]
    print(
        f"{database}: {what}, {len(taken)} queries: "
        f"p50 {median(taken):.1f} ms, p95 {p95:.1f} ms, longest {max(taken):.1f} ms"
    )


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
