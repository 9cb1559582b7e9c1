"""The proposals of a letter as its page shows them."""

import uuid
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from tracker.adapters.messages import Messages
from tracker.db.tables import Letter, Proposal
from tracker.db.tables.letters import ProposalKind, ProposalState
from tracker.domain.letter_texts import BlockKind
from tracker.domain.planning import Strength
from tracker.domain.statuses import Outcome, Response
from tracker.services.followed import Followed
from tracker.services.letters import LetterHead
from tracker.services.offers import ITEM_KINDS, Offer, Offers, printed

FIELDS: dict[ProposalKind, tuple[str, ...]] = {
    ProposalKind.RECOMMENDATION: (
        "title", "text", "number", "report_page", "response", "report_title", "report_body",
    ),
    ProposalKind.MOTION: (
        "title", "text", "submitters", "cum_suis", "paper", "outcome", "voted_on",
    ),
    ProposalKind.COMMITMENT: (
        "title", "text", "made_on", "made_in_printed", "made_to", "register_number",
    ),
    ProposalKind.DEADLINE: (
        "what", "wording", "reference_date", "strength", "executor", "review_on", "belongs_to",
        "item",
    ),
    ProposalKind.MEASURE: ("text", "executor", "belongs_to", "item"),
    ProposalKind.NOTE: ("text", "belongs_to", "item"),
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """What a page shows at one proposal: its form, what was typed in it, what is wrong."""

    position: int = 0
    editing: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class View:
    """One proposal, ready to be shown."""

    row: Proposal
    title: str
    offer: Offer | None
    item: Followed | None
    group: str
    parent: int | None
    editing: bool
    values: Mapping[str, str]
    errors: Mapping[str, str]

    @property
    def is_open(self) -> bool:
        """Whether nobody has judged it yet."""
        return self.row.state is ProposalState.OPEN

    @property
    def followed(self) -> Followed | None:
        """What it is linked to when it is accepted."""
        return self.offer.followed if self.offer else None

    @property
    def anchor(self) -> str:
        """Where its item's page shows it."""
        places = {
            ProposalKind.DEADLINE: "#termijnen",
            ProposalKind.MEASURE: "#maatregelen",
            ProposalKind.NOTE: "#stand",
        }
        return places.get(self.row.kind, "")


@dataclass(frozen=True)
class Group:
    """Proposals that stand together in the letter."""

    number: int
    title: str
    views: tuple[View, ...]

    @property
    def judged(self) -> int:
        """How many of them have been judged."""
        return sum(not view.is_open for view in self.views)


def views(offers: Offers, messages: Messages, shown: Shown) -> tuple[View, ...]:
    """All proposals of a letter, in its order."""
    headings = _headings(offers.letter)
    return tuple(_view(offers, one, messages, headings, shown) for one in offers.proposals)


def groups(found: Sequence[View]) -> tuple[Group, ...]:
    """The proposals by the part of the letter that they stand in."""
    parts = [(title, tuple(part)) for title, part in groupby(found, key=lambda view: view.group)]
    return tuple(Group(n, title, part) for n, (title, part) in enumerate(parts, start=1))


def letter_name(head: LetterHead, messages: Messages) -> str:
    """What a letter is called: its paper, its file, or by its day."""
    return name_of(head.paper.label if head.paper else None, head.letter.name, messages)


def name_of(label: str | None, name: str, messages: Messages) -> str:
    """The same for a letter in a list."""
    return label or name or messages.text("Geplakte tekst")


def parents(offers: Offers, besides: uuid.UUID) -> list[tuple[str, str]]:
    """What a deadline, measure or note may belong to: the letter's own items."""
    return [
        (str(one.id), f"{one.position}. {_title(one)[:80]}")
        for one in offers.proposals
        if one.kind in ITEM_KINDS and one.id != besides and one.state is not ProposalState.REJECTED
    ]


def form_values(offers: Offers, proposal: Proposal, review_on: str) -> dict[str, str]:
    """A proposal as its form shows it."""
    payload = dict(proposal.payload)
    papers = payload.get("papers") or []
    payload["paper"] = printed(papers[0]) if len(papers) == 1 else None
    payload["submitters"] = ", ".join(payload.get("submitters") or [])
    payload["belongs_to"] = str(proposal.parent_id or "")
    payload["review_on"] = review_on
    if proposal.kind is ProposalKind.DEADLINE:
        payload["reference_date"] = offers.counted_from(payload).isoformat()
    return {name: _text(payload.get(name)) for name in FIELDS[proposal.kind]}


def choice_lists(messages: Messages, words: Any) -> dict[str, list[tuple[str, str]]]:
    """The lists that a proposal's form chooses from; `words` gives the word of a code."""
    return {
        "response": [(one.value, words("response", one.value)) for one in Response],
        "strength": [(one.value, words("strength", one.value)) for one in Strength],
        "outcome": [
            ("", messages.text("Niet bekend: aangenomen verondersteld")),
            *((one.value, words("outcome", one.value)) for one in Outcome),
        ],
    }


def _view(
    offers: Offers, row: Proposal, messages: Messages, headings: tuple[list[int], list[str]],
    shown: Shown,
) -> View:  # fmt: skip
    here = shown.position == row.position
    parent = offers.parent_of(row)
    return View(
        row=row,
        title=_title(row),
        offer=offers.of(row) if row.state is ProposalState.OPEN else None,
        item=offers.item(row.accepted_item_id),
        group=_group(offers, row, messages, headings),
        parent=parent.position if parent else None,
        editing=here and shown.editing and row.state is ProposalState.OPEN,
        values=shown.values if here else {},
        errors=shown.errors if here else {},
    )


def _title(row: Proposal) -> str:
    payload = row.payload
    return str(payload.get("title") or payload.get("what") or payload.get("text") or row.quote)


def _group(
    offers: Offers, row: Proposal, messages: Messages, headings: tuple[list[int], list[str]]
) -> str:
    above: Proposal | None = row
    while above and above.kind is not ProposalKind.RECOMMENDATION:
        above = offers.parent_of(above)
    if above and above.payload.get("number"):
        return messages.text("Aanbeveling %(number)s", number=above.payload["number"])
    starts, titles = headings
    at = bisect_right(starts, row.start) - 1
    return titles[at] if at >= 0 else messages.text("Begin van de brief")


def _headings(letter: Letter) -> tuple[list[int], list[str]]:
    found = [
        (start, letter.text[start:end])
        for start, end, kind, *_ in letter.shape["blocks"]
        if kind == BlockKind.HEADING
    ]
    return [start for start, _ in found], [title for _, title in found]


def _text(value: Any) -> str:
    if value is None or value is False:
        return ""
    return "1" if value is True else str(value)
