"""What a paper says of itself: its dossier, number and date, who wrote it and for whom."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.errors import DomainError
from tracker.domain.letter_texts import PrintedPaper
from tracker.domain.letters_dates import DATE, dates_in, read_date
from tracker.domain.letters_finds import PaperFound, PaperKind
from tracker.domain.letters_names import SURNAME, in_small_letters, posts_in
from tracker.domain.letters_sentences import Pages, Paragraph
from tracker.domain.references import PaperReference
from tracker.domain.references_read import read_dossier
from tracker.domain.texts import fold

HEAD = 25
TAIL = 14

_SESSION = re.compile(r"\bvergaderjaar\s+(\d{4})\s?[-‐-―/]\s?(\d{4}|\d\d)\b", re.IGNORECASE)
_DOSSIER = re.compile(
    r"(?P<number>\d{2}[  .]?\d{3})(?P<suffix>(?:[ -](?:[IVX]+[AB]?|\d\d|[A-Z]{1,3})|"
    r" ?\(R ?\d{3,4}\)))?(?:[ \t]+(?P<title>\S.*))?"
)
_NUMBER = re.compile(
    r"(?:Nr\.?\s*(?P<number>\d{1,5}|[A-Z]{1,3})|(?P<letter>[A-Z]{1,2}))(?:\s+(?P<rest>.+))?"
)
_LETTER = re.compile(r"(?:\w+ )?BRIEF VAN (?:DE |HET )?(?P<author>.+)", re.IGNORECASE)
_MOTION = re.compile(
    r"(?P<changed>(?:NADER )?GEWIJZIGDE )?MOTIE VAN (?:HET LID|DE LEDEN|"
    r"HET KAMERLID)\s+(?P<names>.+)",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"(?:MEMORIE VAN TOELICHTING|VOORSTEL VAN WET|NOTA (?:NAAR AANLEIDING|VAN WIJZIGING|"
    r"VAN VERBETERING)|"
    r"(?:GEWIJZIGD |NADER GEWIJZIGD )?AMENDEMENT|ADVIES |KONINKLIJKE BOODSCHAP|JAARVERSLAG|"
    r"VERSLAG (?:VAN|HOUDENDE))",
)  # fmt: skip
_DATED = re.compile(
    rf"(?:(?:['’]s-Gravenhage|Den Haag|Amsterdam|Utrecht|Rotterdam|Willemstad),?\s+(?:d\.d\.\s+)?|"
    rf"Voorgesteld\s+|Ontvangen\s+|Datum:?\s+)(?P<date>{DATE})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Title:
    """The line that says what a paper is, as printed."""

    kind: PaperKind
    author: str | None = None
    submitters: str | None = None
    replaces: bool = False


def read_paper(pages: Pages, dated_on: date | None) -> tuple[PaperFound, Title]:
    """The identity of a paper, from what it prints and what its document says of it."""
    head = [line for each in pages.body[:HEAD] for line in _lines(each)]
    title = _title(pages, head)
    paper = _printed(PaperFound(title.kind), pages.letter.printed)
    paper = _from_head(paper, head)
    paper = replace(
        paper,
        dated_on=dated_on or paper.dated_on or _dated_on(head),
        on_behalf_of=_on_behalf_of(pages),
    )
    signed_as, signed_by = _signature(pages)
    author = title.author and in_small_letters(title.author)
    if author and signed_as and fold(author).startswith(fold(signed_as)):
        author = signed_as
    paper = replace(paper, author=author or signed_as, signed_by=signed_by)
    others = tuple(post for post in paper.on_behalf_of if post != paper.author)
    return replace(paper, on_behalf_of=others, identifier=_identifier(paper)), title


def _lines(paragraph: Paragraph) -> Iterator[str]:
    if len(paragraph.text) <= 1000:
        yield from (" ".join(line.split()) for line in paragraph.text.split("\n"))


# What kind of paper


def _title(pages: Pages, head: Sequence[str]) -> Title:
    is_motion = _is_motion(pages)
    for line in head:
        if (found := _MOTION.match(line)) and (is_motion or line.isupper()):
            names, replaces = found["names"], bool(found["changed"])
            return Title(PaperKind.MOTION, submitters=names, replaces=replaces)
        if found := _LETTER.match(line):
            return Title(PaperKind.LETTER, author=_author(found["author"]))
        if _OTHER.match(line):
            return Title(PaperKind.OTHER)
    if is_motion:
        return Title(PaperKind.MOTION)
    return Title(PaperKind.LETTER)


def _author(printed: str) -> str:
    return re.split(r"\s{2,}|\bAan de\b", printed)[0].strip(" .,")


def _is_motion(pages: Pages) -> bool:
    start, end = pages.text[:3000], pages.text[-3000:]
    return "De Kamer," in start and "gaat over tot de orde van de dag" in end


# What it is called


def _printed(paper: PaperFound, printed: PrintedPaper) -> PaperFound:
    return replace(
        paper,
        dossier=printed.dossier,
        dossier_title=printed.dossier_title,
        number=printed.number,
        session_year=printed.session_year,
        dated_on=printed.dated_on,
    )


def _from_head(paper: PaperFound, head: Sequence[str]) -> PaperFound:
    session = next((found for line in head if (found := _SESSION.search(line))), None)
    if session and not paper.session_year:
        first, last = session.groups()
        paper = replace(paper, session_year=f"{first}-{first[: 4 - len(last)]}{last}")
    place = next((at for at, line in enumerate(head) if _is_dossier(line)), None)
    if place is None:
        return paper
    found = _DOSSIER.fullmatch(head[place])
    assert found is not None
    after = [*([found["title"]] if found["title"] else []), *head[place + 1 : place + 5]]
    at = next((at for at, line in enumerate(after) if _NUMBER.fullmatch(line)), None)
    if at is None:
        return paper
    number = _NUMBER.fullmatch(after[at])
    assert number is not None
    return replace(
        paper,
        dossier=paper.dossier or found["number"] + (found["suffix"] or ""),
        dossier_title=paper.dossier_title or " ".join(after[:at]).strip() or None,
        number=paper.number or number["number"] or number["letter"],
    )


def _is_dossier(line: str) -> bool:
    found = _DOSSIER.fullmatch(line)
    return found is not None and not (found["title"] or "X")[0].islower()


def _identifier(paper: PaperFound) -> str | None:
    if not (paper.dossier and paper.number):
        return None
    try:
        return PaperReference(read_dossier(paper.dossier), paper.number).identifier
    except DomainError:
        return None


def _dated_on(head: Sequence[str]) -> date | None:
    for line in head:
        if found := _DATED.search(line):
            return read_date(found["date"])
    for line in head:
        whole = list(dates_in(line))
        if len(whole) == 1 and whole[0][1] - whole[0][0] >= len(line) - 12:
            return whole[0][2]
    return None


# Who wrote it

_BEHALF = re.compile(r"\b[Nn]amens (?=(?:de|het) (?:[Mm]inister|[Ss]taatssecretaris))")
_SIGNED_AS = re.compile(
    r"(?:[Dd]e |[Hh]et )?(?P<post>(?:[Vv]ice)?(?:[Mm]inister|"
    r"[Ss]taatssecretaris)\b[^.\n]{0,110}?),?",
)
PERSON = (
    rf"(?:(?:drs|dr|mr|ir|prof|ing|jhr)\.? ){{0,3}}(?:(?:[A-Z][a-z]?\. ?){{1,6}}|[A-Z][a-zë]+ )"
    rf"(?:[A-Z]\.){{0,4}} ?(?:\([\w ]+\) )?{SURNAME}"
)
_PERSON = re.compile(PERSON)
_SIGNED_IN_ONE = re.compile(
    r"(?:[Dd]e |[Hh]et )?(?P<post>(?:[Vv]ice)?(?:[Mm]inister|"
    r"[Ss]taatssecretaris)\b[^.\n]{0,110}?),? "
    rf"(?P<person>(?=[A-Z][\w]*\.){PERSON})"
)


def _on_behalf_of(pages: Pages) -> tuple[str, ...]:
    for paragraph in pages.body[:HEAD]:
        for found in _BEHALF.finditer(paragraph.text[:6000]):
            end = re.compile(
                r"\b(?:informeer|bied|stuur|zend|reageer|ga|geef|doe|deel|wil|kom|treft|"
                r"ontvangt)\b|[.;:]\s"
            ).search(paragraph.text, found.end())
            return posts_in(paragraph.text[found.end() : end.start() if end else found.end() + 600])
    return ()


def _signature(pages: Pages) -> tuple[str | None, str | None]:
    """The post and the person below the letter, the first of several."""
    tail = [line for each in pages.body[-TAIL:] if len(each.text) < 400 for line in _lines(each)]
    for at, line in enumerate(tail):
        found = _SIGNED_AS.fullmatch(in_small_letters(line)) or _SIGNED_IN_ONE.fullmatch(line)
        if found is None or len(line) > 160:
            continue
        if "person" in found.re.groupindex:
            return _post(found["post"]), found["person"]
        near = [*tail[at + 1 : at + 3], *tail[max(0, at - 1) : at]]
        person = next((each for each in near if _PERSON.fullmatch(each)), None)
        if person or line.endswith(","):
            return _post(found["post"]), person
    return None, None


def _post(printed: str) -> str:
    post = printed.rstrip(" ,")
    named = posts_in(post)
    return named[0] if named else post[:1].upper() + post[1:]
