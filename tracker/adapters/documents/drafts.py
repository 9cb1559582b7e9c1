"""What the readers of all formats make first: blocks of pieces, and from these the text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from tracker.domain.letter_texts import Block, BlockKind, Emphasis, LetterText, PrintedPaper

_INVISIBLE = re.compile("[\u00ad\ufeff]")
_SPACES = re.compile(r"[\t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]|\s{2,}")
_LONGEST_HEADING = 250


class Role(Enum):
    """What a piece of a block is."""

    TEXT = auto()
    RAISED = auto()
    """Superscript that may be the mark of a footnote; `resolve_marks` tells."""
    NOTE = auto()
    """Here hangs the footnote whose key is the piece's text."""
    LINE = auto()
    """The writer ended the line here, not the block."""
    CELL = auto()
    """Between two cells of a table's row."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a block in one style."""

    text: str
    role: Role = Role.TEXT
    bold: bool = False
    italic: bool = False


LINE = Piece("", Role.LINE)
CELL = Piece("", Role.CELL)


@dataclass(slots=True)
class Draft:
    """A block that is not yet put in its place.

    `cut_before` says that a page ended or a rule stood before it. Of a footnote, `key`
    is what the piece where it hangs names it by.
    """

    kind: BlockKind
    pieces: list[Piece] = field(default_factory=list)
    key: str | None = None
    mark: str | None = None
    cut_before: bool = False

    @property
    def words(self) -> str:
        """The text without its marks, not yet cleaned."""
        return "".join(
            piece.text for piece in self.pieces if piece.role in {Role.TEXT, Role.RAISED}
        )


class Manuscript:
    """Takes down the blocks of a document as its reader comes upon them.

    A footnote or a row of a table is one block, whatever paragraphs there are in it, and a
    footnote may stand amid a paragraph that goes on after it: these two are entered and left.
    """

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self._open: Draft | None = None
        self._entered: list[tuple[Draft, Draft | None]] = []
        self._cells = 0
        self._cut = False
        self._fresh = False

    def begin(self, kind: BlockKind, number: str = "") -> None:
        """End the open block and begin one; `number` is printed before its text."""
        if self._fresh and kind is BlockKind.LIST_ITEM:
            return
        if self._entered:
            if self._open is not None and self._open.pieces[-1:] not in ([], [CELL], [LINE]):
                self._open.pieces.append(LINE)
        else:
            self.end()
            self._open = Draft(kind, cut_before=self._cut)
            self._cut = False
        if number:
            self.write(number + " ")
        self._fresh = kind is BlockKind.LIST_ITEM and not self._entered

    def end(self) -> None:
        """End the open block; one without a word is forgotten, but not what hangs there."""
        if not self._entered:
            draft, self._open = self._open, None
            self._fresh = False
            self._keep(draft)

    def _keep(self, draft: Draft | None) -> None:
        if draft is None:
            return
        if draft.words.strip():
            self.drafts.append(draft)
            return
        self._cut = self._cut or draft.cut_before
        if self.drafts:
            self.drafts[-1].pieces += [p for p in draft.pieces if p.role is Role.NOTE]

    def enter_note(self, key: str, mark: str | None) -> None:
        """Write a footnote from here on; `key` is what `hang` names it by."""
        self._enter(Draft(BlockKind.FOOTNOTE, key=key, mark=mark))

    def enter_row(self) -> None:
        """Write a row of a table from here on."""
        if not self._entered:
            self.end()
        self._enter(Draft(BlockKind.TABLE_ROW))
        self._cells = 0

    def cell(self) -> None:
        """Begin a cell of the row."""
        if self._cells:
            self.add(CELL)
        self._cells += 1

    def leave(self) -> None:
        """End the footnote or the row, and go on with what was being written before it."""
        draft, before = self._entered.pop()
        self._open = before
        if draft.words.strip():
            self.drafts.append(draft)

    def _enter(self, draft: Draft) -> None:
        self._entered.append((draft, self._open))
        self._open = draft

    def cut(self) -> None:
        """Note that a page ends here, or that a rule stands here."""
        if not self._entered:
            self.end()
            self._cut = True

    def write(self, text: str, *, bold: bool = False, italic: bool = False) -> None:
        """Text in the open block; text outside any block begins a paragraph."""
        if self._open is not None or text.strip():
            self.add(Piece(text, Role.TEXT, bold, italic))

    def hang(self, key: str) -> None:
        """A footnote hangs here."""
        self.add(Piece(key, Role.NOTE))

    def add(self, piece: Piece) -> None:
        """A piece in the open block."""
        if self._open is None:
            self.begin(BlockKind.PARAGRAPH)
        assert self._open is not None
        self._fresh = self._fresh and not piece.text.strip()
        self._open.pieces.append(piece)

    def finished(self) -> list[Draft]:
        """All blocks that were written."""
        while self._entered:
            self.leave()
        self.end()
        return self.drafts


def headed(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """The drafts, with short paragraphs that are wholly bold or italic as headings."""
    for draft in drafts:
        if draft.kind is BlockKind.PARAGRAPH and _is_heading(draft):
            draft.kind = BlockKind.HEADING
        yield draft


def _is_heading(draft: Draft) -> bool:
    texts = [p for p in draft.pieces if p.role is Role.TEXT and p.text.strip()]
    if not texts or sum(len(p.text) for p in texts) > _LONGEST_HEADING:
        return False
    if not all(p.bold or p.italic for p in texts):
        return False
    return texts[0].bold or not texts[-1].text.rstrip().endswith((".", ";", ",", ":", "?", "!"))


def letter_text(drafts: Iterable[Draft], printed: PrintedPaper | None = None) -> LetterText:
    """The text of the drafts: the body in their order, then the footnotes as they hang."""
    body: list[Draft] = []
    notes: list[Draft] = []
    for draft in drafts:
        (notes if draft.kind is BlockKind.FOOTNOTE else body).append(draft)
    setter = _Setter()
    for draft in body:
        setter.place(draft)
    hung = setter.hung
    for draft in sorted(notes, key=lambda note: hung.get(note.key or "", setter.length)):
        setter.place(draft)
    return setter.text(printed or PrintedPaper())


class _Setter:
    def __init__(self) -> None:
        self.hung: dict[str, int] = {}
        self.length = 0
        self._texts: list[str] = []
        self._blocks: list[Block] = []
        self._emphasis: list[Emphasis] = []

    def place(self, draft: Draft) -> None:
        line = _Line()
        for piece in draft.pieces:
            line.add(piece)
        text, lead = line.stripped()
        start = self.length + 2 * bool(self._texts)
        if not text:
            return
        end = start + len(text)

        def moved(offset: int) -> int:
            return min(max(start + offset - lead, start), end)

        if draft.kind is BlockKind.FOOTNOTE:
            hangs_at = self.hung.get(draft.key) if draft.key else None
            self._blocks.append(Block(start, end, draft.kind, draft.mark, hangs_at))
        else:
            self._blocks.append(Block(start, end, draft.kind))
            for key, offset in line.notes:
                self.hung.setdefault(key, moved(offset))
        spans = [(moved(first), moved(last)) for first, last in line.emphasis]
        self._emphasis += [Emphasis(first, last) for first, last in spans if first < last]
        self._texts.append(text)
        self.length = end

    def text(self, printed: PrintedPaper) -> LetterText:
        return LetterText(
            "\n\n".join(self._texts), tuple(self._blocks), tuple(self._emphasis), printed
        )


class _Line:
    """The text of one block as it is put together, its spaces collapsed."""

    def __init__(self) -> None:
        self.notes: list[tuple[str, int]] = []
        self.emphasis: list[tuple[int, int]] = []
        self._parts: list[str] = []
        self._length = 0
        self._waiting = ""

    def add(self, piece: Piece) -> None:
        match piece.role:
            case Role.NOTE:
                self.notes.append((piece.text, self._length))
            case Role.LINE:
                self._waiting = self._waiting if self._waiting == "\t" else "\n"
            case Role.CELL:
                self._waiting = ""
                self._put("\t")
            case _:
                self._add_text(piece)

    def _add_text(self, piece: Piece) -> None:
        text = _SPACES.sub(" ", _INVISIBLE.sub("", piece.text))
        core = text.strip(" ")
        if text.startswith(" ") and not self._waiting:
            self._waiting = " "
        if not core:
            return
        if self._parts and not self._parts[-1].endswith("\t"):
            self._put(" " if self._waiting == "\n" and core[0].islower() else self._waiting)
        self._waiting = " " if text.endswith(" ") else ""
        start = self._length
        self._put(core)
        if piece.bold or piece.italic:
            self._emphasise(start, self._length)

    def _put(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)

    def _emphasise(self, start: int, end: int) -> None:
        if self.emphasis and start - self.emphasis[-1][1] <= 1:
            start = self.emphasis.pop()[0]
        self.emphasis.append((start, end))

    def stripped(self) -> tuple[str, int]:
        """The text without spaces around it, and how many went from its start."""
        text = "".join(self._parts)
        if not text.strip():
            return "", 0
        if "\t" in text:
            return text, 0
        lead = len(text) - len(text.lstrip())
        return text.strip(), lead


def plainer(piece: Piece) -> Piece:
    """A raised piece as ordinary text; another one as it is."""
    return replace(piece, role=Role.TEXT) if piece.role is Role.RAISED else piece
