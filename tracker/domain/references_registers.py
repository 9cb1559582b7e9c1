"""Numbers of the two Houses' own registers: documents, cases and commitments.

- `2020D27680`, `2020Z12976`: a document and a case of the Tweede Kamer;
- `TZ202012-001`, `T03012`: a commitment of the Tweede Kamer, and of the Eerste Kamer;
- `blg-1253259`: an annex, numbered by the publisher by itself.
"""

import re
from dataclasses import dataclass

from tracker.domain.references import LONGEST_REFERENCE, SITE, AnswersReference, unknown_form
from tracker.domain.references_years import session_year

DOCUMENT = r"20\d\dD\d{5}"
CASE = r"20\d\dZ\d{5}"
COMMITMENT = r"TZ20\d\d(?:0[1-9]|1[0-2])-\d{1,4}|T0\d{4}"
ATTACHMENT = r"blg-\d{4,8}"
_REGISTER_NUMBER = re.compile(
    rf"(?P<document>{DOCUMENT}|{ATTACHMENT})|(?P<case>{CASE})|(?P<commitment>{COMMITMENT})",
    re.ASCII,
)
_HOUSE_SITE = "https://www.tweedekamer.nl"


@dataclass(frozen=True)
class RegisterReference:
    """What a register knows by a number; `kind` is 'document', 'case' or 'commitment'."""

    kind: str
    identifier: str


def parse_register_number(number: str) -> RegisterReference:
    """The document, case or commitment under a number.

    Raises DomainError 'reference.unknown_form' for anything else.
    """
    found = _REGISTER_NUMBER.fullmatch(number[: LONGEST_REFERENCE + 1])
    if found is None or found.lastgroup is None:
        raise unknown_form(number)
    return RegisterReference(found.lastgroup, number)


def register_address(reference: RegisterReference) -> str | None:
    """The public web address; None for a commitment, which has none that its number gives."""
    if reference.kind == "commitment":
        return None
    if reference.identifier.startswith("blg-"):
        return f"{SITE}/{reference.identifier}"
    if reference.kind == "case":
        return f"{_HOUSE_SITE}/kamerstukken/detail?id={reference.identifier}"
    return f"{_HOUSE_SITE}/downloads/document?id={reference.identifier}"


def answers_numbered(number: str) -> AnswersReference:
    """The Aanhangsel under the number that the Tweede Kamer's register gives it.

    '242501244' is nr. 1244 of 2024/25. Raises DomainError 'reference.unknown_form'.
    """
    found = re.fullmatch(r"(\d\d)(\d\d)(\d{5})", number, re.ASCII)
    if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
        raise unknown_form(number)
    return AnswersReference("tk", session_year(2000 + int(found[1])), int(found[3]))
