"""Pages of the House's feed: the recorded ones, our own, and broken ones."""

import re
import uuid
from datetime import UTC, date, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.adapters.refusals import SENTENCES
from tracker.adapters.syncfeed import (
    BrokenEntry,
    Entry,
    FeedPage,
    PageUnreadable,
    instant,
    local_day,
    read_entry,
    read_page,
)

FEEDS = Path(__file__).parents[2] / "fixtures" / "feeds"
BASE = "https://gegevensmagazijn.tweedekamer.nl/SyncFeed/2.0"
TK = "http://www.tweedekamer.nl/xsd/tkData/v1-0"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
KEY = uuid.UUID("d0000000-0000-4000-8000-000000000001")
OTHER = uuid.UUID("d0000000-0000-4000-8000-000000000002")
OPENING = f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:xsi="{XSI}">'
UTF_8 = '<?xml version="1.0" encoding="utf-8"?>'


def entity(
    fields: str = "<t:tekst>Een brief</t:tekst>",
    name: str = "toezegging",
    attributes: str = f'id="{KEY}" t:bijgewerkt="2026-03-19T17:42:13" t:verwijderd="false"',
) -> str:
    return f'<t:{name} xmlns:t="{TK}" {attributes}>{fields}</t:{name}>'


def entry(content: str, token: int = 1, term: str = "toezegging") -> str:
    return (
        f"<entry><id>{BASE}/Entiteiten/{KEY}</id><updated>2026-03-19T16:42:14Z</updated>"
        f'<category term="{term}"/><link rel="next" href="?skiptoken={token}"/>'
        f'<content type="application/xml">{content}</content></entry>'
    )


def feed(*entries: str, links: str = "") -> str:
    return f"{OPENING}{links}{''.join(entries)}</feed>"


def only(page: FeedPage) -> Entry:
    (one,) = page.entries
    assert isinstance(one, Entry), one
    return one


def broken(page: FeedPage) -> BrokenEntry:
    (one,) = page.entries
    assert isinstance(one, BrokenEntry)
    return one


def texts(page: FeedPage) -> list[str]:
    return [one.fields["tekst"][0] if isinstance(one, Entry) else one.code for one in page.entries]


def refused(body: bytes, charset: str | None = None) -> str:
    with pytest.raises(PageUnreadable) as refusal:
        read_page(body, charset)
    assert refusal.value.code in SENTENCES
    return refusal.value.code


# What is recorded, and what is ours


def test_the_recorded_entries(shared: Path) -> None:
    page = read_page((shared / "corpus" / "syncfeed" / "real_entries.xml").read_bytes())

    assert page == FeedPage(
        entries=(
            Entry(
                category="FractieZetelPersoon",
                id=uuid.UUID("808fcd50-a0dc-4f60-8b9d-c404a2eb5b2e"),
                deleted=False,
                updated_at=datetime(2023, 8, 29, 13, 23, 13, tzinfo=UTC),
                changed_at="2023-08-29T11:10:24Z",
                fields={"functie": ("Lid",), "van": ("2002-05-23",), "totEnMet": ("2010-10-11",)},
                refs={
                    "fractieZetel": (uuid.UUID("ca826e72-cf57-4cca-b090-d5c444ec6c2d"),),
                    "persoon": (uuid.UUID("ec273841-069f-408b-b434-8524904ae314"),),
                },
                next=f"{BASE}/Feed?category=FractieZetelPersoon&skiptoken=16687327",
            ),
            Entry(
                category="CommissieZetelVastPersoon",
                id=uuid.UUID("c8db0181-90e3-4df3-a150-4c004584b160"),
                deleted=False,
                updated_at=datetime(2023, 8, 29, 13, 22, 10, tzinfo=UTC),
                changed_at="2023-08-29T11:09:59Z",
                fields={"functie": ("Lid",), "van": ("1996-05-07",), "totEnMet": ("2006-11-29",)},
                refs={
                    "commissieZetel": (uuid.UUID("b668259b-ff96-49b5-9796-9dd303625aaf"),),
                    "persoon": (uuid.UUID("16ed90a7-8b21-43a5-916c-76f07231325a"),),
                },
                next=f"{BASE}/Feed?category=CommissieZetelVastPersoon&skiptoken=16680001",
            ),
            Entry(
                category="Kamerstukdossier",
                id=uuid.UUID("1f031e16-cb3b-45b5-b3c9-a8abd27c913a"),
                deleted=False,
                updated_at=datetime(2019, 6, 28, 20, 34, 35, 149590, tzinfo=UTC),
                changed_at="2008-08-26T12:13:04.6270000",
                fields={
                    "titel": (
                        "Wijziging van de Wet ruimtelijke ordening inzake de grondexploitatie",
                    ),
                    "nummer": ("30218",),
                    "hoogsteVolgnummer": ("25",),
                    "afgesloten": ("false",),
                    "kamer": ("Tweede Kamer",),
                },
            ),
            Entry(
                category="Document",
                id=uuid.UUID("d1bd5ec5-72fb-4702-8115-b6d24b552cdb"),
                deleted=True,
                updated_at=datetime(2019, 7, 3, 13, 33, 10, tzinfo=UTC),
                changed_at="2019-07-03T15:32:12.6700000",
            ),
        ),
        next=None,
        resume=f"{BASE}/Feed?skiptoken=5426068",
    )
    assert page.checkpoint == page.resume


def test_the_constructed_page(shared: Path) -> None:
    name = shared / "corpus" / "syncfeed" / "constructed_toezegging_page.xml"
    page = read_page(name.read_bytes())

    first, second, third = page.entries
    assert isinstance(first, Entry)
    assert isinstance(second, Entry)
    assert isinstance(third, Entry)
    assert [key.hex[-2:] for key in first.refs["toegezegdAan"]] == ["a1", "a2"]
    assert "tussenvoegsel" not in first.fields
    assert second.refs == {}
    assert second.fields["kamerbriefNakoming"] == ("2026Z00001", "2026Z00002")
    assert (third.deleted, third.fields, third.refs) == (True, {}, {})
    assert page.checkpoint == f"{BASE}/Feed?category=Toezegging&skiptoken=26700003"


@pytest.mark.parametrize("name", sorted(one.name for one in FEEDS.glob("*.xml")))
def test_each_page_of_ours_is_whole(name: str) -> None:
    page = read_page((FEEDS / name).read_bytes())

    category = name.split("-")[0].removesuffix(".xml")
    entries = [one for one in page.entries if isinstance(one, Entry)]
    assert len(entries) == len(page.entries)
    assert {one.category.lower() for one in entries} <= {category}
    assert all(one.updated_at and instant(one.changed_at) for one in entries)
    assert page.checkpoint
    assert (page.next is None) != (page.resume is None)


def test_our_pages_speak_of_each_other() -> None:
    pages = [read_page(name.read_bytes()) for name in FEEDS.glob("*.xml")]
    entries = [one for page in pages for one in page.entries if isinstance(one, Entry)]

    told = {one.id for one in entries}
    meant = {
        key
        for one in entries
        for name, keys in one.refs.items()
        if name != "huidigeDocumentVersie"
        for key in keys
    }
    assert meant <= told
    assert len({one.category for one in entries}) == 13


def test_a_document_with_all_that_it_has() -> None:
    first, _letter, annex, deleted = read_page((FEEDS / "document.xml").read_bytes()).entries

    assert first == Entry(
        category="Document",
        id=uuid.UUID("b0000000-0000-4000-8000-000000000001"),
        deleted=False,
        updated_at=datetime(2026, 3, 20, 9, 12, 40, tzinfo=UTC),
        changed_at="2026-03-20T10:12:38.9130000",
        fields={
            "soort": ("Motie",),
            "documentNummer": ("2026D10901",),
            "titel": ("Kindermishandeling",),
            "onderwerp": (
                "Motie van de leden Van Wilgen en Elzinga over een vast aanspreekpunt per regio",
            ),
            "datum": ("2026-03-19T00:00:00",),
            "volgnummer": ("901",),
            "vergaderjaar": ("2025-2026",),
            "kamer": ("2",),
            "datumRegistratie": ("2026-03-20T09:55:01.4470000",),
            "organisatie": ("Tweede Kamer",),
        },
        refs={
            "huidigeDocumentVersie": (uuid.UUID("e0000000-0000-4000-8000-000000000001"),),
            "activiteit": (uuid.UUID("90000000-0000-4000-8000-000000000001"),),
            "zaak": (uuid.UUID("50000000-0000-4000-8000-000000000001"),),
            "kamerstukdossier": (uuid.UUID("10000000-0000-4000-8000-000000000001"),),
        },
        next=f"{BASE}/Feed?category=Document&skiptoken=26701090",
        enclosure=f"{BASE}/Resources/b0000000-0000-4000-8000-000000000001",
        content_type="application/pdf",
        content_length=91338,
    )
    assert isinstance(annex, Entry)
    assert isinstance(deleted, Entry)
    assert annex.content_length is None
    assert annex.fields["volgnummer"] == ("-1",)
    assert (deleted.deleted, deleted.fields, deleted.refs) == (True, {}, {})


# Shapes of one entry


@pytest.mark.parametrize(
    "content",
    [
        f'<toezegging xmlns="{TK}" xmlns:a="{TK}" id="{KEY}" a:bijgewerkt="2026-03-19T17:42:13"'
        ' a:verwijderd="false"><tekst>Een brief</tekst></toezegging>',
        f'<b:toezegging xmlns:b="{TK}" id="{KEY}" bijgewerkt="2026-03-19T17:42:13"'
        ' verwijderd="false"><b:tekst>Een brief</b:tekst></b:toezegging>',
        f'<x:toezegging xmlns:x="{TK}" x:id="{KEY}" x:bijgewerkt="2026-03-19T17:42:13">'
        f'<tekst xmlns="{TK}">Een <!-- en geen twee -->brief</tekst></x:toezegging>',
        entity("<t:tekst><![CDATA[Een brief]]></t:tekst>"),
    ],
    ids=["default", "unqualified", "qualified", "cdata"],
)
def test_any_prefix_means_the_same(content: str) -> None:
    found = only(read_page(feed(entry(content)).encode()))

    assert found == Entry(
        category="Toezegging",
        id=KEY,
        deleted=False,
        updated_at=datetime(2026, 3, 19, 16, 42, 14, tzinfo=UTC),
        changed_at="2026-03-19T17:42:13",
        fields={"tekst": ("Een brief",)},
        next="?skiptoken=1",
    )


def test_the_atom_namespace_may_have_a_prefix() -> None:
    body = feed(entry(entity()), links='<link rel="next" href="?skiptoken=9"/>')
    prefixed = re.sub(r"<(/?)(feed|entry|id|updated|category|link|content)\b", r"<\1a:\2", body)
    prefixed = prefixed.replace("xmlns=", "xmlns:a=")

    assert read_page(prefixed.encode()) == read_page(body.encode())


def test_what_is_absent_empty_repeated_or_unknown() -> None:
    found = only(
        read_page(
            feed(
                entry(
                    entity(
                        '<t:leeg/><t:wit> \n </t:wit><t:nil xsi:nil="true"/>'
                        '<t:nilMetTekst xsi:nil="1">Niets</t:nilMetTekst>'
                        '<t:welTekst xsi:nil="false">Wel</t:welTekst>'
                        f'<t:zaak ref="{KEY}"><t:annotatie/></t:zaak><t:zaak/>'
                        f'<t:zaak t:ref="{OTHER}"/><t:zaak ref=""/>'
                        "<t:brief>een</t:brief><t:brief>twee</t:brief>"
                        "<t:periode><t:van>2020</t:van><t:totEnMet/></t:periode>"
                        '<eigen xmlns="https://elders.example">x</eigen>'
                    )
                )
            ).encode()
        )
    )

    assert found.fields == {
        "welTekst": ("Wel",),
        "brief": ("een", "twee"),
        "periode/van": ("2020",),
        "{https://elders.example}eigen": ("x",),
    }
    assert found.refs == {"zaak": (KEY, OTHER)}


@pytest.mark.parametrize("said", ["true", "True", "TRUE", "1", " true "])
def test_a_deleted_entity_has_no_fields(said: str) -> None:
    content = entity(
        f'<t:tekst>Weg</t:tekst><t:zaak ref="{OTHER}"/>',
        attributes=f'id="{KEY}" t:verwijderd="{said}"',
    )
    found = only(read_page(feed(entry(content)).encode()))

    assert (found.deleted, found.fields, found.refs, found.changed_at) == (True, {}, {}, "")


def test_categories_that_nobody_knows_are_kept() -> None:
    found = only(read_page(feed(entry(entity(name="kamerVraag"), term="kamervraag")).encode()))

    assert found.category == "KamerVraag"


# Where to go on


@pytest.mark.parametrize(
    ("body", "checkpoint"),
    [
        (feed(entry(entity(), 7), links='<link rel="next" href="/n"/>'), "?skiptoken=7"),
        (feed(entry(entity(), 7), links='<link rel="resume" href="/r"/>'), "?skiptoken=7"),
        (feed(entry(entity()).replace("next", "self"), links='<link rel="next" href="/n"/>'), "/n"),
        (feed(links='<link rel="resume" href="/r?b=1&amp;a=2"/>'), "/r?b=1&a=2"),
        (feed(entry("geen inhoud", 8)), "?skiptoken=8"),
        (feed(links='<link rel="next" href=""/>'), None),
        (feed(), None),
    ],
)
def test_the_checkpoint_is_that_after_the_last_entry(body: str, checkpoint: str | None) -> None:
    assert read_page(body.encode()).checkpoint == checkpoint


# Entries that cannot be read


@pytest.mark.parametrize(
    ("content", "term", "code", "facts"),
    [
        ("", "toezegging", "entry.no_content", {}),
        ("<p>tekst</p>", "toezegging", "entry.no_content", {}),
        (entity() + entity(), "toezegging", "entry.several", {}),
        (entity(attributes=""), "toezegging", "entry.no_key", {"id": ""}),
        (entity(attributes='id="7"'), "toezegging", "entry.no_key", {"id": "7"}),
        (
            entity('<t:zaak ref="2026Z1"/>'),
            "toezegging",
            "entry.bad_ref",
            {"field": "zaak", "ref": "2026Z1"},
        ),
        (
            entity(),
            "document",
            "entry.other_category",
            {"category": "document", "element": "toezegging"},
        ),
        (
            entity(attributes=f'id="{KEY}" t:verwijderd="misschien"'),
            "toezegging",
            "entry.unclear_deletion",
            {"text": "misschien"},
        ),
    ],
)
def test_a_broken_entry_waits_while_others_land(
    content: str, term: str, code: str, facts: dict[str, str]
) -> None:
    page = read_page(feed(entry(entity(), 1), entry(content, 2, term), entry(entity(), 3)).encode())

    first, waiting, last = page.entries
    assert isinstance(first, Entry)
    assert isinstance(last, Entry)
    assert isinstance(waiting, BrokenEntry)
    assert (waiting.code, waiting.facts) == (code, facts)
    assert (waiting.key, waiting.next) == (f"{BASE}/Entiteiten/{KEY}", "?skiptoken=2")
    assert read_entry(waiting.raw) == waiting
    assert page.checkpoint == "?skiptoken=3"
    assert set(re.findall(r"%\((\w+)\)s", SENTENCES[code])) <= facts.keys()


def test_what_was_set_aside_can_be_read_when_it_is_put_right() -> None:
    found = broken(read_page(feed(entry(entity(attributes='id="7"'), 5)).encode()))
    mended = read_entry(found.raw.replace('id="7"', f'id="{KEY}"'))

    assert isinstance(mended, Entry)
    assert (mended.id, mended.fields, mended.next) == (
        KEY,
        {"tekst": ("Een brief",)},
        "?skiptoken=5",
    )


def test_one_ill_formed_entry_of_250_holds_up_no_other() -> None:
    whole = [entry(entity(f"<t:tekst>{n}</t:tekst>"), n) for n in range(250)]
    for place in (0, 100, 249):
        entries = list(whole)
        entries[place] = entries[place].replace("</t:tekst>", "</t:tekst")
        page = read_page((UTF_8 + feed(*entries, links='<link rel="next" href="/n"/>')).encode())

        waiting = page.entries[place]
        assert isinstance(waiting, BrokenEntry)
        assert texts(page) == ["entry.not_xml" if n == place else str(n) for n in range(250)]
        assert (waiting.code, waiting.next) == ("entry.not_xml", f"?skiptoken={place}")
        assert waiting.key == f"{BASE}/Entiteiten/{KEY}"
        assert page.next == "/n"
        assert read_entry(waiting.raw) == waiting
        mended = read_entry(re.sub("</t:tekst(?!>)", "</t:tekst>", waiting.raw))
        assert isinstance(mended, Entry)
        assert mended.fields == {"tekst": (str(place),)}


@pytest.mark.parametrize(
    "damage",
    [
        "<t:tekst>",
        "&",
        "&eacute;",
        "<!-- ",
        "<![CDATA[",
        "</content>",
        "</entry>",
        "\ufffe<",
        "]]>",
    ],
)
def test_whatever_damages_one_entry(damage: str) -> None:
    spoilt = entry(entity(f"<t:tekst>twee{damage}</t:tekst>"), 2)
    page = read_page(feed(entry(entity()), spoilt, entry(entity(), 3)).encode())

    assert texts(page) == ["Een brief", "entry.not_xml", "Een brief"]
    assert page.checkpoint == "?skiptoken=3"


@pytest.mark.parametrize(
    ("written", "read"),
    [("twee\x00&#0;&#x1F;\x1f", "twee"), ("een&#11;twee&#xb;", "een\ntwee\n"), ("&#x1;&#65;", "A")],
)
def test_control_characters_are_left_out(written: str, read: str) -> None:
    page = read_page(feed(entry(entity(f"<t:tekst>{written}</t:tekst>"), 2)).encode())

    assert texts(page) == [read]


def test_a_byte_that_means_nothing_spoils_its_own_entry_alone() -> None:
    body = (UTF_8 + feed(entry(entity("<t:tekst>één</t:tekst>")), entry(entity(), 2))).encode()
    page = read_page(body.replace(b"Een brief", b"\xe9\xe9n brief"), "iso-8859-1")

    first, waiting = page.entries
    assert isinstance(first, Entry)
    assert isinstance(waiting, BrokenEntry)
    assert first.fields["tekst"] == ("één",)
    assert (waiting.code, waiting.next) == ("entry.not_xml", "?skiptoken=2")
    assert "&#xDCE9;&#xDCE9;n brief" in waiting.raw
    assert read_entry(waiting.raw) == waiting


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_reading_one_entry_never_fails(raw: str) -> None:
    assert read_entry(raw) == BrokenEntry(raw, None, None, "entry.not_xml")


# Pages that cannot be read


BOMB = (
    '<!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    + "".join(
        f'<!ENTITY {one} "{f"&{before};" * 10}">'
        for before, one in zip("bcdefgh", "cdefghi", strict=True)
    )
    + "]>"
)
WHOLE = feed(entry(entity("<t:tekst>&i;</t:tekst>")))
WHOLE_ATTRIBUTE = feed(entry(entity("<t:zaak ref='&i;'/>")))


@pytest.mark.parametrize(
    "text",
    [
        BOMB + WHOLE,
        BOMB + WHOLE_ATTRIBUTE,
        "<!-- <feed> --><?a b?>" + BOMB + WHOLE,
        '<!DOCTYPE feed SYSTEM "http://127.0.0.1:9/x.dtd">' + feed(entry(entity())),
        '<!DOCTYPE feed [<!ENTITY i SYSTEM "file:///etc/passwd">]>' + WHOLE,
        '<!DOCTYPE feed [<!ENTITY % i SYSTEM "http://127.0.0.1:9/"> %i;]>' + feed(entry(entity())),
        "<!DOCTYPE feed>" + feed(entry(entity())),
    ],
    ids=["text", "attribute", "after a comment", "outside", "file", "parameter", "plain"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_document_types_are_refused_in_any_encoding(text: str, encoding: str) -> None:
    body = f'<?xml version="1.0" encoding="{encoding[:6].rstrip("-")}"?>{text}'.encode(encoding)

    assert refused(body) == "page.entities"


@pytest.mark.parametrize("encoding", ["utf-7", "cp037", "punycode", "unicode-escape"])
def test_no_encoding_hides_what_is_written(encoding: str) -> None:
    body = f'<?xml version="1.0" encoding="{encoding}"?>{BOMB}{WHOLE}'
    hidden = body.replace("<!", "+ADwAIQ-") if encoding == "utf-7" else body
    written = hidden.encode("cp037") if encoding == "cp037" else hidden.encode()

    assert refused(written) in {"page.entities", "page.not_xml"}


def test_an_entity_inside_a_broken_page_is_never_expanded() -> None:
    page = feed(entry(entity("<t:tekst>&i;</t:tekst>")), entry(entity("<t:tekst>&lt;</t:tekst>")))

    assert texts(read_page(page.encode())) == ["entry.not_xml", "<"]
    assert refused((BOMB + page + "<").encode()) == "page.entities"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "page.not_xml"),
        (b"   ", "page.not_xml"),
        (b'{"value": []}', "page.not_xml"),
        (b"Service Unavailable", "page.not_xml"),
        (b"<!DOCTYPE html><html><head><meta charset=utf-8><br></html>", "page.not_a_feed"),
        (b"\n<!doctype HTML PUBLIC '-//W3C//DTD XHTML 1.0//EN' 'x'><html/>", "page.not_a_feed"),
        (b"<html><body>Storing</body></html>", "page.not_a_feed"),
        (b'<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', "page.not_a_feed"),
        (b"<rss version='2.0'><channel/></rss>", "page.not_a_feed"),
        (b"<feed><entry/></feed>", "page.not_a_feed"),
        (b"\xff\xfe<\x00", "page.not_xml"),
    ],
)
def test_what_is_no_page(body: bytes, code: str) -> None:
    assert refused(body) == code


def test_a_page_that_was_cut_off_is_not_read_in_part() -> None:
    body = feed(entry(entity(), 1), entry(entity(), 2), links='<link rel="next" href="/n"/>')
    for end in range(0, len(body), 13):
        assert refused(body[:end].encode()) == "page.not_xml"


def test_a_broken_envelope_is_no_page() -> None:
    assert refused(feed(entry(entity()), links="<link>").encode()) == "page.not_xml"
    assert refused(b"<feed><entry><a></entry></feed>") == "page.not_xml"


@pytest.mark.parametrize(
    ("declared", "encoding", "header"),
    [
        ("utf-8", "utf-8", "iso-8859-1"),
        ("utf-8", "utf-8", "utf-16"),
        ("utf-8", "utf-8", "onbekend"),
        ("utf-8", "utf-8", "punycode"),
        ("iso-8859-1", "iso-8859-1", "utf-8"),
        ("windows-1252", "windows-1252", None),
        ("utf-16", "utf-16", "utf-8"),
        ("utf-16", "utf-16-le", "utf-8"),
        ("utf-16", "utf-8", None),
        ("utf-8", "iso-8859-1", "iso-8859-1"),
        ("utf-8", "utf-8-sig", "iso-8859-1"),
        (None, "utf-8", "iso-8859-1"),
        (None, "utf-8", None),
        (None, "iso-8859-1", "ISO-8859-1"),
        (None, "utf-16", None),
    ],
)
def test_the_page_knows_its_encoding_better_than_the_header(
    declared: str | None, encoding: str, header: str | None
) -> None:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    body = (declaration + feed(entry(entity("<t:tekst>vóór</t:tekst>")))).encode(encoding)
    assert texts(read_page(body, header)) == ["vóór"]


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.from_regex(r"[a-z][A-Za-z]{0,12}", fullmatch=True),
        st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=1, max_size=3),
        max_size=6,
    ),
    st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]),
)
def test_any_fields_come_back_as_they_were(fields: dict[str, list[str]], encoding: str) -> None:
    written = "".join(
        f"<t:{name}>{escape(value)}</t:{name}>"
        for name, values in fields.items()
        for value in values
    )
    body = feed(entry(entity(written))).replace("\ufffe", "").replace("\uffff", "")
    found = only(read_page(body.encode(encoding)))

    clean = {
        name: tuple(
            kept
            for value in values
            if (kept := re.sub("[\ufffe\uffff]", "", value)) and not kept.isspace()
        )
        for name, values in fields.items()
    }
    assert found.fields == {name: values for name, values in clean.items() if values}


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_damage_makes_reading_fail(data: st.DataObject) -> None:
    body = bytearray(feed(entry(entity(), 1), entry(entity("<t:zaak/>"), 2)).encode())
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(body)))
        end = data.draw(st.integers(start, min(start + 4, len(body))))
        body[start:end] = data.draw(st.binary(max_size=4))
    try:
        page = read_page(bytes(body), data.draw(st.sampled_from([None, "utf-8", "latin-1"])))
    except PageUnreadable:
        return
    for one in page.entries:
        if isinstance(one, BrokenEntry):
            again = read_entry(one.raw)
            assert isinstance(again, BrokenEntry)
            assert (again.code, again.facts) == (one.code, one.facts)


# Times


@pytest.mark.parametrize(
    ("printed", "moment"),
    [
        ("2026-03-19T16:42:14Z", datetime(2026, 3, 19, 16, 42, 14, tzinfo=UTC)),
        ("2026-03-19T17:42:13.69+01:00", datetime(2026, 3, 19, 16, 42, 13, 690000, tzinfo=UTC)),
        ("2026-03-19T17:42:13+0100", datetime(2026, 3, 19, 16, 42, 13, tzinfo=UTC)),
        ("2019-06-28T23:59:41.5570000", datetime(2019, 6, 28, 21, 59, 41, 557000, tzinfo=UTC)),
        ("2019-06-28T23:59:41.1234567", datetime(2019, 6, 28, 21, 59, 41, 123456, tzinfo=UTC)),
        ("2019-01-28T23:59:41", datetime(2019, 1, 28, 22, 59, 41, tzinfo=UTC)),
        # The hour that does not come, and the one that comes twice.
        ("2026-03-29T02:30:00", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        ("2026-10-25T02:30:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25T03:00:00", datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
        ("2026-12-31T24:00:00", datetime(2026, 12, 31, 23, 0, tzinfo=UTC)),
        (" 2002-05-23 ", datetime(2002, 5, 22, 22, 0, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00", None),
        ("0000-01-01", None),
        ("9999-12-31T23:59:59-05:00", None),
        ("2026-02-30", None),
        ("2026-01-01T25:00:00", None),
        ("2026-01-01T10:00:60", None),
        ("2026-W12", None),
        ("20260101", None),
        ("２０２６-01-01", None),
        ("morgen", None),
        ("", None),
    ],
)
def test_instants(printed: str, moment: datetime | None) -> None:
    assert instant(printed) == moment


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2026-06-30T00:00:00+02:00", date(2026, 6, 30)),
        ("2026-06-29T22:00:00Z", date(2026, 6, 30)),
        ("2026-06-29T21:59:59Z", date(2026, 6, 29)),
        ("2026-03-19T00:00:00", date(2026, 3, 19)),
        ("2002-05-23", date(2002, 5, 23)),
        ("2002-05-23+02:00", date(2002, 5, 23)),
        ("2002-05-23Z", date(2002, 5, 23)),
        ("0001-01-01T00:00:00Z", None),
        ("9999-12-31T23:30:00Z", None),
        ("", None),
    ],
)
def test_days_in_amsterdam(printed: str, day: date | None) -> None:
    assert local_day(printed) == day


@settings(max_examples=200, deadline=None)
@given(st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)))
def test_a_local_time_is_on_its_own_day(moment: datetime) -> None:
    assert local_day(moment.isoformat(timespec="milliseconds") + "0000") == moment.date()
