"""Afstemming: our commitments beside the House's register."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from litestar import Controller, Request, Response, get

from tracker.adapters.messages import N_
from tracker.domain.register_differences import Remedy
from tracker.domain.statuses import Status
from tracker.services.offers import printed
from tracker.services.register import RegisterLine, read_register
from tracker.web.desk import Desk, desk_of

_LEADS_TO = {
    Remedy.CLOSE_WITH_PAPER: (Status.MET, N_("Afdoen met dit stuk")),
    Remedy.FIND_PAPER: (Status.MET, N_("Afdoen")),
    Remedy.NAME_PAPER: (Status.MET, N_("Kamerstuk noemen")),
    Remedy.SET_PARTLY: (Status.PARTLY_MET, N_("Deels afdoen")),
    Remedy.CLOSE_AS_LAPSED: (Status.LAPSED, N_("Laten vervallen")),
}
_ADDS_PAPER = {
    Remedy.COMPARE_PAPERS: N_("Kamerstuk toevoegen"),
    Remedy.ADD_PAPER: N_("Kamerstuk toevoegen"),
}


@dataclass(frozen=True)
class Step:
    """What to do about a difference: where that is done, or what to tell the House."""

    href: str
    text: str
    letter: str = ""


class RegisterController(Controller):
    """The page that lays the two side by side."""

    @get("/register", sync_to_thread=True)
    def index(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """Differences first, then what the register lacks, then what agrees."""
        desk = desk_of(request)
        with desk.store.reading() as session:
            register = read_register(session, desk.actor)
        title = desk.messages.text("Afstemming met het register")
        return desk.page(
            "register/index.html",
            title=title,
            crumbs=[(desk.messages.text("Overzicht"), "/items"), (title, None)],
            nav="items",
            register=register,
            differing=[(line, _step(desk, line)) for line in register.differing],
        )


def _step(desk: Desk, line: RegisterLine) -> Step:
    difference = line.difference
    assert difference is not None
    page, paper = f"/items/{line.number}", printed(next(iter(difference.papers), ""))
    if difference.remedy in _LEADS_TO:
        status, text = _LEADS_TO[difference.remedy]
        query = {"status": status.value}
        if paper and status is Status.MET:
            query["paper"] = paper
        return Step(f"{page}/status?{urlencode(query)}", desk.messages.gettext(text))
    if difference.remedy in _ADDS_PAPER:
        text = desk.messages.gettext(_ADDS_PAPER[difference.remedy])
        return Step(f"{page}/papers/new?{urlencode({'paper': paper})}", text)
    letter = _letter(desk, line, paper) if difference.remedy is Remedy.ASK_UPDATE else ""
    return Step(page, desk.messages.text("Item bekijken"), letter)


def _letter(desk: Desk, line: RegisterLine, paper: str) -> str:
    """What can be sent to the House, as it stands."""
    facts = {"number": line.register_number, "paper": paper}
    if line.closed_on:
        return desk.messages.text(
            "Toezegging %(number)s: op %(day)s is de Kamer geïnformeerd met %(paper)s. Wilt u de "
            "status in het register bijwerken?",
            day=desk.messages.date(line.closed_on),
            **facts,
        )
    return desk.messages.text(
        "Toezegging %(number)s: de Kamer is geïnformeerd met %(paper)s. Wilt u de status in het "
        "register bijwerken?",
        **facts,
    )
