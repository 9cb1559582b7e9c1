"""Views: a selection of the Overzicht under a name, one's own or shared."""

import uuid
from collections.abc import Mapping
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from tracker.domain.errors import DomainError
from tracker.domain.selections import read_selection, write_selection
from tracker.services import views
from tracker.services.conflicts import save
from tracker.services.overviews import filter_choices, filters_of, tidied
from tracker.services.views import SavedView
from tracker.web.desk import Desk, desk_of
from tracker.web.forms import Form, FormData
from tracker.web.overviews import filter_words, items_address


class ViewController(Controller):
    """Views are made from the list, and listed above it."""

    path = "/views"

    @get("/new", sync_to_thread=True)
    def show_new(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """The form that saves the selection in the address."""
        desk = desk_of(request)
        selection = tidied(read_selection(request.query_params.multi_items()))
        values = {"submission": str(uuid.uuid4()), "query": write_selection(selection)}
        return _new_page(desk, values, {})

    @post("/", sync_to_thread=True)
    def create(self, request: Request[Any, Any, Any], data: FormData) -> Response[Any]:
        """Save a view and show it."""
        desk, form = desk_of(request), Form(data)
        query = write_selection(read_selection(form.values.get("query", "")))
        try:
            view_id = form.key("submission") or uuid.uuid4()
            save(
                desk.store,
                lambda session: views.save_view(
                    session,
                    desk.actor,
                    desk.clock,
                    view_id=view_id,
                    name=form.values.get("name", ""),
                    query=query,
                    shared=form.ticked("shared"),
                ),
            )
        except DomainError as error:
            values = {"submission": str(uuid.uuid4()), **form.values, "query": query}
            return _new_page(desk, values, desk.sentences(error), 422)
        return desk.redirect(items_address(query), desk.messages.text("Weergave opgeslagen."))

    @get("/{view_id:uuid}", sync_to_thread=True)
    def show(self, request: Request[Any, Any, Any], view_id: FromPath[uuid.UUID]) -> Response[Any]:
        """The form that renames, shares or removes a view."""
        desk = desk_of(request)
        view = _read(desk, view_id)
        values = {"name": view.name, "shared": "1" if view.shared else ""}
        return _edit_page(desk, view, values, {})

    @post("/{view_id:uuid}", sync_to_thread=True)
    def edit(
        self, request: Request[Any, Any, Any], view_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Rename or share a view."""
        desk, form = desk_of(request), Form(data)
        try:
            save(
                desk.store,
                lambda session: views.edit_view(
                    session,
                    desk.actor,
                    desk.clock,
                    view_id,
                    version=form.whole("version") or 0,
                    name=form.values.get("name", ""),
                    shared=form.ticked("shared"),
                ),
            )
        except DomainError as error:
            view = _read(desk, view_id)
            status_code = 409 if error.code == "view.changed" else 422
            return _edit_page(desk, view, form.values, desk.sentences(error), status_code)
        return desk.redirect(
            items_address(_read(desk, view_id).query), desk.messages.text("Weergave opgeslagen.")
        )

    @post("/{view_id:uuid}/delete", sync_to_thread=True)
    def remove(
        self, request: Request[Any, Any, Any], view_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """Take a view away."""
        desk = desk_of(request)
        try:
            name = save(
                desk.store,
                lambda session: views.remove_view(session, desk.actor, desk.clock, view_id),
            )
        except DomainError as error:
            view = _read(desk, view_id)
            values = {"name": view.name, "shared": "1" if view.shared else ""}
            return _edit_page(desk, view, values, desk.sentences(error), 422)
        return desk.redirect(
            "/items", desk.messages.text("Weergave ‘%(name)s’ verwijderd.", name=name)
        )


def _read(desk: Desk, view_id: uuid.UUID) -> SavedView:
    with desk.store.reading() as session:
        return views.read_view(session, desk.actor, view_id)


def _new_page(
    desk: Desk, values: Mapping[str, str], errors: Mapping[str, str], status_code: int = 200
) -> Response[Any]:
    title = desk.messages.text("Bewaar als weergave")
    return desk.page(
        "views/new.html",
        title=title,
        nav="items",
        crumbs=[(desk.messages.text("Overzicht"), "/items"), (title, None)],
        status_code=status_code,
        values={"name": "", "shared": "", **values},
        errors=errors,
        filters=_filters(desk, values["query"]),
        back=items_address(values["query"]),
    )


def _edit_page(
    desk: Desk,
    view: SavedView,
    values: Mapping[str, str],
    errors: Mapping[str, str],
    status_code: int = 200,
) -> Response[Any]:
    title = desk.messages.text("Weergave wijzigen")
    return desk.page(
        "views/edit.html",
        title=title,
        nav="items",
        crumbs=[(desk.messages.text("Overzicht"), "/items"), (title, None)],
        status_code=status_code,
        view=view,
        values={"name": "", "shared": "", **values},
        errors=errors,
        filters=_filters(desk, view.query),
        back=items_address(view.query),
    )


def _filters(desk: Desk, query: str) -> list[str]:
    """The filters of a view in words."""
    with desk.store.reading() as session:
        choices = filter_choices(session)
    return [filter_words(desk, choices, one) for one in filters_of(read_selection(query))]
