"""Pages of the Tweede Kamer's SyncFeed 2.0, read.

The entities' namespace may have any prefix. Fields and categories that are not known are kept
as they are. An entry that cannot be read is set aside and holds up no other.
"""

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from html import unescape
from typing import Any
from xml.sax.saxutils import quoteattr
from zoneinfo import ZoneInfo

from lxml import etree

from tracker.adapters.page_xml import PROLOG, decoded, parse_page, parse_part, without_controls
from tracker.adapters.page_xml import PageUnreadable as PageUnreadable

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

_ATOM = "{http://www.w3.org/2005/Atom}"
_TK = "{http://www.tweedekamer.nl/xsd/tkData/v1-0}"
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_FEED, _ENTRY, _CONTENT = f"{_ATOM}feed", f"{_ATOM}entry", f"{_ATOM}content"
_UPDATED, _LINK, _ID = f"{_ATOM}updated", f"{_ATOM}link", f"{_ATOM}id"
_CATEGORY, _TK_REF = f"{_ATOM}category", f"{_TK}ref"
_YES, _NO = {"true", "1"}, {"false", "0", ""}
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entity whole, in its latest state.

    `fields` are by the names of the House's schema ('kamerbriefNakoming'), each with its values
    in order; what is nil or empty is left out, and a field within a field is 'periode/van'.
    `refs` are the keys of other entities, likewise. A deleted entity has neither.
    `changed_at` is the entity's own time of change as it came, `updated_at` that of the feed.
    """

    category: str
    id: uuid.UUID
    deleted: bool
    updated_at: datetime | None
    changed_at: str
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    refs: dict[str, tuple[uuid.UUID, ...]] = field(default_factory=dict)
    next: str | None = None
    enclosure: str | None = None
    content_type: str | None = None
    content_length: int | None = None


@dataclass(frozen=True, slots=True)
class BrokenEntry:
    """An entry that cannot be read: `raw` is its XML, which `read_entry` takes by itself.

    `code` says why: 'entry.not_xml', 'entry.no_content', 'entry.several', 'entry.no_key' (id),
    'entry.bad_ref' (field, ref), 'entry.other_category' (category, element) or
    'entry.unclear_deletion' (text).
    """

    raw: str
    key: str | None
    next: str | None
    code: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class FeedPage:
    """The entries of a page in feed order, and the addresses to go on from, as they came."""

    entries: tuple[Entry | BrokenEntry, ...]
    next: str | None
    resume: str | None

    @property
    def checkpoint(self) -> str | None:
        """The address directly after this page."""
        last = self.entries[-1].next if self.entries else None
        return last or self.next or self.resume


class _Broken(Exception):
    """The entry cannot be read."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def read_page(body: bytes, charset: str | None = None) -> FeedPage:
    """Read a page; `charset` is what its header said, and yields to what the page says.

    Where one entry makes the page ill-formed, the others are read all the same. Raises
    PageUnreadable 'page.not_a_feed', 'page.not_xml' (cut off as well) or 'page.entities'.
    """
    try:
        root = parse_page(body, charset)
    except PageUnreadable as error:
        if error.code == "page.not_xml" and (page := _mended(decoded(body, charset))):
            return page
        raise
    if root.tag != _FEED:
        raise PageUnreadable("page.not_a_feed")
    return _page(root, tuple(_entry(one) for one in root.iterchildren(_ENTRY)))


def read_entry(raw: str) -> Entry | BrokenEntry:
    """Read one entry that was set aside."""
    for text in (raw, without_controls(raw)):
        try:
            element = parse_part(text)
        except etree.XMLSyntaxError:
            continue
        if element.tag == _ENTRY:
            return _entry(element)
    return BrokenEntry(raw, _printed_id(raw), _printed_next(raw), "entry.not_xml")


def instant(text: str) -> datetime | None:
    """The instant that a time of the House means, in UTC; year 1 means none.

    A time without a zone is that of Amsterdam: in the hour that comes twice the first, in the
    hour that does not come the one after it.
    """
    found = _MOMENT.fullmatch(text.strip())
    if not found or found[1].startswith("0001"):
        return None
    day, hour, minute, second, fraction, zone = found.groups()
    # The end of a day may be written as 24 o'clock.
    ends = f"{hour}{minute}{second}" == "240000"
    printed = f"{day}T{'00' if ends or not hour else hour}:{minute or '00'}:{second or '00'}"
    printed += f".{(fraction or '0')[:6]:0<6}{zone or ''}"
    try:
        moment = datetime.fromisoformat(printed) + timedelta(days=ends)
        return (moment if moment.tzinfo else moment.replace(tzinfo=AMSTERDAM)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def local_day(text: str) -> date | None:
    """The day in Amsterdam of a time of the House; of a day by itself, that day."""
    if (moment := instant(text)) is None:
        return None
    try:
        return moment.astimezone(AMSTERDAM).date()
    except OverflowError:
        return None


def _page(root: etree._Element, entries: tuple[Entry | BrokenEntry, ...]) -> FeedPage:
    links: dict[str, str] = {}
    for link in root.iterchildren(_LINK):
        if address := link.get("href"):
            links.setdefault(link.get("rel", ""), address)
    return FeedPage(entries, links.get("next"), links.get("resume"))


# One entry


@dataclass(slots=True)
class _Envelope:
    """What stands around the entity."""

    key: str | None = None
    term: str | None = None
    updated: str = ""
    next: str | None = None
    enclosure: str | None = None
    content: list[etree._Element] = field(default_factory=list)


def _entry(element: etree._Element) -> Entry | BrokenEntry:
    envelope = _envelope(element)
    try:
        return _whole(envelope)
    except _Broken as error:
        raw = etree.tostring(element, encoding="unicode", with_tail=False)
        return BrokenEntry(raw, envelope.key, envelope.next, error.code, dict(error.facts))


def _envelope(element: etree._Element) -> _Envelope:
    found = _Envelope()
    for child in element:
        tag = child.tag
        if tag == _CONTENT:
            found.content += child
        elif tag == _LINK:
            _take_link(found, child)
        elif tag == _UPDATED:
            found.updated = child.text or ""
        elif tag == _CATEGORY:
            found.term = found.term or child.get("term")
        elif tag == _ID:
            found.key = child.text
    return found


def _take_link(found: _Envelope, link: etree._Element) -> None:
    rel = link.get("rel")
    if rel == "next":
        found.next = found.next or link.get("href")
    elif rel == "enclosure":
        found.enclosure = found.enclosure or link.get("href")


def _whole(envelope: _Envelope) -> Entry:
    entity = _entity(envelope)
    attributes = {_name(str(name)): value for name, value in entity.attrib.items()}
    name = _name(str(entity.tag))
    if envelope.term and envelope.term.strip().lower() != name.lower():
        raise _Broken("entry.other_category", category=envelope.term, element=name)
    deleted = _is_deleted(attributes.get("verwijderd", ""))
    fields: dict[str, tuple[str, ...]] = {}
    refs: dict[str, tuple[uuid.UUID, ...]] = {}
    if not deleted:
        _take_fields(entity, "", fields, refs)
    length = attributes.get("contentLength", "")
    return Entry(
        name[0].upper() + name[1:],
        _own_key(attributes.get("id", "")),
        deleted,
        instant(envelope.updated),
        attributes.get("bijgewerkt", ""),
        fields,
        refs,
        envelope.next,
        envelope.enclosure,
        attributes.get("contentType") or None,
        int(length) if length.isascii() and length.isdigit() else None,
    )


def _entity(envelope: _Envelope) -> etree._Element:
    found = [one for one in envelope.content if str(one.tag).startswith(_TK)]
    if not found:
        raise _Broken("entry.no_content")
    if len(found) > 1:
        raise _Broken("entry.several")
    return found[0]


def _take_fields(
    parent: etree._Element,
    prefix: str,
    fields: dict[str, tuple[str, ...]],
    refs: dict[str, tuple[uuid.UUID, ...]],
) -> None:
    for child in parent:
        name = prefix + _name(str(child.tag))
        text = child.text
        if attributes := child.keys():
            if ref := child.get("ref") or child.get(_TK_REF):
                refs[name] = (*refs.get(name, ()), _ref(name, ref))
                continue
            if _NIL in attributes and _is_true(child.get(_NIL, "")):
                continue
        if len(child):
            _take_fields(child, f"{name}/", fields, refs)
        elif text and not text.isspace():
            fields[name] = (*fields.get(name, ()), text)


def _is_true(text: str) -> bool:
    return text.strip().lower() in _YES


def _is_deleted(text: str) -> bool:
    if not _is_true(text) and text.strip().lower() not in _NO:
        raise _Broken("entry.unclear_deletion", text=text)
    return _is_true(text)


def _own_key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text.strip())
    except ValueError as error:
        raise _Broken("entry.no_key", id=text) from error


def _ref(name: str, text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text.strip())
    except ValueError as error:
        raise _Broken("entry.bad_ref", field=name, ref=text) from error


@lru_cache(maxsize=4096)
def _name(tag: str) -> str:
    """The House's own name of an element or attribute; of others the whole name."""
    return tag.removeprefix(_TK)


# A page of which one entry is ill-formed

_OPENING = re.compile(PROLOG + r"<((?:[\w.-]+:)?)feed\b[^<>]*>", re.DOTALL)


def _mended(text: str) -> FeedPage | None:
    """The page with each entry read by itself; None where the page itself is broken."""
    opening = _OPENING.match(text)
    if not opening:
        return None
    prefix = re.escape(opening[1])
    ending = re.search(rf"</{prefix}feed\s*>\s*\Z", text)
    starts = [found.start() for found in re.finditer(rf"<{prefix}entry(?=[\s>])", text)]
    if not ending or not starts:
        return None
    chunks = [
        text[start:end] for start, end in zip(starts, [*starts[1:], ending.start()], strict=True)
    ]
    parts = [_cut(chunk, f"</{opening[1]}entry") for chunk in chunks]
    rest = "".join(after for _, after in parts)
    try:
        root = parse_part(without_controls(text[: starts[0]] + rest + text[ending.start() :]))
    except etree.XMLSyntaxError:
        return None
    if root.tag != _FEED:
        return None
    return _page(root, tuple(read_entry(_declared(raw, root.nsmap)) for raw, _ in parts))


def _cut(chunk: str, ending: str) -> tuple[str, str]:
    """An entry, and what comes after it; without an end it is all of it."""
    start = chunk.rfind(ending)
    end = chunk.find(">", start) + 1 if start >= 0 else 0
    return (chunk[:end], chunk[end:]) if end else (chunk, "")


def _declared(raw: str, namespaces: Mapping[str | None, str]) -> str:
    """An entry by itself: with the namespaces that the feed declares, as text that can be kept.

    A byte that means nothing is written so that it stays visible and ill-formed.
    """
    tag = re.match(r"<[^\s>]+[^>]*", raw)
    start = tag[0] if tag else ""
    added = "".join(
        f" {name}={quoteattr(uri)}"
        for prefix, uri in namespaces.items()
        if f" {(name := f'xmlns:{prefix}' if prefix else 'xmlns')}=" not in start
    )
    name_ends = re.match(r"<[^\s>]+", raw)
    place = name_ends.end() if name_ends else 0
    kept = f"{raw[:place]}{added}{raw[place:]}".replace("\0", "&#0;")
    return re.sub("[\ud800-\udfff]", lambda one: f"&#x{ord(one[0]):X};", kept)


def _printed_id(raw: str) -> str | None:
    found = re.search(r"<(?:[\w.-]+:)?id\b[^<>]*>([^<]*)<", raw)
    return unescape(found[1]).strip() or None if found else None


def _printed_next(raw: str) -> str | None:
    for link in re.findall(r"<(?:[\w.-]+:)?link\b([^<>]*)>", raw):
        values = dict(_attributes(link))
        if values.get("rel") == "next":
            return values.get("href")
    return None


def _attributes(text: str) -> Iterator[tuple[str, str]]:
    for name, _, value in re.findall(r"(?<![\w:.-])([\w:.-]+)\s*=\s*([\"'])(.*?)\2", text):
        yield name, unescape(value)
