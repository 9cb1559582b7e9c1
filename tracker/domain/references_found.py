"""References in running text: where they stand, and which paper each of them is.

A reference is never guessed: what may stand for two papers says so in `alternatives`, and a
printed year that is no session year is kept with the reading beside it (`corrected_from`).
What has the figures of a dossier but is none (an amount, a range of years, a telephone
number) is left alone, and so is a dossier without a paper.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.errors import DomainError
from tracker.domain.references import (
    AnswersReference,
    ProceedingsReference,
    Reference,
    address,
    parse_identifier,
    source_place,
)
from tracker.domain.references_folding import fold_blanks
from tracker.domain.references_numbers import WIDEST_RANGE
from tracker.domain.references_papers import NO_CONTEXT, Context, read_papers
from tracker.domain.references_phrases import Cited
from tracker.domain.references_proceedings import read_answers, read_proceedings
from tracker.domain.references_registers import (
    ATTACHMENT,
    CASE,
    COMMITMENT,
    DOCUMENT,
    RegisterReference,
    parse_register_number,
    register_address,
)


class ReferenceKind(StrEnum):
    """What a reference is to."""

    PAPER = "paper"
    PROCEEDINGS = "proceedings"
    APPENDIX = "appendix"
    DOCUMENT = "document"
    CASE = "case"
    COMMITMENT = "commitment"


@dataclass(frozen=True)
class FoundReference:
    """A reference in a text; `start` and `end` are offsets in code points, `text` is what is
    printed between them.

    Of 'nrs. 172 en 173' the first has all of the citation up to its own number, the second its
    number alone; what lies within a range ('nrs. 1-3') has the range. `alternatives` are the
    other identifiers that the print may stand for.
    """

    start: int
    end: int
    text: str
    reference: Reference | RegisterReference
    alternatives: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The official identifier: 'kst-28638-185', '2020D27680'."""
        return self.reference.identifier

    @property
    def kind(self) -> ReferenceKind:
        """Paper, proceedings, appendix, document, case or commitment."""
        match self.reference:
            case RegisterReference(kind):
                return ReferenceKind(kind)
            case ProceedingsReference():
                return ReferenceKind.PROCEEDINGS
            case AnswersReference():
                return ReferenceKind.APPENDIX
            case _:
                return ReferenceKind.PAPER

    @property
    def corrected_from(self) -> str | None:
        """The session year as printed ('2019/21') where another is read."""
        if isinstance(self.reference, RegisterReference):
            return None
        return self.reference.corrected_from

    @property
    def place(self) -> str:
        """As the House writes it ('Kamerstuk 28 638, nr. 185'); a register's number as it is."""
        if isinstance(self.reference, RegisterReference):
            return self.id
        return source_place(self.reference)

    @property
    def address(self) -> str | None:
        """The public web address, if the reference gives one."""
        if isinstance(self.reference, RegisterReference):
            return register_address(self.reference)
        return address(self.reference)


_REGISTER_NUMBER = rf"(?:{DOCUMENT}|{CASE}|{COMMITMENT})(?![0-9A-Za-z])"
_START = re.compile(
    rf"""
    (?<![^\W_])(?:
        (?P<ruling>(?i:ECLI)[ ]?:[\w:.]+)
      | (?P<address>(?:(?i:https?)://|(?i:www|zoek)\.)[^\s<>"«»]+)
      | (?P<identifier>(?i:(?:kst|blg|ah|h)-)[0-9A-Za-z-]*[0-9A-Za-z])
      | (?P<register>{_REGISTER_NUMBER})
      | (?P<citation>
            (?i:aanhangsel|handelingen|hand\.|bijlage|kamerst|kst|tweede|eerste|vergaderjaar)
          | [TE]K\b | \d\d[ \n.]?\d{{3}}(?!\d) | \d{{4}}[ \n]?[/-]
        )
    )
    """,
    re.ASCII | re.VERBOSE,
)
_PUBLISHED = re.compile(
    r"(?<![0-9A-Za-z])(?:(?:kst|ah|h)-[0-9A-Za-z-]*[0-9A-Za-z]|blg-\d+)", re.ASCII | re.IGNORECASE
)
_REGISTERED = re.compile(rf"(?<![0-9A-Za-z]){_REGISTER_NUMBER}", re.ASCII)
_PUBLISHERS = ("officielebekendmakingen.nl", "overheid.nl")


def find_references(text: str) -> tuple[FoundReference, ...]:
    """The references in a text, in the order in which they begin.

    Takes time in proportion to the length of the text.
    """
    folded = fold_blanks(text)
    found = []
    for cited in _cited_in(folded.text):
        start, end = folded.original(cited.start, cited.end)
        found.append(
            FoundReference(start, end, text[start:end], cited.reference, cited.alternatives)
        )
    return tuple(found)


def _cited_in(text: str) -> Iterator[Cited]:
    place, context, given = 0, NO_CONTEXT, 0
    while start := _START.search(text, place):
        place = start.end()
        match start.lastgroup:
            case "address":
                yield from _in_address(start)
            case "identifier":
                yield from _published(start[0], start.start(), start.end())
            case "register":
                number = parse_register_number(start[0])
                yield Cited(start.start(), start.end(), number)
            case "citation":
                # Ranges may give so many references for what there is of text, and no more.
                widest = min(WIDEST_RANGE, WIDEST_RANGE + place // 10 - given)
                cited, after, context = _citation_at(text, start.start(), context, widest)
                yield from cited
                given += len(cited) - 1 if cited else 0
                place = max(place, after)


def _citation_at(
    text: str, start: int, context: Context, widest: int
) -> tuple[list[Cited], int, Context]:
    """The references of the citation that begins at a place, where it ends, and what it hands
    on; none, if what begins there is no citation.
    """
    for read in (read_answers, read_proceedings):
        cited, end = read(text, start, widest)
        if cited:
            return cited, end, NO_CONTEXT
    return read_papers(text, start, context, widest)


def _in_address(found: re.Match[str]) -> Iterator[Cited]:
    """What an address leads to: of the publisher one paper, of the House a case and a document."""
    printed = found[0].rstrip(".,;:!?)]}*_'\"’”")
    host = printed.partition("://")[2] or printed
    if host.partition("/")[0].lower().endswith(_PUBLISHERS):
        identifiers = _PUBLISHED.findall(printed)
        if identifiers:
            yield from _published(identifiers[-1], found.start(), found.start() + len(printed))
        return
    for number in _REGISTERED.finditer(printed):
        begin = found.start() + number.start()
        yield Cited(begin, begin + len(number[0]), parse_register_number(number[0]))


def _published(printed: str, start: int, end: int) -> Iterator[Cited]:
    prefix, _, rest = printed.partition("-")
    identifier = f"{prefix.lower()}-{rest}"
    try:
        if re.fullmatch(ATTACHMENT, identifier):
            yield Cited(start, end, parse_register_number(identifier))
        else:
            yield Cited(start, end, parse_identifier(identifier))
    except DomainError:
        return
