"""The worked case in fixtures/: every fact of the letter 31 015, nr. 221, and where it stands."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, SQLModel, col, select

from tracker.db.session import Store, make_engine
from tracker.db.tables import (
    Change,
    Deadline,
    Executor,
    Item,
    ItemLink,
    ItemMinister,
    ItemPaper,
    Measure,
    Minister,
    Paper,
    Programme,
    ProgressLetter,
    ProgressLetterRow,
    ProgressNote,
    Tenure,
    User,
)
from tracker.db.tables.items import LinkRole, MinisterRole, PaperRole
from tracker.db.tables.progress_letters import LetterState
from tracker.domain.planning import Certainty, DeadlineState
from tracker.domain.statuses import Kind, Status
from tracker.services.clock import Clock
from tracker.services.imports import import_lines

CASE = Path(__file__).parents[2] / "fixtures" / "worked_case.jsonl"
TODAY = date(2021, 7, 1)
LETTER = "kst-31015-221"
POSTS = {"BZ": "Min BZ", "BHOS": "Min BHOS", "VWS": "Stas VWS"}


@pytest.fixture
def session(sqlite_url: str) -> Iterator[Session]:
    """The worked case in a fresh database."""
    store = Store(make_engine(sqlite_url))
    with store.writing() as writing, CASE.open(encoding="utf-8") as lines:
        import_lines(writing, lines, Clock())
    with store.reading() as reading:
        yield reading
    store.engine.dispose()


@pytest.fixture(scope="module")
def expected(shared: Path) -> dict[str, Any]:
    """What a careful officer takes from the letter."""
    text = (shared / "letter" / "expected.json").read_text(encoding="utf-8")
    facts: dict[str, Any] = json.loads(text)
    return facts


def items(session: Session, kind: Kind) -> list[Item]:
    return list(session.exec(select(Item).where(Item.kind == kind).order_by(Item.number)))


def named(session: Session, table: type[SQLModel], key: object, name: str) -> Any:
    return getattr(session.get(table, key), name) if key else None


def linked_to(session: Session, item: Item) -> set[str]:
    links = select(ItemLink).where(
        ItemLink.from_id == item.id, ItemLink.role == LinkRole.GIVES_EFFECT_TO
    )
    return {named(session, Item, link.to_id, "number") for link in session.exec(links)}


def posts(session: Session, item: Item, role: MinisterRole) -> set[str]:
    rows = select(ItemMinister).where(ItemMinister.item_id == item.id, ItemMinister.role == role)
    return {named(session, Minister, row.minister_id, "code") for row in session.exec(rows)}


def papers(session: Session, item: Item, role: PaperRole) -> set[str]:
    rows = select(ItemPaper).where(ItemPaper.item_id == item.id, ItemPaper.role == role)
    return {named(session, Paper, row.paper_id, "identifier") for row in session.exec(rows)}


def test_the_letter(session: Session, expected: dict[str, Any]) -> None:
    facts = expected["paper"]
    paper = session.exec(select(Paper).where(Paper.identifier == facts["id"])).one()
    assert paper.label == f"{facts['dossier']}, nr. {facts['number']}"
    assert paper.dated_on == date.fromisoformat(facts["date"])
    assert (paper.author, paper.signed_by) == (facts["author"], facts["signed_by"])
    assert paper.source_place == "Kamerstukken II 2020/21, 31 015, nr. 221"
    programmes = [programme.name for programme in session.exec(select(Programme))]
    assert programmes == [expected["programme"]]
    for advice in items(session, Kind.RECOMMENDATION):
        on_behalf_of = posts(session, advice, MinisterRole.ON_BEHALF_OF)
        names = {post.name for post in session.exec(select(Minister)) if post.code in on_behalf_of}
        assert names == set(facts["on_behalf_of"])


def test_the_papers_that_it_cites(session: Session, expected: dict[str, Any]) -> None:
    identifiers = {paper.identifier for paper in session.exec(select(Paper))}
    assert identifiers == {LETTER, *expected["references"]}
    misprint = session.exec(select(Paper).where(Paper.identifier == "h-tk-20192020-80-3")).one()
    assert misprint.printed_as == expected["commitments"][0]["made_in"]
    assert misprint.source_place == "Handelingen II 2019/20, nr. 80, item 3"


def test_the_recommendations(session: Session, expected: dict[str, Any]) -> None:
    report = expected["source_report"]
    found = [
        {
            "number": advice.report_number,
            "page": advice.report_page,
            "response": advice.response,
            "co_responsible": posts(session, advice, MinisterRole.CO_RESPONSIBLE),
            "report": (advice.report_title, advice.report_body, advice.reference_date),
            "source": papers(session, advice, PaperRole.SOURCE),
        }
        for advice in items(session, Kind.RECOMMENDATION)
    ]
    assert found == [
        {
            "number": advice["number"],
            "page": advice["page"],
            "response": advice["response"],
            "co_responsible": {POSTS[code] for code in advice.get("co_responsible", [])},
            "report": (report["title"], report["body"], date.fromisoformat(report["date"])),
            "source": {LETTER},
        }
        for advice in expected["recommendations"]
    ]


def test_the_motions(session: Session, expected: dict[str, Any]) -> None:
    found = [
        (
            motion.submitters,
            motion.cum_suis,
            papers(session, motion, PaperRole.SOURCE),
            papers(session, motion, PaperRole.REPLY),
            linked_to(session, motion),
        )
        for motion in items(session, Kind.MOTION)
    ]
    assert found == [
        (
            motion["submitters"],
            motion.get("cum_suis", False),
            {motion["paper"]},
            {LETTER},
            {f"A-2021-000{motion['under_recommendation']}"},
        )
        for motion in expected["motions"]
    ]


def test_which_paper_the_first_motion_is_stays_a_question(session: Session) -> None:
    motion = session.exec(select(Item).where(Item.number == "M-2021-0001")).one()
    assert "nr. 173" in motion.note
    assert papers(session, motion, PaperRole.MENTIONS) == {"kst-28638-173"}


def test_the_oral_commitment(session: Session, expected: dict[str, Any]) -> None:
    facts = expected["commitments"][0]
    [commitment] = items(session, Kind.COMMITMENT)
    assert named(session, Minister, commitment.promised_by_id, "name") == facts["made_by"]
    assert commitment.reference_date == date.fromisoformat(facts["made_on"])
    assert papers(session, commitment, PaperRole.SOURCE) == {"h-tk-20192020-80-3"}
    assert linked_to(session, commitment) == {"A-2021-0001", "M-2021-0001"}


def test_the_deadlines(session: Session, expected: dict[str, Any]) -> None:
    belongs_to = {
        "commitment": "T-2021-0001",
        "motion kst-35570-VI-50": "M-2021-0002",
        **{f"recommendation {number}": f"A-2021-000{number}" for number in (1, 2, 3)},
    }
    first = select(Deadline).where(Deadline.occurrence == 0)
    found = {
        (
            named(session, Item, deadline.item_id, "number"),
            deadline.wording,
            deadline.due_on,
            deadline.certainty.value,
            deadline.strength.value,
            deadline.recurs,
            named(session, Executor, deadline.executor_id, "code"),
        )
        for deadline in session.exec(first)
    }
    assert found == {
        (
            belongs_to[facts["belongs_to"]],
            facts["phrase"],
            date.fromisoformat(facts["due_on"]) if facts["due_on"] else None,
            facts["certainty"],
            facts["strength"],
            facts.get("recurs"),
            facts.get("executor", "").replace("Ministerie van Buitenlandse Zaken", "BZ") or None,
        )
        for facts in expected["deadlines"]
    }


def test_the_measures(session: Session, expected: dict[str, Any]) -> None:
    found = Counter(
        named(session, Item, measure.item_id, "report_number")
        for measure in session.exec(select(Measure))
    )
    assert found == Counter(
        measure["under_recommendation"] for measure in expected["measures_without_term"]
    )


def test_where_the_deadlines_stand_on_the_first_of_july(session: Session) -> None:
    statement = select(Deadline).where(Deadline.state == DeadlineState.OPEN)
    deadlines = session.exec(statement).all()
    late = [one for one in deadlines if one.late_after and one.late_after < TODAY]
    in_a_week = [one for one in deadlines if one.due_on == TODAY + timedelta(days=7)]
    assert [(one.wording, one.late_after) for one in late] == [
        ("in de eerste helft van 2021", TODAY - timedelta(days=1))
    ]
    assert sorted(one.wording for one in in_a_week) == [
        "uiterlijk voor het zomerreces van 2021",
        "voor het zomerreces",
    ]
    assert {one.on_time_until for one in in_a_week} == {date(2021, 7, 9)}
    assert sorted((one.review_on, one.wording) for one in deadlines if one.review_on) == [
        (TODAY, "de komende maanden"),
        (date(2021, 7, 15), "Wanneer de resultaten van voornoemde onderzoeken beschikbaar zijn"),
    ]


def test_the_sessions_on_nigeria_recur(session: Session) -> None:
    statement = select(Deadline).where(Deadline.recurs == "P3M").order_by(col(Deadline.occurrence))
    first, second = session.exec(statement).all()
    assert first.series_id == second.series_id == first.id
    assert (first.state, first.due_on) == (DeadlineState.MET, date(2021, 4, 11))
    assert (second.state, second.due_on) == (DeadlineState.OPEN, date(2021, 7, 11))
    assert (second.rule, second.certainty) == (first.rule, Certainty.PROVISIONAL)
    assert second.first_due_on == first.first_due_on == first.due_on


def test_where_the_items_stand(session: Session) -> None:
    statuses = {item.number: item.status for item in session.exec(select(Item))}
    assert statuses.pop("M-2021-0003") is Status.PROPOSED_MET
    assert set(statuses.values()) == {Status.IN_PROGRESS}
    assert len(statuses) == 6


def test_history_tells_who_did_what_and_when(session: Session) -> None:
    item = session.exec(select(Item).where(Item.number == "M-2021-0003")).one()
    rows = session.exec(
        select(Change)
        .where(Change.noun == "item", Change.record == str(item.id))
        .order_by(col(Change.sequence))
    ).all()
    story = [
        (named(session, User, row.actor_id, "name"), row.at, row.fields["status"])
        for row in rows
        if "status" in row.fields
    ]
    assert story == [
        ("Mila Hoekstra", _at("2021-01-13T11:15"), [None, "received"]),
        ("Mila Hoekstra", _at("2021-01-19T14:00"), ["received", "assessing"]),
        ("Mila Hoekstra", _at("2021-02-18T15:20"), ["assessing", "in_progress"]),
        ("Mila Hoekstra", _at("2021-06-30T09:05"), ["in_progress", "proposed_met"]),
    ]


def _at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


def test_nothing_happens_after_the_demo_s_clock(session: Session) -> None:
    changes = session.exec(select(Change).where(Change.noun != "recess"))
    newest = max(change.at for change in changes)
    assert newest < datetime(2021, 7, 1, 7, tzinfo=UTC)


def test_the_frozen_letter_says_what_was_known_at_its_reference_date(session: Session) -> None:
    letters = session.exec(
        select(ProgressLetter).order_by(col(ProgressLetter.reference_date))
    ).all()
    frozen, draft = letters
    assert (frozen.state, frozen.reference_date) == (LetterState.FROZEN, date(2021, 3, 31))
    assert (draft.state, draft.reference_date) == (LetterState.DRAFT, date(2021, 6, 30))
    rows = session.exec(
        select(ProgressLetterRow).where(ProgressLetterRow.letter_id == frozen.id)
    ).all()
    assert {row.item_id: row.status_text for row in rows} == {
        row.item_id: _newest_note(session, row, frozen.reference_date) for row in rows
    }
    assert {row.item_id: row.source_place for row in rows} == {
        row.item_id: _source_place(session, row) for row in rows
    }
    assert all(row.description and row.section_kind and not row.section_closed for row in rows)
    drafted = session.exec(
        select(ProgressLetterRow).where(ProgressLetterRow.letter_id == draft.id)
    ).all()
    assert (len(rows), len(drafted)) == (6, 7)
    assert {row.status_text for row in drafted} == {None}


def _newest_note(session: Session, row: ProgressLetterRow, until: date) -> str:
    notes = session.exec(
        select(ProgressNote)
        .where(ProgressNote.item_id == row.item_id, ProgressNote.noted_on <= until)
        .order_by(col(ProgressNote.noted_on))
    ).all()
    return notes[-1].text


def _source_place(session: Session, row: ProgressLetterRow) -> str:
    item = session.get_one(Item, row.item_id)
    assert item.source_paper_id
    return session.get_one(Paper, item.source_paper_id).source_place


def test_one_person_holds_each_post_at_a_time(session: Session) -> None:
    now = {
        named(session, Minister, tenure.minister_id, "code"): tenure.person
        for tenure in session.exec(select(Tenure).where(col(Tenure.to_on).is_(None)))
    }
    assert now == {
        "Stas JenV": "A. Broekers-Knol",
        "Min BZ": "S.A.M. Kaag",
        "Min BHOS": "S.A.M. Kaag",
        "Stas VWS": "P. Blokhuis",
    }
    assert len(session.exec(select(Tenure)).all()) == len(now) + 1
