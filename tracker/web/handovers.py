"""The handover pack of a dossier, as a file."""

from typing import Any

from litestar import Controller, Request, Response, get
from litestar.params import FromPath

from tracker.adapters.child import in_child
from tracker.adapters.printed import MEDIA_TYPES, FileFormat, render_printed
from tracker.domain.errors import DomainError
from tracker.domain.references_read import read_dossier
from tracker.services.handovers import handover
from tracker.services.missing import Missing
from tracker.web.desk import desk_of

RENDER_WITHIN = 300.0
"""Seconds that making the file may take."""


class HandoverController(Controller):
    """Everything on a dossier in one document."""

    path = "/dossiers/{number:str}"

    @get("/handover.pdf", sync_to_thread=True)
    def pdf(self, request: Request[Any, Any, Any], number: FromPath[str]) -> Response[Any]:
        """As PDF."""
        return _file(request, number, FileFormat.PDF)

    @get("/handover.odt", sync_to_thread=True)
    def odt(self, request: Request[Any, Any, Any], number: FromPath[str]) -> Response[Any]:
        """As ODT."""
        return _file(request, number, FileFormat.ODT)

    @get("/handover.docx", sync_to_thread=True)
    def docx(self, request: Request[Any, Any, Any], number: FromPath[str]) -> Response[Any]:
        """As DOCX."""
        return _file(request, number, FileFormat.DOCX)


def _file(request: Request[Any, Any, Any], number: str, file_format: FileFormat) -> Response[bytes]:
    desk = desk_of(request)
    try:
        dossier = read_dossier(number)
    except DomainError as error:
        raise Missing from error
    with desk.store.snapshot() as session:
        document = handover(
            session,
            desk.actor,
            desk.clock,
            desk.calendar,
            dossier,
            desk.office.base_url,
            desk.messages,
        )
    content = in_child(render_printed, document, file_format, desk.messages, timeout=RENDER_WITHIN)
    name = f"overdracht-{dossier.identifier}-{desk.clock.today().isoformat()}.{file_format}"
    return Response(
        content,
        media_type=MEDIA_TYPES[file_format],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
