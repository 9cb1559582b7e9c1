"""The recess calendar says where its days come from, and what it lacks."""

from tests.web_client import Client
from tracker.adapters.sittings import shipped_calendar
from tracker.domain.sittings import MissingRecess
from tracker.web.sittings import years


def test_every_known_recess_and_every_gap_of_a_year_is_shown(client: Client) -> None:
    page = client.get("/sittings")
    recesses = shipped_calendar().recesses
    rows = page.texts("//section[@aria-labelledby='jaar-2021']//tbody/tr")
    assert rows[2] == (
        "Zomerreces vr 9 juli 2021 ma 6 september 2021 Meer bronnen of de Kamer zelf "
        "dutchpoliticsinenglish.com; tweedekamer.nl; nu.nl"
    )
    assert page.texts(
        "//section[@aria-labelledby='jaar-2022']//span[contains(@class, 'badge')]"
    ) == ["2 recessen ontbreken"]
    shown = [row for row in page.texts("//tbody/tr") if "Ontbreekt" not in row]
    assert len(shown) == len(recesses)
    assert page.text.count("in geen bron genoemd") == sum(one.end is None for one in recesses)


def test_years_are_newest_first_and_in_order_of_the_calendar() -> None:
    found = years(shipped_calendar())
    assert [year.number for year in found] == sorted((year.number for year in found), reverse=True)
    [year] = [year for year in found if year.number == 2025]
    assert [(entry.kind.value, isinstance(entry, MissingRecess)) for entry in year.entries] == [
        ("voorjaarsreces", True),
        ("meireces", True),
        ("zomerreces", False),
        ("verkiezingsreces", False),
        ("herfstreces", True),
        ("kerstreces", False),
    ]
    assert year.missing == 3
