"""Signing in, signing out, and setting up an empty installation."""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from tracker.domain.errors import DomainError, Refusals
from tracker.services import accounts
from tracker.services.missing import Missing
from tracker.services.reminder_choices import read_choices
from tracker.web.desk import SESSION_COOKIE, Desk, desk_of, open_desk, session_cookie
from tracker.web.forms import Form, FormData
from tracker.web.reminders import choices_words

PENDING = "pending."


class AccountController(Controller):
    """The door."""

    @get("/sign-in", sync_to_thread=True)
    def show_sign_in(
        self, request: Request[Any, Any, Any], next: FromQuery[str] = "/"
    ) -> Response[Any]:
        """The sign-in page."""
        return _sign_in_page(open_desk(request), {"email": "", "next": next}, {})

    @post("/sign-in", sync_to_thread=True)
    def sign_in(self, request: Request[Any, Any, Any], data: FormData) -> Response[Any]:
        """Sign in; on to where the person was going, or back to the form that waits."""
        desk, form = open_desk(request), Form(data)
        try:
            with desk.store.writing() as session:
                token = accounts.sign_in(
                    session, desk.clock, form.line("email"), form.values.get("password", "")
                )
        except DomainError as error:
            return _sign_in_page(desk, form.values, desk.sentences(error), _pending(data), 422)
        answer = _resume(desk, _pending(data)) or Redirect(
            _inside(form.values.get("next", "/")), status_code=303
        )
        answer.set_cookie(session_cookie(token, secure=desk.office.https))
        return answer

    @post("/sign-out", sync_to_thread=True)
    def sign_out(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """Sign out of this browser."""
        desk = open_desk(request)
        with desk.store.writing() as session:
            accounts.sign_out(session, request.cookies.get(SESSION_COOKIE, ""))
        answer = Redirect("/sign-in", status_code=303)
        answer.delete_cookie(SESSION_COOKIE)
        return answer

    @get("/account", sync_to_thread=True)
    def show_account(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """A person's own account."""
        return _account_page(desk_of(request), {})

    @post("/account/password", sync_to_thread=True)
    def change_password(self, request: Request[Any, Any, Any], data: FormData) -> Response[Any]:
        """Change one's own password."""
        desk, form = desk_of(request), Form(data)
        try:
            with desk.store.writing() as session:
                accounts.change_password(
                    session,
                    desk.actor,
                    present=form.values.get("present", ""),
                    wanted=form.values.get("password", ""),
                    token=request.cookies.get(SESSION_COOKIE, ""),
                )
        except DomainError as error:
            return _account_page(desk, desk.sentences(error), 422)
        return desk.redirect("/account", desk.messages.text("Uw wachtwoord is gewijzigd."))

    @get("/setup/{token:str}", sync_to_thread=True)
    def show_setup(self, request: Request[Any, Any, Any], token: FromPath[str]) -> Response[Any]:
        """The page that makes the first administrator."""
        desk = open_desk(request)
        with desk.store.reading() as session:
            if not accounts.setup_is_open(session, desk.clock, token):
                raise Missing
        return _setup_page(desk, token, {}, {})

    @post("/setup/{token:str}", sync_to_thread=True)
    def set_up(
        self, request: Request[Any, Any, Any], token: FromPath[str], data: FormData
    ) -> Response[Any]:
        """Make the first administrator and sign them in."""
        desk, form = open_desk(request), Form(data)
        try:
            with desk.store.writing() as session:
                signed_in = accounts.set_up(
                    session,
                    desk.clock,
                    token,
                    email=form.line("email"),
                    name=form.line("name"),
                    password=form.values.get("password", ""),
                )
        except (DomainError, Refusals) as error:
            return _setup_page(desk, token, form.values, desk.sentences(error), 422)
        answer = Redirect("/", status_code=303)
        answer.set_cookie(session_cookie(signed_in, secure=desk.office.https))
        return answer


def _sign_in_page(
    desk: Desk,
    values: dict[str, str],
    errors: dict[str, str],
    pending: tuple[str | None, list[tuple[str, str]]] = (None, []),
    status_code: int = 200,
) -> Response[Any]:
    return desk.page(
        "sign_in/index.html",
        title=desk.messages.text("Aanmelden"),
        status_code=status_code,
        values={"email": values.get("email", ""), "next": _inside(values.get("next", "/"))},
        errors=errors,
        pending_action=pending[0],
        pending=pending[1],
        expired=False,
    )


def _account_page(desk: Desk, errors: dict[str, str], status_code: int = 200) -> Response[Any]:
    with desk.store.reading() as session:
        choices = read_choices(session, desk.actor)
    return desk.page(
        "accounts/own.html",
        title=desk.messages.text("Mijn account"),
        crumbs=[(desk.messages.text("Mijn account"), None)],
        status_code=status_code,
        errors=errors,
        reminders=choices_words(desk, choices),
        sends_mail=desk.office.mail is not None,
    )


def _setup_page(
    desk: Desk, token: str, values: dict[str, str], errors: dict[str, str], status_code: int = 200
) -> Response[Any]:
    return desk.page(
        "setup/index.html",
        title=desk.messages.text("Nakoming inrichten"),
        status_code=status_code,
        action=f"/setup/{token}",
        values={"email": values.get("email", ""), "name": values.get("name", "")},
        errors=errors,
    )


def _pending(data: dict[str, Any]) -> tuple[str | None, list[tuple[str, str]]]:
    """The form that waited at the sign-in page: its action and its fields, in order."""
    fields = []
    for name, value in data.items():
        if name.startswith(PENDING):
            values = value if isinstance(value, list) else [value]
            fields += [(name.removeprefix(PENDING), str(one)) for one in values]
    return Form(data).values.get("pending_action") or None, fields


def _resume(desk: Desk, pending: tuple[str | None, list[tuple[str, str]]]) -> Response[Any] | None:
    action, fields = pending
    if not action or not fields:
        return None
    return desk.page(
        "sign_in/resume.html",
        title=desk.messages.text("Nog niet opgeslagen"),
        pending_action=_inside(action),
        pending=fields,
    )


def _inside(path: str) -> str:
    """A path on this site; anything else becomes the start page."""
    outside = path[1:2] in {"/", "\\"} or any(character < " " for character in path)
    return path if path.startswith("/") and not outside else "/"
