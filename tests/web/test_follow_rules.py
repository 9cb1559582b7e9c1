"""Wat volgen we: an administrator says what becomes a proposal."""

from tests.web_client import Client
from tests.worked_case import ADMINISTRATOR

LIST = "/admin/follow"


def test_an_officer_has_no_such_page(client: Client) -> None:
    assert client.get(LIST).status == 403


def test_a_rule_is_added_refused_twice_and_withdrawn(anonymous: Client) -> None:
    anonymous.sign_in(ADMINISTRATOR)
    assert "Er wordt nog niets gevolgd" in anonymous.get(LIST).text
    page = anonymous.submit(LIST, LIST, kind="post", value="Stas JenV")
    assert "‘Stas JenV’ wordt gevolgd." in page.text
    assert page.texts("//ul[@class='nk-list']/li/span") == ["Stas JenV"]

    assert page.texts("//ul[@class='nk-list']/li/em") == ["moties vanaf 1 juli 2020"]

    again = anonymous.submit(LIST, LIST, kind="post", value="stas jenv")
    assert (again.status, "wordt al gevolgd" in again.text) == (422, True)
    assert again.form(LIST)["value"] == "stas jenv"

    [action] = page.all("//form[contains(@action, '/withdraw')]/@action")
    assert "Regel ingetrokken." in anonymous.submit(LIST, action).text
    assert "Er wordt nog niets gevolgd" in anonymous.get(LIST).text


def test_an_empty_form_says_what_to_do(anonymous: Client) -> None:
    anonymous.sign_in(ADMINISTRATOR)
    page = anonymous.submit(LIST, LIST)
    assert page.status == 422
    assert "Soort: Vul dit veld in." in page.text
