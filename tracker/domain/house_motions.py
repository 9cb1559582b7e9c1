"""What the House's register says of a motion and of a commitment, read as our own codes.

The values are those seen in the register; they are compared without regard to case. What is
not known here has no meaning to us: None, and the register's own words stay beside it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.errors import DomainError
from tracker.domain.letters_names import surnames
from tracker.domain.references_found import ReferenceKind, find_references
from tracker.domain.references_read import read_reference
from tracker.domain.statuses import Appreciation, Outcome
from tracker.domain.texts import fold

# What was decided


@dataclass(frozen=True)
class Decision:
    """A Besluit as it came: BesluitSoort, BesluitTekst and Status."""

    kind: str
    text: str = ""
    status: str = "Besluit"


_DECIDED = "besluit"
_VOTE = "stemmen - "
_OUTCOMES = {
    "ingediend": Outcome.TABLED,
    "aangenomen": Outcome.ADOPTED,
    "zonder stemming aannemen": Outcome.ADOPTED,
    "zonder stemming aangenomen": Outcome.ADOPTED,
    "verworpen": Outcome.REJECTED,
    "niet aangenomen": Outcome.REJECTED,
    "aangehouden": Outcome.HELD,
    "aanhouden": Outcome.HELD,
    "ingetrokken": Outcome.WITHDRAWN,
    "vervallen": Outcome.LAPSED,
    "overgenomen": Outcome.TAKEN_OVER,
    "gewijzigd": Outcome.REPLACED,
    "vervangen": Outcome.REPLACED,
}
_PUT_OFF = "uitstellen"
_SAID = re.compile(
    r"(?:de )?(?:(?:nader )?gewijzigde )?(?:motie )?(?:is |wordt |werd )?"
    rf"(?P<what>{'|'.join(sorted(_OUTCOMES, key=len, reverse=True))})"
    r"(?: door [^;]*| \([^()]*\))?"
)


def outcome_of(decisions: Iterable[Decision]) -> Outcome | None:
    """What became of a motion by its decisions, in the order in which they were taken.

    Only what has been decided counts, and the last that says something does. A vote with a
    result that is not known here, or one whose text says otherwise, leaves it unknown until
    a later decision.
    """
    outcome = None
    for decision in decisions:
        if fold(decision.status) != _DECIDED:
            continue
        kind = fold(decision.kind)
        said = {_OUTCOMES.get(kind.removeprefix(_VOTE)), _said(decision.text)} - {None}
        if len(said) == 1:
            outcome = _later(outcome, *said)
        elif said or (kind.startswith(_VOTE) and kind != _VOTE + _PUT_OFF):
            outcome = None
    return outcome


def _said(text: str) -> Outcome | None:
    said = _SAID.fullmatch(fold(text).rstrip("."))
    return _OUTCOMES[said["what"]] if said else None


def _later(before: Outcome | None, outcome: Outcome | None) -> Outcome | None:
    """That a motion was tabled says nothing against what became of it."""
    return before if before and outcome is Outcome.TABLED else outcome


_APPRECIATIONS = {
    "overgenomen": Appreciation.TAKEN_OVER,
    "ontraden": Appreciation.ADVISED_AGAINST,
    "oordeel kamer": Appreciation.LEFT_TO_HOUSE,
}


def appreciation_of(printed: str) -> Appreciation | None:
    """What the minister advised by a Zaak's Kabinetsappreciatie; None unless it is clear.

    'Ontraden, tenzij gewijzigd', 'Ontijdig' and 'Nog niet bekend' are not.
    """
    return _APPRECIATIONS.get(fold(printed))


# Who voted what


@dataclass(frozen=True)
class Vote:
    """A Stemming as it came: Soort, the party, and its seats; `person` in a roll-call only."""

    party: str
    choice: str
    seats: int | None = None
    person: str | None = None
    mistaken: bool = False


@dataclass(frozen=True)
class PartyCount:
    """A party, and how many of its seats; None where the register does not say."""

    party: str
    seats: int | None


@dataclass(frozen=True)
class PartyVotes:
    """The parties by what they chose, the largest first.

    `mistaken` are those that said to have voted otherwise than they meant; they stand with
    what they cast as well. `unread` has what was cast with a word that is not known here.
    """

    in_favour: tuple[PartyCount, ...] = ()
    against: tuple[PartyCount, ...] = ()
    absent: tuple[PartyCount, ...] = ()
    mistaken: tuple[PartyCount, ...] = ()
    unread: tuple[PartyCount, ...] = ()


_UNREAD = ""
_CHOICES = ("voor", "tegen", "niet deelgenomen", _UNREAD)


def votes_by_party(votes: Sequence[Vote]) -> PartyVotes:
    """The votes of one decision by party; in a roll-call each person counts for their party."""
    chosen: dict[str, list[Vote]] = {choice: [] for choice in _CHOICES}
    for vote in votes:
        choice = fold(vote.choice)
        chosen[choice if choice in chosen else _UNREAD].append(vote)
    return PartyVotes(
        in_favour=_counted(chosen["voor"]),
        against=_counted(chosen["tegen"]),
        absent=_counted(chosen["niet deelgenomen"]),
        mistaken=_counted([vote for vote in votes if vote.mistaken]),
        unread=_counted(chosen[_UNREAD]),
    )


def _counted(votes: Iterable[Vote]) -> tuple[PartyCount, ...]:
    """A party that comes twice with one choice is one party; its members are counted."""
    persons: dict[str, set[str]] = {}
    sizes: dict[str, int | None] = {}
    for vote in votes:
        if vote.person is not None:
            persons.setdefault(vote.party, set()).add(vote.person)
        else:
            known = [n for n in (sizes.get(vote.party), vote.seats) if n is not None]
            sizes[vote.party] = max(known, default=None)
    sizes |= {party: len(members) for party, members in persons.items()}
    counts = (PartyCount(party, seats) for party, seats in sizes.items())
    return tuple(sorted(counts, key=lambda count: (-(count.seats or 0), fold(count.party))))


# What the register says of a commitment


class RegisterStatus(StrEnum):
    """Where a commitment stands by the House's own register."""

    OPEN = "open"
    MET = "met"
    PARTLY = "partly"
    LAPSED = "lapsed"
    NOT_MET = "not_met"


_REGISTER_STATUSES = {
    "open": RegisterStatus.OPEN,
    "openstaand": RegisterStatus.OPEN,
    "voldaan": RegisterStatus.MET,
    "nagekomen": RegisterStatus.MET,
    "afgedaan": RegisterStatus.MET,
    "deels voldaan": RegisterStatus.PARTLY,
    "deels nagekomen": RegisterStatus.PARTLY,
    "deels afgedaan": RegisterStatus.PARTLY,
    "vervallen": RegisterStatus.LAPSED,
    "niet voldaan": RegisterStatus.NOT_MET,
    "niet nagekomen": RegisterStatus.NOT_MET,
}


def register_status_of(printed: str) -> RegisterStatus | None:
    """The status that a register prints; None for one that is not known here."""
    return _REGISTER_STATUSES.get(fold(printed))


# What a motion's subject says


@dataclass(frozen=True)
class MotionSubject:
    """The Onderwerp of a motion, in its parts.

    `subject` is what it is about, without 'over', or all of the text where that is not a
    motion's. `replaces` is the identifier of the paper that it stands in place of
    ('kst-31015-180'), or that paper's bare number in the same dossier ('180').
    """

    submitters: tuple[str, ...]
    cum_suis: bool
    subject: str
    is_changed: bool = False
    replaces: str | None = None


_IN_PLACE_OF = re.compile(
    r"\s*\(\s*(?:t\.?\s?v\.?\s?v\.?|ter vervanging van)\s*(?P<paper>[^()]*)\)", re.IGNORECASE
)
_BARE_NUMBER = re.compile(r"(?:nr\.?|nummer|stuk(?: nr\.?)?)?\s*(\d{1,5})", re.IGNORECASE)
_HEAD = re.compile(
    r"(?P<changed>(?:(?:nader|tweede|derde)\s+)*gewijzigde\s+)?motie(?:\s+van\s+|\s+|-)"
    r"(?:(?:het\s+lid|de\s+leden)\s+)?(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_CUM_SUIS = re.compile(r",?\s+(?:c\.?\s?s\.?(?!\w)|cum suis),?", re.IGNORECASE)
_ABOUT = re.compile(
    r"(?:^|,?\s+)"
    r"(?P<by>over|inzake|betreffende|om|tot|met|ter|voor|waarin|houdende|strekkende|naar)\s+"
)
_LEFT_OUT = frozenset({"over", "inzake", "betreffende"})
_SURNAME = re.compile(r"(?:(?:[^\W\d_]|['’.-])+ ?){1,6}")


def subject_of(printed: str) -> MotionSubject:
    """The parts of 'Gewijzigde motie van de leden A en B c.s. over … (t.v.v. 31015-180)'."""
    text = " ".join(printed.split())
    place = _IN_PLACE_OF.search(text)
    replaces = _replaced(place["paper"]) if place else None
    text = _IN_PLACE_OF.sub("", text).strip()
    head = _HEAD.fullmatch(text)
    if head is None:
        return MotionSubject((), False, text, replaces=replaces)
    people, subject = _divided(head["rest"])
    cum_suis = _CUM_SUIS.search(people)
    names = _names(people[: cum_suis.start()] if cum_suis else people)
    if not names:
        return MotionSubject((), False, subject or text, bool(head["changed"]), replaces)
    return MotionSubject(names, cum_suis is not None, subject, bool(head["changed"]), replaces)


def _divided(rest: str) -> tuple[str, str]:
    """Who submitted it, and what it is about."""
    about = _ABOUT.search(rest)
    if about is None:
        return rest, ""
    start = about.end() if about["by"] in _LEFT_OUT else about.start("by")
    return rest[: about.start()], rest[start:]


def _names(printed: str) -> tuple[str, ...]:
    """The surnames; none where one of them is no name ('motie van wantrouwen')."""
    names = surnames(printed)
    return names if all(_is_name(name, printed) for name in names) else ()


def _is_name(name: str, printed: str) -> bool:
    last = name.split()[-1]
    return _SURNAME.fullmatch(name) is not None and last[0].isupper() and last in printed


def _replaced(printed: str) -> str | None:
    """The paper or number; the whole text is one, so that '36600-VI-1900' names no year."""
    try:
        return read_reference(printed).identifier
    except DomainError:
        pass
    found = [each for each in find_references(printed) if each.kind is ReferenceKind.PAPER]
    if found:
        return found[0].id
    number = _BARE_NUMBER.fullmatch(printed.strip())
    return number[1] if number else None
