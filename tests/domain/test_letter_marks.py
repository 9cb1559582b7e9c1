"""Marks in the text of a letter: nothing lost, nothing twice, innermost first."""

import time

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.letter_marks import Mark, Run, marked_blocks
from tracker.domain.letter_texts import Block, BlockKind, Emphasis, LetterText

TEXT = "Aanbeveling 1\n\nHet plan komt voor de zomer.\n\nVoetnoot."
BODY = TEXT.index("Het")
LETTER = LetterText(
    text=TEXT,
    blocks=(
        Block(0, 13, BlockKind.HEADING),
        Block(BODY, BODY + 28, BlockKind.PARAGRAPH),
        Block(45, 54, BlockKind.FOOTNOTE, mark="1", hangs_at=BODY + 8),
    ),
    emphasis=(Emphasis(BODY, BODY + 8),),
)


def test_a_mark_within_a_mark() -> None:
    sentence = Mark(1, BODY, BODY + 28)
    term = Mark(2, TEXT.index("voor"), TEXT.index("voor") + 13)
    heading, body, note = marked_blocks(LETTER, [sentence, term])

    assert heading.runs == (Run("Aanbeveling 1"),)
    assert body.runs == (
        Run("Het plan", 1, begins=(1,), emphasised=True, footnote="1"),
        Run(" komt ", 1),
        Run("voor de zomer", 2, begins=(2,), ends=(2,)),
        Run(".", 1, ends=(1,)),
    )
    assert note.runs == (Run("Voetnoot."),)


def test_two_marks_of_the_same_words_both_have_their_number() -> None:
    both = [Mark(1, BODY, BODY + 3), Mark(2, BODY, BODY + 3)]
    _, body, _ = marked_blocks(LETTER, both)

    assert body.runs[0] == Run("Het", 1, begins=(1, 2), ends=(1, 2), emphasised=True)


def test_a_mark_over_two_blocks_ends_once() -> None:
    heading, body, _ = marked_blocks(LETTER, [Mark(1, 0, BODY + 3)])

    assert heading.runs == (Run("Aanbeveling 1", 1, begins=(1,)),)
    assert body.runs[0] == Run("Het", 1, ends=(1,), emphasised=True)


def test_a_mark_outside_the_blocks_is_left_out() -> None:
    assert all(
        run.number is None
        for block in marked_blocks(LETTER, [Mark(1, 13, 15), Mark(2, 500, 510), Mark(3, 5, 5)])
        for run in block.runs
    )


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=12))
def test_the_text_stays_whole_and_each_mark_begins_and_ends_once(
    places: list[tuple[int, int]],
) -> None:
    marks = [Mark(n, *sorted(place)) for n, place in enumerate(places, start=1)]
    blocks = marked_blocks(LETTER, marks)

    for one in blocks:
        assert "".join(run.text for run in one.runs) == TEXT[one.block.start : one.block.end]
    runs = [run for one in blocks for run in one.runs]
    begun = sorted(number for run in runs for number in run.begins)
    assert begun == sorted(number for run in runs for number in run.ends)
    assert len(begun) == len(set(begun))


def test_a_long_letter_takes_linear_time() -> None:
    def seconds(paragraphs: int) -> float:
        text = "\n\n".join(["Wij sturen het plan voor de zomer. " * 8] * paragraphs)
        size = 35 * 8
        blocks = tuple(
            Block(at, at + size, BlockKind.PARAGRAPH)
            for at in range(0, paragraphs * (size + 2), size + 2)
        )
        marks = [Mark(n, block.start, block.start + 20) for n, block in enumerate(blocks)]
        rounds = []
        for _ in range(3):
            started = time.process_time()
            marked_blocks(LetterText(text, blocks), marks)
            rounds.append(time.process_time() - started)
        return min(rounds)

    assert seconds(8_000) < 25 * seconds(1_000) + 0.05
