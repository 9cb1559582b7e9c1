"""Files that are locked, swollen or hostile, and what Word keeps of deleted text."""

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml.parser import parse_xml

from tracker.adapters.documents import read_document, read_document_safely
from tracker.domain.errors import DomainError

ODT = "application/vnd.oasis.opendocument.text"
LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">'
    b'<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)
OUTSIDE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>'


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(DomainError) as refused:
        read_document(content, name)
    return refused.value.code


def packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_an_odt_with_a_password_is_refused() -> None:
    manifest = b"<manifest><file-entry><encryption-data/></file-entry></manifest>"
    content = packed({"mimetype": ODT.encode(), "META-INF/manifest.xml": manifest})

    assert refusal(content, "brief.odt") == "document.encrypted"


@pytest.mark.parametrize("head", [LAUGHS, OUTSIDE])
def test_entities_are_refused_in_every_format_of_xml(head: bytes) -> None:
    body = head + b"<kamerwrk><al>&b;</al></kamerwrk>"

    assert refusal(body, "brief.xml") == "document.unsafe"
    assert refusal(packed({"word/document.xml": body}), "brief.docx") == "document.unsafe"
    odt = packed({"mimetype": ODT.encode(), "content.xml": body})
    assert refusal(odt, "brief.odt") == "document.unsafe"
    utf_16 = body.decode().encode("utf-16")
    assert refusal(packed({"word/document.xml": utf_16}), "brief.docx") == "document.unsafe"


def test_a_file_of_200_megabytes_is_refused_without_a_child() -> None:
    content = bytes(200 * 1024**2)
    with pytest.raises(DomainError, match="document.too_large"):
        read_document_safely(content, "brief.pdf", timeout=0.0)


def test_a_reading_that_takes_too_long_is_ended() -> None:
    with pytest.raises(DomainError, match="document.too_heavy"):
        read_document_safely(b"Geachte voorzitter,", "brief.txt", timeout=0.001)


def test_what_was_deleted_with_changes_tracked_is_left_out() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("De brief komt ")
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    for change in (
        f"<w:del {space}><w:r><w:delText>in mei</w:delText></w:r></w:del>",
        f"<w:ins {space}><w:r><w:t>in ju\u00adni.</w:t></w:r></w:ins>",
    ):
        element: Any = parse_xml(change)
        paragraph._p.append(element)
    file = io.BytesIO()
    document.save(file)

    assert read_document(file.getvalue(), "brief.docx").text == "De brief komt in juni."
