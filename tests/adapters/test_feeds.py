"""RSS and Atom feeds: ours, in the shapes of two sites, and all that can be wrong with one."""

import json
import socket
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.adapters.feeds import (
    MARKUP_LIMIT,
    Feed,
    FeedEntry,
    moment,
    plain,
    read_feed,
)
from tracker.adapters.page_xml import PageUnreadable
from tracker.adapters.refusals import SENTENCES

FEEDS = Path(__file__).parents[2] / "fixtures" / "feeds"
PUBLISHER = "https://zoek.officielebekendmakingen.nl"


def rss(*items: str, title: str = "Nieuws", link: str = "https://nieuws.example/") -> str:
    inside = f"<title>{title}</title><link>{link}</link>{''.join(items)}"
    return (
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel>{inside}</channel></rss>"
    )


def item(**parts: str) -> str:
    written = "".join(f"<{name}>{value}</{name}>" for name, value in parts.items())
    return f"<item>{written}</item>"


def atom(*entries: str) -> str:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Nieuws</title>'
        f'<link href="https://nieuws.example/"/>{"".join(entries)}</feed>'
    )


def only(text: str, address: str = "") -> FeedEntry:
    feed = read_feed(text.encode(), address=address)
    assert feed.broken == ()
    (one,) = feed.entries
    return one


def refused(body: bytes, content_type: str = "") -> str:
    with pytest.raises(PageUnreadable) as refusal:
        read_feed(body, content_type)
    assert refusal.value.code in SENTENCES
    return refusal.value.code


def ours(name: str) -> Feed:
    return read_feed((FEEDS / name).read_bytes())


def test_a_search_of_the_official_publisher() -> None:
    assert ours("officielebekendmakingen.rss") == Feed(
        title="Officiële bekendmakingen: Kamerstuk",
        entries=(
            FeedEntry(
                key="kst-31015-905",
                link=f"{PUBLISHER}/kst-31015-905.html",
                title="Kindermishandeling; Brief regering; Wachttijden per regio, eerste kwartaal",
                text="De minister stuurt de cijfers over de wachttijden & een toelichting, zoals "
                "gevraagd in 31 015, nr. 903.",
                published_at=datetime(2026, 4, 12, 22, 0, tzinfo=UTC),
                updated_at=None,
            ),
            FeedEntry(
                key=f"{PUBLISHER}/kst-31015-904.html",
                link=f"{PUBLISHER}/kst-31015-904.html",
                title="Kindermishandeling; Verslag van een commissiedebat",
                text="",
                published_at=datetime(2026, 4, 9, 22, 0, tzinfo=UTC),
                updated_at=None,
            ),
            FeedEntry(
                key=f"{PUBLISHER}/ah-tk-20252026-1899.html",
                link=f"{PUBLISHER}/ah-tk-20252026-1899.html",
                title="Aanhangsel van de Handelingen; vragen over aanspreekpunten in de regio",
                text="Antwoord op vragen van het lid Elzinga.",
                published_at=None,
                updated_at=None,
            ),
        ),
        broken=(),
    )


def test_the_news_of_the_government() -> None:
    site = "https://www.rijksoverheid.nl"
    assert ours("rijksoverheid.rss") == Feed(
        title="Nieuws | Rijksoverheid.nl",
        entries=(
            FeedEntry(
                key="5f0c3d5e-4f77-4b6e-9d0b-7a51e2b0c901",
                link=f"{site}/actueel/nieuws/2026/04/01/elke-regio-krijgt-een-aanspreekpunt",
                title="Elke regio krijgt één aanspreekpunt",
                text="Vanaf de zomer kunnen ouders én scholen terecht bij één loket.\nNoord\nZuid",
                published_at=datetime(2026, 4, 1, 12, 30, tzinfo=UTC),
                updated_at=None,
            ),
            FeedEntry(
                key="5f0c3d5e-4f77-4b6e-9d0b-7a51e2b0c902",
                link=f"{site}/documenten/kamerstukken/2026/03/30/wachttijden?a=1&b=2",
                title="Kamerbrief over wachttijden",
                text="De minister schrijft over wachttijden < 9 weken.",
                published_at=None,
                updated_at=None,
            ),
        ),
        broken=(),
    )


def test_an_atom_feed() -> None:
    assert ours("nieuws.atom") == Feed(
        title="Nieuws over de jeugdbescherming",
        entries=(
            FeedEntry(
                key="tag:voorbeeld.nl,2026:nieuws/17",
                link="https://www.voorbeeld.nl/nieuws/2026/17",
                title="Toezicht vernieuwd",
                text="Het toezicht verandert per 1 juli.\nZie Kamerstuk 31 015, nr. 905.",
                published_at=datetime(2026, 4, 10, 7, 0, tzinfo=UTC),
                updated_at=datetime(2026, 4, 13, 6, 0, tzinfo=UTC),
            ),
            FeedEntry(
                key="tag:voorbeeld.nl,2026:nieuws/16",
                link="https://www.voorbeeld.nl/nieuws/2026/16",
                title="Een loket < een regio",
                text="Elke regio heeft er nu een.",
                published_at=None,
                updated_at=datetime(2026, 4, 2, 6, 50, tzinfo=UTC),
            ),
        ),
        broken=(),
    )


# Which message it is


def test_the_key_is_the_guid_else_the_address_else_made() -> None:
    with_guid = item(title="A", link="https://n.example/1", guid="7")
    with_link = item(title="A", link="https://n.example/1")
    first = item(title="A", pubDate="Mon, 03 Nov 2025 10:00:00 GMT")
    second = item(title="A", pubDate="Mon, 10 Nov 2025 10:00:00 GMT")
    third = item(description="Alleen tekst")

    keys = [only(rss(one)).key for one in (with_guid, with_link, first, second, third)]
    assert keys[:2] == ["7", "https://n.example/1"]
    assert all(key.startswith("made:") for key in keys[2:])
    assert len(set(keys)) == 5
    assert keys == [only(rss(one)).key for one in (with_guid, with_link, first, second, third)]


def test_a_key_does_not_depend_on_where_the_feed_was_fetched() -> None:
    text = rss(item(title="A", guid="bericht/7", link="bericht/7"), link="")
    one, other = only(text, "https://a.example/x"), only(text, "https://b.example/")

    assert one.key == other.key == "bericht/7"
    assert (one.link, other.link) == ("https://a.example/bericht/7", "https://b.example/bericht/7")


def test_what_cannot_be_told_from_others_is_set_aside_as_it_came() -> None:
    feed = read_feed(rss(item(title="A"), item(author="wie"), "<item/>").encode())

    assert [one.title for one in feed.entries] == ["A"]
    assert [(one.code, one.key, one.facts) for one in feed.broken] == [
        ("entry.no_key", None, {}),
        ("entry.no_key", None, {}),
    ]
    assert json.loads(feed.broken[0].raw)["author"] == "wie"


def test_of_a_message_that_comes_twice_the_newest_counts() -> None:
    def said(text: str, day: int) -> str:
        return item(guid="7", title=text, pubDate=f"{day:02} Nov 2025 10:00:00 GMT")

    assert only(rss(said("nieuw", 4), said("oud", 3))).title == "nieuw"
    assert only(rss(said("oud", 3), said("nieuw", 4))).title == "nieuw"
    assert only(rss(said("eerst", 3), said("later", 3))).title == "eerst"


# Addresses and texts


@pytest.mark.parametrize(
    ("link", "address", "found"),
    [
        ("https://n.example/1", "", "https://n.example/1"),
        ("/1?a=b&amp;c", "", "https://nieuws.example/1?a=b&c"),
        ("//elders.example/1", "", "https://elders.example/1"),
        ("../1", "https://elders.example/a/b", "https://nieuws.example/1"),
        ("javascript:alert(1)", "", None),
        ("file:///etc/passwd", "", None),
        ("http://[kapot", "", None),
        ("", "", None),
    ],
)
def test_addresses_are_made_whole_and_lead_to_the_web(
    link: str, address: str, found: str | None
) -> None:
    assert only(rss(item(guid="1", title="A", link=link)), address).link == found


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>Een</p><p>twee<br>drie</p>", "Een\ntwee\ndrie"),
        ("één &eacute; &amp; &#233; &lt;b&gt;", "één é & é <b>"),
        ("<script>alert('x')</script>A<style>b{}</style>", "A"),
        ("<ul><li>a<li>b</ul>", "a\nb"),
        ("  veel \n\n wit\u00a0 ", "veel wit"),
        ("<b>on<i>gesloten", "ongesloten"),
        ("a < b en c > d", "a < b en c > d"),
        ("<!-- weg --><![CDATA[ook]]>blijft", "blijft"),
        ("<![if !IE]>a<![endif]-->b<![x[c<!doctype d", "ab"),
        ("", ""),
    ],
)
def test_the_words_of_mark_up(markup: str, words: str) -> None:
    assert plain(markup) == words


def test_of_endless_mark_up_the_beginning_is_read() -> None:
    assert len(plain("<p>" + "a" * 2 * MARKUP_LIMIT)) == MARKUP_LIMIT - 3


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Caf&amp;eacute; &lt;b&gt;open&lt;/b&gt;", "Café open"),
        ("AT&amp;T en 3 &lt; 4", "AT&T en 3 < 4"),
        ("<![CDATA[ Over  <em>twee</em>\n regels ]]>", "Over twee regels"),
        ("een\x00twee&#31;", "eentwee"),
    ],
)
def test_titles(written: str, title: str) -> None:
    assert only(rss(item(guid="1", title=written))).title == title


def test_without_a_title_it_is_the_beginning_of_the_text() -> None:
    found = only(rss(item(guid="1", description="woord " * 100)))

    assert found.text == " ".join(["woord"] * 100)
    assert found.title == " ".join(["woord"] * 33) + "…"


def test_the_content_goes_before_the_summary() -> None:
    entry = (
        "<entry><id>1</id><title>A</title><summary>Kort</summary>"
        '<content type="html">&lt;p&gt;Lang&lt;/p&gt;</content></entry>'
    )
    assert only(atom(entry)).text == "Lang"
    assert only(atom(entry.replace("&lt;p&gt;Lang&lt;/p&gt;", ""))).text == "Kort"


# Dates


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("Mon, 03 Nov 2025 10:00:00 +0100", datetime(2025, 11, 3, 9, 0)),
        ("Mon, 3 Nov 25 10:00 GMT", datetime(2025, 11, 3, 10, 0)),
        ("3 Nov 1998 10:00:05 UT", datetime(1998, 11, 3, 10, 0, 5)),
        ("03 Nov 98 10:00 Z", datetime(1998, 11, 3, 10, 0)),
        ("Mon, 03 Nov 2025 10:00:00 CET", datetime(2025, 11, 3, 9, 0)),
        ("Fri, 04 Jul 2025 10:00:00 CEST", datetime(2025, 7, 4, 8, 0)),
        ("Mon, 03 Nov 2025 10:00:00 EST", datetime(2025, 11, 3, 15, 0)),
        ("Mon, 03 Nov 2025 10:00:00 GMT+01:00", datetime(2025, 11, 3, 9, 0)),
        ("Mon, 03 Nov 2025 10:00:00 +0100 (CET)", datetime(2025, 11, 3, 9, 0)),
        ("Mon, 03 Nov 2025 10:00:00 Europe/Amsterdam", datetime(2025, 11, 3, 9, 0)),
        ("Fri, 04 Jul 2025 10:00:00", datetime(2025, 7, 4, 8, 0)),
        ("2025-11-03T10:15:00Z", datetime(2025, 11, 3, 10, 15)),
        ("2025-11-03T10:15:00.1234567+01:00", datetime(2025, 11, 3, 9, 15, 0, 123456)),
        ("2025-11-03T10:15+0100", datetime(2025, 11, 3, 9, 15)),
        ("2025-11-03 10:15:00", datetime(2025, 11, 3, 9, 15)),
        ("2025-11-03 10:15 CET", datetime(2025, 11, 3, 9, 15)),
        ("2025-11-03", datetime(2025, 11, 2, 23, 0)),
        ("maandag 3 november 2025 om 10.15 uur", datetime(2025, 11, 3, 9, 15)),
        ("ma, 3 mrt. 2025 10:15", datetime(2025, 3, 3, 9, 15)),
        ("dinsdag 6 mei 2025", datetime(2025, 5, 5, 22, 0)),
        ("3 oktober 2025", datetime(2025, 10, 2, 22, 0)),
        ("03-11-2025", datetime(2025, 11, 2, 23, 0)),
        ("3.11.2025 10:15", datetime(2025, 11, 3, 9, 15)),
        ("03/11/2025", None),
        ("31 feb 2025", None),
        ("3 kwartaal 2025", None),
        ("Mon, 99 Nov 2025 10:00:00 +0100", None),
        ("03-13-2025", None),
        ("0001-01-01T00:00:00Z", None),
        ("binnenkort", None),
        ("", None),
    ],
)
def test_dates_of_every_kind(printed: str, found: datetime | None) -> None:
    assert moment(printed) == (found.replace(tzinfo=UTC) if found else None)


def test_which_dates_are_taken() -> None:
    both = (
        "<entry><id>1</id><title>A</title><published>2025-11-03T10:00:00Z</published>"
        "<updated>2025-11-04T10:00:00Z</updated></entry>"
    )
    dublin = item(guid="1", title="A", **{"dc:date": "2025-11-05T10:00:00Z"})

    def days(entry: FeedEntry) -> list[int | None]:
        return [at.day if at else None for at in (entry.published_at, entry.updated_at)]

    assert days(only(atom(both))) == [3, 4]
    assert days(only(rss(dublin))) == [None, 5]
    assert days(only(rss(item(guid="1", title="A", pubDate="4 Nov 2025")))) == [3, None]
    assert days(only(rss(item(guid="1", title="A", pubDate="vandaag")))) == [None, None]


# What is no feed, and what is no harm


BOMB = (
    '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "page.not_xml"),
        ('{"items": []}', "page.not_xml"),
        ("<!DOCTYPE html><html><body>Storing</body></html>", "page.not_a_feed"),
        ("<html><head><title>Inloggen</title></head></html>", "page.not_a_feed"),
        ("<opml><body/></opml>", "page.not_a_feed"),
        ("<opml><body/>", "page.not_xml"),
        ("<feed/>", "page.not_a_feed"),
        ('<x:rdf xmlns:x="urn:x"></x:rdf>', "page.not_a_feed"),
        ("<rss><item></feed>", "page.not_xml"),
        (rss(item(guid="1", title="&#xD800;")), "page.not_xml"),
        (rss(item(guid="1", title="A"))[:-9], "page.not_xml"),
        (rss(item(guid="1", title="A"))[:120], "page.not_xml"),
        (BOMB + rss(item(guid="1", title="&d;")), "page.entities"),
        ("<!-- <a> -->" + BOMB + rss(item(guid="1", title="&d;")), "page.entities"),
        (
            '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + rss(item(title="&a;")),
            "page.entities",
        ),
    ],
)
def test_what_is_no_feed(text: str, code: str) -> None:
    assert refused(text.encode()) == code
    assert refused(text.encode("utf-16")) == code


def test_nothing_is_ever_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> Any:
        raise AssertionError("something was fetched")

    monkeypatch.setattr(socket, "create_connection", forbidden)
    monkeypatch.setattr(socket.socket, "connect", forbidden)
    monkeypatch.setattr(urllib.request.OpenerDirector, "open", forbidden)

    for body in (b"http://127.0.0.1:9/feed", b"/etc/hostname", b"file:///etc/hostname"):
        assert refused(body) == "page.not_xml"
    outside = '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/rss.dtd">'
    assert only(outside + rss(item(guid="1", title="A"))).title == "A"


def test_an_empty_feed_is_a_feed() -> None:
    assert read_feed(rss().encode()) == Feed("Nieuws", (), ())
    assert read_feed((rss() + "\n<!-- cache -->\n<!-- 0.1 s -->").encode()).title == "Nieuws"


def test_an_ill_formed_feed_is_read_as_far_as_it_goes() -> None:
    feed = read_feed(
        rss(
            item(guid="1", title="Jansen & Zonen"),
            item(guid="2", title="Caf&eacute;"),
            item(guid="3", title="B"),
        ).encode()
    )
    assert [(one.key, one.title) for one in feed.entries] == [
        ("1", "Jansen & Zonen"),
        ("2", "Café"),
        ("3", "B"),
    ]


@pytest.mark.parametrize(
    ("declared", "encoding", "header"),
    [
        ("utf-8", "utf-8", "application/rss+xml; charset=iso-8859-1"),
        ("iso-8859-1", "iso-8859-1", "text/xml"),
        ("iso-8859-1", "iso-8859-1", "text/html; charset=UTF-8"),
        ("utf-8", "windows-1252", 'text/xml; charset="windows-1252"'),
        ("utf-16", "utf-16", "text/xml; charset=us-ascii"),
        (None, "utf-8", "text/xml"),
        (None, "utf-8-sig", "text/plain; charset=latin1"),
    ],
)
def test_encodings(declared: str | None, encoding: str, header: str) -> None:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>\n' if declared else ""
    body = (declaration + rss(item(guid="1", title="vóór één"))).encode(encoding)

    assert [one.title for one in read_feed(body, header).entries] == ["vóór één"]


def test_a_byte_that_means_nothing_shows() -> None:
    body = rss(item(guid="1", title="één X")).encode().replace(b"X", b"\xff")

    assert [one.title for one in read_feed(body, "text/xml; charset=latin1").entries] == [
        "één \ufffd"
    ]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_damage_makes_reading_fail(data: st.DataObject) -> None:
    whole = rss(item(guid="1", title="A", description="&lt;p&gt;B&lt;/p&gt;"), item(link="x"))
    body = bytearray(whole.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(body)))
        end = data.draw(st.integers(start, min(start + 6, len(body))))
        body[start:end] = data.draw(st.binary(max_size=6))
    try:
        feed = read_feed(bytes(body))
    except PageUnreadable:
        return
    assert all(one.key and "\0" not in one.title + one.text for one in feed.entries)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(["<", ">", "<!", "[", "]", "--", "&", "#", ";", "/", "p", "x", " "]))
)
def test_any_mark_up_has_tidy_words_or_none(parts: list[str]) -> None:
    assert all(line == " ".join(line.split()) for line in plain("".join(parts)).split("\n"))


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text_is_a_date_or_none(printed: str) -> None:
    found = moment(printed)
    assert found is None or found.tzinfo is UTC
