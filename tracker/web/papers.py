"""The page of a paper and that of a dossier."""

from typing import Any

from litestar import Controller, Request, Response, get
from litestar.params import FromPath, FromQuery

from tracker.domain.errors import DomainError
from tracker.domain.references_read import read_dossier
from tracker.services.paper_pages import (
    PaperName,
    PaperPage,
    dossier_page,
    paper_page,
    read_paper_name,
)
from tracker.web.desk import Desk, desk_of


class PaperController(Controller):
    """Papers, followed or not."""

    path = "/papers"

    @get("/{identifier:str}", sync_to_thread=True)
    def show(self, request: Request[Any, Any, Any], identifier: FromPath[str]) -> Response[Any]:
        """What is known of a paper, and the items that it belongs to."""
        desk = desk_of(request)
        try:
            name = read_paper_name(identifier)
        except DomainError:
            return _unknown(desk, identifier)
        return _paper(desk, name)


class DossierController(Controller):
    """Dossiers."""

    path = "/dossiers"

    @get("/{number:str}", sync_to_thread=True)
    def show(
        self, request: Request[Any, Any, Any], number: FromPath[str], page: FromQuery[int] = 1
    ) -> Response[Any]:
        """The papers of a dossier, newest first, and its items."""
        desk = desk_of(request)
        try:
            dossier = read_dossier(number)
        except DomainError:
            return _unknown(desk, number)
        with desk.store.reading() as session:
            found = dossier_page(session, desk.actor, dossier, page)
        title = desk.messages.text("Dossier %(number)s", number=dossier.printed)
        return desk.page(
            "dossiers/detail.html",
            title=title,
            nav="items",
            crumbs=[(desk.messages.text("Overzicht"), "/items"), (title, None)],
            found=found,
        )


def _paper(desk: Desk, name: PaperName) -> Response[Any]:
    with desk.store.reading() as session:
        found = paper_page(session, desk.actor, name)
    crumbs: list[tuple[str, str | None]] = [(desk.messages.text("Overzicht"), "/items")]
    if found.dossier:
        title = desk.messages.text("Dossier %(number)s", number=found.dossier.printed)
        crumbs.append((title, f"/dossiers/{found.dossier.identifier}"))
    return desk.page(
        "papers/detail.html",
        title=found.label,
        nav="items",
        crumbs=[*crumbs, (found.label, None)],
        found=found,
        told=found.told,
        paper=found.paper,
        standing=_standing(desk, found),
        may_ask=False,
    )


def _standing(desk: Desk, found: PaperPage) -> str:
    """Where what is known of a paper comes from."""
    text, told = desk.messages.text, found.told
    if told is None:
        return text("Nog niet opgezocht.")
    if found.changed_at:
        moment = desk.messages.moment(found.changed_at)
        return text(
            "Uit het register van de Tweede Kamer, daar gewijzigd op %(moment)s.", moment=moment
        )
    if told.record_id:
        return text("Uit het register van de Tweede Kamer.")
    return text("Uit de bron ‘%(name)s’.", name=found.source_name) if found.source_name else ""


def _unknown(desk: Desk, text: str) -> Response[Any]:
    return desk.page(
        "papers/unknown.html",
        title=desk.messages.text("Geen Kamerstuk"),
        nav="items",
        status_code=404,
        text=text[:100],
    )
