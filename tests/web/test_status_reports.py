"""The status report on screen: today with links, past days as they were known, and refusals."""

import re
from io import BytesIO
from urllib.parse import urlencode

import pikepdf
from pypdf import PdfReader

from tests.web_client import Client, Page


def shown(page: Page, heading: str) -> list[list[str]]:
    """The rows of the table in a section."""
    rows = page.all(f"//section[@aria-labelledby={heading!r}]//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


def test_the_list_leads_to_it_and_it_tells_of_today(client: Client) -> None:
    assert client.get("/items").all("//a[@href='/reports/status']")
    page = client.get("/reports/status")
    assert page.texts("//h1") == ["Stand van het ministerie"]
    assert "Vandaag, 1 juli 2021." in page.text
    assert shown(page, "soorten") == [
        ["In behandeling", "2", "1", "3", "6"],
        ["Voorgesteld als afgedaan", "1", "0", "0", "1"],
        ["Alle open items", "3", "1", "3", "7"],
        ["Alle gesloten items", "0", "0", "0", "0"],
    ]
    assert shown(page, "termijnen") == [
        ["Te laat", "1", "1"],
        ["Binnen 4 weken", "3", "2"],
        ["Binnen 13 weken", "3", "2"],
        ["Binnen 26 weken", "3", "2"],
        ["Zonder datum", "2", "2"],
    ]
    assert [row[:3] for row in shown(page, "plaatsen")] == [
        ["Directie Migratiebeleid", "2", "0"],
        ["Directie Rechtshandhaving en Criminaliteitsbestrijding", "5", "1"],
    ]
    assert len(shown(page, "doorloop")) == 12


def test_every_count_leads_to_a_list_with_as_many(client: Client) -> None:
    page = client.get("/reports/status")
    links = page.all("//main//table//a[starts-with(@href, '/items?')]")
    assert len(links) >= 12
    for link in links:
        counted = client.get(link.get("href"))
        found = counted.all("//table[contains(@class, 'nk-items')]/tbody/tr")
        assert str(len(found)) == link.text_content(), link.get("href")


def test_the_pictures_say_what_they_show(client: Client) -> None:
    page = client.get("/reports/status")
    titles = page.texts("//*[name()='svg'][@role='img']/*[name()='title']")
    assert titles == [
        "Binnengekomen en afgesloten per maand",
        "Hoe laat termijnen werden nagekomen",
    ]
    assert not page.all("//main//@style")
    words = page.texts("//*[name()='svg'][@role='img']/*[name()='desc']")
    assert words[0] == "Van augustus 2020 tot en met 1 juli 2021: 5 binnengekomen en 0 afgesloten."


def test_a_past_day_is_told_as_it_was_known(client: Client) -> None:
    page = client.get("/reports/status?by=unit&of=DRC&on=2021-06-01")
    assert page.texts("//h1") == [
        "Stand van Directie Rechtshandhaving en Criminaliteitsbestrijding"
    ]
    assert "Zoals wij het op 1 juni 2021 wisten." in page.text
    assert shown(page, "soorten")[0] == ["In behandeling", "2", "0", "3", "5"]
    assert not page.all("//main//a[starts-with(@href, '/items?')]")
    assert not page.all("//section[@aria-labelledby='plaatsen']")
    assert page.form("/reports/status") == {"by": "unit", "of": "DRC", "on": "01-06-2021"}


def test_a_day_without_knowledge_is_refused_and_stays_in_the_form(client: Client) -> None:
    for on, sentence in {
        "02-07-2021": "Kies een dag tot en met vandaag, 1 juli 2021.",
        "12-01-2021": "Kies een dag vanaf 13 januari 2021. Van eerder is hier niets bekend.",
        "31-02-2021": "‘31-02-2021’ is geen bestaande datum.",
    }.items():
        page = client.get(f"/reports/status?by=unit&{urlencode({'on': on})}")
        assert page.status == 422
        assert sentence in page.text
        assert page.form("/reports/status")["on"] == on
        assert not re.search(r"Traceback", page.text)


def test_strange_words_in_the_address(client: Client) -> None:
    page = client.get("/reports/status?by=onzin&of=%3Cb%3E&on=")
    assert page.status == 422
    page = client.get("/reports/status?by=unit&of=%3Cb%3E")
    assert page.status == 422
    assert "‘<b>’ is geen directie, bewindspersoon of programma." in page.text


def test_signed_out_people_see_nothing(anonymous: Client) -> None:
    assert anonymous.get("/reports/status").all("//form[@action='/sign-in']")


def test_the_report_as_pdf_says_the_same(client: Client) -> None:
    page = client.get("/reports/status?by=unit&on=2021-06-01")
    [href] = page.all("//a[contains(@href, 'status.pdf')]/@href")
    file = client.get(href)
    assert file.headers["content-type"] == "application/pdf"
    assert file.headers["content-disposition"] == 'attachment; filename="stand-2021-06-01.pdf"'
    with pikepdf.open(BytesIO(file.content)) as pdf:
        root = pdf.Root
        assert str(root.Lang) == "nl-NL"
        assert bool(root.MarkInfo.Marked)
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        alternatives = [str(one.Alt) for one in pdf.objects if isinstance(one, pikepdf.Dictionary)
                        and "/Alt" in one]  # fmt: skip
    assert any("Van juli 2020 tot en met 1 juni 2021" in words for words in alternatives)
    text = " ".join(
        " ".join(page.extract_text().split()) for page in PdfReader(BytesIO(file.content)).pages
    )
    for said in ("Zoals wij het op 1 juni 2021 wisten.", "Alle open items", "Per directie"):
        assert said in text
    for row in shown(page, "soorten"):
        assert " ".join(row) in text


def test_a_pdf_of_a_day_to_come_is_the_page_with_the_refusal(client: Client) -> None:
    page = client.get("/reports/status.pdf?on=2022-01-01")
    assert page.status == 422
    assert "Kies een dag tot en met vandaag" in page.text
