"""The handover pack of a dossier: everything on it in one document."""

from collections.abc import Iterator

from sqlmodel import Session, col, select

from tracker.adapters.labels import label
from tracker.adapters.messages import Messages
from tracker.db.queries.visible import visible
from tracker.db.tables import Dossier, Item
from tracker.domain import references
from tracker.domain.errors import DomainError
from tracker.domain.printed import (
    Block,
    Column,
    Heading,
    Paragraph,
    Printed,
    Span,
    Style,
    Table,
    plain,
)
from tracker.domain.sittings import SittingCalendar
from tracker.domain.statuses import is_open
from tracker.services.actors import Actor
from tracker.services.clock import Clock
from tracker.services.deadline_lists import deadlines_of
from tracker.services.handover_blocks import HandedOver, due_words, item_blocks
from tracker.services.items import item_page
from tracker.services.missing import Missing
from tracker.services.paper_pages import PAGE_SIZE, DossierPage, PaperLine, dossier_page
from tracker.services.progress_notes import progress_notes


def handover(
    session: Session,
    actor: Actor,
    clock: Clock,
    calendar: SittingCalendar,
    dossier: references.Dossier,
    base_url: str,
    messages: Messages,
) -> Printed:
    """Everything on a dossier: its items by number, each with all that hangs on it, and its
    papers. Missing where the dossier has neither.

    The session must see one moment throughout (`Store.snapshot`).
    """
    page = dossier_page(session, actor, dossier)
    items = tuple(_items(session, actor, clock, calendar, dossier, messages))
    if not items and not page.total:
        raise Missing
    papers = tuple(_papers(session, actor, page))
    title = messages.text("Overdracht van dossier %(number)s", number=dossier.printed)
    return Printed(
        title=title,
        subject=page.title or title,
        author=actor.name,
        language=messages.tag,
        made_at=clock.now(),
        reference_date=clock.today(),
        blocks=tuple(_blocks(title, page, items, papers, clock, base_url, messages)),
        landscape=False,
    )


def _items(
    session: Session,
    actor: Actor,
    clock: Clock,
    calendar: SittingCalendar,
    dossier: references.Dossier,
    messages: Messages,
) -> Iterator[HandedOver]:
    numbers = session.exec(
        visible(
            select(Item.number)
            .join(Dossier, col(Dossier.id) == col(Item.dossier_id))
            .where(col(Dossier.number) == dossier.printed)
            .order_by(col(Item.number)),
            actor.user_id,
        )
    ).all()
    for number in numbers:
        page = item_page(session, actor, number)
        yield HandedOver(
            page,
            deadlines_of(session, page.item.id, clock.today(), calendar, messages),
            progress_notes(session, page.item.id),
        )


def _papers(session: Session, actor: Actor, first: DossierPage) -> Iterator[PaperLine]:
    yield from first.papers
    for number in range(2, -(-first.total // PAGE_SIZE) + 1):
        yield from dossier_page(session, actor, first.dossier, number).papers


def _blocks(
    title: str,
    page: DossierPage,
    items: tuple[HandedOver, ...],
    papers: tuple[PaperLine, ...],
    clock: Clock,
    base_url: str,
    messages: Messages,
) -> Iterator[Block]:
    yield Heading(1, title)
    if page.title:
        yield plain(page.title)
    yield plain(
        messages.text(
            "Stand van %(day)s. Items: %(items)s, waarvan open %(open)s. Kamerstukken: %(papers)s.",
            day=messages.date(clock.today()),
            items=len(items),
            open=sum(is_open(one.page.item.status) for one in items),
            papers=len(papers),
        ),
        Style.FACT,
    )
    if items:
        yield Heading(2, messages.text("Overzicht"))
        yield _overview(items, base_url, messages)
    for one in items:
        yield from item_blocks(one, base_url, messages)
    if papers:
        yield Heading(2, messages.text("Kamerstukken in dit dossier"))
        yield _paper_table(papers, base_url, messages)


def _overview(items: tuple[HandedOver, ...], base_url: str, messages: Messages) -> Table:
    headings = (
        (messages.text("Nummer"), 17),
        (messages.text("Onderwerp"), 32),
        (messages.text("Status"), 18),
        (messages.text("Eerste open termijn"), 17),
        (messages.text("Behandelaar"), 17),
    )
    rows = []
    for one in items:
        item, names = one.page.item, one.page.names
        waiting = [due for due in one.deadlines if due.is_open]
        number = Span(item.number, link=f"{base_url}/items/{item.number}")
        rows.append(
            (
                (Paragraph((number,)),),
                (plain(item.title),),
                (plain(label(messages, "status", item.status)),),
                (plain(due_words(waiting[0], messages) if waiting else messages.text("geen")),),
                (plain(names.owner.name if names.owner else messages.text("nog niet belegd")),),
            )
        )
    return Table(messages.text("Items in dit dossier"), _columns(headings), tuple(rows))


def _paper_table(papers: tuple[PaperLine, ...], base_url: str, messages: Messages) -> Table:
    headings = (
        (messages.text("Datum"), 18),
        (messages.text("Stuk"), 22),
        (messages.text("Titel"), 60),
    )
    rows = [
        (
            (plain(messages.date(one.dated_on) if one.dated_on else messages.text("onbekend")),),
            (
                Paragraph(
                    (Span(one.label or messages.text("bericht"), link=_public(one, base_url)),)
                ),
            ),
            (plain(one.title or messages.text("De titel is nog niet bekend.")),),
        )
        for one in papers
    ]
    caption = messages.text("Kamerstukken in dit dossier, nieuwste eerst")
    return Table(caption, _columns(headings), tuple(rows))


def _columns(headings: tuple[tuple[str, int], ...]) -> tuple[Column, ...]:
    return tuple(Column(*one) for one in headings)


def _paper(paper: PaperLine, base_url: str, messages: Messages) -> Span:
    return Span(paper.label or messages.text("bericht"), link=_public(paper, base_url))


def _public(paper: PaperLine, base_url: str) -> str | None:
    """Where everybody finds a paper; for what has no public place, our own page of it."""
    try:
        return references.address(references.parse_identifier(paper.identifier))
    except DomainError:
        return f"{base_url}{paper.href}" if (paper.href or "").startswith("/") else paper.href
