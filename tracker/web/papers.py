"""The page of a paper and that of a dossier."""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, FromQuery

from tracker.domain.errors import DomainError
from tracker.domain.references_read import read_dossier
from tracker.services.lookups import Standing, may_be_asked, standing
from tracker.services.paper_pages import (
    PaperName,
    PaperPage,
    dossier_page,
    paper_page,
    read_paper_name,
)
from tracker.web.desk import Desk, desk_of
from tracker.web.forms import FormData


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

    @post("/{identifier:str}/look-up", sync_to_thread=True)
    def look_up(
        self, request: Request[Any, Any, Any], identifier: FromPath[str], data: FormData
    ) -> Response[Any]:
        """Ask the sources for a paper."""
        desk = desk_of(request)
        try:
            name = read_paper_name(identifier)
        except DomainError:
            return _unknown(desk, identifier)
        found = desk.office.look_ups and desk.office.look_ups.resolve(name.identifier)
        said = desk.messages.text("Gevonden.") if found else ""
        return desk.redirect(f"/papers/{name.identifier}", said or None)


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
        may_ask=_may_ask(desk, found),
    )


def _standing(desk: Desk, found: PaperPage) -> str:
    """Where what is known of a paper comes from."""
    text, told = desk.messages.text, found.told
    if told is None:
        return _look_up_words(desk, found)
    if found.changed_at:
        moment = desk.messages.moment(found.changed_at)
        return text(
            "Uit het register van de Tweede Kamer, daar gewijzigd op %(moment)s.", moment=moment
        )
    if told.record_id:
        return text("Uit het register van de Tweede Kamer.")
    return text("Uit de bron ‘%(name)s’.", name=found.source_name) if found.source_name else ""


def _may_ask(desk: Desk, found: PaperPage) -> bool:
    may = may_be_asked(found.look_up, desk.clock.real_now())
    return found.can_be_looked_up and desk.office.look_ups is not None and may


def _look_up_words(desk: Desk, found: PaperPage) -> str:
    """How asking the sources for a paper went."""
    text, (how, at) = desk.messages.text, standing(found.look_up, desk.clock.real_now())
    moment = desk.messages.moment(at) if at else ""
    if how is Standing.ASKING:
        return text("Dit stuk wordt nu opgezocht. Ververs de pagina over een minuut.")
    if how is Standing.UNKNOWN:
        return text(
            "Opgezocht op %(moment)s: geen bron kent dit stuk. Klopt het nummer?", moment=moment
        )
    if how is Standing.FAILED and moment:
        return text("De bronnen antwoordden niet. Nieuwe poging vanaf %(moment)s.", moment=moment)
    if how is Standing.FAILED:
        return text("De bronnen antwoordden de vorige keer niet.")
    return text("Nog niet opgezocht.")


def _unknown(desk: Desk, text: str) -> Response[Any]:
    return desk.page(
        "papers/unknown.html",
        title=desk.messages.text("Geen Kamerstuk"),
        nav="items",
        status_code=404,
        text=text[:100],
    )
