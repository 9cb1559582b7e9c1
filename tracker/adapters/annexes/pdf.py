"""An annex as PDF for screen readers and for the archive: PDF/UA-1 and PDF/A-2a, by typst."""

import json
import re
from datetime import UTC
from importlib import resources
from itertools import groupby
from typing import Any

import typst

from tracker.adapters.annexes import fonts, wording
from tracker.adapters.messages import Messages
from tracker.domain.annexes import Annex, AnnexRow, AnnexSection

_REFUSED = re.compile(r'error: (?:the text|the PDF contains the codepoint) `"(.+?)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_SQUARE = "\N{WHITE SQUARE}"
_NAMED_AT_MOST = 30

_LONGEST_WORDS = (30, 14, 33)
_WORD_PIECE = 10
_ZERO_WIDTH_SPACE = "\u200b"


def render_pdf(annex: Annex, messages: Messages) -> bytes:
    """The annex as PDF; equal annexes give equal bytes.

    A draft says so at the top of each page, and shows the number (a link to the item)
    and the remark of each row; a final annex leaves these out. A character that no
    shipped font has is printed as a square, and a note at the end names it.

    Raises typst.TypstError if typst refuses the document for any other reason.
    """
    content = _content(annex, messages)
    missing = fonts.letters_without_glyph(json.dumps(content, ensure_ascii=False))
    while True:
        try:
            return _compiled(_with_replaced(content, missing, messages))
        except typst.TypstError as error:
            refused = _refused(error.diagnostic) - missing
            if not refused:
                raise
            missing |= refused


def _compiled(content: dict[str, Any]) -> bytes:
    template = resources.files(__package__).joinpath("annex.typ").read_bytes()
    with fonts.folder() as folder:
        return typst.compile(
            template,
            font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(folder)]),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1", "a-2a"],
            sys_inputs={"annex": json.dumps(content)},
        )


def _refused(diagnostic: str) -> set[str]:
    """The texts that typst's diagnostic names as not in any font, or not allowed."""
    return {
        _ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), text)
        for text in _REFUSED.findall(diagnostic)
    }


def _with_replaced(
    content: dict[str, Any], missing: set[str], messages: Messages
) -> dict[str, Any]:
    """The content with each missing text as a square, and the note that says so."""
    if not missing:
        return content
    longest_first = sorted(missing, key=lambda text: (-len(text), text))
    pattern = re.compile("|".join(map(re.escape, longest_first)))

    def replaced(value: Any) -> Any:
        match value:
            case str():
                return pattern.sub(_SQUARE, value)
            case dict():
                return {key: replaced(part) for key, part in value.items()}
            case list():
                return [replaced(part) for part in value]
        return value

    return {**replaced(content), "note": _missing_note(missing, messages)}


def _missing_note(missing: set[str], messages: Messages) -> str:
    characters = sorted({character for text in missing for character in text})
    named = ", ".join(f"U+{ord(character):04X}" for character in characters[:_NAMED_AT_MOST])
    return messages.plural(
        "%(num)s teken kan in deze PDF niet worden afgedrukt en staat er als %(square)s: "
        "%(named)s. Het ODT-bestand bevat het wel.",
        "%(num)s tekens kunnen in deze PDF niet worden afgedrukt en staan er als %(square)s: "
        "%(named)s. Het ODT-bestand bevat ze wel.",
        len(characters),
        square=_SQUARE,
        named=named if len(characters) <= _NAMED_AT_MOST else f"{named} …",
    )


def _content(annex: Annex, messages: Messages) -> dict[str, Any]:
    made_at = annex.made_at.astimezone(UTC)
    language, _, region = annex.language.partition("-")
    return {
        "title": wording.one_line(annex.title),
        "author": wording.one_line(annex.author),
        "facts": [wording.one_line(fact) for fact in wording.facts(annex, messages)],
        "made_at": list(made_at.timetuple()[:6]),
        "language": [language, region or None],
        "fonts": list(fonts.FAMILIES),
        "draft_mark": messages.text("Concept") if annex.draft else None,
        "page_of": messages.text("Pagina %(page)s van %(pages)s", page="{page}", pages="{pages}"),
        "table_word": messages.text("Tabel"),
        "columns": list(wording.columns(messages)),
        "shares": list(wording.COLUMN_SHARES),
        "no_rows": wording.no_rows(messages),
        "parts": [
            {
                "title": wording.kind_title(kind, messages),
                "sections": [_section(section, annex, messages) for section in sections],
            }
            for kind, sections in groupby(annex.sections, key=lambda section: section.kind)
        ],
        "note": None,
    }


def _section(section: AnnexSection, annex: Annex, messages: Messages) -> dict[str, Any]:
    title = wording.section_title(section, annex.reference_date, messages)
    return {
        "title": wording.one_line(title),
        "rows": [_row(row, annex.draft, messages) for row in section.rows],
    }


def _row(row: AnnexRow, draft: bool, messages: Messages) -> dict[str, Any]:
    status = wording.status_text(row, messages)
    description_width, source_width, status_width = _LONGEST_WORDS
    source = _breakable(wording.source_place(row), source_width)
    return {
        "description": _texts(row.description, description_width),
        "source": {"text": source, "address": wording.web_address(row.source_url)},
        "status": _texts(status, status_width),
        "number": _number(row) if draft else None,
        "flag": wording.flag_text(row, messages) or None if draft else None,
        "together": wording.keeps_together((row.description, row.source_place, status)),
    }


def _number(row: AnnexRow) -> dict[str, Any]:
    return {"text": wording.one_line(row.number), "address": wording.web_address(row.href)}


def _texts(text: str, width: int) -> list[dict[str, Any]]:
    return [
        {"text": _breakable(part, width), "right_to_left": wording.is_right_to_left(part)}
        for part in wording.paragraphs(text)
    ]


def _breakable(text: str, width: int) -> str:
    """The text with break places inside words that are wider than their column."""
    return re.sub(rf"\S{{{width},}}", _in_pieces, text)


def _in_pieces(word: re.Match[str]) -> str:
    text = word[0]
    return _ZERO_WIDTH_SPACE.join(
        text[start : start + _WORD_PIECE] for start in range(0, len(text), _WORD_PIECE)
    )
