"""What a reader sees when something cannot be done; what was typed is kept."""

import logging
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response
from litestar.exceptions import (
    HTTPException,
    NotAuthorizedException,
    PermissionDeniedException,
)
from litestar.response import Redirect
from litestar.status_codes import (
    HTTP_401_UNAUTHORIZED,
    HTTP_403_FORBIDDEN,
    HTTP_404_NOT_FOUND,
    HTTP_500_INTERNAL_SERVER_ERROR,
)

from tracker.services.missing import Missing
from tracker.web.desk import Desk, open_desk
from tracker.web.forms import form_fields
from tracker.web.security import comes_from_us, give_token

logger = logging.getLogger("nakoming")


def not_signed_in(request: Request[Any, Any, Any], _error: NotAuthorizedException) -> Response[Any]:
    """To the sign-in page; a form that was sent waits there until its sender is back."""
    if request.method in {"GET", "HEAD"}:
        return _to_the_door(request)
    fields = form_fields(request) if comes_from_us(request) else []
    desk = open_desk(request)
    return desk.page(
        "sign_in/index.html",
        title=desk.messages.text("Aanmelden"),
        status_code=HTTP_401_UNAUTHORIZED,
        values={"email": "", "next": "/"},
        errors={},
        pending_action=_path(request) if fields else None,
        pending=fields,
        expired=True,
    )


def refused(request: Request[Any, Any, Any], _error: PermissionDeniedException) -> Response[Any]:
    """A form without a valid token can be sent again; a page for administrators cannot."""
    desk = open_desk(request)
    fields = form_fields(request) if request.method == "POST" else []
    if fields and comes_from_us(request):
        cookie = give_token(request)
        page = desk.page(
            "sign_in/resume.html",
            title=desk.messages.text("Nog niet opgeslagen"),
            status_code=HTTP_403_FORBIDDEN,
            pending_action=_path(request),
            pending=fields,
        )
        if cookie:
            page.set_cookie(cookie)
        return page
    return _error_page(desk, HTTP_403_FORBIDDEN)


def missing(request: Request[Any, Any, Any], _error: Exception) -> Response[Any]:
    """A page that is not there, or not for this reader; the two look alike.

    Who is not signed in only ever sees the door.
    """
    desk = open_desk(request)
    if desk.actor.user_id is None:
        return _to_the_door(request)
    return _error_page(desk, HTTP_404_NOT_FOUND)


def other_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """Any other answer that HTTP has a number for."""
    return _error_page(open_desk(request), error.status_code)


def broken(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """A fault of ours: in the log with its trace, on the page with a way on."""
    logger.error("%s %s", request.method, _path_without_token(request), exc_info=error)
    return _error_page(open_desk(request), HTTP_500_INTERNAL_SERVER_ERROR)


def _to_the_door(request: Request[Any, Any, Any]) -> Response[Any]:
    return Redirect(f"/sign-in?{urlencode({'next': _path(request)})}", status_code=303)


def _error_page(desk: Desk, status_code: int) -> Response[str]:
    return desk.page(
        "errors/error.html",
        title=desk.messages.text("Dat ging niet"),
        status_code=status_code,
        status=status_code,
    )


def _path_without_token(request: Request[Any, Any, Any]) -> str:
    """The path for the log, in which no private address may stand."""
    token = str(request.path_params.get("token", ""))
    return request.url.path.replace(token, "{token}") if token else request.url.path


def _path(request: Request[Any, Any, Any]) -> str:
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path


HANDLERS: dict[Any, Any] = {
    NotAuthorizedException: not_signed_in,
    PermissionDeniedException: refused,
    Missing: missing,
    HTTP_404_NOT_FOUND: missing,
    HTTPException: other_http,
    HTTP_500_INTERNAL_SERVER_ERROR: broken,
}
