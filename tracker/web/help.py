"""How it works, and the accessibility statement."""

from typing import Any

from litestar import Controller, Request, Response, get

from tracker.web.desk import desk_of


class HelpController(Controller):
    """Pages of text."""

    @get("/help", sync_to_thread=True)
    def show_help(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """What the words and marks on the pages mean."""
        desk = desk_of(request)
        title = desk.messages.text("Hoe werkt dit")
        return desk.page("help/index.html", title=title, crumbs=[(title, None)])

    @get("/accessibility", sync_to_thread=True)
    def show_accessibility(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """What was done so that everybody can use it, and how that was checked."""
        desk = desk_of(request)
        title = desk.messages.text("Toegankelijkheid")
        return desk.page("help/accessibility.html", title=title, crumbs=[(title, None)])
