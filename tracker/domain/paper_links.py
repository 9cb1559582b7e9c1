"""How a new paper speaks of what is followed: which items, in what role, and where it says so.

A paper that cites an item's own paper or its number in the register is surely about it; one
that names a motion by its submitters is so likely, and only if it speaks of the same subject.
Nothing else makes a link.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.domain.letters import Confidence
from tracker.domain.paper_links_names import MotionsByName, NamedMotion, named_motions
from tracker.domain.paper_links_roles import Role, Told
from tracker.domain.references_found import FoundReference, find_references
from tracker.domain.statuses import Kind


@dataclass(frozen=True)
class Known:
    """An item that is followed, by what a paper may know it by.

    `own_papers` are the identifiers of the papers in which it stands ('kst-31015-180'),
    `register_number` is its TZ or T number, `submitters` are surnames.
    """

    item_key: str
    own_papers: tuple[str, ...]
    register_number: str | None
    kind: Kind
    submitters: tuple[str, ...] = ()
    subject: str = ""
    title: str = ""


@dataclass(frozen=True)
class PaperLink:
    """A paper speaks of an item; `quote` is what shows it, text[start:end]."""

    item_key: str
    role: Role
    start: int
    end: int
    quote: str
    rule: str
    confidence: Confidence


class KnownItems:
    """The items that are followed, found by identifier, number and name; made once for many
    papers.
    """

    def __init__(self, items: Sequence[Known]) -> None:
        self.by_identifier: dict[str, list[Known]] = {}
        for item in items:
            numbers = (item.register_number,) if item.register_number else ()
            for identifier in (*item.own_papers, *numbers):
                self.by_identifier.setdefault(identifier, []).append(item)
        self.by_key = {item.item_key: item for item in items}
        self.motions = MotionsByName(
            (item.item_key, item.submitters, f"{item.subject} {item.title}")
            for item in items
            if item.kind is Kind.MOTION and item.submitters
        )

    def cited_by(self, identifiers: Sequence[str]) -> list[Known]:
        """The items that one of these identifiers stands for."""
        return [item for each in identifiers for item in self.by_identifier.get(each, ())]


@dataclass(frozen=True)
class _Mention:
    item: Known
    start: int
    rule: str
    confidence: Confidence


def links_in(text: str, known: KnownItems, own_identifier: str | None) -> tuple[PaperLink, ...]:
    """The items that a paper speaks of, in the order of their places; of each item one link,
    that with the strongest role, and of those the first.

    `text` may begin with a line of title, and may be no more than that. `own_identifier` is
    the paper itself, which has no links to the items that stand in it.
    """
    references = find_references(text)
    names = list(named_motions(text))
    told = Told(text, [each.start for each in references], [each.start for each in names])
    best: dict[str, tuple[int, int, PaperLink]] = {}
    mentions = [*_cited(references, known), *_named(text, references, names, known)]
    for mention in sorted(mentions, key=lambda mention: mention.start):
        if own_identifier in mention.item.own_papers:
            continue
        role, start, end = told.at(mention.start)
        sureness = 1 if mention.confidence is Confidence.SURE else 0
        rank = (role.strength, sureness)
        key = mention.item.item_key
        if key not in best or rank > best[key][:2]:
            quote = text[start:end]
            link = PaperLink(key, role, start, end, quote, mention.rule, mention.confidence)
            best[key] = (*rank, link)
    return tuple(sorted((each[2] for each in best.values()), key=lambda each: each.start))


def _cited(references: Sequence[FoundReference], known: KnownItems) -> Iterator[_Mention]:
    for reference in references:
        for item in known.cited_by([reference.id]):
            is_number = reference.id == item.register_number
            rule = "link.register_number" if is_number else "link.cites_paper"
            sure = Confidence.LIKELY if reference.alternatives else Confidence.SURE
            yield _Mention(item, reference.start, rule, sure)
        for item in known.cited_by(reference.alternatives):
            yield _Mention(item, reference.start, "link.may_cite", Confidence.LIKELY)


def _named(
    text: str,
    references: Sequence[FoundReference],
    names: Sequence[NamedMotion],
    known: KnownItems,
) -> Iterator[_Mention]:
    """The motions named by their submitters; where a known paper stands beside the name, that
    says which it is.
    """
    starts = [each.start for each in references]
    cited = {item.item_key for each in references for item in known.cited_by([each.id])}
    for named in names:
        first, end = bisect_left(starts, named.start), bisect_left(starts, named.reach)
        beside = references[first:end]
        if any(known.cited_by([each.id, *each.alternatives]) for each in beside):
            continue
        for key in known.motions.meant_by(named, text, cited, has_other_paper=bool(beside)):
            item = known.by_key[key]
            yield _Mention(item, named.start, "link.names_motion", Confidence.LIKELY)
