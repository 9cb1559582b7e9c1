"""RSS and Atom feeds, read by feedparser from bytes that are here: it never fetches anything."""

import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from html.parser import HTMLParser
from textwrap import shorten
from typing import Any
from urllib.parse import urljoin, urlsplit

from feedparser import api
from lxml import etree

from tracker.adapters.page_xml import (
    PageUnreadable,
    declares_type,
    decoded,
    is_html,
    parse_part,
    without_controls,
)
from tracker.adapters.syncfeed import instant

TITLE_LIMIT = 200
MARKUP_LIMIT = 200_000

_parse: Callable[..., Any] = api.parse
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
# Bytes of no encoding, as `decoded` gives them.
_MEANINGLESS = re.compile("[\ud800-\udfff]")
_ENDING = re.compile(r"</(?:[\w.-]+:)?(?:rss|feed|rdf)\s*>\Z", re.IGNORECASE)
_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[t ]+(\d\d:\d\d)(?::(\d\d)(\.\d+)?)?)?\s*([+-]\d\d:?\d\d|[a-z/_]+)?",
    re.ASCII,
)
_PRINTED = re.compile(
    r"(?:[a-z]+[.,]*\s+)?(\d{1,2})[\s.-]+([a-z]+|\d{1,2})[\s.-]+(\d{4}|\d\d)"
    r"(?:[\s,t]+(?:om )?(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?(?: uur)?)?"
    r"\s*((?:gmt|utc)?[+-]\d\d:?\d\d|[a-z/_]+)?(?: ?\([a-z ]*\))?",
    re.ASCII,
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan", "feb", "mar mrt maart", "apr", "may mei", "jun",
         "jul", "aug", "sep", "oct okt", "nov", "dec"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ZONES = {
    "z": "Z", "ut": "Z", "utc": "Z", "gmt": "Z", "wet": "Z",
    "cet": "+01:00", "met": "+01:00", "mez": "+01:00", "bst": "+01:00",
    "cest": "+02:00", "mest": "+02:00", "mesz": "+02:00", "eet": "+02:00",
    "edt": "-04:00", "est": "-05:00", "cdt": "-05:00", "cst": "-06:00",
    "mdt": "-06:00", "mst": "-07:00", "pdt": "-07:00", "pst": "-08:00",
}  # fmt: skip
# HTMLParser stops at sections that it does not know.
_SECTION = re.compile(r"<!\[[^>]*>?")
_HTML = {"text/html", "application/xhtml+xml"}
_BREAKS = {
    "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "footer", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table", "tr", "ul",
}  # fmt: skip
_UNSEEN = {"script", "style", "template", "head"}


@dataclass(frozen=True)
class FeedEntry:
    """One message. `key` is its guid, else its address, else it follows from its
    words and date.

    `text` is the content or the summary without mark-up; times are UTC.
    """

    key: str
    link: str | None
    title: str
    text: str
    published_at: datetime | None
    updated_at: datetime | None


@dataclass(frozen=True)
class BrokenFeedEntry:
    """A message that cannot be told from others: `raw` is what it holds, as JSON."""

    raw: str
    code: str
    key: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Feed:
    """The messages of a feed in its order, each key once."""

    title: str
    entries: tuple[FeedEntry, ...]
    broken: tuple[BrokenFeedEntry, ...]


def read_feed(body: bytes, content_type: str = "", address: str = "") -> Feed:
    """Read a feed; `content_type` is what its header said, `address` where it was fetched.

    Raises PageUnreadable 'page.not_a_feed', 'page.not_xml' (cut off as well) or
    'page.entities'.
    """
    charset = _CHARSET.search(content_type)
    text = without_controls(decoded(body, charset[1] if charset else None))
    if is_html(text):
        raise PageUnreadable("page.not_a_feed")
    if declares_type(text) and "<!ENTITY" in text:
        raise PageUnreadable("page.entities")
    if not _is_complete(text):
        raise PageUnreadable("page.not_a_feed" if _is_xml(text) else "page.not_xml")
    found = _parsed(text)
    base = urljoin(address, found.feed.get("link") or "")
    read = [_read(one, base) for one in found.entries]
    if not any(isinstance(one, FeedEntry) for one in read) and (found.bozo or not found.version):
        raise PageUnreadable("page.not_xml" if found.bozo else "page.not_a_feed")
    return Feed(
        title=_line(found.feed, "title"),
        entries=_newest(one for one in read if isinstance(one, FeedEntry)),
        broken=tuple(one for one in read if isinstance(one, BrokenFeedEntry)),
    )


def moment(text: str) -> datetime | None:
    """The instant of a date as feeds print it: RFC 822, ISO 8601 or Dutch; None of no date.

    Without a zone it is Amsterdam's, without a time midnight. '03/11/2025' may be two days,
    and is none.
    """
    tidied = " ".join(text.lower().split())
    if found := _ISO.fullmatch(tidied):
        day, clock, second, fraction, zone = found.groups()
        return instant(f"{day}T{clock or '00:00'}:{second or '00'}{fraction or ''}{_offset(zone)}")
    if not (found := _PRINTED.fullmatch(tidied)):
        return None
    day, month, year, hour, minute, second, zone = found.groups()
    number = int(month) if month.isdigit() else _MONTHS.get(month) or _MONTHS.get(month[:3])
    if number is None:
        return None
    full = year if len(year) == 4 else f"{'19' if int(year) >= 70 else '20'}{year}"
    printed = f"{full}-{number:02}-{int(day):02}T{int(hour or 0):02}:{minute or '00'}"
    return instant(f"{printed}:{second or '00'}{_offset(zone)}")


def plain(markup: str) -> str:
    """The words of HTML (its first 200,000 characters), a line for each of its blocks."""
    reader = _Words()
    reader.feed(_SECTION.sub("", markup[:MARKUP_LIMIT]))
    reader.close()
    return _lines("".join(reader.found))


class _Words(HTMLParser):
    """Gathers what of HTML can be read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        self.found.append("\n" if tag in _BREAKS else "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        self.found.append("\n" if tag in _BREAKS else "")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.found.append(re.sub(r"\s+", " ", data))


def _offset(zone: str | None) -> str:
    """A zone as ISO prints it; '' of one that nobody knows."""
    if not zone:
        return ""
    if found := re.fullmatch(r"(?:gmt|utc)?([+-]\d\d):?(\d\d)", zone):
        return f"{found[1]}:{found[2]}"
    return _ZONES.get(zone, "")


def _parsed(text: str) -> Any:
    try:
        return _parse(
            io.BytesIO(_MEANINGLESS.sub("\ufffd", text).encode()),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except (AssertionError, LookupError, ValueError) as error:
        # So feedparser ends at what it cannot mend.
        raise PageUnreadable("page.not_xml") from error


def _is_complete(text: str) -> bool:
    """Whether a feed ends, but for comments of the server."""
    text = text.rstrip()
    while text.endswith("-->"):
        text = text[: max(text.rfind("<!--"), 0)].rstrip()
    return bool(_ENDING.search(text[-100:]))


def _is_xml(text: str) -> bool:
    try:
        parse_part(text)
    except etree.XMLSyntaxError:
        return False
    return True


# One message


def _read(entry: Any, base: str) -> FeedEntry | BrokenFeedEntry:
    title = _line(entry, "title")
    text = _text(entry)
    link = _address(base, entry.get("link") or "")
    published = str(entry.get("published") or "")
    updated = str(entry.get("updated") or "") if "updated" in entry else ""
    key = (
        str(entry.get("id") or "").strip() or link or _made_key(title or text, published or updated)
    )
    if not key:
        raw = json.dumps(entry, ensure_ascii=False, sort_keys=True, default=str)
        return BrokenFeedEntry(raw, "entry.no_key")
    return FeedEntry(
        key=key,
        link=link,
        title=title or shorten(text, TITLE_LIMIT, placeholder="…"),
        text=text,
        published_at=moment(published),
        updated_at=moment(updated),
    )


def _made_key(words: str, printed: str) -> str | None:
    if not words:
        return None
    return "made:" + hashlib.sha256(f"{words}\n{printed}".encode()).hexdigest()


def _address(base: str, link: str) -> str | None:
    """A web address, made whole; None of any other."""
    try:
        whole = urljoin(base, link.strip())
        return whole if link and urlsplit(whole).scheme in {"http", "https"} else None
    except ValueError:
        return None


def _line(entry: Any, name: str) -> str:
    detail = entry.get(f"{name}_detail") or {}
    return " ".join(_plain_value(detail.get("value") or "", detail.get("type") or "").split())


def _text(entry: Any) -> str:
    for one in (*entry.get("content", ()), entry.get("summary_detail") or {}):
        if text := _plain_value(one.get("value") or "", one.get("type") or "text/html"):
            return text
    return ""


def _plain_value(value: str, kind: str) -> str:
    return plain(value) if kind in _HTML else _lines(value)


def _lines(text: str) -> str:
    tidied = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in tidied if line)


def _newest(entries: Iterable[FeedEntry]) -> tuple[FeedEntry, ...]:
    """Of messages with one key that which is newest; feeds give the newest first."""
    found: dict[str, FeedEntry] = {}
    for entry in entries:
        known = found.get(entry.key)
        if known is None or _is_newer(entry, known):
            found[entry.key] = entry
    return tuple(found.values())


def _is_newer(entry: FeedEntry, known: FeedEntry) -> bool:
    at = entry.updated_at or entry.published_at
    known_at = known.updated_at or known.published_at
    return bool(at and known_at and at > known_at)
