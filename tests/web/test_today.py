"""Vandaag as a reader finds it: every figure is the length of the list behind it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from litestar.testing import TestClient

from tests.web_client import Client, Page
from tests.worked_case import ADMINISTRATOR, NOOR
from tracker.app import make_app
from tracker.config import Settings
from tracker.services.clock import Clock

FIGURES = "//ul[@class='nk-figures']//a"


class Later(Clock):
    """A clock in a year of which the calendar lacks the summer recess."""

    def now(self) -> datetime:
        return datetime(2027, 5, 20, 10, tzinfo=UTC)


@pytest.fixture
def later(case_url: str, tmp_path: Path) -> Client:
    settings = Settings(
        data_dir=tmp_path,
        database_url=case_url,
        base_url="http://testserver.local",
        secret="a secret of the tests",
    )
    client = Client(TestClient(make_app(settings, Later(timedelta())), "http://testserver.local"))
    client.sign_in(NOOR)
    return client


def figures(page: Page) -> dict[str, tuple[int, str]]:
    """Each figure with its address."""
    return {
        " ".join(link.xpath("span[@class='l']")[0].text_content().split()): (
            int(link.xpath("span[@class='n']")[0].text_content()),
            link.get("href"),
        )
        for link in page.all(FIGURES)
    }


def sections(page: Page) -> list[str]:
    return page.texts("//section[@class='nk-section']//h2")


def rows_of_deadlines(page: Page) -> int:
    return len(page.all("//table//td[@data-h='Item']"))


def test_the_page_of_everyone_on_1_july(client: Client) -> None:
    page = client.get("/?scope=all")

    assert {name: number for name, (number, _) in figures(page).items()} == {
        "Te laat": 1,
        "Komende vier weken": 3,
        "Vóór het zomerreces": 2,
        "Opnieuw bekijken": 2,
    }
    assert sections(page) == [
        "Te laat",
        "Vóór het zomerreces",
        "Daarna, tot en met do 29 juli",
        "Opnieuw bekijken",
    ]
    assert page.texts("//p[@class='nk-recessrow']") == [
        "Zomerreces vrijdag 9 juli 2021 tot en met maandag 6 september 2021"
    ]
    assert "Nog 7 dagen tot en met de laatste vergaderdag voor het zomerreces." in page.text


@pytest.mark.parametrize("scope", ["mine", "unit", "all"])
def test_each_figure_is_the_length_of_the_list_behind_it(client: Client, scope: str) -> None:
    page = client.get(f"/?scope={scope}")

    for name, (number, href) in figures(page).items():
        behind = client.get(href)
        assert (name, behind.status, rows_of_deadlines(behind)) == (name, 200, number)
    assert page.texts("//nav[@aria-label='Van wie']/a[@aria-current='true']") == [
        {"mine": "Van mij", "unit": "Mijn directie", "all": "Iedereen"}[scope]
    ]


@pytest.mark.parametrize("scope", ["mine", "all"])
def test_each_number_of_open_items_is_the_length_of_the_list_behind_it(
    client: Client, scope: str
) -> None:
    page = client.get(f"/?scope={scope}")
    links = page.all("//ul[@class='nk-kinds']//a")

    assert len(links) == {"mine": 6, "all": 7}[scope]
    for link in links:
        behind = client.get(link.get("href"))
        number = int(link.text_content().split()[0])
        assert len(behind.all("//table[contains(@class, 'nk-items')]/tbody/tr")) == number


def test_what_is_late_can_be_settled_moved_and_reported_on(client: Client) -> None:
    page = client.get("/")
    actions = page.all("//div[@class='act']/a")

    assert page.texts("//div[@class='act']/a") == [
        "Nagekomen",
        "Verplaatsen",
        "Stand van zaken",
        "Datum bepalen",
        "Datum bepalen",
    ]
    assert [client.get(link.get("href")).status for link in actions] == [200] * 5


def test_what_changed_since_yesterday(client: Client) -> None:
    page = client.get("/?scope=all")

    assert page.texts("//ol[@class='nk-story']/li/div") == [
        "Joris Vermaat schreef een stand van zaken bij T-2021-0001 wo 30 juni 2021, 16.40 uur",
        "Mila Hoekstra stelde M-2021-0003 voor als afgedaan wo 30 juni 2021, 11.05 uur",
    ]


def test_the_chart_is_also_said(client: Client) -> None:
    page = client.get("/?scope=all")

    assert page.texts("//*[local-name()='desc']") == [
        "april 2021: 1 nagekomen. juni 2021: 1 te laat. juli 2021: 3 open, waarvan 1 geschat."
        " december 2021: 2 open."
    ]
    assert "In 2021: 1 te laat, 5 open, waarvan 1 geschat, 1 nagekomen. Zonder datum: 2." in (
        page.text
    )


def test_whose_work_it_is_is_said_when_it_is_not_ones_own(anonymous: Client) -> None:
    anonymous.sign_in(ADMINISTRATOR)

    assert "U behandelt zelf geen open items" in anonymous.get("/").text
    assert "U hoort nog bij geen directie" in anonymous.get("/?scope=unit").text
    assert "‘iedereen’ is geen bekend bereik" in anonymous.get("/?scope=iedereen").text


def test_nothing_to_do_is_said_with_what_comes_next(anonymous: Client) -> None:
    anonymous.sign_in("mila.hoekstra@voorbeeld.nl")
    page = anonymous.get("/")

    assert page.texts("//div[@class='nk-empty']") == [
        "Niets te laat, en niets wat de komende vier weken af moet. Bekijk wat daarna komt"
    ]


def test_a_recess_that_the_calendar_lacks_is_said(later: Client) -> None:
    page = later.get("/?scope=all")

    assert page.texts(FIGURES)[2] == "? Vóór het reces reces nog niet bekend"
    assert "Wanneer het volgende reces begint, staat niet in de kalender." in page.text
    assert "het zomerreces van 2027" in page.text
    assert later.get("/sittings").status == 200
