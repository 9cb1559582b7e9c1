"""Papers and dossiers: found by what an officer types, made when they are new."""

from datetime import date
from typing import Any

from sqlmodel import Session, select

from tracker.db.tables import Dossier, Paper
from tracker.db.tables.papers import PaperKind
from tracker.domain.references import (
    PaperReference,
    ProceedingsReference,
    Reference,
    address,
    short_form,
    source_place,
)
from tracker.domain.references_read import read_reference
from tracker.domain.references_years import session_year_of


def paper_for(session: Session, text: str, **facts: Any) -> Paper:
    """The paper that a text names ('31 015, nr. 221'), made when it is not there yet.

    Refuses a text that names no paper (DomainError 'reference.…').
    """
    return ensure_paper(session, read_reference(text), **facts)


def ensure_paper(session: Session, reference: Reference, **facts: Any) -> Paper:
    """The paper under a reference, made when it is not there yet.

    `facts` are its columns; those that a reference gives are derived from it.
    """
    found = session.exec(select(Paper).where(Paper.identifier == reference.identifier)).first()
    if found:
        return found
    facts.setdefault("session_year", _session_year(reference, facts.get("dated_on")))
    facts.setdefault("kind", _kind(reference))
    facts.setdefault("printed_as", reference.corrected_from)
    dossier = _dossier(session, reference)
    derived = {
        "label": short_form(reference),
        "source_place": source_place(reference, facts["session_year"]),
        "address": address(reference),
        "dossier_id": dossier.id if dossier else None,
    }
    paper = Paper(identifier=reference.identifier, **(derived | facts))
    session.add(paper)
    session.flush()
    return paper


def ensure_dossier(session: Session, number: str, title: str | None = None) -> Dossier:
    """The dossier under a number as printed ('35 570 VI'), made when it is not there yet."""
    found = session.exec(select(Dossier).where(Dossier.number == number)).first()
    if found is None:
        found = Dossier(number=number, title=title)
        session.add(found)
        session.flush()
    return found


def _dossier(session: Session, reference: Reference) -> Dossier | None:
    if not isinstance(reference, PaperReference):
        return None
    return ensure_dossier(session, reference.dossier.printed)


def _session_year(reference: Reference, dated_on: date | None) -> str | None:
    known = getattr(reference, "session_year", None) or reference.cited_year
    return known or (session_year_of(dated_on) if dated_on else None)


def _kind(reference: Reference) -> PaperKind:
    proceedings = isinstance(reference, ProceedingsReference)
    return PaperKind.PROCEEDINGS if proceedings else PaperKind.OTHER
