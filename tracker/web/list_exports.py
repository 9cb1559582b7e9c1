"""The list of items as a file."""

from typing import Any

from litestar import Controller, Request, Response, get
from litestar.params import FromPath

from tracker.adapters.sheets import FORMATS
from tracker.services.list_exports import list_file, list_rows
from tracker.services.missing import Missing
from tracker.web.desk import desk_of
from tracker.web.progress_letters import attached


class ListExportController(Controller):
    """What the list shows, to work on elsewhere and to bring back."""

    @get("/items/export/{file_format:str}", sync_to_thread=True)
    def export(
        self, request: Request[Any, Any, Any], file_format: FromPath[str]
    ) -> Response[bytes]:
        """All items of a selection, whatever page of it is shown."""
        desk = desk_of(request)
        if file_format not in FORMATS:
            raise Missing
        with desk.store.reading() as session:
            rows = list_rows(
                session,
                desk.actor,
                desk.clock.today(),
                desk.calendar,
                desk.messages,
                request.query_params.multi_items(),
            )
        content = list_file(rows, file_format, desk.messages.text("Overzicht"))
        name = f"nakoming-{desk.clock.today().isoformat()}.{file_format}"
        return attached(content, name, file_format)
