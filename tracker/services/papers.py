"""Papers and dossiers: found by what an officer types, made when they are new."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session, select

from tracker.db.tables import Dossier, Paper, Publication
from tracker.db.tables.papers import PaperKind
from tracker.domain.references import (
    PaperReference,
    ProceedingsReference,
    Reference,
    address,
    parse_identifier,
    short_form,
    source_place,
)
from tracker.domain.references_read import read_reference
from tracker.domain.references_years import session_year_of
from tracker.services.publications import read_publication

_KINDS = {
    "motie": PaperKind.MOTION,
    "brief": PaperKind.LETTER,
    "handelingen": PaperKind.PROCEEDINGS,
    "stenogram": PaperKind.PROCEEDINGS,
    "rapport": PaperKind.REPORT,
    "verslag": PaperKind.REPORT,
}


def paper_for(session: Session, text: str, **facts: Any) -> Paper:
    """The paper that a text names ('31 015, nr. 221'), made when it is not there yet.

    Refuses a text that names no paper (DomainError 'reference.…').
    """
    return ensure_paper(session, read_reference(text), **facts)


def ensure_paper(session: Session, reference: Reference, **facts: Any) -> Paper:
    """The paper under a reference, made when it is not there yet.

    `facts` are its columns, None where it is not known; what they leave open is derived from
    the reference, or taken from what the sources tell of the paper.
    """
    found = session.exec(select(Paper).where(Paper.identifier == reference.identifier)).first()
    if found:
        return found
    dossier = _dossier(session, reference)
    known = _derived(reference) | _told(read_publication(session, reference.identifier))
    known |= {name: value for name, value in facts.items() if value is not None}
    if facts.get("session_year") is None:
        known["session_year"] = _session_year(reference, known)
    place = source_place(reference, known.get("session_year"))
    known = {"source_place": place, "dossier_id": dossier.id if dossier else None} | known
    paper = Paper(identifier=reference.identifier, **known)
    session.add(paper)
    session.flush()
    return paper


def fill_in(session: Session, publication: Publication) -> None:
    """Give a paper what a source tells of it and what nobody filled in yet."""
    statement = select(Paper).where(Paper.identifier == publication.identifier)
    paper = session.exec(statement).first()
    if paper is None:
        return
    for name, value in _told(publication).items():
        if getattr(paper, name) in (None, PaperKind.OTHER):
            setattr(paper, name, value)
    reference = parse_identifier(paper.identifier)
    paper.session_year = paper.session_year or _session_year(reference, paper.model_dump())
    if paper.source_place == source_place(reference):
        paper.source_place = source_place(reference, paper.session_year)


def kind_of(printed: str | None) -> PaperKind:
    """The kind of a paper that a source calls 'Brief regering' or 'Gewijzigde motie'."""
    words = (printed or "").lower().split()
    known = (_KINDS[word] for word in words if word in _KINDS)
    return next(known, PaperKind.OTHER)


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


def _derived(reference: Reference) -> dict[str, Any]:
    proceedings = isinstance(reference, ProceedingsReference)
    return {
        "label": short_form(reference),
        "address": address(reference),
        "kind": PaperKind.PROCEEDINGS if proceedings else PaperKind.OTHER,
        "printed_as": reference.corrected_from,
    }


def _told(publication: Publication | None) -> dict[str, Any]:
    """What a source tells of a paper, as columns of a Paper; only what it does tell."""
    if publication is None:
        return {}
    kind = kind_of(publication.kind)
    told = {
        "title": publication.title or None,
        "dated_on": publication.dated_on,
        "author": publication.author,
        "session_year": publication.session_year,
        "kind": kind if kind is not PaperKind.OTHER else None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _session_year(reference: Reference, known: Mapping[str, Any]) -> str | None:
    """The year in the reference, as told, or that of the paper's date."""
    year = getattr(reference, "session_year", None) or reference.cited_year
    dated_on: date | None = known.get("dated_on")
    return year or known.get("session_year") or (session_year_of(dated_on) if dated_on else None)
