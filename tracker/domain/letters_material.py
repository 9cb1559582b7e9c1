"""What the rules of a letter share: its paragraphs, its paper, and the papers that it cites."""

from bisect import bisect_left
from collections.abc import Sequence

from tracker.domain.letters_finds import PaperFound, ReferenceFound
from tracker.domain.letters_sentences import Pages


class Material:
    """A letter with what was found before its items: who says it, and the papers it cites."""

    def __init__(
        self, pages: Pages, paper: PaperFound, references: Sequence[ReferenceFound]
    ) -> None:
        self.pages = pages
        self.text = pages.text
        self.paper = paper
        self.references = references
        self._starts = [each.find.start for each in references]

    def references_between(self, start: int, end: int) -> Sequence[ReferenceFound]:
        """The references printed in a stretch of the text."""
        return self.references[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def references_hanging(self, start: int, end: int) -> tuple[ReferenceFound, ...]:
        """The references in the footnotes that hang in a stretch."""
        notes = self.pages.notes_between(start, end)
        return tuple(
            reference
            for note in notes
            for reference in self.references_between(note.block.start, note.block.end)
        )
