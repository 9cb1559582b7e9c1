"""Marked records become proposals, which are accepted, rejected and undone, on both databases."""

import time
import uuid
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.worked_case import ADMINISTRATOR, CLOCK, NOOR, actor
from tracker.db.session import Store
from tracker.db.tables import (
    Deadline,
    FollowRule,
    HouseProposal,
    HouseRecord,
    HouseTie,
    Item,
    ItemPaper,
    Publication,
    RecordToJudge,
)
from tracker.db.tables.house import HouseProposalKind
from tracker.db.tables.items import PaperRole
from tracker.db.tables.letters import ProposalState
from tracker.domain.errors import DomainError, Refusals
from tracker.domain.follow_rules import FollowKind
from tracker.domain.house_motions import PartyCount
from tracker.domain.planning import Certainty, DeadlineState
from tracker.domain.references import parse_identifier
from tracker.domain.statuses import Appreciation, Kind, Outcome, Status
from tracker.services import house_proposals_found
from tracker.services.actors import SYSTEM, act
from tracker.services.follow_rules import add_rule
from tracker.services.house_proposal_undo import undo
from tracker.services.house_proposals import LOOK_AGAIN, HouseDecision, accept, reject
from tracker.services.house_proposals_found import judge_all, judge_marked
from tracker.services.house_queue import open_groups, open_total, recently_judged
from tracker.services.house_records import Submitter, read_commitment, read_motion
from tracker.services.item_changes import ItemInput, create_item, read_item
from tracker.services.item_statuses import Answer, StatusInput, change_status, open_deadlines
from tracker.services.publications import keep_told, publication_id
from tracker.services.sittings import read_calendar

MOTION, PROMISE = uuid.UUID(int=1), uuid.UUID(int=2)
NUMBER = "TZ202106-101"
PROMISED = "De minister zegt toe de Kamer voor 1 oktober 2021 te informeren over tolken."


def keep(
    session: Session,
    category: str,
    key: uuid.UUID,
    fields: dict[str, Any] | None = None,
    *,
    mark: bool = True,
    **ties: uuid.UUID,
) -> None:
    """An entity as a page of the feed leaves it, and its mark; without fields, deleted."""
    plain = {name: one if isinstance(one, list) else [one] for name, one in (fields or {}).items()}
    number = next(iter(plain.get("nummer", plain.get("documentNummer", [None]))))
    session.merge(
        HouseRecord(
            id=key,
            category=category,
            number=number,
            deleted=not plain,
            updated_at=CLOCK.now(),
            changed_at="2021-06-22T16:00:00+02:00",
            fields=plain,
        )
    )
    for name, other in ties.items():
        session.merge(HouseTie(from_id=key, field=name, to_id=other))
    if mark and category in ("Zaak", "Toezegging", "Document"):
        session.merge(RecordToJudge(record_id=key, category=category))


def follow(store: Store, kind: FollowKind, value: str) -> None:
    with store.writing() as session:
        act(session, SYSTEM, CLOCK)
        session.add(FollowRule(kind=kind, value=value))


def promise(store: Store, **fields: Any) -> None:
    given = {
        "nummer": NUMBER,
        "functie": "minister van Justitie en Veiligheid",
        "naam": "Voorbeeld, A.",
        "ministerie": "Justitie en Veiligheid",
        "status": "Openstaand",
        "datumNakoming": "0001-01-01T00:00:00Z",
        "aanmaakdatum": "2021-06-24T10:00:00+02:00",
        "activiteitNummer": "2021A00001",
        "tekst": PROMISED,
    }
    activity = uuid.UUID(int=20)
    with store.writing() as session:
        keep(session, "Toezegging", PROMISE, given | fields, activiteit=activity)
        debate = {"nummer": "2021A00001", "onderwerp": "Tolken", "datum": "2021-06-23T10:00:00"}
        keep(session, "Activiteit", activity, debate)


def motion(store: Store, outcome: str = "Stemmen - aangenomen") -> None:
    """An adopted motion with its paper, two submitters and the votes of two parties."""
    with store.writing() as session:
        case = {
            "nummer": "2021Z09999",
            "soort": "Motie",
            "titel": "Tolken",
            "onderwerp": "Motie van de leden Kuik en Van der Plas over vaste tarieven voor tolken",
            "kabinetsappreciatie": "Oordeel Kamer",
            "gestartOp": "2021-06-17T00:00:00+02:00",
        }
        dossier, paper, point, debate = (uuid.UUID(int=n) for n in range(30, 34))
        keep(session, "Zaak", MOTION, case, kamerstukdossier=dossier)
        keep(session, "Kamerstukdossier", dossier, {"nummer": "29936"})
        keep(session, "Document", paper, {"documentNummer": "2021D1"}, mark=False, zaak=MOTION)
        key = publication_id("kst-29936-99")
        session.merge(Publication(id=key, identifier="kst-29936-99", kind="Motie", record_id=paper))
        for n, (name, role) in enumerate(
            [("Van der Plas", "Medeindiener"), ("Kuik", "Indiener")], start=40
        ):
            about = {"actorNaam": name, "actorFractie": "CDA", "relatie": role}
            keep(session, "ZaakActor", uuid.UUID(int=n), about, zaak=MOTION)
        decision = uuid.UUID(int=50)
        said = {"besluitSoort": outcome, "status": "Besluit"}
        keep(session, "Besluit", decision, said, zaak=MOTION, agendapunt=point)
        keep(session, "Agendapunt", point, {"nummer": "1"}, activiteit=debate)
        keep(session, "Activiteit", debate, {"nummer": "2", "datum": "2021-06-29T00:00:00"})
        for n, (party, choice) in enumerate([("CDA", "Voor"), ("VVD", "Tegen")], start=60):
            cast = {"actorFractie": party, "soort": choice, "fractieGrootte": "15"}
            keep(session, "Stemming", uuid.UUID(int=n), cast, besluit=decision)


def queue(store: Store) -> list[HouseProposal]:
    with store.reading() as session:
        return list(session.exec(select(HouseProposal).order_by(HouseProposal.source_key)))


def take(store: Store, proposal: HouseProposal, **given: Any) -> HouseProposal:
    with store.writing() as session:
        decision = HouseDecision(proposal.version, "Uit de bronnen", **given)
        calendar = read_calendar(session)
        return accept(session, actor(store), CLOCK, calendar, proposal.id, decision)


def take_back(store: Store, proposal: HouseProposal) -> HouseProposal:
    with store.writing() as session:
        return undo(session, actor(store), CLOCK, proposal.id, HouseDecision(proposal.version))


def item_of(store: Store, key: uuid.UUID | None) -> Item | None:
    with store.reading() as session:
        return session.get(Item, key)


def rows_of(store: Store, item_id: uuid.UUID) -> tuple[list[Deadline], list[ItemPaper]]:
    with store.reading() as session:
        deadlines = session.exec(select(Deadline).where(Deadline.item_id == item_id)).all()
        papers = session.exec(select(ItemPaper).where(ItemPaper.item_id == item_id)).all()
    return list(deadlines), list(papers)


def test_a_motion_is_put_together_from_its_records(case_store: Store) -> None:
    motion(case_store)
    with case_store.reading() as session:
        found = read_motion(session, MOTION)
        assert read_motion(session, PROMISE) is None
    assert found is not None
    assert found.submitters == (Submitter("Kuik", "CDA"), Submitter("Van der Plas", "CDA"))
    assert (found.subject, found.dossier, found.papers) == (
        "vaste tarieven voor tolken",
        "29 936",
        ("kst-29936-99",),
    )
    assert (found.outcome, found.decided_on) == (Outcome.ADOPTED, date(2021, 6, 29))
    assert found.appreciation is Appreciation.LEFT_TO_HOUSE
    assert found.votes
    assert found.votes.in_favour == (PartyCount("CDA", 15),)
    assert found.votes.against == (PartyCount("VVD", 15),)


def test_a_commitment_counts_from_its_debate(case_store: Store) -> None:
    promise(case_store)
    with case_store.reading() as session:
        found = read_commitment(session, PROMISE)
    assert found
    assert (found.made_on, found.activity_title, found.fulfilled_on) == (
        date(2021, 6, 23),
        "Tolken",
        None,
    )


def test_what_no_rule_follows_proposes_nothing(case_store: Store) -> None:
    promise(case_store)
    motion(case_store)
    assert judge_all(case_store, CLOCK) == 2
    assert queue(case_store) == []
    assert judge_all(case_store, CLOCK) == 0


def test_an_adopted_motion_is_followed_and_undone(case_store: Store) -> None:
    follow(case_store, FollowKind.DOSSIER, "29936")
    motion(case_store)
    judge_all(case_store, CLOCK)
    [proposal] = queue(case_store)
    assert (proposal.kind, proposal.title) == (
        HouseProposalKind.MOTION,
        "Vaste tarieven voor tolken",
    )
    taken = take(case_store, proposal)
    assert take(case_store, proposal).version == taken.version
    item = item_of(case_store, taken.accepted_item_id)
    assert item
    assert (item.outcome, item.voted_on, item.submitters, item.appreciation) == (
        Outcome.ADOPTED,
        date(2021, 6, 29),
        ["Kuik", "Van der Plas"],
        Appreciation.LEFT_TO_HOUSE,
    )
    motion(case_store)
    judge_all(case_store, CLOCK)
    assert [one.state for one in queue(case_store)] == [ProposalState.ACCEPTED]
    take_back(case_store, taken)
    assert item_of(case_store, taken.accepted_item_id or proposal.id) is None
    [again] = queue(case_store)
    assert again.state is ProposalState.OPEN
    assert take(case_store, again).accepted_item_id == proposal.id


def test_a_record_that_cannot_be_judged_holds_up_no_other(
    case_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault is played in the reading of motions."""
    follow(case_store, FollowKind.WORDS, "tolken")
    motion(case_store)
    promise(case_store)

    def fails(_session: Session, keys: list[uuid.UUID], **_: Any) -> dict[uuid.UUID, Any]:
        if keys:
            raise ValueError("odd record")
        return {}

    with monkeypatch.context() as played:
        played.setattr(house_proposals_found, "read_motions", fails)
        assert judge_all(case_store, CLOCK) == 1
    assert [one.source_key for one in queue(case_store)] == [NUMBER]
    assert judge_all(case_store, CLOCK) == 1
    assert [one.source_key for one in queue(case_store)] == ["2021Z09999", NUMBER]


def test_a_rule_looks_back_at_what_is_known(case_store: Store) -> None:
    """Commitments that are not met always; motions from the day that the rule says."""
    motion(case_store)
    promise(case_store)
    judge_all(case_store, CLOCK)
    assert queue(case_store) == []
    after, before = (date(2021, 6, 30), [NUMBER]), (date(2021, 6, 29), ["2021Z09999", NUMBER])
    for since, found in (after, before):
        with case_store.writing() as session:
            kind, key = FollowKind.WORDS, uuid.uuid4()
            value = "tolken" if len(found) == 1 else "voor tolken"
            add_rule(session, actor(case_store, ADMINISTRATOR), CLOCK, key, kind, value, since)
        judge_all(case_store, CLOCK)
        assert [one.source_key for one in queue(case_store)] == found


def test_an_item_finds_the_papers_that_named_it_before(case_store: Store) -> None:
    letter = Publication(
        id=publication_id("kst-31015-300"),
        identifier="kst-31015-300",
        title="Uitvoering van de motie van het lid Kuik (Kamerstuk 36 000, nr. 12)",
    )
    with case_store.writing() as session:
        keep_told(session, [letter])
    judge_all(case_store, CLOCK)
    assert queue(case_store) == []
    given = ItemInput(
        "Motie Kuik",
        date(2021, 6, 1),
        source_paper=parse_identifier("kst-36000-12"),
        outcome=Outcome.ADOPTED,
    )
    with case_store.writing() as session:
        key, who = uuid.uuid4(), actor(case_store)
        create_item(session, who, CLOCK, submission=key, kind=Kind.MOTION, given=given)
    judge_all(case_store, CLOCK)
    [link] = queue(case_store)
    assert (link.kind, link.item_id, link.source_key) == (
        HouseProposalKind.LINK,
        key,
        "kst-31015-300",
    )


def test_a_motion_that_was_not_adopted_waits_for_nothing(case_store: Store) -> None:
    follow(case_store, FollowKind.WORDS, "tolken")
    motion(case_store, "Stemmen - verworpen")
    judge_all(case_store, CLOCK)
    assert queue(case_store) == []


def test_a_promise_is_followed_with_its_term(case_store: Store) -> None:
    follow(case_store, FollowKind.MINISTRY, "JenV")
    promise(case_store)
    judge_all(case_store, CLOCK)
    [proposal] = queue(case_store)
    with case_store.reading() as session:
        [group] = open_groups(session, actor(case_store))
        assert open_total(session) == 1
    [offer] = group.offers
    assert [code for code, _ in offer.effects] == ["make_commitment", "add_deadline"]
    taken = take(case_store, proposal)
    item = item_of(case_store, taken.accepted_item_id)
    assert item
    assert (item.register_number, item.register_status, item.reference_date) == (
        NUMBER,
        "Openstaand",
        date(2021, 6, 23),
    )
    [deadline], _ = rows_of(case_store, item.id)
    assert deadline.due_on is not None
    assert deadline.due_on <= date(2021, 10, 1)
    with case_store.reading() as session:
        assert [one.id for one in recently_judged(session, actor(case_store))] == [proposal.id]
    take_back(case_store, taken)
    assert item_of(case_store, proposal.id) is None


def test_a_rejected_one_does_not_come_again(case_store: Store) -> None:
    follow(case_store, FollowKind.POST, "minister van Justitie en Veiligheid")
    promise(case_store)
    judge_all(case_store, CLOCK)
    [proposal] = queue(case_store)
    with case_store.writing() as session:
        reject(session, actor(case_store), CLOCK, proposal.id, HouseDecision(proposal.version))
    promise(case_store, tekst="Iets heel anders.")
    judge_all(case_store, CLOCK)
    [after] = queue(case_store)
    assert (after.state, after.title) == (ProposalState.REJECTED, proposal.title)


def test_an_open_one_follows_the_facts(case_store: Store) -> None:
    follow(case_store, FollowKind.MINISTRY, "JenV")
    promise(case_store)
    judge_all(case_store, CLOCK)
    [before] = queue(case_store)
    promise(case_store)
    judge_all(case_store, CLOCK)
    assert [one.version for one in queue(case_store)] == [before.version]
    promise(case_store, tekst="De minister zegt toe de Kamer zo spoedig mogelijk te informeren.")
    judge_all(case_store, CLOCK)
    [changed] = queue(case_store)
    assert (changed.id, changed.version) == (before.id, before.version + 1)
    with pytest.raises(DomainError, match=r"proposal\.changed"):
        take(case_store, before)
    taken = take(case_store, changed)
    [deadline], _ = rows_of(case_store, changed.id)
    assert (deadline.certainty, deadline.due_on, deadline.review_on) == (
        Certainty.UNRESOLVED,
        None,
        CLOCK.today() + LOOK_AGAIN,
    )
    take_back(case_store, taken)
    with case_store.writing() as session:
        keep(session, "Toezegging", PROMISE)
    judge_all(case_store, CLOCK)
    assert queue(case_store) == []


def follow_item(store: Store) -> Item:
    with store.writing() as session:
        act(session, SYSTEM, CLOCK)
        found = session.exec(select(Item).where(Item.number == "T-2021-0001")).one()
        found.register_number = NUMBER
        return found


def test_the_register_proposes_to_settle(case_store: Store) -> None:
    item = follow_item(case_store)
    promise(case_store, status="Voldaan", kamerbriefNakoming="kst-29936-120")
    judge_all(case_store, CLOCK)
    [proposal] = queue(case_store)
    assert (proposal.kind, proposal.item_id) == (HouseProposalKind.SETTLE, item.id)
    before = item_of(case_store, item.id)
    assert before
    assert (before.register_status, before.status) == ("Voldaan", item.status)
    deadlines, _ = rows_of(case_store, item.id)
    if any(one.state == "open" for one in deadlines):
        with pytest.raises(Refusals):
            take(case_store, proposal)
    with case_store.reading() as session:
        waiting = open_deadlines(session, item.id)
    answers = {one.id: Answer(DeadlineState.WITHDRAWN, "Vervallen") for one in waiting}
    taken = take(case_store, proposal, answers=answers)
    closed = item_of(case_store, item.id)
    assert closed
    assert (closed.status, closed.closed_on) == (Status.MET, CLOCK.today())
    take_back(case_store, taken)
    reopened = item_of(case_store, item.id)
    assert reopened
    assert (reopened.status, reopened.closed_on, reopened.closing_paper_id) == (
        before.status,
        None,
        None,
    )
    assert [one.state for one in rows_of(case_store, item.id)[0]] == [
        one.state for one in deadlines
    ]


def test_a_paper_that_names_the_number_is_a_link(case_store: Store) -> None:
    item = follow_item(case_store)
    paper = uuid.UUID(int=70)
    with case_store.writing() as session:
        keep(session, "Document", paper, {"documentNummer": "2021D2"})
        identifier = "kst-29936-130"
        session.add(
            Publication(
                id=publication_id(identifier),
                identifier=identifier,
                title=f"Stand van zaken van toezegging {NUMBER}",
                record_id=paper,
            )
        )
    judge_all(case_store, CLOCK)
    [proposal] = queue(case_store)
    assert (proposal.kind, proposal.item_id, proposal.payload["role"]) == (
        HouseProposalKind.LINK,
        item.id,
        "reports_on",
    )
    _, before = rows_of(case_store, item.id)
    taken = take(case_store, proposal)
    _, after = rows_of(case_store, item.id)
    assert {one.role for one in after if one not in before} == {PaperRole.REPORTS_ON}
    take_back(case_store, taken)
    assert len(rows_of(case_store, item.id)[1]) == len(before)


def test_what_others_built_upon_is_not_undone(case_store: Store) -> None:
    follow(case_store, FollowKind.MINISTRY, "JenV")
    promise(case_store)
    judge_all(case_store, CLOCK)
    [proposal] = queue(case_store)
    taken = take(case_store, proposal)
    with case_store.writing() as session:
        item, seen = read_item(session, actor(case_store, NOOR), _number(session, taken))
        given = StatusInput(Status.IN_PROGRESS)
        change_status(session, actor(case_store), CLOCK, item.number, given=given, seen=seen)
    with pytest.raises(DomainError, match=r"proposal\.changed_since"):
        take_back(case_store, taken)


def _number(session: Session, proposal: HouseProposal) -> str:
    return session.get_one(Item, proposal.accepted_item_id).number


def test_what_the_register_adds_to_a_followed_motion_is_asked(case_store: Store) -> None:
    follow(case_store, FollowKind.DOSSIER, "29936")
    motion(case_store)
    judge_all(case_store, CLOCK)
    [proposal] = queue(case_store)
    item_id = take(case_store, proposal).accepted_item_id
    with case_store.writing() as session:
        act(session, SYSTEM, CLOCK)
        item = session.get_one(Item, item_id)
        item.outcome, item.voted_on = Outcome.TABLED, None
    motion(case_store)
    judge_all(case_store, CLOCK)
    assert (item_of(case_store, item_id) or item).outcome is Outcome.TABLED
    [asked] = [one for one in queue(case_store) if one.item_id]
    taken = take(case_store, asked)
    now = item_of(case_store, item_id)
    assert now
    assert (now.outcome, now.voted_on) == (Outcome.ADOPTED, date(2021, 6, 29))
    take_back(case_store, taken)
    before = item_of(case_store, item_id)
    assert before
    assert (before.outcome, before.voted_on) == (Outcome.TABLED, None)


def test_a_thousand_marks_take_a_few_seconds(case_store: Store) -> None:
    follow(case_store, FollowKind.MINISTRY, "JenV")
    with case_store.writing() as session:
        for n in range(1000):
            number = f"TZ202106-{n + 200}"
            fields = {
                "ministerie": ["Justitie en Veiligheid"],
                "status": ["Openstaand"],
                "aanmaakdatum": ["2021-06-24T10:00:00+02:00"],
                "tekst": [f"De minister informeert de Kamer in oktober over zaak {n}."],
            }
            key = uuid.uuid5(uuid.NAMESPACE_OID, number)
            session.add(HouseRecord(id=key, category="Toezegging", number=number, fields=fields))
            session.add(RecordToJudge(record_id=key, category="Toezegging"))
    started = time.perf_counter()
    with case_store.writing() as session:
        assert judge_marked(session, CLOCK, limit=1000) == 1000
    assert time.perf_counter() - started < 10
    assert len(queue(case_store)) == 1000
