"""What an item is tied to: other items, and papers."""

import uuid
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, FromQuery

from tracker.db.tables.items import LinkRole, PaperRole
from tracker.domain.errors import DomainError, Refusals
from tracker.domain.references_read import read_reference
from tracker.services import item_changes
from tracker.services.conflicts import save
from tracker.services.items import find_item
from tracker.services.missing import Missing
from tracker.web.desk import Desk, desk_of
from tracker.web.forms import Form, FormData
from tracker.web.items import crumbs, read_typed

LINK_FIELDS = ("other", "role")
PAPER_FIELDS = ("paper", "role", "title", "dated_on")
PAPER_ROLES = tuple(role for role in PaperRole if role is not PaperRole.SOURCE)


class ItemLinkController(Controller):
    """The links of an item."""

    path = "/items/{number:str}/links"

    @get("/new", sync_to_thread=True)
    def show_new(self, request: Request[Any, Any, Any], number: FromPath[str]) -> Response[Any]:
        """The form for a new link."""
        return _link_page(desk_of(request), number, dict.fromkeys(LINK_FIELDS, ""), {})

    @post("/new", sync_to_thread=True)
    def create(
        self, request: Request[Any, Any, Any], number: FromPath[str], data: FormData
    ) -> Response[Any]:
        """Lay a link."""
        desk, form = desk_of(request), Form(data)
        other = form.line("other", required=True)
        try:
            role, back = _role(form)
            if form.refusals:
                raise Refusals(form.refusals)
            save(
                desk.store,
                lambda session: item_changes.add_link(
                    session, desk.actor, desk.clock, number, other=other, role=role, back=back
                ),
            )
        except (DomainError, Refusals) as error:
            typed = dict.fromkeys(LINK_FIELDS, "") | form.values
            return _link_page(desk, number, typed, desk.sentences(error), 422)
        return desk.redirect(f"/items/{number}", desk.messages.text("Verband gelegd."))

    @post("/remove", sync_to_thread=True)
    def remove(
        self, request: Request[Any, Any, Any], number: FromPath[str], data: FormData
    ) -> Response[Any]:
        """Take a link away."""
        desk, form = desk_of(request), Form(data)
        try:
            role, back = _role(form)
        except DomainError:
            raise Missing from None
        other_id = form.key("other_id") or uuid.uuid4()
        save(
            desk.store,
            lambda session: item_changes.remove_link(
                session, desk.actor, desk.clock, number, other_id=other_id, role=role, back=back
            ),
        )
        return desk.redirect(f"/items/{number}", desk.messages.text("Verband verwijderd."))


class ItemPaperController(Controller):
    """The papers of an item."""

    path = "/items/{number:str}/papers"

    @get("/new", sync_to_thread=True)
    def show_new(
        self, request: Request[Any, Any, Any], number: FromPath[str], paper: FromQuery[str] = ""
    ) -> Response[Any]:
        """The form for another paper; `paper` is filled in."""
        values = dict.fromkeys(PAPER_FIELDS, "") | {"paper": paper[:200]}
        return _paper_page(desk_of(request), number, values, {})

    @post("/new", sync_to_thread=True)
    def create(
        self, request: Request[Any, Any, Any], number: FromPath[str], data: FormData
    ) -> Response[Any]:
        """Add a paper in a role."""
        desk, form = desk_of(request), Form(data)
        form.line("paper", required=True)
        paper = read_typed(form, "paper", read_reference)
        title, dated_on = form.line("title") or None, form.day("dated_on")
        role = form.code("role", PaperRole)
        try:
            if role not in PAPER_ROLES:
                form.refuse(DomainError("choice.unknown", field="role"))
            if form.refusals or role is None:
                raise Refusals(form.refusals)
            save(
                desk.store,
                lambda session: item_changes.add_paper(
                    session,
                    desk.actor,
                    desk.clock,
                    number,
                    paper=paper,
                    role=role,
                    title=title,
                    dated_on=dated_on,
                ),
            )
        except (DomainError, Refusals) as error:
            typed = dict.fromkeys(PAPER_FIELDS, "") | form.values
            return _paper_page(desk, number, typed, desk.sentences(error), 422)
        return desk.redirect(
            f"/items/{number}#stukken", desk.messages.text("Kamerstuk toegevoegd.")
        )

    @post("/remove", sync_to_thread=True)
    def remove(
        self, request: Request[Any, Any, Any], number: FromPath[str], data: FormData
    ) -> Response[Any]:
        """Take a paper's role away; the source is changed in the item's own form."""
        desk, form = desk_of(request), Form(data)
        paper_id, role = form.key("paper_id"), form.code("role", PaperRole)
        if paper_id and role in PAPER_ROLES:
            save(
                desk.store,
                lambda session: item_changes.remove_paper(
                    session, desk.actor, desk.clock, number, paper_id=paper_id, role=role
                ),
            )
        return desk.redirect(
            f"/items/{number}#stukken", desk.messages.text("Kamerstuk verwijderd.")
        )


def _role(form: Form) -> tuple[LinkRole, bool]:
    """A link's role, and whether it is laid from the other item ('back.…')."""
    name, back = form.values.get("role", ""), form.values.get("role", "").startswith("back.")
    name = name.removeprefix("back.")
    if name not in set(LinkRole):
        raise DomainError("choice.unknown", field="role")
    return LinkRole(name), back


def _link_page(
    desk: Desk, number: str, values: dict[str, str], errors: dict[str, str], status_code: int = 200
) -> Response[Any]:
    with desk.store.reading() as session:
        item = find_item(session, desk.actor, number)
    title = desk.messages.text("Verband leggen")
    return desk.page(
        "items/link.html",
        title=title,
        nav="items",
        crumbs=crumbs(desk, number, title),
        status_code=status_code,
        item=item,
        values=values,
        errors=errors,
        named=list(LINK_FIELDS),
    )


def _paper_page(
    desk: Desk, number: str, values: dict[str, str], errors: dict[str, str], status_code: int = 200
) -> Response[Any]:
    with desk.store.reading() as session:
        item = find_item(session, desk.actor, number)
    title = desk.messages.text("Kamerstuk toevoegen")
    return desk.page(
        "items/paper.html",
        title=title,
        nav="items",
        crumbs=crumbs(desk, number, title),
        status_code=status_code,
        item=item,
        values=values,
        errors=errors,
        roles=list(PAPER_ROLES),
        named=list(PAPER_FIELDS),
    )
