"""No text makes the reader slow, and none makes it fail."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.adapters.documents import plain_text
from tracker.adapters.sittings import shipped_calendar
from tracker.domain.errors import DomainError
from tracker.domain.letter_texts import Block, BlockKind, LetterText
from tracker.domain.letters import LetterReading, read_letter

CALENDAR = shipped_calendar()
PIECES = [
    "motie ", "moties van de leden ", "Van der ", "Graaf c.s. ", "(", ")", "Kamerstuk 31 015, nr. ",
    "heb ik toegezegd ", "Hiermee is ", "geef ik ", "de ", "Aanbeveling 1. ", "neem ik ", "over ",
    "voor 1 mei ", "zal ", "worden ", "Het Expertisecentrum ", "rapport ", "«", "»", ". ", "\n\n",
    "A. ", "Minister van Justitie en ", "verzoekt de regering ", "namens de Minister van ",
    "T01234 ", "programma ", "1. ", "volgende aanbevelingen:", "zeg ", "toe ", "\t", "en ",
    ", ", "-", "B",
]  # fmt: skip


def one_block(text: str) -> LetterText:
    return LetterText(text, (Block(0, len(text), BlockKind.PARAGRAPH),))


def read(text: LetterText) -> LetterReading:
    return read_letter(text, CALENDAR, None)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=60))
def test_pieces_of_letters_in_any_order_are_read(pieces: list[str]) -> None:
    text = "Den Haag, 11 januari 2021\n\n" + "".join(pieces)
    try:
        letter = plain_text(text)
    except DomainError:
        return
    reading = read(letter)
    finds = [each.find for each in reading.motions]
    finds += [each.find for each in reading.commitments]
    finds += [each.find for each in reading.deadlines]
    finds += [each.find for each in reading.measures]
    assert [letter.text[each.start : each.end] for each in finds] == [each.quote for each in finds]


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_text_of_one_piece_takes_no_more_than_its_length(piece: str) -> None:
    head = "BRIEF VAN DE MINISTER\nDen Haag, 11 januari 2021\n"
    times = []
    for characters in (40_000, 160_000):
        text = one_block(head + piece * (characters // len(piece)))
        rounds = []
        for _ in range(2):
            started = time.process_time()
            read(text)
            rounds.append(time.process_time() - started)
        times.append(min(rounds))
    assert times[1] < max(9 * times[0], 1.5)
