"""Markdown, also as converters make it of a PDF: raised marks, and footnotes amid the text."""

import html
import re

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from tracker.adapters.documents.drafts import LINE, Draft, Manuscript, Piece, Role, headed
from tracker.adapters.documents.healing import heal, resolve_marks
from tracker.domain.letter_texts import BlockKind

_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)[^>]*>")
_STYLES = {"strong": "bold", "b": "bold", "em": "italic", "i": "italic", "sup": "raised"}


def read_markdown(text: str) -> list[Draft]:
    """The blocks of a Markdown text, with sentences healed and footnotes tied to their place."""
    parser = MarkdownIt("commonmark").enable("table").disable(["code", "html_block"])
    parser.use(footnote_plugin)
    reader = _Reader()
    for token in parser.parse(text):
        reader.take(token)
    return heal(headed(resolve_marks(reader.manuscript.finished())))


class _Reader:
    def __init__(self) -> None:
        self.manuscript = Manuscript()
        self._items: list[str] = []
        self._styles = dict.fromkeys(_STYLES.values(), 0)

    def take(self, token: Token) -> None:
        manuscript = self.manuscript
        match token.type:
            case "heading_open":
                manuscript.begin(BlockKind.HEADING)
            case "paragraph_open":
                self._begin_paragraph()
            case "list_item_open":
                self._items.append(token.info + token.markup if token.info else "")
            case "list_item_close":
                self._items.pop()
            case "hr":
                manuscript.cut()
            case "fence":
                manuscript.begin(BlockKind.PARAGRAPH)
                manuscript.write(token.content)
            case "inline":
                self._styles = dict.fromkeys(self._styles, 0)
                for child in token.children or ():
                    self._take_inline(child)
            case _:
                self._take_frame(token)

    def _take_frame(self, token: Token) -> None:
        match token.type:
            case "tr_open":
                self.manuscript.enter_row()
            case "td_open" | "th_open":
                self.manuscript.cell()
            case "footnote_open":
                mark = token.meta.get("label") or str(token.meta["id"] + 1)
                self.manuscript.enter_note(f"note {token.meta['id']}", mark)
            case "tr_close" | "footnote_close":
                self.manuscript.leave()

    def _begin_paragraph(self) -> None:
        if self._items:
            self.manuscript.begin(BlockKind.LIST_ITEM, self._items[-1])
            self._items[-1] = ""
        else:
            self.manuscript.begin(BlockKind.PARAGRAPH)

    def _take_inline(self, token: Token) -> None:
        match token.type:
            case "text" | "code_inline" | "text_special" | "image":
                self._write(token.content)
            case "softbreak":
                self._write("\n")
            case "hardbreak":
                self.manuscript.add(LINE)
            case "html_inline":
                self._take_tag(token.content)
            case "footnote_ref":
                self.manuscript.hang(f"note {token.meta['id']}")
            case _ if token.tag in _STYLES:
                self._styles[_STYLES[token.tag]] += token.nesting

    def _take_tag(self, markup: str) -> None:
        found = _TAG.fullmatch(markup)
        if found is None:
            return
        closing, name = found[1], found[2].lower()
        if name == "br":
            self.manuscript.add(LINE)
        elif name in _STYLES:
            style = _STYLES[name]
            self._styles[style] = max(0, self._styles[style] + (-1 if closing else 1))

    def _write(self, text: str) -> None:
        role = Role.RAISED if self._styles["raised"] else Role.TEXT
        bold, italic = bool(self._styles["bold"]), bool(self._styles["italic"])
        self.manuscript.add(Piece(html.unescape(text), role, bold, italic))
