"""Motions, commitments and recommendations: found and read."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from tracker.db.queries.visible import visible
from tracker.db.tables import (
    Deadline,
    Dossier,
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
    Unit,
    User,
)
from tracker.db.tables.items import LinkRole, MinisterRole, PaperRole
from tracker.db.tables.progress_letters import LetterState
from tracker.domain.planning import DeadlineState
from tracker.domain.statuses import Kind, Status
from tracker.domain.texts import fold
from tracker.services.actors import Actor
from tracker.services.missing import Missing


@dataclass(frozen=True)
class Names:
    """The names of what an item points to; None where it points to nothing."""

    paper: Paper | None
    closing_paper: Paper | None
    dossier: str | None
    programme: str | None
    minister: str | None
    unit: str | None
    unit_name: str | None
    owner: User | None
    promised_by: str | None


@dataclass(frozen=True)
class OtherMinister:
    """Another post that an item concerns."""

    minister_id: uuid.UUID
    role: MinisterRole
    name: str
    ministry: str


@dataclass(frozen=True)
class Link:
    """An item that another is linked to; `back` when the link was laid from there."""

    role: LinkRole
    back: bool
    item_id: uuid.UUID
    number: str
    kind: Kind
    title: str
    status: Status


@dataclass(frozen=True)
class MeasureLine:
    """A measure with the item that it belongs to."""

    id: uuid.UUID
    version: int
    item_id: uuid.UUID
    number: str
    kind: Kind
    text: str
    executor: str | None
    partners: str | None


@dataclass(frozen=True)
class PaperLine:
    """A paper at an item, with all its roles there."""

    paper: Paper
    roles: tuple[PaperRole, ...]


@dataclass(frozen=True)
class LetterLine:
    """A progress letter that an item is in."""

    id: uuid.UUID
    title: str
    reference_date: date
    state: LetterState
    position: int


@dataclass(frozen=True)
class ItemPage:
    """All that the page of an item shows, its deadlines, notes and story apart."""

    item: Item
    names: Names
    ministers: tuple[OtherMinister, ...]
    links: tuple[Link, ...]
    measures: tuple[MeasureLine, ...]
    papers: tuple[PaperLine, ...]
    letters: tuple[LetterLine, ...]
    review_on: date | None

    @property
    def on_behalf_of(self) -> tuple[OtherMinister, ...]:
        """The posts in whose name the item is answered too."""
        return self._in_role(MinisterRole.ON_BEHALF_OF)

    @property
    def co_responsible(self) -> tuple[OtherMinister, ...]:
        """The posts that answer for the item too."""
        return self._in_role(MinisterRole.CO_RESPONSIBLE)

    @property
    def own_measures(self) -> tuple[MeasureLine, ...]:
        """The measures of the item itself."""
        return tuple(m for m in self.measures if m.item_id == self.item.id)

    @property
    def measures_elsewhere(self) -> dict[str, tuple[MeasureLine, ...]]:
        """The measures of the recommendations it gives effect to, by their numbers."""
        numbers = dict.fromkeys(m.number for m in self.measures if m.item_id != self.item.id)
        return {n: tuple(m for m in self.measures if m.number == n) for n in numbers}

    def _in_role(self, role: MinisterRole) -> tuple[OtherMinister, ...]:
        return tuple(minister for minister in self.ministers if minister.role is role)


def find_item(session: Session, actor: Actor, number: str) -> Item:
    """The item under a number; Missing when it is not there for this reader."""
    found = session.exec(visible(select(Item).where(Item.number == number), actor.user_id)).first()
    if found is None:
        raise Missing
    return found


def find_item_id(session: Session, actor: Actor, number: str) -> uuid.UUID:
    """The key of the item under a number; Missing when it is not there for this reader."""
    statement = select(Item.id).where(Item.number == number)
    found = session.exec(visible(statement, actor.user_id)).first()
    if found is None:
        raise Missing
    return found


def item_page(session: Session, actor: Actor, number: str) -> ItemPage:
    """The page of an item, in eight queries however much hangs on it."""
    paper, closing = aliased(Paper), aliased(Paper)
    minister, promised_by = aliased(Minister), aliased(Minister)
    statement = (
        select(
            Item, paper, closing, Dossier.number, Programme.name, minister.name,
            Unit.code, Unit.name, User, promised_by.name,
        )  # type: ignore[call-overload]
        .join(paper, Item.source_paper_id == paper.id, isouter=True)
        .join(closing, Item.closing_paper_id == closing.id, isouter=True)
        .join(Dossier, Item.dossier_id == Dossier.id, isouter=True)
        .join(Programme, Item.programme_id == Programme.id, isouter=True)
        .join(minister, Item.minister_id == minister.id, isouter=True)
        .join(Unit, Item.unit_id == Unit.id, isouter=True)
        .join(User, Item.owner_id == User.id, isouter=True)
        .join(promised_by, Item.promised_by_id == promised_by.id, isouter=True)
        .where(Item.number == number)
    )  # fmt: skip
    found = session.exec(visible(statement, actor.user_id)).first()
    if found is None:
        raise Missing
    item = found[0]
    links = item_links(session, actor, item.id)
    return ItemPage(
        item=item,
        names=Names(*found[1:]),
        ministers=_ministers(session, item.id),
        links=links,
        measures=_measures(session, item, links),
        papers=_papers(session, item),
        letters=_letters(session, item.id),
        review_on=_review_on(session, item.id),
    )


def item_links(session: Session, actor: Actor, item_id: uuid.UUID) -> tuple[Link, ...]:
    """The items that an item is linked to, in both directions, by number."""
    columns = (Item.id, Item.number, Item.kind, Item.title, Item.status)
    found: list[Link] = []
    for back, here, there in ((False, "from_id", "to_id"), (True, "to_id", "from_id")):
        statement = (
            select(ItemLink.role, *columns)  # type: ignore[call-overload]
            .join(Item, Item.id == getattr(ItemLink, there))
            .where(getattr(ItemLink, here) == item_id)
        )
        rows = session.exec(visible(statement, actor.user_id)).all()
        found += [Link(role, back, *others) for role, *others in rows]
    return tuple(sorted(found, key=lambda link: (link.back, link.number, link.role)))


def _ministers(session: Session, item_id: uuid.UUID) -> tuple[OtherMinister, ...]:
    rows = session.exec(
        select(Minister.id, ItemMinister.role, Minister.name, Minister.ministry)
        .join(ItemMinister)
        .where(ItemMinister.item_id == item_id)
        .order_by(Minister.name)
    ).all()
    return tuple(
        OtherMinister(key, MinisterRole(role), name, ministry) for key, role, name, ministry in rows
    )


def _measures(session: Session, item: Item, links: Sequence[Link]) -> tuple[MeasureLine, ...]:
    effected = [
        link.item_id
        for link in links
        if link.role is LinkRole.GIVES_EFFECT_TO
        and not link.back
        and link.kind is Kind.RECOMMENDATION
    ]
    rows = session.exec(
        select(
            Measure.id, Measure.version, Measure.item_id, Item.number, Item.kind, Measure.text,
            Executor.code, Measure.partners,
        )  # type: ignore[call-overload]
        .join(Item, Item.id == Measure.item_id)
        .join(Executor, Executor.id == Measure.executor_id, isouter=True)
        .where(col(Measure.item_id).in_([item.id, *effected]))
        .order_by(Item.number, Measure.position, Measure.id)
    ).all()  # fmt: skip
    return tuple(MeasureLine(*row) for row in rows)


def _papers(session: Session, item: Item) -> tuple[PaperLine, ...]:
    rows = session.exec(
        select(Paper, ItemPaper.role).join(ItemPaper).where(ItemPaper.item_id == item.id)
    ).all()
    order = list(PaperRole)
    roles: dict[uuid.UUID, list[PaperRole]] = {}
    for paper, role in rows:
        roles.setdefault(paper.id, []).append(PaperRole(role))
    papers = {paper.id: paper for paper, _ in rows}
    lines = [
        PaperLine(papers[key], tuple(sorted(at, key=order.index))) for key, at in roles.items()
    ]
    return tuple(sorted(lines, key=lambda line: (order.index(line.roles[0]), line.paper.label)))


def _letters(session: Session, item_id: uuid.UUID) -> tuple[LetterLine, ...]:
    rows = session.exec(
        select(
            ProgressLetter.id, ProgressLetter.title, ProgressLetter.reference_date,
            ProgressLetter.state, ProgressLetterRow.position,
        )  # type: ignore[call-overload]
        .join(ProgressLetterRow)
        .where(ProgressLetterRow.item_id == item_id)
        .where(col(ProgressLetterRow.included))
        .order_by(ProgressLetter.reference_date, ProgressLetter.id)
    ).all()  # fmt: skip
    return tuple(LetterLine(*row) for row in rows)


def _review_on(session: Session, item_id: uuid.UUID) -> date | None:
    return session.exec(
        select(func.min(Deadline.review_on))
        .where(Deadline.item_id == item_id)
        .where(Deadline.state == DeadlineState.OPEN)
    ).one()


def refresh_words(session: Session, item: Item) -> None:
    """Repeat an item's texts, folded, where searches look."""
    paper = session.get(Paper, item.source_paper_id) if item.source_paper_id else None
    texts = [
        item.number,
        item.title,
        item.text,
        item.register_number or "",
        item.report_title or "",
        *item.submitters,
        paper.label if paper else "",
        paper.identifier if paper else "",
    ]
    item.words = fold(" ".join(texts))
