"""The status page of an item."""

import pytest
from litestar.testing import TestClient

from tests import worked_case
from tests.web.test_items import errors, facts, value
from tests.web_client import Client, Fields, Page

COMMITMENT = "/items/T-2021-0001"
STATUS = f"{COMMITMENT}/status"


def answers(page: Page, **parts: str) -> Fields:
    """The same answer for each open deadline that the page asks about."""
    names = {
        str(name).rsplit("-", 1)[0] for name in page.all("//*[contains(@name,'-state')]/@name")
    }
    return {f"{name}-{part}": text for name in names for part, text in parts.items()}


def test_first_the_statuses_then_what_the_choice_asks(client: Client) -> None:
    first = client.get(STATUS)
    second = client.post(STATUS, first.form(STATUS) | {"status": "transferred", "show": "1"})

    assert first.all("//main//input[@name='status']/@value") == [
        "assessing",
        "ongoing",
        "partly_met",
        "proposed_met",
        "met",
        "transferred",
        "not_carried_out",
        "lapsed",
    ]
    assert not first.all("//main//*[@name='reason']")
    assert second.status == 200
    assert second.all("//main//*[@name='ministry']")
    assert second.all("//main//*[@name='paper']")


def test_a_commitment_is_told_what_it_takes_to_be_met(client: Client) -> None:
    page = client.get(f"{STATUS}?status=met")

    assert "Met alleen een reden wordt de status ‘Voorgesteld als afgedaan’" in page.text
    assert set(page.all("//input[@name='status']/@hx-target")) == {"#status-form"}


def test_a_commitment_without_the_paper_is_proposed(client: Client) -> None:
    page = client.submit(f"{STATUS}?status=met", STATUS, reason="Alles is gedaan")

    assert "Status: Voorgesteld als afgedaan." in page.text
    assert facts(page)["Kamer geïnformeerd met"] == "nog niet gemeld"
    assert facts(page)["Reden"] == "Alles is gedaan"


def test_closing_asks_what_becomes_of_the_deadlines(client: Client) -> None:
    form = client.get(f"{STATUS}?status=met")
    paper: Fields = {"paper": "31 015, nr. 230"}
    refused = client.post(STATUS, form.form(STATUS) | paper)
    closed = client.post(
        STATUS, refused.form(STATUS) | answers(refused, state="met", on="30-06-2021")
    )

    assert refused.status == 422
    assert set(errors(refused).values()) == {
        "Zeg van elke open termijn of zij is nagekomen of vervalt."
    }
    assert value(refused, "paper") == "31 015, nr. 230"
    assert facts(closed)["Kamer geïnformeerd met"] == "31 015, nr. 230"
    assert facts(closed)["Afgesloten op"] == "1 juli 2021"


def test_a_withdrawn_deadline_needs_its_own_reason(client: Client) -> None:
    form = client.get(f"{STATUS}?status=lapsed")
    page = client.post(
        STATUS, form.form(STATUS) | {"reason": "Vervallen"} | answers(form, state="withdrawn")
    )

    assert len(errors(page)) == 2
    assert {name.rsplit("-", 1)[1] for name in errors(page)} == {"reason"}
    assert set(errors(page).values()) == {"Geef een reden; die komt in het verloop te staan."}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"status": ""}, "status"),
        ({"status": "onzin"}, "status"),
        ({"status": "in_progress"}, "status"),
        ({"status": "not_carried_out"}, "reason"),
        ({"status": "met", "paper": "ergens"}, "paper"),
        ({"status": "met", "paper": "31 015"}, "paper"),
        ({"status": "met", "reason": "nul\0"}, "reason"),
    ],
)
def test_what_is_wrong_is_said_next_to_its_field(client: Client, typed: Fields, field: str) -> None:
    page = client.post(STATUS, client.get(f"{STATUS}?status=met").form(STATUS) | typed)

    assert page.status == 422
    assert any(one.get("href") == f"#f-{field}" for one in page.all("//ul[@class='nk-errors']//a"))


def test_two_officers_choose_and_theirs_may_stay(client: Client) -> None:
    joris = Client(TestClient(client.client.app, "http://testserver.local"))
    joris.sign_in(worked_case.JORIS)
    mine = client.get(f"{STATUS}?status=ongoing").form(STATUS)
    joris.submit(f"{STATUS}?status=partly_met", STATUS)

    question = client.post(STATUS, mine)
    page = client.post(
        STATUS, question.form(STATUS) | {"choose.status": "theirs", "conflict": "save"}
    )

    assert question.status == 409
    assert question.texts("//legend") == ["Status"]
    assert page.status == 200
    assert page.response.url.path == COMMITMENT
    assert "Deels afgedaan" in page.texts("//header//span[contains(@class, 'nk-status')]")[0]


def test_a_closed_item_is_reopened_with_a_reason(client: Client) -> None:
    path = "/items/M-2021-0003"
    form = client.get(f"{path}/status?status=met")
    client.post(
        f"{path}/status",
        form.form(f"{path}/status")
        | {"reason": "Gedaan"}
        | answers(form, state="withdrawn", reason="Hoeft niet meer"),
    )
    refused = client.submit(f"{path}/status?status=in_progress", f"{path}/status")
    page = client.submit(f"{path}/status?status=in_progress", f"{path}/status", reason="Toch niet")

    assert errors(refused).keys() == {"reason"}
    assert "Afgesloten op" not in facts(page)
    assert "reden: Toch niet" in page.text
