"""Marks in the text of a letter: cut into runs that a page can print one after another."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tracker.domain.letter_texts import Block, Emphasis, LetterText


@dataclass(frozen=True)
class Mark:
    """A numbered stretch of a text; offsets in code points."""

    number: int
    start: int
    end: int


@dataclass(frozen=True)
class Run:
    """A piece of a block in which nothing changes.

    `number` is the innermost mark that it is in, or None; `begins` and `ends` are the marks
    of which it is the first or the last piece. After a run may hang a `footnote`'s mark.
    """

    text: str
    number: int | None = None
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    emphasised: bool = False
    footnote: str | None = None


@dataclass(frozen=True)
class MarkedBlock:
    """A block of a letter as its runs."""

    block: Block
    runs: tuple[Run, ...]


def marked_blocks(letter: LetterText, marks: Iterable[Mark]) -> tuple[MarkedBlock, ...]:
    """The blocks of a letter with its marks, which may overlap, in time linear in both."""
    within = sorted(_clipped(letter.blocks, marks), key=lambda mark: (mark.start, -mark.end))
    hooks = sorted(
        (block.hangs_at, block.mark)
        for block in letter.blocks
        if block.hangs_at is not None and block.mark
    )
    sweep = _Sweep(letter.text, within, sorted(letter.emphasis, key=lambda e: e.start), hooks)
    return tuple(MarkedBlock(block, tuple(sweep.runs(block))) for block in letter.blocks)


def _clipped(blocks: Sequence[Block], marks: Iterable[Mark]) -> Iterator[Mark]:
    """The marks without what they cover before, between or after blocks."""
    starts, ends = [block.start for block in blocks], [block.end for block in blocks]
    for mark in marks:
        first, last = bisect_right(ends, mark.start), bisect_left(starts, mark.end) - 1
        if first <= last:
            start, end = max(mark.start, starts[first]), min(mark.end, ends[last])
            if start < end:
                yield replace(mark, start=start, end=end)


@dataclass
class _Sweep:
    """Goes through the blocks in order; each mark, emphasis and hook is taken up once."""

    text: str
    marks: Sequence[Mark]
    emphasis: Sequence[Emphasis]
    hooks: Sequence[tuple[int, str]]
    next_mark: int = 0
    next_emphasis: int = 0
    next_hook: int = 0

    def __post_init__(self) -> None:
        self.active: list[Mark] = []
        self.stressed: list[Emphasis] = []

    def runs(self, block: Block) -> Iterator[Run]:
        """The runs of the next block."""
        hooks = self._take_up(block)
        cuts = {block.start, block.end, *hooks}
        ends = [at for mark in self.active for at in (mark.start, mark.end)]
        ends += [at for one in self.stressed for at in (one.start, one.end)]
        cuts |= {at for at in ends if block.start < at < block.end}
        ordered = sorted(cuts)
        waiting = sorted(self.active, key=lambda mark: mark.start)
        here: list[Mark] = []
        for start, end in pairwise(ordered):
            here = [mark for mark in here if mark.end > start]
            while waiting and waiting[0].start <= start:
                here.append(waiting.pop(0))
            yield self._run(start, end, here, hooks)

    def _take_up(self, block: Block) -> dict[int, str]:
        self.active = [mark for mark in self.active if mark.end > block.start]
        self.stressed = [one for one in self.stressed if one.end > block.start]
        while self.next_mark < len(self.marks) and self.marks[self.next_mark].start < block.end:
            self.active.append(self.marks[self.next_mark])
            self.next_mark += 1
        while (
            self.next_emphasis < len(self.emphasis)
            and self.emphasis[self.next_emphasis].start < block.end
        ):
            self.stressed.append(self.emphasis[self.next_emphasis])
            self.next_emphasis += 1
        hooks: dict[int, str] = {}
        while self.next_hook < len(self.hooks) and self.hooks[self.next_hook][0] <= block.end:
            at, mark = self.hooks[self.next_hook]
            place = min(max(at, block.start), block.end)
            hooks[place] = f"{hooks[place]}, {mark}" if place in hooks else mark
            self.next_hook += 1
        return hooks

    def _run(self, start: int, end: int, here: list[Mark], hooks: dict[int, str]) -> Run:
        inner = max(here, key=lambda mark: (mark.start, -mark.end), default=None)
        return Run(
            text=self.text[start:end],
            number=inner.number if inner else None,
            begins=tuple(mark.number for mark in here if mark.start == start),
            ends=tuple(mark.number for mark in here if mark.end == end),
            emphasised=any(one.start <= start and end <= one.end for one in self.stressed),
            footnote=hooks.get(end),
        )
