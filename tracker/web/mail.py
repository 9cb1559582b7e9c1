"""The page of administrators about mail: the server, a trial, and what did not arrive."""

from typing import Any

from litestar import Controller, Request, Response, get, post

from tracker.adapters.mail import MailFailed
from tracker.adapters.refusals import refusal
from tracker.domain.errors import DomainError
from tracker.services.failed_mails import count_waiting, failed_mails
from tracker.services.outbox import send_trial
from tracker.web.desk import Desk, administrator_desk_of
from tracker.web.reminders import why_failed


class MailController(Controller):
    """How mail goes."""

    @get("/admin/mail", sync_to_thread=True)
    def show(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """The server, and what did not arrive."""
        return _page(administrator_desk_of(request))

    @post("/admin/mail/trial", sync_to_thread=True)
    def send_trial(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """Send the administrator a mail at once, and say what became of it."""
        desk = administrator_desk_of(request)
        if desk.office.mail is None:
            return _page(desk, 422)
        try:
            send_trial(desk.office.mail, desk.actor)
        except MailFailed as failed:
            sentence = refusal(DomainError(failed.code, **failed.facts), desk.messages)
            return _page(desk, 422, trial_error=sentence)
        sent = desk.messages.text(
            "Het proefbericht is aangenomen door de mailserver, voor %(email)s.",
            email=desk.actor.email,
        )
        return desk.redirect("/admin/mail", sent)


def _page(desk: Desk, status_code: int = 200, trial_error: str = "") -> Response[Any]:
    with desk.store.reading() as session:
        failed, waiting = failed_mails(session), count_waiting(session)
    _ = desk.messages.gettext
    return desk.page(
        "mail/index.html",
        title=_("E-mail"),
        crumbs=[(_("E-mail"), None)],
        status_code=status_code,
        mail=desk.office.mail,
        trial_error=trial_error,
        waiting=waiting,
        failed=[(one, why_failed(desk, one)) for one in failed],
    )
