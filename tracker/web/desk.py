"""What a handler has at hand: the reader, the database, the clock, the calendar, the words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.enums import MediaType
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.response import Redirect
from litestar.utils.scope.state import ScopeState

import tracker
from tracker.adapters.messages import Messages, translator
from tracker.adapters.refusals import refusal
from tracker.db.session import Store
from tracker.domain.errors import DomainError, Refusals
from tracker.domain.sittings import SittingCalendar
from tracker.services import accounts
from tracker.services.actors import Actor
from tracker.services.calendar_files import CalendarFiles
from tracker.services.clock import Clock
from tracker.services.letters import open_proposals
from tracker.services.lookups import LookUps
from tracker.services.outbox import MailSettings
from tracker.services.sittings import Sittings
from tracker.web.rendering import render
from tracker.web.security import FORM_COOKIE

SESSION_COOKIE = "nakoming"


@dataclass(frozen=True)
class Office:
    """What all requests of one application share."""

    store: Store
    clock: Clock
    base_url: str
    demo: bool = False
    sittings: Sittings = field(default_factory=Sittings)
    look_ups: LookUps | None = None
    reads_sources: bool = False
    answer_within: timedelta = timedelta(days=28)
    mail: MailSettings | None = None
    secret: str = field(default="", repr=False)

    @cached_property
    def calendar_files(self) -> CalendarFiles:
        """The files under the calendar addresses."""
        return CalendarFiles(self.store, self.clock, self.sittings, self.base_url)

    @property
    def https(self) -> bool:
        """Whether people reach the application over https."""
        return self.base_url.startswith("https://")


@dataclass
class Page:
    """What the skeleton of a page shows around its content."""

    title: str
    nav: str | None
    crumbs: Sequence[tuple[str, str | None]]
    user: Actor | None
    demo_now: str | None
    csrf_token: str
    flash: dict[str, str] | None
    open_proposals: int = 0
    version: str = tracker.__version__


@dataclass
class Desk:
    """One request, seen from a handler."""

    request: Request[Any, Any, Any]
    office: Office
    actor: Actor
    messages: Messages
    flash_waits: bool = False
    known_calendar: SittingCalendar | None = None

    @property
    def store(self) -> Store:
        """The database."""
        return self.office.store

    @property
    def clock(self) -> Clock:
        """The application's clock."""
        return self.office.clock

    @property
    def calendar(self) -> SittingCalendar:
        """The House's recesses as they were when this request began."""
        if self.known_calendar is None:
            with self.store.reading() as session:
                self.known_calendar = self.office.sittings.read(session)
        return self.known_calendar

    @property
    def wants_fragment(self) -> bool:
        """Whether htmx asks for a part of the page, and not for the whole one."""
        headers = self.request.headers
        return "HX-Request" in headers and "HX-History-Restore-Request" not in headers

    def page(
        self,
        template: str,
        *,
        title: str,
        nav: str | None = None,
        crumbs: Sequence[tuple[str, str | None]] = (),
        status_code: int = 200,
        **context: Any,
    ) -> Response[str]:
        """A whole page, rendered here in the worker thread."""
        _ = self.messages.gettext
        page = Page(
            title=title,
            nav=nav,
            crumbs=[(_("Nakoming"), "/"), *crumbs],
            user=self.actor if self.actor.user_id else None,
            demo_now=self.demo_now(),
            csrf_token=csrf_token(self.request),
            flash=self._take_flash(),
            open_proposals=self._open_proposals(),
        )
        return self._html(template, status_code, page=page, **context)

    def fragment(self, template: str, *, status_code: int = 200, **context: Any) -> Response[str]:
        """A part of a page, for htmx."""
        return self._html(template, status_code, **context)

    def _html(self, template: str, status_code: int, **context: Any) -> Response[str]:
        text = render(
            self.messages.language,
            template,
            today=self.clock.today(),
            csrf_token=csrf_token(self.request),
            **context,
        )
        return Response(text, media_type=MediaType.HTML, status_code=status_code)

    def redirect(self, path: str, flash: str | None = None) -> Redirect:
        """On to another page after an action, with a sentence that says what was done."""
        token = self.request.cookies.get(SESSION_COOKIE)
        if flash and token:
            with self.store.writing() as session:
                accounts.leave_flash(session, token, flash)
        return Redirect(path, status_code=303)

    def sentences(self, error: DomainError | Refusals) -> dict[str, str]:
        """What was refused, by field; '' for what is about no field."""
        refusals = error.refusals if isinstance(error, Refusals) else [error]
        return {one.field or "": refusal(one, self.messages) for one in refusals}

    def demo_now(self) -> str | None:
        """The demonstration's moment, in words, on every page of it."""
        return self.messages.moment(self.clock.now()) if self.office.demo else None

    def _open_proposals(self) -> int:
        if not self.actor.user_id:
            return 0
        with self.store.reading() as session:
            return open_proposals(session)

    def _take_flash(self) -> dict[str, str] | None:
        token = self.request.cookies.get(SESSION_COOKIE)
        if not token or not self.flash_waits:
            return None
        with self.store.writing() as session:
            text = accounts.take_flash(session, token)
        return {"text": text} if text else None


def desk_of(request: Request[Any, Any, Any]) -> Desk:
    """The desk of a signed-in person; anyone else is sent to sign in."""
    desk = open_desk(request)
    if desk.actor.user_id is None:
        raise NotAuthorizedException
    return desk


def administrator_desk_of(request: Request[Any, Any, Any]) -> Desk:
    """The desk of an administrator."""
    desk = desk_of(request)
    if not desk.actor.is_administrator:
        raise PermissionDeniedException
    return desk


def open_desk(request: Request[Any, Any, Any]) -> Desk:
    """The desk of anyone, signed in or not."""
    office: Office = request.app.state.office
    token = request.cookies.get(SESSION_COOKIE)
    found = None
    if token:
        with office.store.reading() as session:
            found = accounts.signed_in(session, office.clock, token)
            calendar = office.sittings.read(session) if found else None
    if found is None:
        return Desk(request, office, Actor(user_id=None), translator(Actor.language))
    messages = translator(found.actor.language)
    return Desk(request, office, found.actor, messages, found.flash_waits, calendar)


def csrf_token(request: Request[Any, Any, Any]) -> str:
    """The token that each form carries: this request's, or that of the browser's cookie."""
    token = ScopeState.from_scope(request.scope).csrf_token
    return token if isinstance(token, str) else request.cookies.get(FORM_COOKIE, "")


def session_cookie(token: str, *, secure: bool) -> Cookie:
    """The cookie of a signed-in browser; it ends with the browser."""
    return Cookie(SESSION_COOKIE, value=token, httponly=True, secure=secure, samesite="lax")
