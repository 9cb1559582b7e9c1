"""The pages of lists: brought, mapped, taken in, taken back, and exported."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.web_client import Client, Page

NEW = "/imports"
LIST = (
    "Omschrijving motie;Datum;Vindplaats;Kleur\r\n"
    "Onderzoek naar <b>dijken</b>;01-02-2021;31 015, nr. 240;blauw\r\n"
)


def bring(client: Client, text: str = LIST, name: str = "lijst.csv") -> Page:
    form = client.get(NEW).form(NEW)
    return client.upload(NEW, form, name, text.encode())


def path_of(page: Page) -> str:
    [path] = page.all("//form[contains(@action, '/columns')]/@action")
    return str(path).removesuffix("/columns")


def test_a_list_is_looked_at_taken_in_and_taken_back(client: Client) -> None:
    page = bring(client)
    path = path_of(page)
    assert "Deze kolommen worden niet gelezen: Kleur." in page.text
    assert page.texts("//tbody/tr/td[2]") == ["Onderzoek naar <b>dijken</b>"]
    assert "Zonder uitkomst geldt de motie als aangenomen." in page.text
    taken = client.submit(path, f"{path}/take-in")
    assert "Overgenomen: 1 nieuw, 0 gewijzigd." in taken.text
    assert "Onderzoek naar <b>dijken</b>" in client.get("/items").text
    assert client.get(NEW).texts("//tbody/tr/td[3]") == ["Overgenomen"]
    back = client.submit(path, f"{path}/undo")
    assert "Lijst teruggedraaid." in back.text
    assert "dijken" not in client.get("/items").text


def test_columns_are_mapped_by_hand(client: Client) -> None:
    path = path_of(bring(client, LIST.replace("Omschrijving motie", "Wat")))
    assert client.get(path).all(f"//form[@action='{path}/take-in']") == []
    columns = {"column.0": "title", "kind": "motion"}
    page = client.submit(path, f"{path}/columns", **columns)
    assert page.all(f"//form[@action='{path}/take-in']") != []
    twice = client.submit(path, f"{path}/columns", **{"column.3": "title"})
    assert twice.status == 422
    assert "Deze betekenis heeft al een andere kolom." in twice.text
    assert twice.form(f"{path}/columns")["column.3"] == "title"


def test_an_error_is_shown_with_its_cell(client: Client) -> None:
    page = bring(client, LIST.replace("01-02-2021", "31-02-2021"))
    assert "Cel B2: ‘31-02-2021’ is geen bestaande datum." in " ".join(page.texts("//td[3]"))
    assert "Eén rij heeft een fout." in page.text
    assert page.all("//form[contains(@action, '/take-in')]") == []


@pytest.mark.parametrize(
    ("text", "name", "sentence"),
    [
        ("x", "lijst.pdf", "Kies een Excelbestand (.xlsx), een ODS of een CSV."),
        ("Titel", "lijst.csv", "Onder de kopregel staat geen enkele rij."),
        ("x", "lijst.xlsx", "Dit bestand is beschadigd"),
    ],
)
def test_a_file_that_is_no_list_is_refused(
    client: Client, text: str, name: str, sentence: str
) -> None:
    page = bring(client, text, name)
    assert page.status == 422
    [said] = page.texts("//*[@id='f-file-error']")
    assert said.startswith(sentence)


def test_the_list_that_is_shown_is_exported_and_comes_back_the_same(client: Client) -> None:
    page = client.get("/items?kind=motion")
    [address, *_] = page.all("//a[starts-with(@href, '/items/export/xlsx')]/@href")
    file = client.get(address)
    assert file.headers["content-disposition"] == (
        'attachment; filename="nakoming-2021-07-01.xlsx"'
    )
    sheet: Any = load_workbook(io.BytesIO(file.content)).active
    assert {row[2].value for row in sheet.iter_rows(min_row=2)} == {"Motie"}
    text = client.get(address.replace("xlsx", "csv")).content.decode("utf-8-sig")
    same = bring(client, text)
    assert same.texts("//p[contains(@class, 'nk-mb3')]/a") == [
        "Nieuw: 0", "Gelijk: 3", "Gewijzigd: 0", "Fout: 0",
    ]  # fmt: skip
    assert client.get("/items/export/pdf").status == 404
