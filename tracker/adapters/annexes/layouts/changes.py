"""What changed since the previous letter, as a section of the letter."""

from collections.abc import Iterable

from tracker.adapters.annexes import wording
from tracker.adapters.annexes.layouts.pieces import source
from tracker.adapters.messages import N_, Messages
from tracker.domain.annexes import Annex
from tracker.domain.differences import Difference, Part
from tracker.domain.letter_changes import Fate, RowChange
from tracker.domain.printed import (
    Block,
    Cell,
    Column,
    Heading,
    Listing,
    Mark,
    Paragraph,
    Span,
    Table,
    plain,
)

FATES = {
    Fate.NEW: N_("Nieuw"),
    Fate.CLOSED: N_("Afgerond"),
    Fate.REOPENED: N_("Heropend"),
    Fate.REMOVED: N_("Niet meer in de brief"),
}


def changes_section(annex: Annex, messages: Messages) -> Iterable[Block]:
    """The section, where the letter has one."""
    if annex.changes is None:
        return
    if annex.previous_on:
        day = messages.date(annex.previous_on)
        yield Heading(2, messages.text("Gewijzigd sinds de brief met peildatum %(day)s", day=day))
    else:
        yield Heading(2, messages.text("Gewijzigd sinds de vorige brief"))
    told = [
        *(_listed(fate, words, annex, messages) for fate, words in FATES.items()),
        _moved(annex.changes, messages),
        _rewritten(annex.changes, messages),
    ]
    blocks = [block for blocks in told for block in blocks]
    yield from blocks or [plain(messages.text("Er is niets gewijzigd."))]


def _listed(fate: Fate, words: str, annex: Annex, messages: Messages) -> list[Block]:
    rows = [one.row for one in annex.changes or () if one.fate is fate]
    if not rows:
        return []
    entries = []
    for row in rows:
        place = source(row, annex)
        ends = (Span(" ("), place, Span(")")) if place.text else ()
        entries.append((Paragraph((Span(wording.one_line(row.description)), *ends)),))
    return [Heading(3, messages.text(words)), Listing(tuple(entries))]


def _moved(changes: Iterable[RowChange], messages: Messages) -> list[Block]:
    rows = [
        (
            (plain(wording.one_line(one.row.description)), plain(wording.one_line(move.what))),
            (plain(messages.date(move.old) if move.old else messages.text("geen datum")),),
            (plain(messages.date(move.new) if move.new else messages.text("geen datum")),),
            (plain(wording.one_line(move.reason)),),
            (plain(wording.one_line(move.told_place) or messages.text("Nog niet gemeld")),),
        )
        for one in changes
        for move in one.moves
    ]
    if not rows:
        return []
    columns = (
        Column(messages.text("Termijn"), 30),
        Column(messages.text("Was"), 13),
        Column(messages.text("Wordt"), 13),
        Column(messages.text("Reden"), 24),
        Column(messages.text("Kamer geïnformeerd met"), 20),
    )
    return [Table(messages.text("Verschoven termijnen"), columns, tuple(rows))]


def _rewritten(changes: Iterable[RowChange], messages: Messages) -> list[Block]:
    rows = [
        (
            (plain(wording.one_line(one.row.description)),),
            _marked(one.difference, Part.REMOVED, Mark.REMOVED),
            _marked(one.difference, Part.ADDED, Mark.ADDED),
        )
        for one in changes
        if one.difference
    ]
    if not rows:
        return []
    names = (
        messages.text("Omschrijving"),
        messages.text("Vorige brief"),
        messages.text("Deze brief"),
    )
    title = messages.text("Gewijzigde teksten")
    return [Table(title, tuple(map(Column, names, (24, 38, 38))), tuple(rows))]


def _marked(difference: Difference, part: Part, mark: Mark) -> Cell:
    """One of the two texts, with the words that the other lacks marked."""
    spans = tuple(
        Span(text, mark=mark if one is part else None)
        for one, text in difference
        if one in (Part.KEPT, part)
    )
    return (Paragraph(spans),) if spans else ()
