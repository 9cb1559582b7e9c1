"""The standing sentences of an annex, proposed where the facts of a row carry them.

Their form is that of the annexes of the budget, such as that of 2024, chapter IV
(rijksfinancien.nl, OWB 2024 IV, bijlage 3).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.annex_rows import AnnexRow
from tracker.domain.planning import Certainty
from tracker.domain.statuses import Status


class Sentence(StrEnum):
    """A standing sentence, by what it says."""

    TOLD_BY_LETTER = "told_by_letter"
    TRANSFERRED = "transferred"
    NOT_CARRIED_OUT = "not_carried_out"
    WILL_BE_TOLD = "will_be_told"
    WILL_BE_TOLD_ABOUT = "will_be_told_about"


@dataclass(frozen=True)
class StandardSentence:
    """A sentence with its facts: a day, a source place, or a ministry."""

    sentence: Sentence
    day: date | None = None
    place: str = ""
    ministry: str = ""


def standard_sentence(row: AnnexRow) -> StandardSentence | None:
    """The sentence that the facts of a row carry, or None.

    Completed: the paper in which the House was told, with its date, or the ministry that took
    it over. Not yet: the first date that is due; one that is not sure is said so.
    """
    return _completed(row) if row.closed else _awaited(row)


def _completed(row: AnnexRow) -> StandardSentence | None:
    place = row.closing.place if row.closing else ""
    day = row.closing_dated_on or row.closed_on
    if row.transferred_to:
        return StandardSentence(Sentence.TRANSFERRED, ministry=row.transferred_to, place=place)
    if row.status is Status.NOT_CARRIED_OUT and place and day:
        return StandardSentence(Sentence.NOT_CARRIED_OUT, day, place)
    if place and day:
        return StandardSentence(Sentence.TOLD_BY_LETTER, day, place)
    return None


def _awaited(row: AnnexRow) -> StandardSentence | None:
    first = next((one for one in row.open_deadlines if one.due_on), None)
    if first is None:
        return None
    firm = first.certainty is Certainty.FIRM
    sentence = Sentence.WILL_BE_TOLD if firm else Sentence.WILL_BE_TOLD_ABOUT
    return StandardSentence(sentence, first.due_on)
