"""What the columns of a ministry's own list mean, recognised by their headings."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from tracker.domain.statuses import Kind
from tracker.domain.texts import fold


class ListColumn(StrEnum):
    """What a column of a list can hold; the members stand in the order of an export."""

    NUMBER = "number"
    REGISTER_NUMBER = "register_number"
    KIND = "kind"
    TITLE = "title"
    TEXT = "text"
    REFERENCE_DATE = "reference_date"
    SOURCE_PLACE = "source_place"
    SUBMITTERS = "submitters"
    OUTCOME = "outcome"
    PROMISED_TO = "promised_to"
    PROMISED_IN = "promised_in"
    REPORT_TITLE = "report_title"
    RESPONSE = "response"
    DOSSIER = "dossier"
    PROGRAMME = "programme"
    MINISTER = "minister"
    UNIT = "unit"
    OWNER = "owner"
    STATUS = "status"
    TOLD_WITH = "told_with"
    TRANSFERRED_TO = "transferred_to"
    STATUS_TEXT = "status_text"
    NOTED_ON = "noted_on"
    WORDING = "wording"
    DUE_ON = "due_on"


DATES = frozenset({ListColumn.REFERENCE_DATE, ListColumn.NOTED_ON, ListColumn.DUE_ON})

_NAMES: dict[ListColumn, tuple[str, ...]] = {
    ListColumn.NUMBER: ("nummer", "ons nummer", "volgnummer nakoming"),
    ListColumn.REGISTER_NUMBER: (
        "registernummer", "tz nummer", "tz-nummer", "t nummer", "t-nummer", "toezeggingsnummer",
        "nummer toezegging",
    ),
    ListColumn.KIND: ("soort", "type", "categorie", "motie of toezegging", "motie/toezegging"),
    ListColumn.TITLE: (
        "titel", "onderwerp", "omschrijving", "omschrijving motie", "omschrijving toezegging",
        "motie", "toezegging", "aanbeveling",
    ),
    ListColumn.TEXT: ("tekst", "dictum", "volledige tekst", "gevraagd", "toegezegd", "inhoud"),
    ListColumn.REFERENCE_DATE: (
        "gerekend vanaf", "datum", "datum motie", "datum toezegging", "datum debat",
        "datum aanname",
    ),
    ListColumn.SOURCE_PLACE: (
        "vindplaats", "kamerstuk", "kamerstuknummer", "kst", "bron", "kamerstukken",
    ),
    ListColumn.SUBMITTERS: ("indiener", "indieners", "ingediend door", "lid"),
    ListColumn.OUTCOME: ("uitkomst", "stemming", "uitslag", "uitslag stemming"),
    ListColumn.PROMISED_TO: ("toegezegd aan", "aan"),
    ListColumn.PROMISED_IN: ("toegezegd in", "debat", "vergadering", "overleg"),
    ListColumn.REPORT_TITLE: ("rapport", "bronrapport", "titel rapport"),
    ListColumn.RESPONSE: ("reactie", "kabinetsreactie"),
    ListColumn.DOSSIER: ("dossier", "dossiernummer"),
    ListColumn.PROGRAMME: ("programma",),
    ListColumn.MINISTER: ("bewindspersoon", "minister", "verantwoordelijke bewindspersoon"),
    ListColumn.UNIT: ("directie", "afdeling", "dienst", "dgdirectie", "dg/directie"),
    ListColumn.OWNER: ("behandelaar", "contactpersoon", "eigenaar", "dossierhouder"),
    ListColumn.STATUS: ("status", "afgedaan", "voortgang"),
    ListColumn.TOLD_WITH: (
        "kamer geinformeerd met", "afgedaan met", "kamerbrief", "afdoeningsbrief",
    ),
    ListColumn.TRANSFERRED_TO: ("overgedragen aan",),
    ListColumn.STATUS_TEXT: ("stand van zaken", "toelichting", "stand"),
    ListColumn.NOTED_ON: (
        "datum stand van zaken", "stand van zaken van", "bijgewerkt op", "peildatum",
    ),
    ListColumn.WORDING: ("termijn", "termijn zoals toegezegd", "planning"),
    ListColumn.DUE_ON: ("uiterlijk", "deadline", "uiterste datum", "einddatum", "due"),
}  # fmt: skip
_BY_NAME = {name: column for column, names in _NAMES.items() for name in names}
_IN_BRACKETS = re.compile(r"\([^)]*\)")
_NOT_A_WORD = re.compile(r"[^a-z0-9/ -]+")


def recognise(heading: str) -> ListColumn | None:
    """What a heading stands for, whatever its capitals, accents, spaces and remarks in brackets.

    None for a heading that no column has.
    """
    return _BY_NAME.get(_plain(heading))


def recognise_all(headings: Iterable[str]) -> dict[int, ListColumn]:
    """The columns by their place, from 0; what two headings stand for is that of the first."""
    found: dict[int, ListColumn] = {}
    for place, heading in enumerate(headings):
        column = recognise(heading)
        if column and column not in found.values():
            found[place] = column
    return found


def header_text(headings: Iterable[str]) -> str:
    """The folded header row, under which a mapping by hand is remembered."""
    return "\n".join(_plain(heading) for heading in headings)


def kind_of_heading(headings: Mapping[int, str], columns: Mapping[int, ListColumn]) -> Kind | None:
    """The kind that a list is of when its title column is called 'Motie' or 'Toezegging'."""
    kinds = {
        "motie": Kind.MOTION,
        "toezegging": Kind.COMMITMENT,
        "aanbeveling": Kind.RECOMMENDATION,
    }
    for place, column in columns.items():
        if column is ListColumn.TITLE:
            words = _plain(headings[place]).split()
            return next((kinds[word] for word in words if word in kinds), None)
    return None


def cell_name(column: int, line: int) -> str:
    """How a spreadsheet calls a cell: column 3 (from 0) of line 17 is D17."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{line}"


def _plain(heading: str) -> str:
    return " ".join(_NOT_A_WORD.sub(" ", fold(_IN_BRACKETS.sub(" ", heading))).split())
