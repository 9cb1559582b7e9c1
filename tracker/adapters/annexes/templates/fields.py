"""The fields that a ministry's own document can name, and what they stand for."""

from collections.abc import Callable, Iterator

from tracker.adapters.annexes import wording
from tracker.adapters.labels import label
from tracker.adapters.marked_texts import marked_blocks
from tracker.adapters.messages import Messages
from tracker.domain.annex_rows import AnnexKind, AnnexRow
from tracker.domain.annexes import Annex
from tracker.domain.printed import Listing, Paragraph

LETTER_FIELDS = ("titel", "peildatum", "aan", "auteur", "debat", "aantal")
ROW_FIELDS = (
    "nummer",
    "registernummer",
    "soort",
    "omschrijving",
    "gevraagd",
    "vindplaats",
    "stand_van_zaken",
    "status",
    "reactie",
    "termijn",
    "dossier",
    "bewindspersoon",
    "programma",
    "behandelaar",
)
_KINDS = {
    "moties": AnnexKind.MOTION,
    "overige_moties": AnnexKind.OTHER_MOTION,
    "toezeggingen": AnnexKind.COMMITMENT,
    "aanbevelingen": AnnexKind.RECOMMENDATION,
}
_STATES = ("afgerond", "open")
CHOICES = ("alle", *_STATES, *_KINDS, *(f"{kind}_{state}" for kind in _KINDS for state in _STATES))
"""What {{rijen:…}} can name."""


def selected(annex: Annex, choice: str) -> list[AnnexRow]:
    """The rows that a choice names."""
    kind = next((code for name, code in _KINDS.items() if choice.startswith(name)), None)
    state = choice.rpartition("_")[2] if choice not in _KINDS else ""
    tests: list[Callable[[AnnexRow], bool]] = []
    if kind:
        tests.append(lambda row: row.kind is kind)
    if state in _STATES:
        tests.append(lambda row: row.closed == (state == "afgerond"))
    return [row for row in annex.rows if all(test(row) for test in tests)]


def letter_values(annex: Annex, messages: Messages) -> dict[str, str]:
    """The text of each field of the letter."""
    texts = (
        annex.title,
        messages.date(annex.reference_date),
        annex.addressee,
        annex.author,
        annex.subject,
        str(len(annex.rows)),
    )
    return dict(zip(LETTER_FIELDS, map(wording.one_line, texts), strict=True))


def row_values(row: AnnexRow, annex: Annex, messages: Messages) -> dict[str, str]:
    """The text of each field of a row; newlines part its paragraphs."""
    texts = (
        row.number,
        row.register_number,
        wording.kind_title(row.kind, messages),
        row.description,
        _plain(row.asked),
        wording.source_place(row, annex.place_by),
        _plain(wording.status_text(row, messages)),
        label(messages, "status", row.status) if row.status else "",
        label(messages, "response", row.response) if row.response else "",
        "\n".join(wording.due_text(one, messages) for one in row.open_deadlines),
        row.dossier,
        row.post,
        row.programme,
        row.owner,
    )
    return dict(zip(ROW_FIELDS, texts, strict=True))


def _plain(text: str) -> str:
    """A text of an officer without its markup: a list has dashes, a link its address."""
    return "\n".join(_lines(marked_blocks(text)))


def _lines(blocks: tuple[Paragraph | Listing, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield "".join(
                f"{span.text} ({span.link})" if span.link else span.text for span in block.spans
            )
            continue
        for place, entry in enumerate(block.entries):
            mark = "–" if block.start is None else f"{block.start + place}."
            first, *others = list(_lines(entry)) or [""]
            yield f"{mark} {first}"
            yield from others
