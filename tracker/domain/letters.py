"""Reading a letter to the House: from its text to the proposals that an officer judges."""

from tracker.domain.letter_texts import LetterText
from tracker.domain.letters_finds import (
    CommitmentFound,
    Confidence,
    DeadlineFound,
    DictumFound,
    Find,
    ItemRef,
    LetterReading,
    MeasureFound,
    MotionFound,
    PaperFound,
    PaperKind,
    RecommendationFound,
    ReferenceFound,
    SourceReport,
)
from tracker.domain.sittings import SittingCalendar

__all__ = [
    "CommitmentFound",
    "Confidence",
    "DeadlineFound",
    "DictumFound",
    "Find",
    "ItemRef",
    "LetterReading",
    "MeasureFound",
    "MotionFound",
    "PaperFound",
    "PaperKind",
    "RecommendationFound",
    "ReferenceFound",
    "SourceReport",
    "read_letter",
]


def read_letter(text: LetterText, calendar: SittingCalendar) -> LetterReading:
    """The proposals of a letter, or of a motion's own paper; what is not sure is left out."""
    return LetterReading(paper=PaperFound(PaperKind.OTHER))
