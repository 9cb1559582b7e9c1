"""Headers on every answer, and the protection of forms against other sites."""

from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import Cookie, MutableScopeHeaders
from litestar.exceptions import NotFoundException
from litestar.middleware.csrf import generate_csrf_token
from litestar.types import Message, Scope
from litestar.utils.scope.state import ScopeState

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
CSRF_FIELD = "_csrf_token"
FORM_COOKIE = "nakoming_form"


async def add_headers(message: Message, scope: Scope) -> None:
    """Put the security headers on an answer, whatever its status; pages are not kept."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    for name, value in HEADERS.items():
        headers[name] = value
    if "cache-control" not in headers:
        headers["Cache-Control"] = "no-store"
    headers.setdefault("Vary", "HX-Request, Cookie")
    if scope["app"].state.office.https:
        headers["Strict-Transport-Security"] = "max-age=31536000"


async def refuse_nul(request: Request[Any, Any, Any]) -> None:
    """Nothing has a NUL in its address; neither PostgreSQL nor a file system takes one."""
    if "\0" in request.scope["path"]:
        raise NotFoundException


def csrf_config(secret: str, *, https: bool) -> CSRFConfig:
    """A token in a cookie that each form repeats, signed with the installation's secret."""
    return CSRFConfig(
        secret=secret,
        cookie_name=FORM_COOKIE,
        cookie_secure=https,
        cookie_httponly=True,
        cookie_samesite="lax",
        header_name="x-csrf-token",
    )


def give_token(request: Request[Any, Any, Any]) -> Cookie | None:
    """A fresh form token for a browser that lost its cookie; the request's pages carry it."""
    if FORM_COOKIE in request.cookies:
        return None
    config = request.app.csrf_config
    assert config is not None
    token = generate_csrf_token(config.secret)
    ScopeState.from_scope(request.scope).csrf_token = token
    return Cookie(
        FORM_COOKIE, value=token, httponly=True, secure=config.cookie_secure, samesite="lax"
    )


def comes_from_us(request: Request[Any, Any, Any]) -> bool:
    """Whether a form was sent from one of our own pages, by the browser's own word."""
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.headers.get("Host")
