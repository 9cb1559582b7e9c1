"""The draft of a letter that asks the House for more time."""

from dataclasses import dataclass
from datetime import date, datetime

from tracker.adapters.annexes.wording import one_line
from tracker.adapters.marked_texts import marked_blocks, web_address
from tracker.adapters.messages import Messages
from tracker.domain.planning import Certainty
from tracker.domain.printed import Block, Heading, Paragraph, Printed, Span, Style, plain
from tracker.domain.statuses import Kind


@dataclass(frozen=True)
class DelayLetter:
    """A deadline that moved and that the House was not told of.

    `person` holds the post on that day; `author` made the draft, at `made_at` (aware).
    """

    description: str
    kind: Kind
    source_place: str
    source_url: str | None
    what: str
    wording: str
    known_until: date | None
    due_on: date | None
    certainty: Certainty
    reason: str
    addressee: str
    post: str
    person: str
    on: date
    author: str
    made_at: datetime


def compose_delay_letter(letter: DelayLetter, messages: Messages) -> Printed:
    """The letter as a document: what was promised where, the new date, and the reason."""
    title = messages.text("Uitstel: %(what)s", what=one_line(letter.what))
    blocks: list[Block] = [
        Heading(1, title),
        plain(messages.text("Aan: %(addressee)s", addressee=letter.addressee), Style.FACT),
        plain(messages.text("Datum: %(day)s", day=messages.date(letter.on)), Style.FACT),
        plain(messages.text("Geachte voorzitter,")),
        _promised(letter, messages),
        *_known(letter, messages),
        *marked_blocks(letter.reason),
        plain(_when(letter, messages)),
        plain(one_line(letter.post) + ("," if letter.person else "")),
        *([plain(one_line(letter.person))] if letter.person else []),
    ]
    return Printed(
        title=title,
        subject=messages.text("Concept van een uitstelbrief"),
        author=one_line(letter.author),
        language=messages.tag,
        made_at=letter.made_at,
        reference_date=letter.on,
        blocks=tuple(blocks),
        mark=messages.text("Concept"),
        landscape=False,
    )


def _promised(letter: DelayLetter, messages: Messages) -> Paragraph:
    said = {
        Kind.MOTION: messages.text("Uw Kamer vroeg in de motie "),
        Kind.COMMITMENT: messages.text("Aan uw Kamer is toegezegd: "),
        Kind.RECOMMENDATION: messages.text("Over de aanbeveling "),
    }[letter.kind]
    spans = [Span(said), Span(f"‘{one_line(letter.description)}’")]
    if letter.source_place:
        place = Span(one_line(letter.source_place), link=web_address(letter.source_url))
        spans += [Span(" ("), place, Span(")")]
    told = messages.text(
        ". Het gaat om: %(what)s, %(wording)s.",
        what=one_line(letter.what),
        wording=f"‘{one_line(letter.wording)}’"
        if letter.wording
        else messages.text("zonder datum"),
    )
    return Paragraph((*spans, Span(told)))


def _known(letter: DelayLetter, messages: Messages) -> list[Block]:
    if letter.known_until is None:
        return [plain(messages.text("Deze termijn wordt niet gehaald."))]
    day = messages.date(letter.known_until)
    return [plain(messages.text("De termijn van %(day)s wordt niet gehaald.", day=day))]


def _when(letter: DelayLetter, messages: Messages) -> str:
    if letter.due_on is None:
        return messages.text("Zodra een nieuwe datum vaststaat, informeer ik uw Kamer daarover.")
    day = messages.date(letter.due_on)
    if letter.certainty is Certainty.PROVISIONAL:
        return messages.text(
            "Naar verwachting informeer ik uw Kamer uiterlijk op %(day)s.", day=day
        )
    return messages.text("Ik informeer uw Kamer uiterlijk op %(day)s.", day=day)
