"""One annex with all that makes a document hard, and the words that it must show."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tracker.domain.annexes import Annex, AnnexKind, AnnexRow, RowFlag, arrange

HREF = "https://nakoming.example/items/"
PAPERS = "https://zoek.officielebekendmakingen.nl/"

ROWS = (
    AnnexRow(
        kind=AnnexKind.MOTION,
        closed=False,
        number="M-2021-0002",
        description=(
            "De motie van de leden Kuik en Van der Graaf over de minst zichtbare slachtoffers"
        ),
        source_place="Kamerstukken II 2020/21, 35 570 VI, nr. 50",
        source_url=f"{PAPERS}kst-35570-VI-50.html",
        status_text="Een eerste opzet is besproken; kosten € 12.500.\n\nPlanning volgt:\nin juli.",
        href=f"{HREF}M-2021-0002",
    ),
    AnnexRow(
        kind=AnnexKind.MOTION,
        closed=True,
        number="M-2021-0003",
        description="De motie over een onlineoutreachprogramma",
        source_place="Kamerstukken II 2020/21, 31 015, nr. 186",
        source_url=f"{PAPERS}kst-31015-186.html",
        status_text="Afgedaan met <b>twee</b> pijlers & #sys.inputs *geen* _opmaak_.",
        href=f"{HREF}M-2021-0003",
    ),
    AnnexRow(
        kind=AnnexKind.COMMITMENT,
        closed=False,
        number="T-2021-0001",
        description="Onderzoek naar vertrek met onbekende bestemming",
        source_place="Handelingen II 2019/20, nr. 80, item 3",
        source_url=None,
        status_text="",
        href=f"{HREF}T-2021-0001",
        flag=RowFlag.NO_NOTE,
    ),
    AnnexRow(
        kind=AnnexKind.RECOMMENDATION,
        closed=False,
        number="A-2021-0002",
        description="Aanbeveling 2 🙂 → ≥",
        source_place="Kamerstukken II 2020/21, 31 015, nr. 221",
        source_url=f"{PAPERS}kst-31015-221.html",
        status_text="שלום\n\nEen\x07stuurteken",
        href=f"{HREF}A-2021-0002",
        body="Nationaal Rapporteur",
        flag=RowFlag.NO_NEW_NOTE,
        flagged_since=date(2021, 3, 31),
    ),
)

DRAFT = Annex(
    title="Moties en toezeggingen mensenhandel",
    reference_date=date(2021, 6, 30),
    addressee="Tweede Kamer",
    draft=True,
    language="nl",
    author="Noor Aksoy",
    made_at=datetime(2021, 7, 1, 7, 12, tzinfo=UTC),
    sections=arrange(ROWS),
)


@pytest.fixture
def draft() -> Annex:
    """An annex that is not final yet."""
    return DRAFT


@pytest.fixture
def final() -> Annex:
    """The same annex as it goes to the House."""
    return replace(DRAFT, draft=False)


@pytest.fixture
def many() -> Annex:
    """An annex of sixty rows in one table: more than one page."""
    rows = [replace(ROWS[0], number=f"M-2021-{number:04}") for number in range(60)]
    return replace(DRAFT, sections=arrange(rows))


@pytest.fixture
def with_status() -> Callable[[str], Annex]:
    """Makes an annex of one row with this text."""

    def make(text: str) -> Annex:
        return replace(DRAFT, sections=arrange([replace(ROWS[0], status_text=text)]))

    return make
