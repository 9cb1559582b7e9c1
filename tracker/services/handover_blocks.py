"""One item of a handover pack, as the blocks of a document."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tracker.adapters.labels import label
from tracker.adapters.marked_texts import marked_blocks
from tracker.adapters.messages import Messages
from tracker.db.tables import Paper
from tracker.domain.planning import DeadlineState
from tracker.domain.printed import Block, Heading, Listing, Paragraph, Span, Style, plain
from tracker.domain.statuses import Kind
from tracker.services.deadline_lists import DeadlineCard, EarlierDate, PaperMark
from tracker.services.items import ItemPage, MeasureLine
from tracker.services.progress_notes import NoteLine

Fact = tuple[str, tuple[Span, ...]]


@dataclass(frozen=True)
class HandedOver:
    """An item with all that hangs on it."""

    page: ItemPage
    deadlines: tuple[DeadlineCard, ...]
    notes: tuple[NoteLine, ...]


def item_blocks(one: HandedOver, base_url: str, messages: Messages) -> Iterator[Block]:
    """All that is known of an item, under a heading of level 2."""
    item, text = one.page.item, messages.text
    yield Heading(2, f"{item.number} {item.title}")
    yield _facts(_item_facts(one.page, base_url, messages))
    yield Heading(3, label(messages, "text_of", item.kind))
    yield from marked_or(item.text, text("De tekst is nog niet ingevuld."))
    if item.note:
        yield plain(item.note, Style.REMARK)
    yield Heading(3, text("Termijnen"))
    if not one.deadlines:
        yield plain(text("Er zijn geen termijnen."))
    for due in one.deadlines:
        yield Heading(4, due.what)
        yield _facts(_deadline_facts(due, messages))
    if one.page.measures:
        yield Heading(3, text("Maatregelen"))
        yield _listing(_measure(line, item.number, messages) for line in one.page.measures)
    yield Heading(3, text("Stand van zaken"))
    if not one.notes:
        yield plain(text("Er is nog geen stand van zaken geschreven."))
    for note in one.notes:
        yield Paragraph((Span(_note_head(note, messages), bold=True),))
        yield from marked_blocks(note.text)
    if one.page.papers:
        yield Heading(3, text("Kamerstukken"))
        yield _listing(
            (
                _paper(line.paper),
                Span(f", {line.paper.title}" if line.paper.title else ""),
                Span(f" ({', '.join(label(messages, 'paper_role', r) for r in line.roles)})"),
            )
            for line in one.page.papers
        )
    if one.page.links:
        yield Heading(3, text("Verwante items"))
        yield _listing(
            (
                Span(label(messages, "link_role_back" if link.back else "link_role", link.role)),
                Span(" "),
                Span(link.number, link=f"{base_url}/items/{link.number}"),
                Span(f" {link.title}, {label(messages, 'status', link.status).lower()}"),
            )
            for link in one.page.links
        )
    if one.page.letters:
        yield Heading(3, text("Stand-van-zakenbrieven"))
        yield _listing(
            (Span(f"{letter.title}, {messages.date(letter.reference_date)}"),)
            for letter in one.page.letters
        )


def due_words(due: DeadlineCard, messages: Messages) -> str:
    """When something is due, in a few words."""
    if due.due_on is None:
        return label(messages, "certainty", "unresolved")
    day = messages.date(due.due_on)
    if due.days_late:
        late = messages.plural("%(num)s dag te laat", "%(num)s dagen te laat", due.days_late)
        return f"{day}, {late}"
    return day


def marked_or(text: str, otherwise: str) -> tuple[Paragraph | Listing, ...]:
    """A text's paragraphs; a sentence that says that it is missing."""
    return marked_blocks(text) or (plain(otherwise, Style.REMARK),)


# Facts by name


def _item_facts(page: ItemPage, base_url: str, messages: Messages) -> Iterator[Fact]:
    item, names, text = page.item, page.names, messages.text
    here = f"{base_url}/items/{item.number}"
    yield text("In Nakoming"), (Span(here, link=here),)
    yield text("Soort"), _said(label(messages, "kind", item.kind))
    yield text("Status"), _said(label(messages, "status", item.status))
    yield from _kind_facts(page, messages)
    if names.paper:
        yield text("Vindplaats"), (_paper(names.paper), Span(f", {names.paper.source_place}"))
    yield text("Gerekend vanaf"), _said(messages.date(item.reference_date))
    yield text("Bewindspersoon"), _said(names.minister)
    yield text("Mede namens"), _said(", ".join(one.name for one in page.on_behalf_of))
    yield text("Medeverantwoordelijk"), _said(", ".join(one.name for one in page.co_responsible))
    yield text("Directie"), _said(names.unit_name)
    yield text("Behandelaar"), _said(names.owner.name if names.owner else text("nog niet belegd"))
    yield text("Programma"), _said(names.programme)
    yield text("Nummer in het register"), _said(item.register_number)
    yield text("Stand in het register"), _said(item.register_status)
    yield text("Afgesloten op"), _said(_day(item.closed_on, messages))
    if names.closing_paper:
        yield text("Afgesloten met"), (_paper(names.closing_paper),)
    yield text("Overgedragen aan"), _said(item.transferred_to)
    yield text("Reden"), _said(item.closing_reason)


def _kind_facts(page: ItemPage, messages: Messages) -> Iterator[Fact]:
    item, text = page.item, messages.text
    if item.kind is Kind.MOTION:
        submitters = ", ".join(item.submitters)
        yield text("Indieners"), _said(submitters + (" c.s." if item.cum_suis else ""))
        if item.outcome:
            yield text("Uitkomst"), _said(label(messages, "outcome", item.outcome))
        yield text("Gestemd op"), _said(_day(item.voted_on, messages))
        if item.appreciation:
            yield text("Appreciatie"), _said(label(messages, "appreciation", item.appreciation))
    elif item.kind is Kind.COMMITMENT:
        yield text("Toegezegd door"), _said(page.names.promised_by)
        yield text("Toegezegd aan"), _said(item.promised_to)
        yield text("Toegezegd in"), _said(item.promised_in)
    else:
        yield text("Rapport"), _said(item.report_title)
        yield text("Adviseur"), _said(item.report_body)
        if item.report_page:
            yield text("Bladzijde"), _said(str(item.report_page))
        if item.response:
            yield text("Reactie"), _said(label(messages, "response", item.response))


def _deadline_facts(due: DeadlineCard, messages: Messages) -> Iterator[Fact]:
    text = messages.text
    yield text("Uiterlijk"), _said(due_words(due, messages))
    if due.on_time_until != due.due_on:
        yield text("Op tijd tot en met"), _said(_day(due.on_time_until, messages))
    yield text("Niet eerder dan"), _said(_day(due.not_before, messages))
    yield text("Stand"), _said(label(messages, "deadline_state", due.state))
    yield from _settlement(due, messages)
    yield text("Zekerheid"), _said(label(messages, "certainty", due.certainty))
    yield text("Hardheid"), _said(label(messages, "strength", due.strength))
    yield text("In de tekst"), _said(f"‘{due.wording}’")
    yield text("Gerekend vanaf"), _said(messages.date(due.reference_date))
    yield text("Bron"), _marked(due.source)
    yield text("Hoe de datum volgt"), _said(" ".join(due.why))
    yield text("Reden van een eigen datum"), _said(due.own_date_reason)
    yield text("Komt terug"), _said(due.rhythm)
    if due.is_open:
        yield text("Opnieuw bekijken op"), _said(_day(due.review_on, messages))
    yield from _steps(due, messages)
    yield text("Bewindspersoon"), _said(due.minister)
    yield text("Uitvoerder"), _said(due.executor)
    for move in due.earlier:
        yield text("Verplaatst"), _said(_move(move, messages))
    yield from _told(due, messages)


def _steps(due: DeadlineCard, messages: Messages) -> Iterator[Fact]:
    """The steps towards the deadline, as the line that it follows counts them back."""
    if due.steps is None:
        return
    for step in due.steps.steps:
        marks = [
            *([messages.text("al voorbij")] if step.is_past else []),
            *([] if step.is_sure else [messages.text("niet zeker")]),
        ]
        after = f" ({', '.join(marks)})" if marks else ""
        yield due.steps.line, _said(f"{step.name}: {messages.date(step.on)}{after}")


def _settlement(due: DeadlineCard, messages: Messages) -> Iterator[Fact]:
    if due.state is DeadlineState.OPEN:
        return
    yield messages.text("Op"), _said(_day(due.settled_on, messages))
    yield messages.text("Met"), _marked(due.settled_paper)
    yield messages.text("Reden"), _said(due.settled_reason)


def _move(move: EarlierDate, messages: Messages) -> str:
    moved = messages.text(
        "op %(moment)s, was %(day)s (‘%(wording)s’)",
        moment=messages.moment(move.moved_at),
        day=_day(move.due_on, messages) or label(messages, "certainty", "unresolved").lower(),
        wording=move.wording,
    )
    who = messages.text("door %(who)s", who=move.by) if move.by else ""
    return ", ".join(filter(None, [moved, who, move.reason]))


def _told(due: DeadlineCard, messages: Messages) -> Iterator[Fact]:
    """Whether the House knows the present date; said where it was moved or told."""
    name = messages.text("Kamer geïnformeerd met")
    if due.told_by and due.told:
        yield name, _marked(due.told_by)
    elif not due.told:
        known = _day(due.house_due_on, messages) or messages.text("geen datum")
        yield name, _said(messages.text("nog niet gemeld; de Kamer kent %(day)s", day=known))


# Pieces


def _facts(facts: Iterable[Fact]) -> Listing:
    return _listing((Span(f"{name}: ", bold=True), *spans) for name, spans in facts if spans)


def _listing(lines: Iterable[Iterable[Span]]) -> Listing:
    return Listing(tuple((Paragraph(tuple(span for span in line if span.text)),) for line in lines))


def _said(text: str | None) -> tuple[Span, ...]:
    return (Span(text),) if text else ()


def _day(day: date | None, messages: Messages) -> str:
    return messages.date(day) if day else ""


def _paper(paper: Paper) -> Span:
    return Span(paper.label, link=paper.address)


def _marked(paper: PaperMark | None) -> tuple[Span, ...]:
    return (Span(paper.label, link=paper.address),) if paper else ()


def _measure(line: MeasureLine, number: str, messages: Messages) -> Iterator[Span]:
    yield Span(line.text)
    if line.number != number:
        yield Span(f" ({line.number})")
    if line.executor:
        yield Span(messages.text("; uitvoerder %(who)s", who=line.executor))
    if line.partners:
        yield Span(messages.text("; samen met %(who)s", who=line.partners))


def _note_head(note: NoteLine, messages: Messages) -> str:
    day = messages.date(note.noted_on)
    return f"{day}, {note.author}" if note.author else day
