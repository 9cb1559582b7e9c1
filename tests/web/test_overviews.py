"""The Overzicht as a reader finds it, with and without htmx."""

from urllib.parse import unquote_plus

import pytest

from tests.web_client import Client, Page

NUMBERS = "//table//tbody/tr/td[1]"


def rows(page: Page) -> list[str]:
    return page.texts(NUMBERS)


def filters(page: Page) -> dict[str, str]:
    [form] = page.all("//form[@id='filters']")
    return dict(form.form_values())


def chips(page: Page) -> list[str]:
    return page.texts("//span[@class='nk-chip']")


def test_the_list_stands_open_and_by_date(client: Client) -> None:
    page = client.get("/items")

    assert rows(page) == [
        "A-2021-0003", "T-2021-0001", "A-2021-0001", "A-2021-0002",
        "M-2021-0001", "M-2021-0002", "M-2021-0003",
    ]  # fmt: skip
    assert page.texts("//thead//th") == [
        "Nummer", "Soort", "Onderwerp", "Status", "Termijn", "Behandelaar", "Vindplaats",
    ]  # fmt: skip
    assert page.texts(f"{NUMBERS}[.='T-2021-0001']/../td") == [
        "T-2021-0001",
        "Toezegging",
        "Fenomeenonderzoek naar asielzoekers die de COA-opvang mob verlaten"
        " Staatssecretaris van Justitie en Veiligheid · 2 termijnen",
        "In behandeling",
        "do 8 juli 2021over 7 dagen",
        "NANoor Aksoy",
        "Handelingen II 2019/20,nr. 80, item 3",
    ]


def test_each_tab_leads_to_a_list_of_its_length(client: Client) -> None:
    path = "//nav[@aria-label='Weergaven']//a"
    page = client.get("/items")
    names, hrefs = page.texts(path), [one.get("href") for one in page.all(path)]

    assert names == [
        "Mijn werk4",
        "Te laat1",
        "Vóór het zomerreces1",
        "Opnieuw bekijken2",
        "Open items7",
        "Alle items7",
        "Samen tegen mensenhandel7",
    ]
    for name, href in zip(names, hrefs, strict=True):
        behind = client.get(href)
        assert len(rows(behind)) == int(name[-1])
        assert behind.texts(f"{path}[@aria-current='page']") == [name]


def test_the_form_alone_filters_and_its_address_becomes_tidy(client: Client) -> None:
    fields = filters(client.get("/items")) | {"kind": "motion", "q": " segers  buitenweg "}
    query = "&".join(f"{name}={value}" for name, value in fields.items())
    page = client.get(f"/items?{query}")

    assert page.response.url.query.decode() == "kind=motion&q=segers++buitenweg"
    assert rows(page) == ["M-2021-0001"]
    assert chips(page) == ["stand: open", "soort: motie", "woorden: segers buitenweg"]
    assert filters(page) == {
        "q": "segers  buitenweg",
        "open": "open",
        "due": "",
        "owner": "",
        "kind": "motion",
        "dossier": "",
        "programme": "",
        "minister": "",
        "unit": "",
        "outcome": "",
    }


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("kind=motion&due=four_weeks", [
            "stand: open",
            "soort: motie",
            "termijn: komende vier weken",
        ]),
        ("due=before_recess", ["stand: open", "termijn: vóór het zomerreces"]),
        ("status=met&outcome=adopted", ["status: afgedaan", "uitkomst: aangenomen"]),
        ("open=closed&owner=me", ["stand: gesloten", "behandelaar: ik"]),
        ("open=all&owner=mila.hoekstra@voorbeeld.nl", ["behandelaar: Mila Hoekstra"]),
        ("open=all&unit=DMB&minister=Min+BZ", [
            "bewindspersoon: Minister van Buitenlandse Zaken",
            "directie: Directie Migratiebeleid",
        ]),
        ("open=all&programme=Samen+tegen+mensenhandel&dossier=31015", [
            "dossier: 31 015",
            "programma: Samen tegen mensenhandel",
        ]),
    ],
)  # fmt: skip
def test_each_filter_is_a_chip_that_can_be_taken_away(
    client: Client, path: str, expected: list[str]
) -> None:
    page = client.get(f"/items?{path}")

    assert chips(page) == expected
    for place, link in enumerate(page.all("//span[@class='nk-chip']/a")):
        without = chips(client.get(link.get("href")))
        assert without == expected[:place] + expected[place + 1 :] or (
            expected[place].startswith("status")
            and without == ["stand: open", *expected[:place], *expected[place + 1 :]]
        )


def test_clicking_a_heading_sorts_and_clicking_again_turns_it(client: Client) -> None:
    page = client.get("/items?kind=motion")
    by_title = client.get(page.all("//th/a[.='Onderwerp']")[0].get("href"))
    turned = client.get(by_title.all("//th/a[normalize-space()='Onderwerp']")[0].get("href"))

    assert rows(by_title) == ["M-2021-0002", "M-2021-0001", "M-2021-0003"]
    assert rows(turned) == ["M-2021-0003", "M-2021-0001", "M-2021-0002"]
    assert turned.response.url.query.decode() == "kind=motion&sort=-title"
    assert turned.all("//th[@aria-sort='descending']")
    assert filters(turned).get("sort") is None
    assert [one.get("form") for one in turned.all("//input[@name='sort'][@value='-title']")] == [
        "filters"
    ]


def test_htmx_gets_the_list_with_its_views_and_its_address(client: Client) -> None:
    page = client.fragment("/items?q=&kind=motion&due=&sort=-number")

    assert rows(page) == ["M-2021-0003", "M-2021-0002", "M-2021-0001"]
    assert page.headers["HX-Push-Url"] == "/items?kind=motion&sort=-number"
    assert page.all("//*[@id='views'][@hx-swap-oob='true']")
    assert page.texts("//*[@id='melding']") == ["3 items"]
    assert not page.all("//header")


def test_values_that_mean_nothing_are_said_and_left_out(client: Client) -> None:
    page = client.get("/items?kind=brief&status=klaar&due=ooit&sort=kleur&page=twee")

    assert page.texts("//div[contains(@class, 'utrecht-alert')]//p") == [
        "‘brief’ is bij soort niet bekend en is weggelaten.",
        "‘klaar’ is bij status niet bekend en is weggelaten.",
        "‘ooit’ is bij termijn niet bekend en is weggelaten.",
        "‘kleur’ is bij volgorde niet bekend en is weggelaten.",
    ]
    assert len(rows(page)) == 7


def test_a_name_that_nothing_bears_empties_the_list_and_is_said(client: Client) -> None:
    page = client.get("/items?dossier=99999")

    assert page.texts("//div[contains(@class, 'utrecht-alert')]//p") == [
        "‘99 999’ is bij dossier niet bekend; daarom is de lijst leeg."
    ]
    assert rows(page) == []


def test_an_empty_list_says_what_is_missing_and_one_thing_to_do(client: Client) -> None:
    page = client.get("/items?q=eenhoorn")

    assert page.texts("//div[@class='nk-empty']") == [
        "Geen enkel item past bij deze filters. Haal alle filters weg"
    ]
    assert [one.get("href") for one in page.all("//div[@class='nk-empty']//a")] == [
        "/items?open=all"
    ]


def test_nothing_of_ones_own_points_to_the_rest(anonymous: Client) -> None:
    anonymous.sign_in("ilse.roelofs@voorbeeld.nl")
    page = anonymous.get("/items?owner=me")

    assert page.texts("//div[@class='nk-empty']") == [
        "U behandelt geen open items. Bekijk alle open items"
    ]


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "%00nul", "🙂 emoji", "שלום", "%", "x" * 3000, "'; DROP"]
)
def test_odd_words_are_words(client: Client, text: str) -> None:
    page = client.get(f"/items?q={text if text.startswith('%00') else text.replace('%', '%25')}")

    assert (page.status, rows(page)) == (200, [])
    shown = filters(page)["q"]
    assert shown == unquote_plus(text.replace("%00", ""))[:200]


def test_only_who_is_signed_in_sees_the_list(anonymous: Client) -> None:
    assert anonymous.get("/items").response.url.path == "/sign-in"
