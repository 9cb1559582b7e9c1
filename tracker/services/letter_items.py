"""The item that a proposal becomes, with the posts and papers that the letter names."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlmodel import Session, select

from tracker.db.tables import Letter, Minister, Paper, Programme, Proposal
from tracker.db.tables.letters import ProposalKind
from tracker.domain.errors import DomainError
from tracker.domain.references import Reference, parse_identifier
from tracker.domain.statuses import Outcome, Response
from tracker.domain.texts import fold
from tracker.services.followed import whole
from tracker.services.item_changes import ItemInput


def item_input(
    session: Session, letter: Letter, proposal: Proposal, paper: str | None, assumed: str
) -> ItemInput:
    """What an officer would fill in about the item; names that are in no list stay empty.

    `paper` is the identifier of a motion. A motion is taken for adopted, as letters report on
    adopted ones, unless the officer said otherwise; `assumed` then stands as its remark.
    """
    return ItemInput(
        **_of_kind(session, letter, proposal, paper, assumed),
        **_posts(session, letter, proposal.payload),
        title=proposal.payload["title"],
        programme_id=_programme(session, letter.facts.get("programme")),
    )


def _of_kind(
    session: Session, letter: Letter, proposal: Proposal, paper: str | None, assumed: str
) -> dict[str, Any]:
    payload = proposal.payload
    own = _reference(
        session.get_one(Paper, letter.paper_id).identifier if letter.paper_id else None
    )
    if proposal.kind is ProposalKind.RECOMMENDATION:
        return _recommendation(letter, payload) | {"source_paper": own}
    if proposal.kind is ProposalKind.MOTION:
        return _motion(letter, payload, assumed) | {"source_paper": _reference(paper)}
    made_in = _reference(payload.get("made_in"))
    return _commitment(session, letter, payload) | {"source_paper": made_in or own}


def _recommendation(letter: Letter, payload: dict[str, Any]) -> dict[str, Any]:
    return {
        "text": payload["text"],
        "reference_date": _day(payload.get("report_date")) or letter.dated_on,
        "report_title": payload.get("report_title"),
        "report_body": payload.get("report_body"),
        "report_page": payload.get("report_page"),
        "report_number": whole(payload.get("number")),
        "response": Response(payload["response"]),
    }


def _motion(letter: Letter, payload: dict[str, Any], assumed: str) -> dict[str, Any]:
    said = payload.get("outcome")
    return {
        "text": payload.get("text") or "",
        "note": "" if said else assumed,
        "reference_date": _day(payload.get("voted_on")) or letter.dated_on,
        "voted_on": _day(payload.get("voted_on")),
        "submitters": tuple(payload["submitters"]),
        "cum_suis": payload["cum_suis"],
        "outcome": Outcome(said) if said else Outcome.ADOPTED,
    }


def _commitment(session: Session, letter: Letter, payload: dict[str, Any]) -> dict[str, Any]:
    return {
        "text": payload["text"],
        "reference_date": _day(payload.get("made_on")) or letter.dated_on,
        "promised_by_id": _minister(session, payload.get("made_by")),
        "promised_to": payload.get("made_to"),
        "promised_in": payload.get("made_in_printed"),
        "register_number": payload.get("register_number"),
    }


def _posts(session: Session, letter: Letter, payload: dict[str, Any]) -> dict[str, Any]:
    behalf = (_minister(session, name) for name in letter.facts.get("on_behalf_of") or [])
    return {
        "minister_id": _minister(session, letter.facts.get("author")),
        "on_behalf_of": frozenset(key for key in behalf if key),
        "co_responsible": _of_ministries(session, payload.get("co_responsible") or []),
    }


def _minister(session: Session, name: str | None) -> uuid.UUID | None:
    if not name:
        return None
    wanted = fold(name)
    posts = session.exec(select(Minister.id, Minister.name)).all()
    return next((key for key, post in posts if fold(post) == wanted), None)


def _of_ministries(session: Session, abbreviations: Iterable[str]) -> frozenset[uuid.UUID]:
    """The posts of these ministries ('VWS'), where each has just one post of that name."""
    posts = session.exec(select(Minister.id, Minister.code)).all()
    found = set()
    for abbreviation in abbreviations:
        wanted = fold(abbreviation)
        keys = [key for key, code in posts if wanted in fold(code).split()]
        found |= set(keys) if len(keys) == 1 else set()
    return frozenset(found)


def _programme(session: Session, name: str | None) -> uuid.UUID | None:
    if not name:
        return None
    wanted = fold(name)
    rows = session.exec(select(Programme.id, Programme.name)).all()
    return next((key for key, one in rows if fold(one) in wanted), None)


def _reference(identifier: str | None) -> Reference | None:
    if not identifier:
        return None
    try:
        return parse_identifier(identifier)
    except DomainError:
        return None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
