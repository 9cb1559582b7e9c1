"""The words and texts of an annex, alike on screen and in every file format."""

import re
import unicodedata

from tracker.adapters.labels import label
from tracker.adapters.marked_texts import printable
from tracker.adapters.messages import N_, Messages
from tracker.domain.annex_rows import AnnexDeadline, AnnexKind, AnnexRow, RowFlag
from tracker.domain.annexes import Annex, AnnexGroup, AnnexSection, Field, Grouping, PlaceBy
from tracker.domain.planning import Certainty
from tracker.domain.standard_sentences import Sentence, standard_sentence

_KINDS = {
    AnnexKind.MOTION: N_("Moties"),
    AnnexKind.OTHER_MOTION: N_("Overige moties"),
    AnnexKind.COMMITMENT: N_("Toezeggingen"),
    AnnexKind.RECOMMENDATION: N_("Aanbevelingen"),
}

_TITLES = {
    (AnnexKind.MOTION, True): N_(
        "Door de %(house)s aanvaarde moties die zijn afgerond (stand per %(day)s)"
    ),
    (AnnexKind.MOTION, False): N_(
        "Door de %(house)s aanvaarde moties die nog niet zijn afgerond (stand per %(day)s)"
    ),
    (AnnexKind.OTHER_MOTION, True): N_(
        "Niet door de %(house)s aanvaarde moties die zijn afgerond (stand per %(day)s)"
    ),
    (AnnexKind.OTHER_MOTION, False): N_(
        "Niet door de %(house)s aanvaarde moties die nog niet zijn afgerond (stand per %(day)s)"
    ),
    (AnnexKind.COMMITMENT, True): N_(
        "Door bewindslieden gedane toezeggingen die zijn afgerond (stand per %(day)s)"
    ),
    (AnnexKind.COMMITMENT, False): N_(
        "Door bewindslieden gedane toezeggingen die nog niet zijn afgerond (stand per %(day)s)"
    ),
    (AnnexKind.RECOMMENDATION, True): N_("Aanbevelingen die zijn afgerond (stand per %(day)s)"),
    (AnnexKind.RECOMMENDATION, False): N_(
        "Aanbevelingen die nog niet zijn afgerond (stand per %(day)s)"
    ),
}

_TITLES_WITH_BODY = {
    True: N_("Aanbevelingen die zijn afgerond: %(body)s (stand per %(day)s)"),
    False: N_("Aanbevelingen die nog niet zijn afgerond: %(body)s (stand per %(day)s)"),
}

_COLUMN_CHARACTERS = (48, 25, 53)
_LINES_KEPT_TOGETHER = 14

_SPACE_INSIDE_PLACE = re.compile(r"(?<=nr\.) |(?<=item) (?=\d)|(?<=\d) (?=\d|[IVXLC]+\b)")


_COLUMNS = {
    Field.NUMBER: N_("Nummer"),
    Field.REGISTER_NUMBER: N_("Nr."),
    Field.DESCRIPTION: N_("Omschrijving"),
    Field.SOURCE_PLACE: N_("Vindplaats"),
    Field.DUE: N_("Termijn"),
    Field.STATUS_TEXT: N_("Stand van zaken"),
    Field.OWNER: N_("Behandelaar"),
}

_NAMELESS = {
    Grouping.KIND: "",
    Grouping.DOSSIER: N_("Zonder dossier"),
    Grouping.POST: N_("Zonder bewindspersoon"),
    Grouping.PROGRAMME: N_("Zonder programma"),
    Grouping.RECOMMENDATION: N_("Overige"),
}


def column(field: Field, annex: Annex, messages: Messages) -> str:
    """The heading of a column: the letter's own, or the usual one."""
    return annex.settings.headings.get(field) or usual_column(field, messages)


def usual_column(field: Field, messages: Messages) -> str:
    """The heading that a column has when a letter gives it no other."""
    return messages.text(_COLUMNS[field])


def kind_title(kind: AnnexKind, messages: Messages) -> str:
    """The heading above the tables of one kind."""
    return messages.text(_KINDS[kind])


def group_title(group: AnnexGroup, grouping: Grouping, messages: Messages) -> str:
    """The heading above the rows that stand together."""
    if grouping is Grouping.KIND:
        return kind_title(AnnexKind(group.name), messages)
    return group.name or messages.text(_NAMELESS[grouping])


def section_code(section: AnnexSection) -> str:
    """Under what a letter keeps its own heading of a table: 'motion.closed'."""
    return f"{section.kind}.{'closed' if section.closed else 'open'}"


def section_title(section: AnnexSection, annex: Annex, messages: Messages) -> str:
    """The title of one table: the letter's own, or the usual one."""
    day = messages.date(annex.reference_date)
    if own := annex.settings.headings.get(section_code(section)):
        return own.replace("{peildatum}", day)
    facts = {"day": day, "body": section.body, "house": house(annex, messages)}
    if section.body and section.kind is AnnexKind.RECOMMENDATION:
        return messages.text(_TITLES_WITH_BODY[section.closed], **facts)
    return usual_title(section.kind, section.closed, messages) % facts


def usual_title(kind: AnnexKind, closed: bool, messages: Messages) -> str:
    """The title that a table has, with %(day)s for the reference date and %(house)s."""
    return messages.text(_TITLES[kind, closed])


def house(annex: Annex, messages: Messages) -> str:
    """The Chamber that a letter goes to."""
    return messages.text("Eerste Kamer") if annex.first_chamber else messages.text("Tweede Kamer")


def flag_text(row: AnnexRow, messages: Messages) -> str:
    """What an officer should look at in a row; empty if there is nothing."""
    if row.flag is None:
        return ""
    if row.flag is RowFlag.NO_NOTE or row.flagged_since is None:
        return messages.text("Nog geen stand van zaken vastgelegd")
    day = messages.date(row.flagged_since)
    return messages.text("Geen nieuwe stand van zaken sinds %(day)s", day=day)


def status_text(row: AnnexRow, messages: Messages) -> str:
    """The status as printed: an empty one is said, so that no cell looks forgotten."""
    return row.status_text if row.status_text.strip() else messages.text("Geen stand van zaken.")


def source_place(row: AnnexRow, place_by: PlaceBy = PlaceBy.PAPER) -> str:
    """Where the House finds it, by paper or by debate with the paper in brackets ('11-06-2009
    Wetgevingsoverleg (31 924 VII, nr. 1)'), with no-break spaces in its numbers."""
    place = row.source_place
    if place_by is PlaceBy.DEBATE and row.debate:
        place = f"{row.debate} ({place})" if place else row.debate
    return _SPACE_INSIDE_PLACE.sub("\N{NO-BREAK SPACE}", one_line(place))


def due_text(deadline: AnnexDeadline, messages: Messages) -> str:
    """When a deadline is due; a date that is not sure says so."""
    if deadline.due_on is None:
        unresolved = label(messages, "certainty", Certainty.UNRESOLVED)
        return f"{unresolved} (‘{one_line(deadline.wording)}’)" if deadline.wording else unresolved
    day = messages.date(deadline.due_on)
    if deadline.certainty is Certainty.PROVISIONAL:
        return messages.text("naar verwachting %(day)s", day=day)
    return day


def facts(annex: Annex, messages: Messages) -> tuple[str, ...]:
    """The lines below the title: to whom, for what, and as of when."""
    return (
        messages.text("Aan: %(addressee)s", addressee=annex.addressee),
        *([messages.text("Debat: %(subject)s", subject=annex.subject)] if annex.subject else []),
        messages.text("Peildatum: %(day)s", day=messages.date(annex.reference_date)),
    )


_SENTENCES = {
    Sentence.TOLD_BY_LETTER: N_(
        "Afgedaan. De %(house)s is op %(day)s per brief geïnformeerd (%(place)s)."
    ),
    Sentence.TRANSFERRED: N_("Afgedaan. De uitvoering is overgedragen aan %(ministry)s."),
    Sentence.NOT_CARRIED_OUT: N_(
        "Wordt niet uitgevoerd. De %(house)s is op %(day)s per brief geïnformeerd (%(place)s)."
    ),
    Sentence.WILL_BE_TOLD: N_("De %(house)s wordt uiterlijk op %(day)s geïnformeerd."),
    Sentence.WILL_BE_TOLD_ABOUT: N_(
        "De %(house)s wordt naar verwachting in %(month)s geïnformeerd."
    ),
}


def proposed_text(row: AnnexRow, annex: Annex, messages: Messages) -> str:
    """The standing sentence that a row's facts carry; empty where they carry none."""
    found = standard_sentence(row)
    if found is None:
        return ""
    return messages.text(
        _SENTENCES[found.sentence],
        house=house(annex, messages),
        day=messages.date(found.day) if found.day else "",
        month=messages.month(found.day) if found.day else "",
        place=found.place,
        ministry=found.ministry,
    )


def no_rows(messages: Messages) -> str:
    """What stands in the place of the tables of an empty annex."""
    return messages.text("Deze bijlage heeft geen rijen.")


def one_line(text: str) -> str:
    """A text that must stay on one line, such as a title."""
    return " ".join(printable(text).split())


def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction is written from right to left."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def keeps_together(texts: tuple[str, str, str]) -> bool:
    """Whether a row with these cells is short enough to forbid a page break inside it.

    A row that may not break and is higher than a page would lose its end.
    """
    return all(
        sum(1 + len(line) // width for line in text.splitlines()) <= _LINES_KEPT_TOGETHER
        for text, width in zip(texts, _COLUMN_CHARACTERS, strict=True)
    )
