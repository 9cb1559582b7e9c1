"""The pages of progress letters: a new one, its rows, its annex, and two officers at once."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from tests.web_client import Client, Fields, Page, keys
from tests.worked_case import JORIS

NEW = "/progress-letters/new"
TITLE = "Moties en toezeggingen <mensenhandel> 😀"


@pytest.fixture
def letter(client: Client) -> str:
    """The path of a new draft of 30 June 2021."""
    page = client.submit(NEW, NEW, title=TITLE, reference_date="30-06-2021")
    assert page.texts("//h1") == [TITLE]
    [path] = set(keys(page, r'action="(/progress-letters/[^/"]+)/freeze"'))
    return path


def rows_form(client: Client, letter: str) -> Fields:
    return client.get(f"{letter}/rows").form(f"{letter}/rows")


def save(client: Client, letter: str, form: Fields, **changes: str) -> Page:
    return client.post(f"{letter}/rows", {**form, **changes})


def first(form: Fields, name: str) -> str:
    """The name of the first row's field."""
    return next(field for field in form if field.startswith(f"{name}."))


def cells(page: Page, column: int) -> list[str]:
    return page.texts(f"//table[contains(@class, 'nk-annex')]/tbody/tr/td[{column}]")


def test_the_list_names_every_letter(client: Client, letter: str) -> None:
    page = client.get("/progress-letters")
    assert page.texts("//tbody/tr/td[1]") == ["30 juni 2021", "30 juni 2021", "31 maart 2021"]
    assert page.all(f"//tbody//a[@href='{letter}']/text()") == [TITLE]


def test_a_new_letter_shows_its_annex_in_three_columns(client: Client, letter: str) -> None:
    page = client.get(letter)
    [*headers] = dict.fromkeys(page.texts("//th"))
    assert headers == ["Omschrijving", "Vindplaats", "Stand van zaken"]
    assert len(cells(page, 1)) == 7
    assert page.texts("//caption")[0] == (
        "Door de Tweede Kamer aanvaarde moties die nog niet zijn afgerond (stand per 30 juni 2021)"
    )
    source = "//td[2]//a[starts-with(@href, 'https://zoek.officielebekendmakingen.nl/')]"
    assert len(page.all(source)) >= 6


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "Vul dit veld in."),
        ("title", "a\0b", "Deze tekst bevat een onzichtbaar teken (NUL)."),
        ("title", "x" * 100_000, "Deze tekst is 100000 tekens lang; hier passen er 500."),
        ("reference_date", "", "Vul dit veld in."),
        ("reference_date", "30-02-2021", "‘30-02-2021’ is geen bestaande datum."),
        ("reference_date", "31-12-2999", "Kies een jaar tussen 1900 en 2200."),
        ("view", "onbekend", "Kies een van de mogelijkheden in de lijst."),
        ("addressee", "koning", "Kies een van de mogelijkheden in de lijst."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    client: Client, field: str, value: str, sentence: str
) -> None:
    typed = {"title": TITLE, "reference_date": "1-6-2021", field: value}
    page = client.submit(NEW, NEW, **typed)
    assert page.status == 422
    [said] = page.texts(f"//*[@id='f-{field}-error']")
    assert said.startswith(sentence)
    for name in ("title", "reference_date"):
        [shown] = page.all(f"//input[@name='{name}']/@value")
        assert shown.replace("\ufffd", "\0") == typed[name]
    assert client.get("/progress-letters").texts("//tbody/tr") == client.get(
        "/progress-letters"
    ).texts("//tbody/tr")
    assert len(client.get("/progress-letters").all("//tbody/tr")) == 2


def test_a_form_sent_twice_makes_one_letter(client: Client) -> None:
    form = client.get(NEW).form(NEW) | {"title": TITLE}
    paths = {client.post(NEW, form, follow=False).headers["location"] for _ in range(2)}
    assert len(paths) == 1
    assert len(client.get("/progress-letters").all("//tbody/tr")) == 3


def test_rows_are_adjusted_and_saving_untouched_changes_nothing(
    client: Client, letter: str
) -> None:
    before = [cells(client.get(letter), column) for column in (1, 2, 3)]
    form = rows_form(client, letter)
    page = save(client, letter, form)
    assert "Brief opgeslagen." in page.text
    assert [cells(client.get(letter), column) for column in (1, 2, 3)] == before
    odd = "Regel één\r\n‘<script>alert(1)</script>’ & 😀 \u202eطريق"
    page = save(client, letter, form, **{first(form, "status_text"): odd})
    assert "‘<script>alert(1)</script>’ & 😀 \u202eطريق" in page.text
    assert page.all("//table//script") == []
    again = rows_form(client, letter)
    assert again[first(form, "status_text")] == odd.replace("\r\n", "\n")


def test_a_row_is_left_out_and_placed(client: Client, letter: str) -> None:
    form = rows_form(client, letter)
    numbers = client.get(f"{letter}/rows").texts("//legend/a")
    del form[first(form, "included")]
    places = [field for field in form if field.startswith("position.")]
    page = save(client, letter, form, **{places[1]: "99"})
    assert len(cells(page, 1)) == 6
    expected = [numbers[0], *numbers[2:], numbers[1]]
    assert client.get(f"{letter}/rows").texts("//legend/a") == expected


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("status_text", "a\0b", "Deze tekst bevat een onzichtbaar teken (NUL)."),
        ("description", "x" * 200_001, "Deze tekst is 200001 tekens lang; hier passen er 200000."),
        ("position", "eerste", "‘eerste’ is geen heel getal."),
        ("position", "-1", "‘-1’ is geen heel getal."),
    ],
)
def test_a_row_that_cannot_be_is_said_and_the_rest_stays(
    client: Client, letter: str, name: str, value: str, sentence: str
) -> None:
    form = rows_form(client, letter)
    places = [field for field in form if field.startswith("status_text.")]
    other = {places[-1]: "Wat ik elders schreef"}
    page = save(client, letter, form, title="Nieuw", **({first(form, name): value} | other))
    assert page.status == 422
    [said] = page.texts(f"//*[@id='f-{first(form, name)}-error']")
    assert said.startswith(sentence)
    kept = page.form(f"{letter}/rows")
    assert (kept["title"], kept[places[-1]]) == ("Nieuw", "Wat ik elders schreef")
    assert client.get(letter).texts("//h1") == [TITLE]


def test_a_hundred_thousand_characters_are_kept(client: Client, letter: str) -> None:
    form, text = rows_form(client, letter), "Toezegging. " * 8_334
    assert save(client, letter, form, **{first(form, "status_text"): text}).status == 200
    assert rows_form(client, letter)[first(form, "status_text")] == text.strip()


def test_two_officers_at_one_text_see_both(client: Client, letter: str) -> None:
    mine = rows_form(client, letter)
    theirs = rows_form(client, letter)
    texts = [field for field in mine if field.startswith("status_text.")]
    save(client, letter, theirs, title="Hun titel", **{texts[0]: "Hun tekst", texts[1]: "Ook hun"})
    typed = {texts[0]: "Mijn tekst", texts[2]: "Mijn andere tekst"}
    page = save(client, letter, mine, **typed)
    assert page.status == 409
    assert "Eén tekst die u aanpaste, is intussen ook elders veranderd." in page.text
    assert page.texts("//*[@class='nk-pre']") == ["Hun tekst"]
    kept = page.form(f"{letter}/rows")
    assert [kept["title"], *(kept[field] for field in texts[:3])] == [
        "Hun titel", "Mijn tekst", "Ook hun", "Mijn andere tekst",
    ]  # fmt: skip
    after = client.post(f"{letter}/rows", kept)
    shown = " ".join(cells(after, 3))
    assert after.texts("//h1") == ["Hun titel"]
    assert all(text in shown for text in ("Mijn tekst", "Ook hun", "Mijn andere tekst"))
    assert "Hun tekst" not in shown


def test_two_officers_at_different_texts_lose_nothing(client: Client, letter: str) -> None:
    mine, theirs = rows_form(client, letter), rows_form(client, letter)
    texts = [field for field in mine if field.startswith("status_text.")]
    save(client, letter, theirs, **{texts[0]: "Hun tekst"})
    page = save(client, letter, mine, **{texts[1]: "Mijn tekst"})
    assert page.status == 200
    assert {"Hun tekst", "Mijn tekst"} <= set(cells(page, 3))


def test_a_new_note_is_not_overwritten_by_an_open_form(client: Client, letter: str) -> None:
    mine = rows_form(client, letter)
    page = client.get(f"{letter}/rows")
    numbers = page.texts("//legend/a")
    note = f"/items/{numbers[0]}/notes/new"
    client.submit(note, note, noted_on="30-06-2021", text="Nieuwe stand")
    assert save(client, letter, mine, title="Andere titel").status == 200
    assert "Nieuwe stand" in cells(client.get(letter), 3)


def test_a_letter_is_frozen_as_it_was_seen(client: Client, letter: str) -> None:
    seen = client.get(letter).form(f"{letter}/freeze")
    numbers = client.get(f"{letter}/rows").texts("//legend/a")
    note = f"/items/{numbers[0]}/notes/new"
    client.submit(note, note, noted_on="30-06-2021", text="Nieuwe stand")
    page = client.post(f"{letter}/freeze", seen)
    assert page.status == 409
    assert "De brief of een tekst erin is intussen veranderd." in page.text
    assert "Nieuwe stand" in cells(page, 3)
    frozen = client.post(f"{letter}/freeze", page.form(f"{letter}/freeze"))
    assert "Brief vastgesteld." in frozen.text
    facts = frozen.texts("//dl")[0]
    assert "Vastgesteld doorNoor Aksoy Vastgesteld opdo 1 juli 2021, 09.00 uur" in facts
    assert client.get(f"{letter}/rows").status == 404
    assert frozen.all("//form[contains(@action, 'freeze')]") == []


def test_a_frozen_letter_refuses_and_what_was_typed_stays(client: Client, letter: str) -> None:
    form = rows_form(client, letter)
    client.submit(letter, f"{letter}/freeze")
    page = save(client, letter, form, **{first(form, "status_text"): "Te laat getypt"})
    assert page.status == 422
    assert "Deze brief is vastgesteld." in page.text
    assert page.form(f"{letter}/rows")[first(form, "status_text")] == "Te laat getypt"
    again = client.post(f"{letter}/freeze", client.get(letter).form("/sign-out") | {"seal": "x"})
    assert (again.status, "Deze brief is vastgesteld." in again.text) == (422, True)


def test_the_files_say_what_the_page_says(client: Client, letter: str) -> None:
    texts = cells(client.get(letter), 3)
    odt = client.get(f"{letter}/annex/odt")
    assert odt.headers["content-type"] == "application/vnd.oasis.opendocument.text"
    assert odt.headers["content-disposition"] == 'attachment; filename="bijlage-2021-06-30.odt"'
    with ZipFile(BytesIO(odt.content)) as archive:
        content = archive.read("content.xml").decode()
    pdf = client.get(f"{letter}/annex/pdf")
    assert pdf.headers["content-type"] == "application/pdf"
    pages = PdfReader(BytesIO(pdf.content)).pages
    printed = "".join("".join(page.extract_text() for page in pages).split())
    assert len(texts) == 7
    for text in texts:
        assert text in content
        assert "".join(text.split()) in printed


@pytest.mark.parametrize("path", ["annex/exe", "annex/"])
def test_a_file_of_another_format_is_not_there(client: Client, letter: str, path: str) -> None:
    assert client.get(f"{letter}/{path}").status == 404


def test_another_officer_reads_and_adjusts_the_same_letter(client: Client, letter: str) -> None:
    client.sign_out()
    client.sign_in(JORIS)
    assert client.get(letter).texts("//h1") == [TITLE]
    assert save(client, letter, rows_form(client, letter), title="Door Joris").status == 200
    assert client.get(letter).texts("//h1") == ["Door Joris"]


def test_a_letter_that_is_not_there(client: Client) -> None:
    path = "/progress-letters/00000000-0000-4000-8000-000000000000"
    assert [client.get(f"{path}{rest}").status for rest in ("", "/rows", "/annex/odt")] == [404] * 3
    assert client.get("/progress-letters/geen-sleutel").status == 404
