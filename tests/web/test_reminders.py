"""Reminders in the browser: choices, the preview, the link that ends them, and what failed."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from litestar.testing import TestClient

from tests import worked_case
from tests.mail_server import PlayedMail, mail_server
from tests.web_client import Client
from tests.worked_case import ADMINISTRATOR, NOOR, actor
from tracker.adapters.mail import read_mail_url
from tracker.app import make_app
from tracker.config import Settings
from tracker.domain.reminders import ReminderKind
from tracker.services.reminder_choices import token_of

FORM = "/account/reminders"
SECRET = "a secret of the tests"
ORIGIN = "http://testserver.local"
IN_TIME = 20


def off_address(client: Client, secret: str = SECRET) -> str:
    """The address in Noor's mails by which reminders end."""
    user_id = actor(client.client.app.state.office.store).user_id
    assert user_id
    return f"/reminders/off/{token_of(user_id, secret)}"


@contextmanager
def mailing(url: str, server: PlayedMail, folder: Path) -> Iterator[Client]:
    """The real application on a database, with a mail server; reminding goes on beside it."""
    settings = Settings(
        data_dir=folder,
        database_url=url,
        base_url=ORIGIN,
        secret=SECRET,
        mail_server=read_mail_url(server.url),
        mail_from="nakoming@example.nl",
    )
    with TestClient(make_app(settings, worked_case.CLOCK), ORIGIN) as client:
        yield Client(client)


def test_choices_are_kept_and_said_in_the_account(client: Client) -> None:
    assert "U krijgt elke werkdag een overzicht op noor.aksoy@voorbeeld.nl" in (
        client.get("/account").text
    )
    page = client.submit(FORM, FORM, rhythm="weekly", days="15, 5", paused_until="1-8-2021")
    assert "Uw keuzes zijn opgeslagen." in page.text
    assert "Herinneringen zijn stilgezet tot zondag 1 augustus 2021." in page.text

    fields = client.get(FORM).form(FORM)
    assert (fields["rhythm"], fields["days"], fields["paused_until"]) == (
        "weekly", "15, 5", "01-08-2021",
    )  # fmt: skip
    page = client.submit(FORM, FORM, rhythm="off", paused_until="")
    assert "U krijgt geen herinneringen." in page.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"days": "tien"}, "‘tien’ is geen aantal werkdagen"),
        ({"days": ""}, "Noem ten minste één aantal werkdagen"),
        ({"days": "1 2 3 4 5 6 7"}, "Noem hooguit 6 aantallen"),
        ({"paused_until": "31-02-2022"}, "is geen bestaande datum"),
        ({"paused_until": "1-7-2021"}, "Kies een dag na vandaag"),
    ],
)
def test_what_was_typed_stays_when_it_is_refused(
    client: Client, typed: dict[str, str], sentence: str
) -> None:
    page = client.submit(FORM, FORM, **{"rhythm": "weekly", **typed})

    assert page.status == 422
    assert sentence in page.text
    fields = page.form(FORM)
    assert {name: fields[name] for name in typed} == typed
    assert fields["rhythm"] == "weekly"
    assert "elke werkdag" in client.get("/account").text


def test_no_kinds_is_refused(client: Client) -> None:
    fields = client.get(FORM).form(FORM)
    for kind in ReminderKind:
        del fields[kind]
    page = client.post(FORM, fields)

    assert (page.status, "Kies ten minste één soort herinnering" in page.text) == (422, True)


def test_the_preview_shows_what_would_come(client: Client) -> None:
    page = client.get(f"{FORM}/preview")

    assert "Deze installatie verstuurt nog geen e-mail." in page.text
    assert page.texts("//h2") == [
        "Te laat", "Termijnen die eraan komen", "Wacht op u", "Gewijzigd door een ander",
    ]  # fmt: skip
    assert "1 dag te laat: woensdag 30 juni 2021" in page.text
    assert page.all("//main//li/span/a[@href='/items/M-2021-0002']")


def test_a_mail_program_ends_reminders_without_signing_in(anonymous: Client) -> None:
    address = off_address(anonymous)
    asked = anonymous.get(address)
    assert "noor.aksoy@voorbeeld.nl geen herinneringen" in asked.text

    done = anonymous.client.post(
        address,
        content="List-Unsubscribe=One-Click",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert done.status_code == 200
    assert "komen geen herinneringen van Nakoming meer" in done.text
    anonymous.sign_in(NOOR)
    assert "U krijgt geen herinneringen." in anonymous.get("/account").text


def test_looking_at_the_link_changes_nothing(client: Client) -> None:
    client.get(off_address(client))

    assert "U krijgt elke werkdag" in client.get("/account").text


def test_a_wrong_link_says_what_to_do(anonymous: Client) -> None:
    wrong = [
        off_address(anonymous, "ander geheim"),
        off_address(anonymous)[:-1],
        "/reminders/off/x",
    ]

    pages = [anonymous.get(address) for address in wrong]
    assert [page.status for page in pages] == [404, 404, 404]
    assert {page.text for page in pages} == {pages[0].text}
    assert "Deze link werkt niet." in pages[0].text
    assert [anonymous.client.post(address).status_code for address in wrong] == [404, 404, 404]


def test_an_officer_does_not_see_the_page_of_mail(client: Client) -> None:
    assert client.get("/admin/mail").status == 403


def test_without_a_server_the_page_says_what_to_do(anonymous: Client) -> None:
    anonymous.sign_in(ADMINISTRATOR)
    assert "NAKOMING_SMTP_URL" in anonymous.get("/admin/mail").text


def test_a_trial_mail_from_the_page(case_url: str, tmp_path: Path) -> None:
    with mail_server() as server, mailing(case_url, server, tmp_path) as client:
        client.sign_in(ADMINISTRATOR)
        page = client.submit("/admin/mail", "/admin/mail/trial")
        assert f"aangenomen door de mailserver, voor {ADMINISTRATOR}" in page.text
        recipients = [received.recipients[0] for received in server.taken]
        assert recipients.count(ADMINISTRATOR) == 1

        server.at_rcpt[ADMINISTRATOR] = "550 5.7.1 Not <b>here</b>"
        page = client.submit("/admin/mail", "/admin/mail/trial")
        assert page.status == 422
        assert "weigerde het bericht: 550 5.7.1 Not <b>here</b>" in page.text


def test_what_failed_is_shown_and_can_be_sent_again_or_put_away(
    case_url: str, tmp_path: Path
) -> None:
    with mail_server() as server:
        server.at_rcpt[NOOR] = "550 5.1.1 No such user"
        with mailing(case_url, server, tmp_path) as client:
            client.sign_in(NOOR)
            end = time.monotonic() + IN_TIME
            while "is niet aangekomen" not in client.get("/").text:
                assert time.monotonic() < end, "no failure was shown"
                time.sleep(0.05)
            [again] = client.get("/").all("//form[contains(@action, '/again')]/@action")
            client.submit("/", again)
            assert "is niet aangekomen" not in client.get("/").text
            client.sign_out()
            client.sign_in(ADMINISTRATOR)
            assert "1 overzicht wacht om verstuurd te worden." in client.get("/admin/mail").text

        with mailing(case_url, server, tmp_path) as client:
            client.sign_in(ADMINISTRATOR)
            end = time.monotonic() + IN_TIME
            while "6 herinneringen" not in client.get("/admin/mail").text:
                assert time.monotonic() < end, "no failure was shown"
                time.sleep(0.05)
            page = client.get("/admin/mail")
            assert "No such user" in page.text
            [dismiss] = page.all("//form[contains(@action, '/dismiss')]/@action")
            client.submit("/admin/mail", dismiss)
            assert "Er is niets misgegaan." in client.get("/admin/mail").text
    assert not server.taken
