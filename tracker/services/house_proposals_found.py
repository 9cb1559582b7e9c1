"""Proposals made from what the sources told: marked records are read, compared, and judged.

A proposal's key derives from kind, source and item: the same one never comes twice, and one
that was rejected stays so. An open one follows the facts; one that holds no longer leaves the
queue, and the history keeps it. What was decided by an officer is left alone.
"""

import logging
import re
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from tracker.db.session import Store
from tracker.db.tables import (
    HouseProposal,
    Item,
    ItemPaper,
    Paper,
    Publication,
    RecordToJudge,
)
from tracker.db.tables.house import HouseProposalKind
from tracker.db.tables.letters import ProposalState
from tracker.domain.errors import DomainError
from tracker.domain.follow_rules import FollowRule, Subject, is_followed
from tracker.domain.house_motions import RegisterStatus
from tracker.domain.letters import Confidence
from tracker.domain.paper_links import Known, KnownItems, PaperLink, links_in
from tracker.domain.planning import Certainty
from tracker.domain.references import parse_identifier
from tracker.domain.sittings import SittingCalendar
from tracker.domain.statuses import OPEN, Kind, Outcome
from tracker.domain.terms_found import FoundTerm, find_requested_terms
from tracker.services.actors import BY_SYNC, act
from tracker.services.clock import Clock
from tracker.services.follow_rules import list_rules
from tracker.services.house_records import (
    HouseCommitment,
    HouseMotion,
    read_commitments,
    read_motions,
)
from tracker.services.papers import fill_in
from tracker.services.publications import texts_of
from tracker.services.sittings import read_calendar

AT_ONCE = 500
LONGEST_TITLE = 160
_WHO_PROMISES = re.compile(r"^(?:De|Het) [^.,;:]{3,80}? (?:zegt|zegde) toe,? (?!dat\b)")

_log = logging.getLogger(__name__)
_NAMESPACE = uuid.UUID("0f6a7a0e-5c0b-5d52-8f0e-2f9d5d6a1c34")
_LOCK = 6_011_996
_CATEGORIES = ("Zaak", "Toezegging", "Document", "Publication")
_WAITS = (RegisterStatus.OPEN, RegisterStatus.PARTLY, None)


@dataclass(frozen=True)
class _Found:
    """A proposal as the facts would have it now."""

    kind: HouseProposalKind
    source_key: str
    title: str
    quote: str
    rule: str
    confidence: Confidence
    payload: dict[str, Any]
    item_id: uuid.UUID | None = None
    about: str = ""

    @property
    def id(self) -> uuid.UUID:
        """The key under which it comes each time."""
        parts = (self.kind, self.source_key, str(self.item_id or ""), self.about)
        return uuid.uuid5(_NAMESPACE, "\n".join(parts))


@dataclass
class _Ours:
    """What we follow, as far as a batch concerns it."""

    rules: tuple[FollowRule, ...]
    by_number: dict[str, list[Item]] = field(default_factory=dict)
    by_paper: dict[str, list[Item]] = field(default_factory=dict)
    taken: dict[str, Item] = field(default_factory=dict)


def judge_all(store: Store, clock: Clock) -> int:
    """Judge all that is marked, in transactions of their own; how many marks were taken.

    A record that cannot be judged keeps its mark for the next time, and holds up no other.
    """
    judged, stuck = 0, set[uuid.UUID]()
    while True:
        try:
            with store.writing() as session:
                taken = judge_marked(session, clock, without=stuck)
        except OperationalError:  # the database, not a record
            raise
        except Exception:
            _log.exception("judging records together failed; they are judged one by one")
            taken = _judge_one_by_one(store, clock, stuck)
        if not taken:
            return judged
        judged += taken


def _judge_one_by_one(store: Store, clock: Clock, stuck: set[uuid.UUID]) -> int:
    """As many as are judged together; those that cannot be are added to `stuck`."""
    taken = 0
    for _ in range(AT_ONCE):
        with store.reading() as session:
            key = session.exec(_marks(stuck).limit(1)).first()
        if key is None:
            break
        try:
            with store.writing() as session:
                taken += judge_marked(session, clock, limit=1, without=stuck)
        except OperationalError:
            raise
        except Exception:
            _log.exception("record %s cannot be judged", key[0])
            stuck.add(key[0])
    return taken


def judge_marked(
    session: Session, clock: Clock, limit: int = AT_ONCE, without: Collection[uuid.UUID] = ()
) -> int:
    """Take up to `limit` marks, and bring the proposals of their records up to date.

    How many marks were taken; 0 when none is left. To be run in a transaction of its own:
    a mark goes with what it led to. Marks of records in `without` are passed over.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
    marks = session.exec(_marks(without).limit(limit).with_for_update(skip_locked=True)).all()
    if not marks:
        return 0
    keys = [key for key, _ in marks]
    session.execute(delete(RecordToJudge).where(col(RecordToJudge.record_id).in_(keys)))
    act(session, BY_SYNC, clock)
    zaken, toezeggingen, documents, publications = (
        [key for key, category in marks if category == one] for one in _CATEGORIES
    )
    found = [
        *_of_cases(session, zaken),
        *_of_register(session, toezeggingen),
        *_of_papers(session, col(Publication.record_id), documents),
        *_of_papers(session, col(Publication.id), publications),
    ]
    _keep(session, clock, {str(key) for key in keys}, {one.id: one for one in found})
    return len(marks)


def _marks(without: Collection[uuid.UUID]) -> Any:
    statement = select(RecordToJudge.record_id, RecordToJudge.category)
    left = col(RecordToJudge.record_id).not_in(sorted(without))
    return statement.where(left).order_by(col(RecordToJudge.record_id))


def _keep(
    session: Session, clock: Clock, records: set[str], found: Mapping[uuid.UUID, _Found]
) -> None:
    """Write what is new, what changed, and take away what holds no longer."""
    known = {row.id: row for row in _rows(session, found)}
    for row in _open_of(session, records):
        if row.id not in found:
            session.delete(row)
    for key, one in found.items():
        if key not in known:
            session.add(HouseProposal(id=key, found_at=clock.now(), **_columns(one)))
        elif known[key].state is ProposalState.OPEN:
            _follow(known[key], one)
    session.flush()


def _follow(row: HouseProposal, one: _Found) -> None:
    for name, value in _columns(one).items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def _columns(one: _Found) -> dict[str, Any]:
    names = ("kind", "source_key", "title", "quote", "rule", "confidence", "payload", "item_id")
    return {name: getattr(one, name) for name in names}


def _rows(session: Session, keys: Iterable[uuid.UUID]) -> Iterator[HouseProposal]:
    for part in _parts(keys):
        yield from session.exec(select(HouseProposal).where(col(HouseProposal.id).in_(part)))


def _open_of(session: Session, records: set[str]) -> Iterator[HouseProposal]:
    """The open proposals that come from these records."""
    record = col(HouseProposal.payload)["record"].as_string()
    for part in _parts(sorted(records)):
        wait = col(HouseProposal.state) == ProposalState.OPEN
        yield from session.exec(select(HouseProposal).where(wait, record.in_(part)))


def _parts(keys: Iterable[Any]) -> Iterator[list[Any]]:
    every = list(keys)
    return (every[start : start + AT_ONCE] for start in range(0, len(every), AT_ONCE))


def _ours(session: Session, numbers: Iterable[str], papers: Iterable[str]) -> _Ours:
    """The rules, and the items with these register numbers or source papers."""
    rules = tuple(FollowRule(one.kind, one.value, one.since) for one in list_rules(session))
    ours = _Ours(rules)
    numbers = list(numbers)
    for part in _parts(numbers):
        for item in session.exec(select(Item).where(col(Item.register_number).in_(part))):
            ours.by_number.setdefault(item.register_number or "", []).append(item)
        accepted = (
            select(HouseProposal.source_key, Item)
            .join(Item, col(Item.id) == HouseProposal.accepted_item_id)
            .where(
                col(HouseProposal.source_key).in_(part),
                HouseProposal.kind == HouseProposalKind.MOTION,
            )
        )
        ours.taken |= {number: item for number, item in session.exec(accepted)}
    for part in _parts(papers):
        of_paper = (
            select(Paper.identifier, Item)
            .join(Item, col(Item.source_paper_id) == Paper.id)
            .where(col(Paper.identifier).in_(part), Item.kind == Kind.MOTION)
        )
        for identifier, item in session.exec(of_paper):
            ours.by_paper.setdefault(identifier, []).append(item)
    return ours


# Motions


def _of_cases(session: Session, keys: list[uuid.UUID]) -> Iterator[_Found]:
    motions = read_motions(session, keys) if keys else {}
    if not motions:
        return
    papers = {one for motion in motions.values() for one in motion.papers[:1]}
    ours = _ours(session, [motion.number for motion in motions.values()], papers)
    for motion in motions.values():
        items = _followed(motion, ours)
        for item in items:
            yield from _completing(motion, item)
        if not items and motion.outcome is Outcome.ADOPTED:
            rule = is_followed(_subject_of(motion), ours.rules)
            if rule and (motion.decided_on or motion.submitted_on):
                yield _new_motion(motion, rule)


def _followed(motion: HouseMotion, ours: _Ours) -> list[Item]:
    own = motion.papers[0] if motion.papers else ""
    taken = [ours.taken[motion.number]] if motion.number in ours.taken else []
    found = [*ours.by_number.get(motion.number, ()), *ours.by_paper.get(own, ()), *taken]
    return list({item.id: item for item in found}.values())


def _subject_of(motion: HouseMotion) -> Subject:
    return Subject(
        posts=motion.addressed_to,
        dossiers=(motion.dossier,) if motion.dossier else (),
        committees=motion.committees,
        text="\n".join((motion.subject, motion.title, motion.text)),
        decided_on=motion.decided_on or motion.submitted_on,
    )


def _new_motion(motion: HouseMotion, rule: FollowRule) -> _Found:
    names = [one.name for one in motion.submitters]
    return _Found(
        kind=HouseProposalKind.MOTION,
        source_key=motion.number,
        title=_title(motion.subject or motion.title or motion.number),
        quote=motion.text,
        rule=f"follow.{rule.kind}",
        confidence=Confidence.SURE,
        payload={
            "record": str(motion.id),
            "subject": motion.subject,
            "submitters": names,
            "parties": [one.party for one in motion.submitters],
            "cum_suis": motion.cum_suis,
            "text": motion.text,
            "paper": motion.papers[0] if motion.papers else None,
            "dossier": motion.dossier,
            "printed_appreciation": motion.printed_appreciation,
            "reference_date": _iso(motion.decided_on or motion.submitted_on),
            "followed_by": rule.value,
        }
        | _told(motion),
    )


def _told(motion: HouseMotion) -> dict[str, Any]:
    return {
        "outcome": motion.outcome,
        "voted_on": _iso(motion.decided_on),
        "appreciation": motion.appreciation,
    }


def _completing(motion: HouseMotion, item: Item) -> Iterator[_Found]:
    """What the register says of a followed motion and we do not; nothing is filled in silently.

    A day of voting or an appreciation that we have already is ours.
    """
    differs = motion.outcome is not None and motion.outcome is not item.outcome
    adds = {
        "outcome": motion.outcome if differs else None,
        "voted_on": _iso(motion.decided_on) if differs or not item.voted_on else None,
        "appreciation": motion.appreciation if not item.appreciation else None,
    }
    adds = {name: value for name, value in adds.items() if value}
    if adds:
        yield _Found(
            kind=HouseProposalKind.MOTION,
            source_key=motion.number,
            title=item.title,
            quote=motion.printed_appreciation,
            rule="register.tells",
            confidence=Confidence.SURE,
            payload={"record": str(motion.id), "paper": next(iter(motion.papers), None)} | adds,
            item_id=item.id,
            about=" ".join(f"{name}={value}" for name, value in sorted(adds.items())),
        )


# Commitments


def _of_register(session: Session, keys: list[uuid.UUID]) -> Iterator[_Found]:
    commitments = read_commitments(session, keys) if keys else {}
    if not commitments:
        return
    ours = _ours(session, [one.number for one in commitments.values()], ())
    calendar = read_calendar(session)
    for commitment in commitments.values():
        items = ours.by_number.get(commitment.number, [])
        for item in items:
            item.register_status = commitment.printed_status or item.register_status
            yield from _settling(commitment, item)
        if items or not commitment.number or commitment.status not in _WAITS:
            continue
        rule = is_followed(_subject_of_promise(commitment), ours.rules)
        if rule and commitment.made_on and commitment.text:
            yield _new_commitment(commitment, rule, calendar)


def _subject_of_promise(commitment: HouseCommitment) -> Subject:
    return Subject(
        ministries=(commitment.ministry,) if commitment.ministry else (),
        posts=(commitment.by_post,) if commitment.by_post else (),
        committees=commitment.committees,
        text="\n".join((commitment.text, commitment.activity_title or "")),
    )


def _new_commitment(
    commitment: HouseCommitment, rule: FollowRule, calendar: SittingCalendar
) -> _Found:
    made_on = commitment.made_on
    terms = find_requested_terms(commitment.text, made_on, calendar) if made_on else ()
    resolved = all(each.term.certainty is not Certainty.UNRESOLVED for each in terms[:1])
    return _Found(
        kind=HouseProposalKind.COMMITMENT,
        source_key=commitment.number,
        title=_title(commitment.text),
        quote=commitment.text,
        rule=f"follow.{rule.kind}",
        confidence=Confidence.SURE if resolved and len(terms) < 2 else Confidence.LIKELY,
        payload={
            "record": str(commitment.id),
            "number": commitment.number,
            "text": commitment.text,
            "made_on": _iso(made_on),
            "by_post": commitment.by_post,
            "by_name": commitment.by_name,
            "to": ", ".join(commitment.to) or None,
            "in": commitment.activity_title or commitment.activity_number,
            "status": commitment.printed_status,
            "dossier": None,
            "term": _term(terms[0]) if terms else None,
            "followed_by": rule.value,
        },
    )


def _term(found: FoundTerm) -> dict[str, Any]:
    return {
        "wording": found.term.phrase,
        "certainty": found.term.certainty,
        "due_on": _iso(found.term.due_on),
        "strength": found.strength,
    }


def _settling(commitment: HouseCommitment, item: Item) -> Iterator[_Found]:
    """The register calls it met, with a paper that is known; ours is still open."""
    if commitment.status is not RegisterStatus.MET or item.status not in OPEN:
        return
    papers = [one.identifier for one in commitment.fulfilment if _is_paper(one.identifier)]
    if papers:
        yield _Found(
            kind=HouseProposalKind.SETTLE,
            source_key=commitment.number,
            title=item.title,
            quote=commitment.text,
            rule="register.met",
            confidence=Confidence.SURE,
            payload={
                "record": str(commitment.id),
                "number": commitment.number,
                "paper": papers[0],
                "fulfilled_on": _iso(commitment.fulfilled_on),
                "status": commitment.printed_status,
            },
            item_id=item.id,
        )


def _is_paper(identifier: str | None) -> bool:
    try:
        return identifier is not None and bool(parse_identifier(identifier))
    except DomainError:
        return False


# Links


def _of_papers(session: Session, key: Any, keys: list[uuid.UUID]) -> Iterator[_Found]:
    papers = [
        paper
        for part in _parts(keys)
        for paper in session.exec(select(Publication).where(key.in_(part)))
        if _is_paper(paper.identifier)
    ]
    if not papers:
        return
    _fill_in(session, papers)
    known = KnownItems(_known(session))
    had = _papers_had(session, [paper.identifier for paper in papers])
    texts = texts_of(session, [paper.record_id for paper in papers if paper.record_id])
    for paper in papers:
        words = (paper.title, paper.text, texts.get(paper.record_id or paper.id))
        printed = "\n".join(filter(None, words))
        for link in links_in(printed, known, paper.identifier):
            if (link.item_key, paper.identifier) not in had:
                yield _new_link(paper, link)


def _fill_in(session: Session, publications: list[Publication]) -> None:
    """What items use already gets what is known of it now."""
    told = {one.identifier: one for one in publications}
    for part in _parts(told):
        for identifier in session.exec(
            select(Paper.identifier).where(col(Paper.identifier).in_(part))
        ).all():
            fill_in(session, told[identifier])


def _known(session: Session) -> list[Known]:
    """The items that are open, as papers may name them."""
    rows = session.exec(
        select(
            Item.id, Item.register_number, Item.kind, Item.submitters, Item.title,
            Paper.identifier,
        )  # type: ignore[call-overload]
        .join(Paper, col(Paper.id) == Item.source_paper_id, isouter=True)
        .where(col(Item.status).in_(sorted(OPEN)))
    )  # fmt: skip
    return [
        Known(
            item_key=str(key),
            own_papers=(identifier,) if identifier else (),
            register_number=number or None,
            kind=kind,
            submitters=tuple(submitters),
            title=title,
        )
        for key, number, kind, submitters, title, identifier in rows
    ]


def _papers_had(session: Session, identifiers: list[str]) -> set[tuple[str, str]]:
    had: set[tuple[str, str]] = set()
    for part in _parts(identifiers):
        rows = session.exec(
            select(ItemPaper.item_id, Paper.identifier)
            .join(Paper, col(Paper.id) == ItemPaper.paper_id)
            .where(col(Paper.identifier).in_(part))
        )
        had |= {(str(item_id), identifier) for item_id, identifier in rows}
    return had


def _new_link(paper: Publication, link: PaperLink) -> _Found:
    return _Found(
        kind=HouseProposalKind.LINK,
        source_key=paper.identifier,
        title=_title(paper.title or paper.identifier),
        quote=link.quote,
        rule=link.rule,
        confidence=link.confidence,
        payload={
            "record": str(paper.record_id or paper.id),
            "paper": paper.identifier,
            "role": link.role,
            "dated_on": _iso(paper.dated_on),
        },
        item_id=uuid.UUID(link.item_key),
    )


def _title(printed: str) -> str:
    """A title of one line, cut at a word, without who promises and the full stop."""
    words = _WHO_PROMISES.sub("", " ".join(printed.split())).rstrip(".")
    if len(words) > LONGEST_TITLE:
        words = words[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"
    return words[:1].upper() + words[1:]


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
