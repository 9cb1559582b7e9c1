"""The calendar files: for programs that hold an address, and for people who take one along."""

import uuid
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

from litestar import Controller, Request, Response, get, head
from litestar.params import FromPath

from tracker.domain.selections import read_selection
from tracker.services import calendars
from tracker.services.calendar_files import CalendarFile
from tracker.services.calendars import Reader
from tracker.services.missing import Missing
from tracker.services.subscriptions import read_subscription
from tracker.web.desk import Desk, desk_of, open_desk

CALENDAR_TYPE = "text/calendar"


class CalendarController(Controller):
    """Whoever holds a token may read its calendar, without a cookie; a person may take a copy."""

    @get("/calendars/{token:str}", sync_to_thread=True, exclude_from_csrf=True)
    def read(self, request: Request[Any, Any, Any], token: FromPath[str]) -> Response[Any]:
        """The calendar of a subscription."""
        return _answer(request, token)

    @head("/calendars/{token:str}", sync_to_thread=True, exclude_from_csrf=True)
    def probe(self, request: Request[Any, Any, Any], token: FromPath[str]) -> Response[None]:
        """The headers of that calendar."""
        answer = _answer(request, token)
        headers = {**answer.headers, "content-length": str(len(answer.content or b""))}
        return Response(
            None, headers=headers, status_code=answer.status_code, media_type=CALENDAR_TYPE
        )

    @get("/subscriptions/{subscription_id:uuid}/file", sync_to_thread=True)
    def take(
        self, request: Request[Any, Any, Any], subscription_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """What a subscription shows now, as a file, for where addresses are blocked."""
        desk = desk_of(request)
        with desk.store.reading() as session:
            one = read_subscription(session, desk.actor, subscription_id)
            if one.view_is_gone:
                raise Missing
            content = calendars.calendar_of(
                session,
                _reader(desk),
                read_selection(one.query),
                one.options,
                name=one.name,
            )
        return _download(content, "nakoming.ics")

    @get("/deadlines/{deadline_id:uuid}/event", sync_to_thread=True)
    def take_one(
        self, request: Request[Any, Any, Any], deadline_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """One deadline, to add to any calendar."""
        desk = desk_of(request)
        with desk.store.reading() as session:
            content = calendars.calendar_of_deadline(session, _reader(desk), deadline_id)
        return _download(content, "termijn.ics")


def _answer(request: Request[Any, Any, Any], token: str) -> Response[Any]:
    office = open_desk(request).office
    try:
        client = request.headers.get("User-Agent", "")
        file = office.calendar_files.read(token.removesuffix(".ics"), client)
    except Missing:
        return Response("Not found", status_code=404, media_type="text/plain")
    headers = {"Cache-Control": "private, no-cache", "Vary": "Accept-Encoding"}
    if _takes_gzip(request.headers.get("Accept-Encoding", "")):
        file = file.compressed
        headers["Content-Encoding"] = "gzip"
    headers |= {"ETag": file.tag, "Last-Modified": format_datetime(file.changed_at, usegmt=True)}
    if _is_known(request, file):
        return Response(None, status_code=304, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="nakoming.ics"'
    return Response(file.content, media_type=CALENDAR_TYPE, headers=headers)


def _is_known(request: Request[Any, Any, Any], file: CalendarFile) -> bool:
    """Whether the program has this file already (RFC 9110, 13.1.2 and 13.1.3)."""
    tags = request.headers.get("If-None-Match")
    if tags is not None:
        given = [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        return file.tag in given or given == ["*"]
    since = _moment(request.headers.get("If-Modified-Since", ""))
    return since is not None and file.changed_at <= since


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _takes_gzip(accepted: str) -> bool:
    """Whether gzip is named, and not refused (RFC 9110, 12.5.3)."""
    for one in accepted.lower().split(","):
        name, _, weight = one.replace(" ", "").partition(";q=")
        if name in ("gzip", "x-gzip"):
            return weight.rstrip("0.") != "" or not weight
    return False


def _reader(desk: Desk) -> Reader:
    return Reader(
        desk.actor.user_id,
        desk.messages.language,
        desk.clock.today(),
        desk.calendar,
        desk.office.base_url,
    )


def _download(content: bytes, name: str) -> Response[Any]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=CALENDAR_TYPE, headers=headers)
