"""The text of a letter as its reader needs it: one string, and what each stretch of it is."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class BlockKind(StrEnum):
    """What a stretch of a letter is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    FOOTNOTE = "footnote"


@dataclass(frozen=True)
class Block:
    """One paragraph of a text, without the line breaks around it.

    `start` and `end` are offsets in code points. Of a footnote, `mark` is how it is numbered
    ('3') and `hangs_at` the offset in the body where its mark stood, if that is known.
    """

    start: int
    end: int
    kind: BlockKind
    mark: str | None = None
    hangs_at: int | None = None


@dataclass(frozen=True)
class Emphasis:
    """A stretch that is printed in italics or bold; offsets in code points."""

    start: int
    end: int


@dataclass(frozen=True)
class PrintedPaper:
    """What a document says of itself outside its running text, as official XML does."""

    dossier: str | None = None
    dossier_title: str | None = None
    number: str | None = None
    session_year: str | None = None
    dated_on: date | None = None


@dataclass(frozen=True)
class LetterText:
    """A letter as text: its blocks in reading order, the footnotes after the body.

    Blocks are parted by one empty line and do not overlap; marks of footnotes are no part
    of the text, but known by `Block.hangs_at`. Soft hyphens are gone, and sentences that a
    page break or a footnote cut in two are one block again.
    """

    text: str
    blocks: tuple[Block, ...]
    emphasis: tuple[Emphasis, ...] = ()
    printed: PrintedPaper = PrintedPaper()
