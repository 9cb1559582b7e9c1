"""What the page of a paper and that of a dossier show."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, null, select, union_all
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from tracker.db.queries.visible import visible
from tracker.db.tables import (
    Citation,
    DocumentText,
    Dossier,
    HouseRecord,
    HouseTie,
    Item,
    ItemPaper,
    LookUp,
    Paper,
    Publication,
    Source,
)
from tracker.db.tables.items import PaperRole
from tracker.domain import references
from tracker.domain.errors import DomainError
from tracker.domain.references import Reference, parse_identifier, short_form, source_place
from tracker.domain.references_read import read_dossier
from tracker.domain.references_registers import (
    RegisterReference,
    parse_register_number,
    register_address,
)
from tracker.domain.statuses import Kind, Status
from tracker.services.actors import Actor
from tracker.services.house_records import HouseMotion, read_motion
from tracker.services.publications import read_publication

PAGE_SIZE = 50
CITING_SHOWN = 50
ITEMS_SHOWN = 20

_WEB = ("https://", "http://")

PaperName = Reference | RegisterReference


@dataclass(frozen=True)
class ItemLine:
    """An item that a paper or dossier belongs to, and its roles there."""

    number: str
    kind: Kind
    title: str
    status: Status
    roles: tuple[PaperRole, ...] = ()


@dataclass(frozen=True)
class PaperLine:
    """A paper in a list; `href` is its page here, or its place outside, or None.

    `label` is '' for news, which has no number.
    """

    identifier: str
    label: str
    href: str | None
    title: str | None = None
    kind: str | None = None
    dated_on: date | None = None


@dataclass(frozen=True)
class PaperPage:
    """All that the page of a paper shows.

    `paper` is what the officers' items use, `told` what the sources tell; either or neither
    may be there. `changed_at` is when the House's register last changed it. `motion` is
    what the register has of a motion, `chain` its other versions. `source_name` is that of
    the news source that told of it. `words` is how reading its file went, if that was tried.
    """

    identifier: str
    label: str
    place: str
    address: str | None
    can_be_looked_up: bool
    paper: Paper | None
    told: Publication | None
    look_up: LookUp | None
    source_name: str | None
    changed_at: datetime | None
    words: DocumentText | None
    motion: HouseMotion | None
    chain: tuple[PaperLine, ...]
    dossier: references.Dossier | None
    items: tuple[ItemLine, ...]
    cites: tuple[PaperLine, ...]
    cited_by: tuple[PaperLine, ...]
    cited_by_total: int


@dataclass(frozen=True)
class DossierPage:
    """The page of a dossier: one page of its papers, and the first of its items."""

    dossier: references.Dossier
    title: str | None
    papers: tuple[PaperLine, ...]
    total: int
    page: int
    items: tuple[ItemLine, ...]
    items_total: int


def read_paper_name(identifier: str) -> PaperName:
    """The paper that the address of a page names: 'kst-31015-221', '2025D44001'.

    Raises DomainError 'reference.…' for anything else, a case or commitment included.
    """
    try:
        return parse_identifier(identifier)
    except DomainError:
        number = parse_register_number(identifier)
        if number.kind != "document":
            raise
        return number


def paper_page(session: Session, actor: Actor, name: PaperName) -> PaperPage:
    """The page of a paper, in eleven queries at most, a motion's record apart."""
    identifier = name.identifier
    told = read_publication(session, identifier)
    paper = session.scalars(select(Paper).where(col(Paper.identifier) == identifier)).first()
    changed_at, case = _register_facts(session, told)
    motion = read_motion(session, case) if case else None
    return PaperPage(
        identifier=identifier,
        label=identifier if isinstance(name, RegisterReference) else short_form(name),
        place=_place(name, paper, told),
        address=_address(name),
        can_be_looked_up=told is None and not isinstance(name, RegisterReference),
        paper=paper,
        told=told,
        look_up=session.get(LookUp, identifier),
        source_name=_source_name(session, told),
        changed_at=changed_at,
        words=session.get(DocumentText, told.record_id) if told and told.record_id else None,
        motion=motion,
        chain=_chain(motion),
        dossier=getattr(name, "dossier", None) or _dossier_of(told),
        items=_items_with(session, actor, paper.id) if paper else (),
        cites=_cited_by(session, told.id) if told else (),
        cited_by=_citing(session, identifier),
        cited_by_total=_count(session, Citation, col(Citation.cited) == identifier),
    )


def dossier_page(
    session: Session, actor: Actor, dossier: references.Dossier, page: int = 1
) -> DossierPage:
    """One page of a dossier's papers, newest first, in five queries."""
    total = session.scalar(select(func.count()).select_from(_in_dossier(dossier).subquery())) or 0
    page = min(max(page, 1), max(-(-total // PAGE_SIZE), 1))
    row = session.execute(
        select(col(Dossier.id), col(Dossier.title)).where(col(Dossier.number) == dossier.printed)
    ).first()
    items = _items_in(session, actor, row.id) if row else ((), 0)
    return DossierPage(
        dossier=dossier,
        title=(row.title if row else None) or _registered_title(session, dossier),
        papers=_papers_in(session, dossier, page),
        total=total,
        page=page,
        items=items[0],
        items_total=items[1],
    )


# A paper


def _place(name: PaperName, paper: Paper | None, told: Publication | None) -> str:
    if isinstance(name, RegisterReference):
        return name.identifier
    return paper.source_place if paper else source_place(name, told.session_year if told else None)


def _source_name(session: Session, told: Publication | None) -> str | None:
    if told is None or told.record_id:
        return None
    return session.scalar(select(col(Source.name)).where(col(Source.code) == told.source))


def _address(name: PaperName) -> str | None:
    if isinstance(name, RegisterReference):
        return register_address(name)
    return references.address(name)


def _dossier_of(told: Publication | None) -> references.Dossier | None:
    return _dossier(told.dossier) if told and told.dossier else None


def _register_facts(
    session: Session, told: Publication | None
) -> tuple[datetime | None, uuid.UUID | None]:
    """When the register last changed a Document, and the motion that it belongs to."""
    if told is None or told.record_id is None:
        return None, None
    case = aliased(HouseRecord)
    row = session.execute(
        select(col(HouseRecord.updated_at), col(case.id))
        .outerjoin(
            HouseTie,
            (col(HouseTie.from_id) == col(HouseRecord.id)) & (col(HouseTie.field) == "zaak"),
        )
        .outerjoin(case, (col(case.id) == col(HouseTie.to_id)) & (col(case.category) == "Zaak"))
        .where(col(HouseRecord.id) == told.record_id)
        .order_by(col(case.number))
    ).first()
    is_motion = "motie" in (told.kind or "").lower()
    return (row[0], row[1] if is_motion else None) if row else (None, None)


def _chain(motion: HouseMotion | None) -> tuple[PaperLine, ...]:
    """The versions of a motion before and after it."""
    others = dict.fromkeys((*motion.replaces, *motion.related)) if motion else ()
    return tuple(paper_line(identifier) for identifier in others)


def _items_with(session: Session, actor: Actor, paper_id: uuid.UUID) -> tuple[ItemLine, ...]:
    rows = session.execute(
        visible(
            select(
                col(Item.number),
                col(Item.kind),
                col(Item.title),
                col(Item.status),
                col(ItemPaper.role),
            )
            .join(ItemPaper, col(ItemPaper.item_id) == col(Item.id))
            .where(col(ItemPaper.paper_id) == paper_id)
            .order_by(col(Item.number)),
            actor.user_id,
        )
    ).all()
    order = list(PaperRole)
    roles: dict[str, list[PaperRole]] = {}
    for row in rows:
        roles.setdefault(row.number, []).append(PaperRole(row.role))
    lines = {row.number: row for row in rows}
    return tuple(
        ItemLine(number, one.kind, one.title, one.status, tuple(sorted(at, key=order.index)))
        for number, at in roles.items()
        for one in (lines[number],)
    )


def _cited_by(session: Session, publication_id: uuid.UUID) -> tuple[PaperLine, ...]:
    """What a publication's words name, with what is known of it here or at the sources."""
    rows = session.execute(
        select(
            col(Citation.cited),
            func.coalesce(col(Publication.title), col(Paper.title)),
            col(Publication.kind),
            func.coalesce(col(Publication.dated_on), col(Paper.dated_on)),
        )
        .outerjoin(Publication, col(Publication.identifier) == col(Citation.cited))
        .outerjoin(Paper, col(Paper.identifier) == col(Citation.cited))
        .where(col(Citation.publication_id) == publication_id)
        .order_by(col(Citation.cited))
    )
    return tuple(paper_line(*row) for row in rows)


def _citing(session: Session, identifier: str) -> tuple[PaperLine, ...]:
    """The newest publications whose words name a paper."""
    rows = session.execute(
        select(
            col(Publication.identifier),
            col(Publication.title),
            col(Publication.kind),
            col(Publication.dated_on),
            col(Publication.address),
        )
        .join(Citation, col(Citation.publication_id) == col(Publication.id))
        .where(col(Citation.cited) == identifier)
        .order_by(*_newest_first(col(Publication.dated_on), col(Publication.identifier)))
        .limit(CITING_SHOWN)
    )
    return tuple(paper_line(*row) for row in rows)


def paper_line(
    identifier: str,
    title: str | None = None,
    kind: str | None = None,
    dated_on: date | None = None,
    address: str | None = None,
) -> PaperLine:
    """A line of a list; what is no paper has its own address, and news has no number either."""
    label, href = identifier, f"/papers/{identifier}"
    try:
        label = short_form(parse_identifier(identifier))
    except DomainError:
        number = _register_number(identifier)
        if number is None:
            label, href = "", address if address and address.startswith(_WEB) else ""
        elif number.kind != "document":
            href = register_address(number) or ""
    return PaperLine(identifier, label, href or None, title or None, kind, dated_on)


def _register_number(identifier: str) -> RegisterReference | None:
    try:
        return parse_register_number(identifier)
    except DomainError:
        return None


# A dossier


def _in_dossier(dossier: references.Dossier) -> Any:
    """The papers of a dossier that some source tells of, and those that only items use."""
    told: Any = select(
        col(Publication.identifier).label("identifier"),
        col(Publication.title).label("title"),
        col(Publication.kind).label("kind"),
        col(Publication.dated_on).label("dated_on"),
    ).where(col(Publication.dossier) == dossier.printed)
    untold = (
        select(col(Paper.identifier), col(Paper.title), null(), col(Paper.dated_on))
        .join(Dossier, col(Dossier.id) == col(Paper.dossier_id))
        .where(col(Dossier.number) == dossier.printed)
        .where(
            ~select(col(Publication.id))
            .where(col(Publication.identifier) == col(Paper.identifier))
            .exists()
        )
    )
    return union_all(told, untold)


def _papers_in(session: Session, dossier: references.Dossier, page: int) -> tuple[PaperLine, ...]:
    found = _in_dossier(dossier).subquery()
    rows = session.execute(
        select(found)
        .order_by(*_newest_first(found.c.dated_on, found.c.identifier))
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    )
    return tuple(paper_line(*row) for row in rows)


def _items_in(
    session: Session, actor: Actor, dossier_id: uuid.UUID
) -> tuple[tuple[ItemLine, ...], int]:
    within = col(Item.dossier_id) == dossier_id
    columns = select(col(Item.number), col(Item.kind), col(Item.title), col(Item.status))
    rows = session.execute(
        visible(columns.where(within).order_by(col(Item.number)).limit(ITEMS_SHOWN), actor.user_id)
    )
    counted: Select[Any] = select(func.count()).select_from(Item).where(within)
    total = session.scalar(visible(counted, actor.user_id)) or 0
    return tuple(ItemLine(*row) for row in rows), total


def _registered_title(session: Session, dossier: references.Dossier) -> str | None:
    """The title that the House's register gives a dossier."""
    fields = session.scalar(
        select(col(HouseRecord.fields))
        .join(HouseTie, col(HouseTie.to_id) == col(HouseRecord.id))
        .join(Publication, col(Publication.record_id) == col(HouseTie.from_id))
        .where(
            col(Publication.dossier) == dossier.printed,
            col(HouseTie.field) == "kamerstukdossier",
            col(HouseRecord.deleted).is_(False),
        )
        .limit(1)
    )
    return next(iter((fields or {}).get("titel", ())), None)


def _dossier(printed: str) -> references.Dossier | None:
    try:
        return read_dossier(printed)
    except DomainError:
        return None


def _newest_first(day: Any, identifier: Any) -> tuple[Any, ...]:
    """By day, and by number within a day: nr. 100 is newer than nr. 99."""
    return day.desc().nulls_last(), func.length(identifier).desc(), identifier.desc()


def _count(session: Session, table: Any, condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(table).where(condition)) or 0
