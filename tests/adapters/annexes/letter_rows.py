"""Rows and letters to print."""

from datetime import UTC, date, datetime
from typing import Any

from tracker.domain.annex_rows import AnnexDeadline, AnnexKind, AnnexPaper, AnnexRow, Move
from tracker.domain.annexes import Annex
from tracker.domain.planning import Certainty, DeadlineState
from tracker.domain.statuses import Status

JUNE = date(2021, 6, 30)
MADE_AT = datetime(2021, 7, 1, 8, 30, tzinfo=UTC)
PAPER = "https://zoek.officielebekendmakingen.nl/kst-35570-VI-50.html"


def a_row(number: str = "M-2021-0002", **facts: Any) -> AnnexRow:
    known: dict[str, Any] = {
        "kind": AnnexKind.MOTION,
        "closed": False,
        "number": number,
        "description": "Motie van de leden Kuik en Van der Graaf: minst zichtbare slachtoffers",
        "source_place": "Kamerstukken II 2020/21, 35 570 VI, nr. 50",
        "source_url": PAPER,
        "status_text": "Het plan ligt bij **VWS**.\n\n- eerst de VNG\n- dan de Kamer",
        "href": f"https://nakoming.example.nl/items/{number}",
        "status": Status.IN_PROGRESS,
    }
    return AnnexRow(**(known | facts))


def a_deadline(**facts: Any) -> AnnexDeadline:
    known: dict[str, Any] = {
        "what": "Plan van aanpak naar de Kamer",
        "wording": "voor het zomerreces van 2021",
        "due_on": date(2021, 7, 8),
        "certainty": Certainty.FIRM,
        "state": DeadlineState.OPEN,
    }
    return AnnexDeadline(**(known | facts))


MOVE = Move("Plan van aanpak", date(2021, 7, 8), date(2021, 12, 1), "Advies komt later")
LETTER = AnnexPaper("Kamerstukken II 2020/21, 31 015, nr. 230", PAPER, "Voortgang")


def a_letter(*rows: AnnexRow, **facts: Any) -> Annex:
    known: dict[str, Any] = {
        "title": "Moties en toezeggingen",
        "reference_date": JUNE,
        "addressee": "Tweede Kamer",
        "draft": False,
        "language": "nl",
        "author": "Noor Aksoy",
        "made_at": MADE_AT,
        "rows": rows or (a_row(),),
    }
    return Annex(**(known | facts))
