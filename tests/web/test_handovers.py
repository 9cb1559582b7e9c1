"""The handover pack as a file: the three formats say the same, from a link at the dossier."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from lxml import etree
from pypdf import PdfReader

from tests.web_client import Client

SAID = (
    "Overdracht van dossier 28 638",
    "M-2021-0001 Onderzoek naar de stijging van Dublinclaimanten",
    "Indieners: Segers, Buitenweg",
    "Kamerstukken in dit dossier",
)


def words_of(name: str, content: bytes) -> str:
    """All text of a file, white space single."""
    if name == "pdf":
        text = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    elif name == "docx":
        body = Document(BytesIO(content)).element.body
        text = " ".join("".join(one.itertext()) for one in body.iter() if one.tag.endswith("}p"))
    else:
        tree = etree.fromstring(ZipFile(BytesIO(content)).read("content.xml"))
        for space in tree.iter("{*}s"):
            space.text = " "
        text = " ".join("".join(one.itertext()) for one in tree.iter("{*}p", "{*}h"))
    return " ".join(text.split())


@pytest.mark.parametrize("name", ["pdf", "odt", "docx"])
def test_a_dossier_in_one_document(client: Client, name: str) -> None:
    href = f"/dossiers/28638/handover.{name}"
    assert client.get("/dossiers/28638").all(f"//a[@href={href!r}]")
    file = client.get(href)
    assert file.status == 200
    assert file.headers["content-disposition"] == (
        f'attachment; filename="overdracht-28638-2021-07-01.{name}"'
    )
    words = words_of(name, file.content)
    for said in SAID:
        assert said in words


def test_a_dossier_that_is_not_there(client: Client) -> None:
    assert client.get("/dossiers/12345/handover.pdf").status == 404
    assert client.get("/dossiers/onzin/handover.pdf").status == 404
    assert not client.get("/dossiers/12345").all("//a[contains(@href, 'handover')]")
