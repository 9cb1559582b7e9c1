"""Papers that no feed has told of, looked up at the sources when somebody asks.

The answer is kept, and so is that there was none. A row per reference says who asks now, so
that no two threads or processes ask for the same one at once. Times are real time.
"""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import CursorResult, Table, inspect, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from tracker.adapters.fetcher import Fetcher, FetchFailed
from tracker.adapters.odata import document_address, read_documents
from tracker.adapters.sru import read_sru, sru_address
from tracker.adapters.syncfeed import PageUnreadable
from tracker.db.session import Store
from tracker.db.tables import LookUp, Paper, Publication
from tracker.domain.references import PaperReference, Reference, address, parse_identifier
from tracker.domain.references_registers import parse_register_number, register_address
from tracker.services.actors import BY_SYNC, act
from tracker.services.clock import Clock
from tracker.services.papers import fill_in
from tracker.services.publications import keep_told, publication_id, read_publication

SOURCE_PUBLISHER = "officielebekendmakingen"
SOURCE_HOUSE = "tweedekamer-odata"
ASKED_AT_MOST = timedelta(minutes=2)
UNKNOWN_FOR = timedelta(days=1)
FAILED_FOR = timedelta(minutes=5)

_LOOK_UPS: Table = inspect(LookUp).local_table  # type: ignore[assignment]
_NOT_TOLD = {"id", "identifier"}


class Standing(StrEnum):
    """How the look-up of a paper went."""

    NEVER = "never"
    ASKING = "asking"
    UNKNOWN = "unknown"
    FAILED = "failed"


@dataclass(frozen=True)
class LookUps:
    """The two sources of single papers: `sru_url` and `odata_url` are their base addresses.

    The fetcher's own limits bound how long an answer takes, which must be less than
    ASKED_AT_MOST for both together. A row of LookUp says how it went: while somebody asks,
    `leased_until` is later than now and there is no `failure_code`; after a failure it is
    the moment from which the sources can be asked again.
    """

    store: Store
    clock: Clock
    fetcher: Fetcher
    sru_url: str
    odata_url: str

    def resolve(self, identifier: str) -> Publication | None:
        """What is known of a paper; the sources are asked when nobody has told of it.

        None when no source knows it, when one fails, while somebody else asks, and when it
        was asked too short ago; its row of LookUp tells which. Raises DomainError
        'reference.…' for what is no identifier of a paper.
        """
        reference = parse_identifier(identifier)
        with self.store.reading() as session:
            known = read_publication(session, identifier)
        if known or not self._claimed(identifier):
            return known
        told, failed = self._asked(reference)
        with self.store.writing() as session:
            if told:
                keep_told(session, [told])
                act(session, BY_SYNC, self.clock)
                fill_in(session, told)
            self._settle(session, identifier, bool(told), failed)
            return read_publication(session, identifier)

    def resolve_waiting(self, stop: threading.Event, at_most: int = 20) -> int:
        """Look up papers of items that no source told of, until one fails; how many were asked."""
        with self.store.reading() as session:
            waiting = _waiting(session, self.clock.real_now(), at_most)
        for done, identifier in enumerate(waiting):
            if stop.is_set():
                return done
            self.resolve(identifier)
            with self.store.reading() as session:
                look_up = session.get(LookUp, identifier)
            if standing(look_up, self.clock.real_now())[0] is Standing.FAILED:
                return done + 1
        return len(waiting)

    def _claimed(self, identifier: str) -> bool:
        """Whether the look-up is ours to do: nobody is asking, or was answered just now."""
        now = self.clock.real_now()
        with self.store.writing() as session:
            on_postgres = session.get_bind().dialect.name == "postgresql"
            row: Any = (postgresql.insert if on_postgres else sqlite.insert)(_LOOK_UPS)
            session.execute(row.values(identifier=identifier, found=False).on_conflict_do_nothing())
            ours: CursorResult[Any] = session.execute(  # type: ignore[assignment]
                update(_LOOK_UPS)
                .where(
                    col(LookUp.identifier) == identifier,
                    or_(col(LookUp.leased_until).is_(None), col(LookUp.leased_until) <= now),
                    or_(
                        col(LookUp.answered_at).is_(None),
                        col(LookUp.found),
                        col(LookUp.answered_at) <= now - UNKNOWN_FOR,
                    ),
                )
                .values(leased_until=now + ASKED_AT_MOST, failure_code=None)
            )
            return ours.rowcount == 1

    def _asked(self, reference: Reference) -> tuple[Publication | None, Exception | None]:
        """What the sources tell together, and why one of them told nothing, if it failed."""
        told: Publication | None = None
        failed: Exception | None = None
        for ask in (self._ask_publisher, self._ask_house):
            try:
                told = _completed(told, ask(reference))
            except (FetchFailed, PageUnreadable) as error:
                failed = error
        return told, failed

    def _ask_publisher(self, reference: Reference) -> Publication | None:
        identifier = reference.identifier
        answer = self.fetcher.fetch(sru_address(self.sru_url, identifier))
        for record in read_sru(answer.body):
            if record.identifier == identifier:
                return _publication(
                    reference,
                    title=record.document_title or record.title,
                    text=(record.dossier_title or "") if record.document_title else "",
                    kind=record.kind,
                    dated_on=record.dated_on,
                    session_year=record.session_year,
                    house=record.house,
                    source=SOURCE_PUBLISHER,
                )
        return None

    def _ask_house(self, reference: Reference) -> Publication | None:
        """The Tweede Kamer knows its own papers, by dossier and number."""
        if not isinstance(reference, PaperReference) or not reference.number.isdigit():
            return None
        dossier = reference.dossier
        asked = document_address(self.odata_url, dossier.number, dossier.suffix, reference.number)
        for found in read_documents(self.fetcher.fetch(asked).body):
            number = found.document_number
            return _publication(
                reference,
                number=number,
                title=found.subject or found.title or "",
                kind=found.kind,
                dated_on=found.dated_on,
                session_year=found.session_year,
                house="tk",
                house_address=register_address(parse_register_number(number)) if number else None,
                source=SOURCE_HOUSE,
            )
        return None

    def _settle(
        self, session: Session, identifier: str, found: bool, failed: Exception | None
    ) -> None:
        """Give the look-up back: answered, or to be tried again after a while."""
        now = self.clock.real_now()
        if failed and not found:
            wait = max(getattr(failed, "retry_after", None) or FAILED_FOR, FAILED_FOR)
            outcome = {"leased_until": now + wait, "failure_code": getattr(failed, "code", "")}
        else:
            outcome = {"leased_until": None, "answered_at": now, "found": found}
        session.execute(
            update(_LOOK_UPS).where(col(LookUp.identifier) == identifier).values(outcome)
        )


def standing(look_up: LookUp | None, now: datetime) -> tuple[Standing, datetime | None]:
    """How the look-up of a paper went, and when it was answered or can be asked again.

    The moment is None where there is none, or where it has passed.
    """
    if look_up is None:
        return Standing.NEVER, None
    later = look_up.leased_until if look_up.leased_until and look_up.leased_until > now else None
    if look_up.failure_code is not None:
        return Standing.FAILED, later
    if later:
        return Standing.ASKING, None
    if look_up.answered_at and not look_up.found:
        return Standing.UNKNOWN, look_up.answered_at
    return Standing.NEVER, None


def may_be_asked(look_up: LookUp | None, now: datetime) -> bool:
    """Whether the sources would be asked now."""
    how, at = standing(look_up, now)
    if how is Standing.UNKNOWN:
        return bool(at and at <= now - UNKNOWN_FOR)
    return how is Standing.NEVER or (how is Standing.FAILED and at is None)


def _waiting(session: Session, now: datetime, at_most: int) -> list[str]:
    """Papers of items of which no source told and that may be asked for, the newest first."""
    rows = session.exec(
        select(Paper.identifier, LookUp)
        .outerjoin(Publication, col(Publication.identifier) == col(Paper.identifier))
        .outerjoin(LookUp, col(LookUp.identifier) == col(Paper.identifier))
        .where(
            col(Publication.id).is_(None),
            or_(col(LookUp.leased_until).is_(None), col(LookUp.leased_until) <= now),
            or_(col(LookUp.answered_at).is_(None), col(LookUp.answered_at) <= now - UNKNOWN_FOR),
        )
        .order_by(col(Paper.identifier).desc())
        .limit(at_most)
    )
    return [identifier for identifier, look_up in rows if may_be_asked(look_up, now)]


def _publication(reference: Reference, **told: Any) -> Publication:
    dossier = reference.dossier.printed if isinstance(reference, PaperReference) else None
    return Publication(
        id=publication_id(reference.identifier),
        identifier=reference.identifier,
        dossier=dossier,
        address=address(reference),
        **told,
    )


def _completed(told: Publication | None, more: Publication | None) -> Publication | None:
    """What one source tells, and what only the other does."""
    if told is None or more is None:
        return told or more
    rest = {
        name: value
        for name, value in more.model_dump(exclude=_NOT_TOLD).items()
        if getattr(told, name) in (None, "")
    }
    return told.model_copy(update=rest)
