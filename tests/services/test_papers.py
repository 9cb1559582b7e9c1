"""A new paper takes what the sources tell of it, and what an officer says goes before that."""

from datetime import date
from typing import Any

import pytest

from tests.worked_case import CLOCK
from tracker.db.session import Store
from tracker.db.tables import Paper, Publication
from tracker.db.tables.papers import PaperKind
from tracker.domain.references import Reference, parse_identifier
from tracker.services.actors import SYSTEM, act
from tracker.services.papers import ensure_paper, fill_in, kind_of
from tracker.services.publications import keep_told, publication_id, read_publication

REFERENCE: Reference = parse_identifier("kst-31015-300")


def facts(paper: Paper) -> dict[str, Any]:
    return paper.model_dump(
        include={"title", "dated_on", "author", "session_year", "kind", "source_place"}
    )


def tell(store: Store) -> None:
    with store.writing() as session:
        told = Publication(
            id=publication_id(REFERENCE.identifier),
            identifier=REFERENCE.identifier,
            title="Brief over een onderzoek",
            kind="Brief regering",
            dated_on=date(2025, 11, 3),
            author="Minister van Financiën (E. Heinen)",
            session_year="2025/26",
        )
        keep_told(session, [told])


KNOWN = {
    "title": "Brief over een onderzoek",
    "dated_on": date(2025, 11, 3),
    "author": "Minister van Financiën (E. Heinen)",
    "session_year": "2025/26",
    "kind": PaperKind.LETTER,
    "source_place": "Kamerstukken II 2025/26, 31 015, nr. 300",
}
UNKNOWN = {
    "title": None,
    "dated_on": None,
    "author": None,
    "session_year": None,
    "kind": PaperKind.OTHER,
    "source_place": "Kamerstuk 31 015, nr. 300",
}


def test_a_new_paper_takes_what_the_sources_tell(store: Store) -> None:
    tell(store)
    with store.writing() as session:
        act(session, SYSTEM, CLOCK)
        assert facts(ensure_paper(session, REFERENCE, title=None)) == KNOWN


def test_what_an_officer_gave_goes_before(store: Store) -> None:
    tell(store)
    given = {"title": "Eigen titel", "dated_on": date(2025, 11, 4), "kind": PaperKind.REPORT}
    with store.writing() as session:
        act(session, SYSTEM, CLOCK)
        assert facts(ensure_paper(session, REFERENCE, **given)) == KNOWN | given


def test_a_paper_is_filled_in_once_a_source_tells_of_it(store: Store) -> None:
    with store.writing() as session:
        act(session, SYSTEM, CLOCK)
        paper = ensure_paper(session, REFERENCE)
        assert facts(paper) == UNKNOWN
        paper.author = "Wie het ondertekende"
    tell(store)
    with store.writing() as session:
        act(session, SYSTEM, CLOCK)
        told = read_publication(session, REFERENCE.identifier)
        assert told
        fill_in(session, told)
        assert facts(ensure_paper(session, REFERENCE)) == KNOWN | {"author": "Wie het ondertekende"}


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        ("Motie", PaperKind.MOTION),
        ("Gewijzigde motie", PaperKind.MOTION),
        ("Brief regering", PaperKind.LETTER),
        ("Verslag van een commissiedebat", PaperKind.REPORT),
        ("Stenogram", PaperKind.PROCEEDINGS),
        ("Amendement", PaperKind.OTHER),
        ("Promotiebrief", PaperKind.OTHER),
        (None, PaperKind.OTHER),
    ],
)
def test_kinds(printed: str | None, kind: PaperKind) -> None:
    assert kind_of(printed) is kind
