"""The same words find the same, in the same order, on SQLite and on PostgreSQL."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from tracker.db.indexing import index_if_empty, reindex, unindex
from tracker.db.session import Store
from tracker.db.tables import Item, Paper, Publication
from tracker.domain.statuses import Kind, Status
from tracker.services.actors import Actor
from tracker.services.publications import keep_told, publication_id
from tracker.services.search import (
    Counts,
    FoundItem,
    FoundPaper,
    Part,
    Results,
    search,
)

READER = Actor(user_id=None)
TOLD = [
    ("kst-36100-10", "Brief over de kustwacht", "Een café aan zee", date(2025, 3, 1)),
    ("kst-36100-9", "Kustwacht op de Noordzee", "", date(2025, 3, 1)),
    ("kst-36200-VII-4", "Noordzee en visserij", "Ook de kustwacht komt langs", date(2026, 1, 5)),
    ("kst-36300-1", "Crème brûlée", "Geen kust", None),
    (
        "2025D44001",
        "Reactie NEAR de dijk",
        "straße, ﬁets, İstanbul, ½ AND OR NOT",
        date(2024, 5, 5),
    ),
]


def tell(session: Session) -> None:
    keep_told(
        session,
        [
            Publication(
                id=publication_id(identifier),
                identifier=identifier,
                number=identifier if identifier.startswith("2025D") else None,
                title=title,
                text=text,
                dated_on=day,
                source="proef",
            )
            for identifier, title, text, day in TOLD
        ],
    )


@pytest.fixture
def told(case_store: Store) -> Store:
    """The worked case, and papers that a source told of."""
    with case_store.writing() as session:
        tell(session)
    return case_store


def found(store: Store, text: str) -> tuple[list[str], list[str]]:
    with store.reading() as session:
        results = search(session, READER, text)
    return [item.number for item in results.items], [one.identifier for one in results.papers]


def test_a_search_finds_items_and_papers_with_the_words_marked(told: Store) -> None:
    with told.reading() as session:
        results = search(session, READER, "CREME bru", 1)
        assert results == Results(
            text="CREME bru",
            part=Part.BOTH,
            page=1,
            items=(),
            papers=(
                FoundPaper(
                    identifier="kst-36300-1",
                    label="36 300, nr. 1",
                    href="/papers/kst-36300-1",
                    title=(("Crème", True), (" ", False), ("brûlée", True)),
                    snippet=(),
                    kind=None,
                    dated_on=None,
                ),
            ),
            counts=Counts(0, 1),
        )
        [item] = search(session, READER, "opvang onbek").items
        assert (item.number, item.kind) == ("T-2021-0001", Kind.COMMITMENT)
        assert isinstance(item, FoundItem)
        assert item.status in Status
        marked = [piece.lower() for piece, is_found in (*item.title, *item.snippet) if is_found]
        assert {"opvang"} < set(marked)


def test_titles_come_first_then_the_newest_then_the_highest_number(told: Store) -> None:
    assert found(told, "kustwacht") == ([], ["kst-36100-10", "kst-36100-9", "kst-36200-VII-4"])
    assert found(told, "noordzee kust") == ([], ["kst-36100-9", "kst-36200-VII-4"])
    assert found(told, "kust") == (
        [],
        ["kst-36100-10", "kst-36100-9", "kst-36200-VII-4", "kst-36300-1"],
    )


@pytest.mark.parametrize(
    ("text", "items", "papers"),
    [
        ("M-2021-0002", ["M-2021-0002"], []),
        ("m-2021-0002 ", ["M-2021-0002"], []),
        ("2025d44001", [], ["2025D44001"]),
        ("kst-36200-VII-4", [], ["kst-36200-VII-4"]),
        ("36 200 VII, nr. 4", [], ["kst-36200-VII-4"]),
        ("36100 9", [], ["kst-36100-9"]),
        ("31015 221", ["A-2021-0003", "A-2021-0002", "A-2021-0001"], ["kst-31015-221"]),
        ("31 015, nr. 221", ["A-2021-0003", "A-2021-0002", "A-2021-0001"], ["kst-31015-221"]),
        ("strasse", [], ["2025D44001"]),
        ("fiets istanbul", [], ["2025D44001"]),
        ('near "dijk"*', [], ["2025D44001"]),
        ("cafe zee", [], ["kst-36100-10"]),
        ("kustwacht walvis", [], []),
        ("***", [], []),
        ("", [], []),
    ],
)
def test_what_a_text_finds(told: Store, text: str, items: list[str], papers: list[str]) -> None:
    assert found(told, text) == (items, papers)


def test_what_goes_is_found_no_more_and_what_changes_is_found_anew(told: Store) -> None:
    with told.writing() as session:
        told_anew = Publication(
            id=publication_id("kst-36100-9"), identifier="kst-36100-9", title="Duinen", source="x"
        )
        keep_told(session, [told_anew])
        unindex(session.connection(), ["kst-36200-VII-4"])
    assert found(told, "noordzee") == ([], [])
    assert found(told, "duinen") == ([], ["kst-36100-9"])


def test_indexing_anew_finds_the_same(told: Store) -> None:
    texts = ["kustwacht", "de", "slach", "31015 221", "opvang"]
    before = [found(told, text) for text in texts]
    with told.writing() as session:
        assert reindex(session.connection()) == 22
    assert [found(told, text) for text in texts] == before
    with told.writing() as session:
        unindex(session.connection(), session.exec(select(Item.number)).all())
        index_if_empty(session.connection())
    assert found(told, "opvang")[0] == []


def test_pages_of_one_part_list_all_that_was_found(told: Store) -> None:
    with told.writing() as session:
        keep_told(
            session,
            [
                Publication(
                    id=publication_id(f"kst-36500-{number}"),
                    identifier=f"kst-36500-{number}",
                    title="Waterschap",
                    dated_on=date(2026, 1, 1),
                    source="proef",
                )
                for number in range(1, 61)
            ],
        )
    with told.reading() as session:
        pages = [search(session, READER, "waterschap", page, Part.PAPERS) for page in (1, 2, 3, 4)]
    listed = [paper.identifier for page in pages for paper in page.papers]
    assert [len(page.papers) for page in pages] == [25, 25, 10, 0]
    assert listed == [f"kst-36500-{number}" for number in range(60, 0, -1)]
    assert {page.counts for page in pages} == {Counts(0, 60)}


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.one_of(
        st.text(max_size=40),
        st.lists(
            st.sampled_from(
                [
                    '"',
                    "*",
                    "NEAR(",
                    "AND",
                    "NOT",
                    "title:",
                    "'",
                    "\\",
                    ":*",
                    "\0",
                    "é",
                    "🙂",
                    "&",
                    "|",
                    "^kust",
                    "--",
                    "%",
                    "_",
                    "kust",
                ]
            ),
            max_size=8,
        ).map(" ".join),
    )
)
def test_any_text_can_be_looked_for(told: Store, text: str) -> None:
    with told.reading() as session:
        results = search(session, READER, text)
        titles = {title or "" for title in session.exec(select(Paper.title)).all()}
    titles |= {title for _, title, _, _ in TOLD}
    shown = {"".join(piece for piece, _ in paper.title) for paper in results.papers}
    assert shown <= titles


def test_news_leads_to_where_it_stands_and_nowhere_else(told: Store) -> None:
    """It has no number and so no page here; an address that is none of the web is no link."""
    there = [("feed-1", "https://nieuws.example.nl/1"), ("feed-2", "javascript:alert(1)")]
    with told.writing() as session:
        keep_told(
            session,
            [
                Publication(
                    id=publication_id(identifier),
                    identifier=identifier,
                    title="Walvis gestrand",
                    address=address,
                    source="nieuws",
                )
                for identifier, address in there
            ],
        )
    with told.reading() as session:
        papers = search(session, READER, "walvis").papers
    assert {(paper.identifier, paper.label, paper.href) for paper in papers} == {
        ("feed-1", "", "https://nieuws.example.nl/1"),
        ("feed-2", "", None),
    }


def test_a_text_without_end_can_be_looked_for(told: Store) -> None:
    assert found(told, "é🙂" * 5_000) == ([], [])
    assert found(told, "x" * 10_000) == ([], [])
