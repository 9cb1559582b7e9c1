"""Texts of officers, in which a small safe part of Markdown has a meaning.

Paragraphs, lists, **bold**, *italic* and [links](https://…). Nothing else is markup: a text
that uses other signs is printed with these signs, and no text becomes HTML.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tracker.domain.printed import Listing, Paragraph, Span

_MARKUP = re.compile(r"[*_\[\\]|^[ \t]*(?:[-+]|\d{1,9}[.)])[ \t]", re.MULTILINE)
_WEB_ADDRESS = re.compile(r"https?://[!-~]{1,2000}")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028]")
_NOT_PRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BETWEEN_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*|\u2029")
_DEEPEST = 20
"""Levels of lists, two each; below the parser's own limit, where it would drop text."""


def marked_blocks(text: str) -> tuple[Paragraph | Listing, ...]:
    """The paragraphs and lists of a text; newlines within a paragraph are kept."""
    told = printable(text).strip("\n")
    if _MARKUP.search(told):
        tokens = _parser().parse(told.replace("\u2029", "\n\n"))
        if all(token.level < _DEEPEST for token in tokens):
            return tuple(_Blocks(tokens).read())
    return tuple(Paragraph((Span(part),)) for part in _paragraphs(told))


def printable(text: str) -> str:
    """The text with line ends as newlines and every control character as U+FFFD.

    Documents are XML, which cannot hold control characters: the sign shows that
    something stood there.
    """
    return _NOT_PRINTABLE.sub("\ufffd", _LINE_ENDS.sub("\n", text))


def web_address(address: str | None) -> str | None:
    """The address if a document may link to it, otherwise nothing."""
    return address if address and _WEB_ADDRESS.fullmatch(address) else None


def _paragraphs(text: str) -> Iterator[str]:
    return (part for part in _BETWEEN_PARAGRAPHS.split(text) if part.strip())


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"maxNesting": _DEEPEST + 4, "html": False})
    parser.enable(["list", "emphasis", "link", "escape", "newline"])
    parser.validateLink = _is_linkable  # type: ignore[method-assign]  # as its manual says
    return parser


def _is_linkable(url: str) -> bool:
    return web_address(url) is not None


@dataclass(frozen=True)
class _Look:
    bold: bool = False
    italic: bool = False
    link: str | None = None


class _Blocks:
    """Reads the tokens of markdown-it, which open and close blocks, from the first on."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = iter(tokens)

    def read(self, closing: str = "") -> Iterator[Paragraph | Listing]:
        for token in self._tokens:
            if token.type == closing:
                return
            if token.type == "inline":
                yield Paragraph(tuple(_joined(_spans(token.children or []))))
            elif token.type == "bullet_list_open":
                yield Listing(tuple(self._entries("bullet_list_close")))
            elif token.type == "ordered_list_open":
                start = int(token.attrGet("start") or 1)
                yield Listing(tuple(self._entries("ordered_list_close")), start)

    def _entries(self, closing: str) -> Iterator[tuple[Paragraph | Listing, ...]]:
        for token in self._tokens:
            if token.type == closing:
                return
            if token.type == "list_item_open":
                yield tuple(self.read("list_item_close"))


def _spans(tokens: list[Token]) -> Iterator[Span]:
    look, title = _Look(), None
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                look = replace(look, bold=token.nesting == 1)
            case "em_open" | "em_close":
                look = replace(look, italic=token.nesting == 1)
            case "link_open":
                look = replace(look, link=str(token.attrGet("href")))
                title = token.attrGet("title")
            case "link_close":
                look = replace(look, link=None)
                if title:
                    yield Span(f" ({title})", look.bold, look.italic)
            case "softbreak" | "hardbreak":
                yield Span("\n", look.bold, look.italic, look.link)
            case _:
                yield Span(token.content, look.bold, look.italic, look.link)


def _joined(spans: Iterator[Span]) -> Iterator[Span]:
    """The spans with neighbours of one look as one."""
    last: Span | None = None
    for span in spans:
        if last is not None and replace(last, text="") == replace(span, text=""):
            last = replace(last, text=last.text + span.text)
            continue
        if last is not None and last.text:
            yield last
        last = span
    if last is not None and last.text:
        yield last
