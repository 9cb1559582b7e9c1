"""The recess calendar says where its days come from, and what it lacks."""

from datetime import date

from tests.web_client import Client
from tests.worked_case import ADMINISTRATOR
from tracker.adapters.sittings import shipped_calendar
from tracker.db.session import Store, make_engine
from tracker.domain.sittings import MissingRecess
from tracker.services.recesses import list_recesses
from tracker.web.sittings import session_years


def test_every_known_recess_and_every_gap_of_a_session_year_is_shown(client: Client) -> None:
    page = client.get("/sittings")
    recesses = shipped_calendar().recesses
    rows = page.texts("//section[@aria-labelledby='jaar-2020-2021']//tbody/tr")
    assert rows[-1] == (
        "Zomerreces vr 9 juli 2021 ma 6 september 2021 Meer bronnen of de Kamer zelf "
        "dutchpoliticsinenglish.com; tweedekamer.nl; nu.nl"
    )
    gaps = page.texts("//section[@aria-labelledby='jaar-2022-2023']//tbody/tr")[:3]
    assert gaps[0] == (
        "Herfstreces Ontbreekt: geen bron met de dagen gevonden. "
        "Het begint gewoonlijk tussen 8 oktober 2022 en 31 oktober 2022."
    )
    assert page.texts(
        "//section[@aria-labelledby='jaar-2022-2023']//span[contains(@class, 'badge')]"
    ) == ["3 recessen ontbreken"]
    shown = [row for row in page.texts("//tbody/tr") if "Ontbreekt" not in row]
    assert len(shown) == len(recesses)
    assert page.text.count("in geen bron genoemd") == sum(one.end is None for one in recesses)
    assert not page.all("//main//a[starts-with(@href, '/admin/recesses')]")


def test_an_administrator_can_change_every_row_and_fill_every_gap(anonymous: Client) -> None:
    anonymous.sign_in(ADMINISTRATOR)
    page = anonymous.get("/admin/recesses")
    rows = page.all("//tbody/tr")
    actions = page.all("//tbody/tr//a[starts-with(@href, '/admin/recesses/')]")
    assert len(actions) == len(rows)


def test_session_years_are_newest_first_and_their_recesses_in_order(sqlite_url: str) -> None:
    store = Store(make_engine(sqlite_url))
    with store.reading() as session:
        entries = list_recesses(session)
    found = session_years(shipped_calendar(), entries, date(2026, 11, 1))
    assert [year.name for year in found] == [f"{one}-{one + 1}" for one in range(2027, 2014, -1)]
    [year] = [year for year in found if year.name == "2025-2026"]
    assert [
        (entry.kind.value, True)
        if isinstance(entry, MissingRecess)
        else (entry.recess.kind.value, False)
        for entry in year.entries
    ] == [
        ("verkiezingsreces", False),
        ("herfstreces", True),
        ("kerstreces", False),
        ("voorjaarsreces", False),
        ("meireces", False),
        ("zomerreces", False),
    ]
    assert year.missing == 1
    store.engine.dispose()
