"""A person's reminders: what they choose, what the next digest holds, and the link that ends it."""

import uuid
from collections.abc import Mapping
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from tracker.adapters.labels import label
from tracker.adapters.mail_texts import line_words
from tracker.adapters.refusals import refusal
from tracker.db.tables import User
from tracker.domain.errors import DomainError, Refusals
from tracker.domain.reminders import Choices, ReminderKind, Rhythm, read_days
from tracker.services import failed_mails
from tracker.services.failed_mails import MailLine
from tracker.services.missing import Missing
from tracker.services.reminder_choices import (
    keep_choices,
    read_choices,
    switch_off,
    user_of_token,
)
from tracker.services.reminders import preview
from tracker.web.desk import Desk, desk_of, open_desk
from tracker.web.forms import Form, FormData


class ReminderController(Controller):
    """What a person wants to be reminded of."""

    @get("/account/reminders", sync_to_thread=True)
    def show(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """The choices, in a form."""
        desk = desk_of(request)
        with desk.store.reading() as session:
            choices = read_choices(session, desk.actor)
        return _form_page(desk, _typed(choices), {})

    @post("/account/reminders", sync_to_thread=True)
    def keep(self, request: Request[Any, Any, Any], data: FormData) -> Response[Any]:
        """Keep the choices."""
        desk, form = desk_of(request), Form(data)
        try:
            choices = _read(form)
            with desk.store.writing() as session:
                keep_choices(session, desk.actor, desk.clock, choices)
        except (DomainError, Refusals) as error:
            return _form_page(desk, form.values, desk.sentences(error), 422)
        return desk.redirect("/account", desk.messages.text("Uw keuzes zijn opgeslagen."))

    @get("/account/reminders/preview", sync_to_thread=True)
    def show_preview(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """What a digest would tell now."""
        desk = desk_of(request)
        with desk.store.reading() as session:
            groups = preview(session, desk.actor, desk.clock)
        _ = desk.messages.gettext
        return desk.page(
            "reminders/preview.html",
            title=_("Uw volgende overzicht"),
            crumbs=[
                (_("Mijn account"), "/account"),
                (_("Herinneringen"), "/account/reminders"),
                (_("Uw volgende overzicht"), None),
            ],
            groups=[
                (one.kind, [(line, line_words(line, desk.messages)) for line in one.lines])
                for one in groups
            ],
            sends_mail=desk.office.mail is not None,
        )

    @get("/reminders/off/{token:str}", sync_to_thread=True)
    def ask_off(self, request: Request[Any, Any, Any], token: FromPath[str]) -> Response[Any]:
        """Ask whether reminders must end; programs that follow every link change nothing here."""
        desk = open_desk(request)
        with desk.store.reading() as session:
            user = _user_of(session, desk, token)
        return _off_page(desk, token, user, is_off=False)

    @post("/reminders/off/{token:str}", sync_to_thread=True, exclude_from_csrf=True)
    def switch_off(self, request: Request[Any, Any, Any], token: FromPath[str]) -> Response[Any]:
        """End reminders. Mail programs send this by themselves (RFC 8058, section 3.1)."""
        desk = open_desk(request)
        with desk.store.writing() as session:
            user = _user_of(session, desk, token)
            if user:
                switch_off(session, desk.clock, user.id)
        return _off_page(desk, token, user, is_off=True)

    @post("/reminders/mails/{mail_id:uuid}/again", sync_to_thread=True)
    def send_again(
        self, request: Request[Any, Any, Any], mail_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """Send a digest that failed once more."""
        desk = desk_of(request)
        with desk.store.writing() as session:
            failed_mails.send_again(session, desk.actor, desk.clock, mail_id)
        return desk.redirect(_back(request), desk.messages.text("Het wordt opnieuw verstuurd."))

    @post("/reminders/mails/{mail_id:uuid}/dismiss", sync_to_thread=True)
    def dismiss(
        self, request: Request[Any, Any, Any], mail_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """Show a failure no longer."""
        desk = desk_of(request)
        with desk.store.writing() as session:
            failed_mails.dismiss(session, desk.actor, mail_id)
        return desk.redirect(_back(request), desk.messages.text("De melding is afgesloten."))


def choices_words(desk: Desk, choices: Choices) -> str:
    """What a person chose, in one sentence."""
    messages = desk.messages
    if choices.rhythm is Rhythm.OFF:
        return messages.text("U krijgt geen herinneringen.")
    if choices.paused_until and choices.paused_until > desk.clock.today():
        day = messages.long_date(choices.paused_until)
        return messages.text("Herinneringen zijn stilgezet tot %(day)s.", day=day)
    rhythm = label(messages, "rhythm", choices.rhythm).lower()
    return messages.text(
        "U krijgt %(rhythm)s een overzicht op %(email)s, als er iets te melden is.",
        rhythm=rhythm,
        email=desk.actor.email,
    )


def why_failed(desk: Desk, line: MailLine) -> str:
    """Why a mail did not go, in a sentence."""
    return refusal(DomainError(line.failure_code, **line.failure_facts), desk.messages)


def _read(form: Form) -> Choices:
    rhythm = form.code("rhythm", Rhythm, required=True)
    kinds = frozenset(kind for kind in ReminderKind if form.ticked(kind))
    paused_until = form.day("paused_until")
    days: tuple[int, ...] = ()
    try:
        days = read_days(form.values.get("days", ""))
    except DomainError as error:
        form.refuse(error)
    if form.refusals:
        raise Refusals(form.refusals)
    return Choices(rhythm or Rhythm.OFF, kinds, days, paused_until)


def _typed(choices: Choices) -> dict[str, str]:
    """Choices as a form has them."""
    return {
        "rhythm": choices.rhythm,
        "days": ", ".join(map(str, choices.days)),
        "paused_until": str(choices.paused_until or ""),
        **{kind: "1" for kind in choices.kinds},
    }


def _form_page(
    desk: Desk, values: Mapping[str, str], errors: Mapping[str, str], status_code: int = 200
) -> Response[Any]:
    _ = desk.messages.gettext
    return desk.page(
        "reminders/edit.html",
        title=_("Herinneringen"),
        crumbs=[(_("Mijn account"), "/account"), (_("Herinneringen"), None)],
        status_code=status_code,
        rhythms=[(one, label(desk.messages, "rhythm", one)) for one in Rhythm],
        values=values,
        errors=errors,
        sends_mail=desk.office.mail is not None,
    )


def _user_of(session: Any, desk: Desk, token: str) -> User | None:
    try:
        return user_of_token(session, token, desk.office.secret)
    except Missing:
        return None


def _off_page(desk: Desk, token: str, user: User | None, *, is_off: bool) -> Response[Any]:
    """Who holds no token that works is told so, and not sent to sign in first."""
    _ = desk.messages.gettext
    return desk.page(
        "reminders/off.html",
        title=_("Herinneringen"),
        crumbs=[(_("Herinneringen"), None)],
        status_code=200 if user else 404,
        token=token,
        email=user.email if user else None,
        is_off=is_off,
    )


def _back(request: Request[Any, Any, Any]) -> str:
    """The page of administrators for who came from there, otherwise the start page."""
    referer = request.headers.get("Referer", "")
    return "/admin/mail" if referer.partition("?")[0].endswith("/admin/mail") else "/"
