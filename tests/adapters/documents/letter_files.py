"""The same letter as files of other formats: a Word file made here, and what LibreOffice makes."""

import io
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph
from lxml import etree

from tracker.domain.letter_texts import Block, BlockKind, LetterText

_FOOTNOTES = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
    PackURI("/word/footnotes.xml"),
)


def word_file(text: LetterText) -> bytes:
    """A Word file of a letter: headings by their style, footnotes as Word keeps them."""
    document = docx.Document()
    for block in text.blocks:
        match block.kind:
            case BlockKind.HEADING:
                _write(document.add_heading(level=2), text, block)
            case BlockKind.PARAGRAPH:
                _write(document.add_paragraph(), text, block)
            case BlockKind.LIST_ITEM:
                _write(document.add_paragraph(style="List Bullet"), text, block)
            case BlockKind.TABLE_ROW:
                _write_row(document, text.text[block.start : block.end].split("\t"))
            case BlockKind.FOOTNOTE:
                pass
    _add_footnotes(document, text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def converted(soffice: str, source: Path, suffix: str) -> Path:
    """What LibreOffice makes of a document, in the same folder."""
    home = f"-env:UserInstallation={(source.parent / 'home').as_uri()}"
    subprocess.run(
        [soffice, "--headless", home, "--convert-to", suffix, "--outdir", source.parent, source],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return source.with_suffix(f".{suffix}")


def _write(paragraph: Paragraph, text: LetterText, block: Block) -> None:
    notes = [note for note in _notes(text) if note.hangs_at is not None]
    hanging = {note.hangs_at: notes.index(note) + 1 for note in notes}
    styled = [span for span in text.emphasis if block.start <= span.start < block.end]
    edges = {block.start, block.end, *(at for span in styled for at in (span.start, span.end))}
    edges |= {at for at in hanging if at is not None and block.start < at <= block.end}
    for start, end in pairwise(sorted(edges)):
        run = paragraph.add_run(text.text[start:end])
        run.italic = any(span.start <= start < span.end for span in styled) or None
        if end in hanging:
            _hang(paragraph, hanging[end])


def _write_row(document: Document, cells: list[str]) -> None:
    tables = document.element.body.xpath("w:tbl[not(following-sibling::w:p)]")
    table = document.tables[-1] if tables else document.add_table(0, len(cells))
    for cell, words in zip(table.add_row().cells, cells, strict=True):
        cell.text = words


def _notes(text: LetterText) -> Iterator[Block]:
    return (block for block in text.blocks if block.kind is BlockKind.FOOTNOTE)


def _hang(paragraph: Paragraph, number: int) -> None:
    run = paragraph.add_run()
    run.font.superscript = True
    etree.SubElement(run._r, qn("w:footnoteReference"), {qn("w:id"): str(number)})


def _add_footnotes(document: Document, text: LetterText) -> None:
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{mark}/></w:r></w:p>'
        "</w:footnote>"
        for kind, number, mark in (
            ("separator", -1, "separator"),
            ("continuationSeparator", 0, "continuationSeparator"),
        )
    )
    kept = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" '
        'w:lineRule="auto"/></w:pPr><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        '<w:footnoteRef/></w:r><w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t '
        f'xml:space="preserve"> {_escaped(text.text[note.start : note.end])}</w:t></w:r></w:p>'
        "</w:footnote>"
        for number, note in enumerate(_notes(text), start=1)
    )
    xml = f"<w:footnotes {nsdecls('w')}>{separators}{kept}</w:footnotes>".encode()
    part = Part(_FOOTNOTES[1], _FOOTNOTES[0], xml, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
