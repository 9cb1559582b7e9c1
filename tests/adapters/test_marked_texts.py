"""The small part of Markdown that has a meaning in texts of officers."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.adapters.marked_texts import marked_blocks
from tracker.domain.printed import Listing, Paragraph, Span


def paragraph(*spans: Span) -> Paragraph:
    return Paragraph(spans)


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", ()),
        (
            "Regel één.\r\nRegel twee.\n\nNieuw.",
            (paragraph(Span("Regel één.\nRegel twee.")), paragraph(Span("Nieuw."))),
        ),
        (
            "**Vet**, *schuin* en [brief](https://voorbeeld.nl/1).",
            (
                paragraph(
                    Span("Vet", bold=True),
                    Span(", "),
                    Span("schuin", italic=True),
                    Span(" en "),
                    Span("brief", link="https://voorbeeld.nl/1"),
                    Span("."),
                ),
            ),
        ),
        (
            "- een\n- twee\n  - diep",
            (
                Listing(
                    (
                        (paragraph(Span("een")),),
                        (paragraph(Span("twee")), Listing(((paragraph(Span("diep")),),))),
                    )
                ),
            ),
        ),
        (
            "3. drie\n4. vier",
            (Listing(((paragraph(Span("drie")),), (paragraph(Span("vier")),)), start=3),),
        ),
        (
            "[klik](javascript:alert(1)) <b>x</b> # geen kop\n> `geen` code",
            (paragraph(Span("[klik](javascript:alert(1)) <b>x</b> # geen kop\n> `geen` code")),),
        ),
        ("5 * 3 is a_b_c", (paragraph(Span("5 * 3 is a_b_c")),)),
        (
            '[x](https://voorbeeld.nl "uitleg")',
            (paragraph(Span("x", link="https://voorbeeld.nl"), Span(" (uitleg)")),),
        ),
        ("een\0twee\x85drie", (paragraph(Span("een\ufffdtwee\ndrie")),)),
    ],
)
def test_marked_texts(text: str, blocks: tuple[Paragraph | Listing, ...]) -> None:
    assert marked_blocks(text) == blocks


def letters(blocks: tuple[Paragraph | Listing, ...]) -> str:
    told = ""
    for block in blocks:
        if isinstance(block, Listing):
            told += "".join(letters(entry) for entry in block.entries)
        else:
            told += "".join(span.text for span in block.spans)
    return "".join(re.findall("[a-zé]", told))


@given(st.text(alphabet="abcé *_-+1.)[\\#>`!\n\t", max_size=200))
def test_no_letter_gets_lost(text: str) -> None:
    assert letters(marked_blocks(text)) == "".join(re.findall("[a-zé]", text))


@pytest.mark.parametrize("levels", [5, 9, 10, 11, 200, 5_000])
def test_lists_however_deep_lose_nothing(levels: int) -> None:
    assert letters(marked_blocks("- " * levels + "diep **vet**")) == "diepvet"
