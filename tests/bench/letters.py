"""Measures how long a letter takes to read, and how the time grows with its length.

    python -m tests.bench.letters

One process, one core. The letter is that of ../shared, or else the test's own; the long texts
are the same letter many times over.
"""

import platform
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from tracker.adapters.documents import read_document
from tracker.adapters.sittings import shipped_calendar
from tracker.domain.letter_texts import Emphasis, LetterText
from tracker.domain.letters import read_letter

ROOT = Path(__file__).parents[2]
LETTERS = (
    ROOT.parent / "shared" / "letter" / "kst-31015-221.md",
    ROOT / "tests" / "domain" / "letters" / "answer_to_a_report.md",
)
ROUNDS = 15
MEGABYTE = 1_000_000


def main() -> None:
    """Print both figures."""
    print(f"Python {platform.python_version()}, {platform.machine()}, one core")
    path = next(path for path in LETTERS if path.exists())
    letter = read_document(path.read_bytes(), path.name)
    times = [seconds(letter) for _ in range(ROUNDS)]
    print(
        f"{path.name}, {len(letter.text):,} characters: {median(times) * 1000:.0f} ms "
        f"({min(times) * 1000:.0f} to {max(times) * 1000:.0f} in {ROUNDS} rounds)"
    )
    before: float | None = None
    for size in (1, 2, 4, 8):
        taken = seconds(repeated(letter, size * MEGABYTE))
        ratio = f", {taken / before:.2f} times the one before" if before else ""
        print(f"{size} MB: {taken:.1f} s{ratio}")
        before = taken


def seconds(letter: LetterText) -> float:
    """The time of the processor that one reading takes."""
    calendar = shipped_calendar()
    started = time.process_time()
    read_letter(letter, calendar)
    return time.process_time() - started


def repeated(letter: LetterText, characters: int) -> LetterText:
    """The letter after itself until it has so many characters."""
    length = len(letter.text) + 2
    starts = [length * number for number in range(-(-characters // length))]
    blocks = tuple(
        replace(
            block,
            start=block.start + start,
            end=block.end + start,
            hangs_at=None if block.hangs_at is None else block.hangs_at + start,
        )
        for start in starts
        for block in letter.blocks
    )
    emphasis = tuple(
        Emphasis(each.start + start, each.end + start)
        for start in starts
        for each in letter.emphasis
    )
    return replace(
        letter, text="\n\n".join([letter.text] * len(starts)), blocks=blocks, emphasis=emphasis
    )


if __name__ == "__main__":
    main()
