"""A letter made by hand, with what was found in it: for tests of services and pages."""

import uuid
from datetime import date

from tests import worked_case
from tracker.adapters.sittings import shipped_calendar
from tracker.db.session import Store
from tracker.domain.letter_texts import Block, BlockKind, LetterText
from tracker.domain.letters import (
    CommitmentFound,
    Confidence,
    DeadlineFound,
    Find,
    ItemRef,
    LetterReading,
    MeasureFound,
    MotionFound,
    PaperFound,
    PaperKind,
    RecommendationFound,
    SourceReport,
)
from tracker.domain.planning import Strength
from tracker.domain.sittings import SittingCalendar
from tracker.domain.statuses import Kind, Response
from tracker.domain.terms import read_term
from tracker.services.letters import Document, open_letter

DATED = date(2021, 6, 15)
PARTS = (
    "Aanbeveling 7",
    "Zorg dat tolken beter bereikbaar zijn. De aanbeveling wordt overgenomen.",
    "De motie Jansen en De Boer is zo uitgevoerd. Ook de motie van het lid Smit leeft nog.",
    "Ik zeg uw Kamer toe het tolkenregister te vernieuwen. Dat is voor 1 oktober 2021 klaar.",
    "Binnenkort volgt een plan. De IND leidt nieuwe tolken op.",
)
TEXT = "\n\n".join(PARTS)


def letter_text() -> LetterText:
    """The text, a heading and four paragraphs."""
    blocks: list[Block] = []
    at = 0
    for part in PARTS:
        kind = BlockKind.PARAGRAPH if blocks else BlockKind.HEADING
        blocks.append(Block(at, at + len(part), kind))
        at += len(part) + 2
    return LetterText(TEXT, tuple(blocks))


def find(quote: str, confidence: Confidence = Confidence.SURE) -> Find:
    """A find of these words."""
    start = TEXT.index(quote)
    return Find(start, start + len(quote), quote, "by_hand", confidence)


def reading(calendar: SittingCalendar) -> LetterReading:
    """A recommendation, two motions (of one the number is unsure), a promise and two terms."""
    return LetterReading(
        paper=PaperFound(
            PaperKind.LETTER,
            identifier="kst-99001-7",
            dated_on=DATED,
            author="Staatssecretaris van Justitie en Veiligheid",
        ),
        source_report=SourceReport(find("Aanbeveling 7"), "Tolken in beeld", "Een adviseur", None),
        recommendations=(
            RecommendationFound(
                find("Zorg dat tolken beter bereikbaar zijn."), "7", 12, Response.ACCEPTED
            ),
        ),
        motions=(
            MotionFound(
                find("motie Jansen en De Boer"),
                ("Jansen", "De Boer"),
                False,
                ("kst-99001-3",),
                find("De motie Jansen en De Boer is zo uitgevoerd."),
                True,
                0,
            ),
            MotionFound(
                find("motie van het lid Smit", Confidence.LIKELY),
                ("Smit",),
                False,
                ("kst-28638-172", "kst-28638-173"),
                None,
                False,
            ),
        ),
        commitments=(
            CommitmentFound(
                find("Ik zeg uw Kamer toe het tolkenregister te vernieuwen."),
                "het tolkenregister te vernieuwen",
                "Staatssecretaris van Justitie en Veiligheid",
                "Tweede Kamer",
                None,
                None,
                None,
                None,
                False,
                0,
            ),
        ),
        deadlines=(
            _deadline(calendar, "Dat is voor 1 oktober 2021 klaar.", "voor 1 oktober 2021",
                      ItemRef(Kind.COMMITMENT, 0)),
            _deadline(calendar, "Binnenkort volgt een plan.", "Binnenkort", None),
        ),
        measures=(MeasureFound(find("De IND leidt nieuwe tolken op."), "nieuwe tolken opleiden",
                               "IND", 0),),
    )  # fmt: skip


def _deadline(
    calendar: SittingCalendar, sentence: str, phrase: str, belongs_to: ItemRef | None
) -> DeadlineFound:
    start = TEXT.index(phrase)
    return DeadlineFound(
        find(sentence),
        sentence,
        phrase,
        start,
        start + len(phrase),
        read_term(phrase, DATED, calendar),
        Strength.PROMISED,
        None,
        belongs_to,
    )


def document(calendar: SittingCalendar) -> Document:
    """The text with what was found in it."""
    return Document(letter_text(), reading(calendar))


def read(store: Store) -> uuid.UUID:
    """Keep the letter, read by Noor; the key under which it is."""
    with store.writing() as session:
        return open_letter(
            session,
            worked_case.actor(store),
            worked_case.CLOCK,
            submission=uuid.uuid4(),
            name="brief.txt",
            document=document(shipped_calendar()),
        ).letter_id
