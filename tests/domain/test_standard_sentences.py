"""The standing sentences that the facts of a row carry."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.domain.annex_rows import AnnexDeadline, AnnexKind, AnnexPaper, AnnexRow
from tracker.domain.planning import Certainty, DeadlineState
from tracker.domain.standard_sentences import Sentence, StandardSentence, standard_sentence
from tracker.domain.statuses import Status

OPEN = AnnexRow(
    kind=AnnexKind.MOTION,
    closed=False,
    number="M-1",
    description="Motie Kuik",
    source_place="",
    source_url=None,
    status_text="",
    href="",
)
LETTER = AnnexPaper("Kamerstukken II 2022/23, 36 200 IV, nr. 85", None)
TOLD = replace(
    OPEN,
    closed=True,
    status=Status.MET,
    closed_on=date(2023, 6, 26),
    closing=LETTER,
    closing_dated_on=date(2023, 6, 23),
)


def due(day: date | None, certainty: Certainty = Certainty.FIRM) -> AnnexDeadline:
    return AnnexDeadline("Brief", "", day, certainty, DeadlineState.OPEN)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (TOLD, StandardSentence(Sentence.TOLD_BY_LETTER, date(2023, 6, 23), LETTER.place)),
        (
            replace(TOLD, closing_dated_on=None),
            StandardSentence(Sentence.TOLD_BY_LETTER, date(2023, 6, 26), LETTER.place),
        ),
        (
            replace(TOLD, status=Status.TRANSFERRED, transferred_to="SZW"),
            StandardSentence(Sentence.TRANSFERRED, ministry="SZW", place=LETTER.place),
        ),
        (
            replace(TOLD, status=Status.NOT_CARRIED_OUT),
            StandardSentence(Sentence.NOT_CARRIED_OUT, date(2023, 6, 23), LETTER.place),
        ),
        (replace(TOLD, closing=None), None),
        (OPEN, None),
        (replace(OPEN, deadlines=(due(None, Certainty.UNRESOLVED),)), None),
        (
            replace(OPEN, deadlines=(due(date(2023, 12, 1)), due(date(2023, 10, 1)))),
            StandardSentence(Sentence.WILL_BE_TOLD, date(2023, 10, 1)),
        ),
        (
            replace(OPEN, deadlines=(due(date(2023, 12, 31), Certainty.PROVISIONAL),)),
            StandardSentence(Sentence.WILL_BE_TOLD_ABOUT, date(2023, 12, 31)),
        ),
    ],
)
def test_standard_sentences(row: AnnexRow, sentence: StandardSentence | None) -> None:
    assert standard_sentence(row) == sentence
