"""Alles exporteren: everything in one file, for administrators."""

from collections.abc import Iterator
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.response import Stream

from tracker.db.session import Store
from tracker.services.exports import export_lines
from tracker.web.desk import administrator_desk_of

BLOCK = 256 * 1024
MEDIA_TYPE = "application/jsonl; charset=utf-8"


class ExportController(Controller):
    """The page and its file; reading one in is the command's."""

    path = "/admin/export"

    @get("/", sync_to_thread=True)
    def index(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """What the file holds, and the button."""
        desk = administrator_desk_of(request)
        title = desk.messages.text("Alles exporteren")
        return desk.page("exports/index.html", title=title, crumbs=[(title, None)])

    @post("/", sync_to_thread=True, status_code=200)
    def export(self, request: Request[Any, Any, Any]) -> Stream:
        """The file, sent while it is made."""
        desk = administrator_desk_of(request)
        name = f"nakoming-{desk.clock.today().isoformat()}.jsonl"
        return Stream(
            _blocks(desk.store),
            media_type=MEDIA_TYPE,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def _blocks(store: Store) -> Iterator[bytes]:
    """The lines of one moment, many at a time: each goes through a thread of its own."""
    block = bytearray()
    with store.snapshot() as session:
        for line in export_lines(session):
            block += f"{line}\n".encode()
            if len(block) >= BLOCK:
                yield bytes(block)
                block.clear()
    yield bytes(block)
