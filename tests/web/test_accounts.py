"""The door: nobody sees anything before it, and nothing typed is lost at it."""

import pytest

from tests.web_client import Client
from tests.worked_case import NOOR, PASSWORD


@pytest.mark.parametrize(
    "path",
    [
        "/", "/items", "/items/M-2021-0002", "/items/new", "/deadlines", "/progress-letters",
        "/subscriptions", "/account", "/sittings", "/help",
    ],
)  # fmt: skip
def test_who_is_not_signed_in_sees_the_door_alone(anonymous: Client, path: str) -> None:
    response = anonymous.client.get(path, follow_redirects=False)
    assert (response.status_code, response.content) == (303, b"")
    page = anonymous.get(path)
    assert page.texts("//h1") == ["Aanmelden"]
    assert page.all("//input[@name='next']/@value") == [path]


def test_signing_in_leads_to_where_one_was_going(anonymous: Client) -> None:
    page = anonymous.submit(
        "/account", "/sign-in", email=" Noor.Aksoy@voorbeeld.nl", password=PASSWORD
    )
    assert page.texts("//h1") == ["Mijn account"]


@pytest.mark.parametrize("elsewhere", ["https://kwaad.example", "//kwaad.example", "/\\kwaad"])
def test_signing_in_never_leads_to_another_site(anonymous: Client, elsewhere: str) -> None:
    fields = anonymous.get("/sign-in").form("/sign-in")
    page = anonymous.post(
        "/sign-in",
        fields | {"email": NOOR, "password": PASSWORD, "next": elsewhere},
        follow=False,
    )
    assert page.headers["location"] == "/"


def test_a_wrong_password_is_said_and_the_address_stays(anonymous: Client) -> None:
    page = anonymous.sign_in(NOOR, "fout wachtwoord")
    assert page.status == 422
    assert page.all("//input[@name='email']/@value") == [NOOR]
    assert "E-mailadres of wachtwoord klopt niet." in page.text


def test_a_form_sent_after_the_session_ended_waits_for_its_sender(client: Client) -> None:
    form = client.get("/subscriptions").form("/subscriptions")
    client.sign_out()
    door = client.post("/subscriptions", form | {"name": "Mijn <termijnen> 😀"})
    assert door.status == 401
    assert "Wat u verstuurde is bewaard" in door.text
    resumed = client.post("/sign-in", door.form("/sign-in") | {"email": NOOR, "password": PASSWORD})
    page = client.post("/subscriptions", resumed.form("/subscriptions"))
    assert "Het adres van ‘Mijn <termijnen> 😀’ staat hieronder" in page.text


def test_a_form_of_another_site_is_refused_and_not_kept(client: Client) -> None:
    form = client.get("/subscriptions").form("/subscriptions") | {"name": "Vreemd"}
    form["_csrf_token"] = "geraden"
    client.origin = "https://kwaad.example"
    page = client.post("/subscriptions", form)
    assert page.status == 403
    assert page.all("//input[@value='Vreemd']") == []


def test_a_stale_token_of_our_own_page_keeps_what_was_typed(client: Client) -> None:
    form = client.get("/subscriptions").form("/subscriptions") | {"name": "Bewaard"}
    form["_csrf_token"] = "verlopen"
    page = client.post("/subscriptions", form)
    assert page.status == 403
    again = client.post("/subscriptions", page.form("/subscriptions"))
    assert "Het adres van ‘Bewaard’" in again.text


def test_a_browser_that_lost_its_cookie_can_still_send_what_was_typed(client: Client) -> None:
    form = client.get("/subscriptions").form("/subscriptions") | {"name": "Bewaard"}
    client.client.cookies.delete("nakoming_form")
    page = client.post("/subscriptions", form)
    assert page.status == 403
    again = client.post("/subscriptions", page.form("/subscriptions"))
    assert "Het adres van ‘Bewaard’" in again.text


def test_changing_the_password_needs_the_present_one(client: Client) -> None:
    refused = client.submit(
        "/account", "/account/password", present="fout", password="nog-een-wachtwoord"
    )
    assert refused.status == 422
    assert "Dit is niet uw huidige wachtwoord." in refused.text
    changed = client.submit(
        "/account", "/account/password", present=PASSWORD, password="nog-een-wachtwoord"
    )
    assert "Uw wachtwoord is gewijzigd." in changed.text
    client.sign_out()
    assert client.sign_in(NOOR, "nog-een-wachtwoord").status == 200
