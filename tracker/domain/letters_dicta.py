"""What a motion's own paper asks: its dictum, and who submits it."""

import re

from tracker.domain.letters_finds import Confidence, DeadlineFound, DictumFound, ItemRef
from tracker.domain.letters_material import Material
from tracker.domain.letters_names import CUM_SUIS, NAMES, SURNAME, surnames
from tracker.domain.letters_paper import Title
from tracker.domain.letters_summaries import summary_of
from tracker.domain.statuses import Kind
from tracker.domain.terms_found import FoundTerm

_ASKS = re.compile(
    r"\b(?:verzoekt|roept|vraagt|draagt|nodigt|spreekt|bevestigt|constateert dat|is van oordeel|"
    r"keurt|zegt het vertrouwen)\b(?P<who>[^,;:]{0,80})",
)
_CLOSES = re.compile(r"\ben gaat over tot de orde van de dag", re.IGNORECASE)
_SIGNED = re.compile(rf"(?:{SURNAME})")
_NAMES_IN_TITLE = re.compile(rf"(?P<names>{NAMES})(?P<cs>{CUM_SUIS})?", re.IGNORECASE)
_REPLACES = re.compile(
    r"\bter vervanging van (?:die gedrukt onder|de motie)[^.\n]{0,10}", re.IGNORECASE
)


def read_dictum(material: Material, title: Title) -> DictumFound | None:
    """The request of a motion, from its verb up to 'en gaat over tot de orde van de dag'."""
    text = material.text
    closes = _CLOSES.search(text)
    end = closes.start() if closes else len(text)
    start = _start(text, end)
    if start is None:
        return None
    while end > start and text[end - 1] in " ,;.\n\t":
        end -= 1
    find = material.pages.find(start, end, "dictum.asks", Confidence.SURE)
    signed = _signed(material, closes.end() if closes else len(text))
    named = _NAMES_IN_TITLE.match(_small(title.submitters or ""))
    cum_suis = bool(re.search(CUM_SUIS, title.submitters or "", re.IGNORECASE))
    names = signed or (surnames(named["names"]) if named else ())
    replaces = _replaced(material)
    return DictumFound(find, names, cum_suis, replaces)


def dictum_in(text: str) -> str:
    """The request in the plain text of a motion's paper; '' where it has none that is closed.

    Without the closing words a text may be anything: a letter that names motions, say.
    """
    closes = _CLOSES.search(text)
    start = _start(text, closes.start()) if closes else None
    if closes is None or start is None:
        return ""
    return text[start : closes.start()].rstrip(" ,;.\n\t")


def _start(text: str, end: int) -> int | None:
    """The first request on a line of its own; a consideration may hold the same verb."""
    for found in re.finditer(r"(?m)^\W{0,3}(?=\w)", text[:end]):
        asks = _ASKS.match(text, found.end())
        if asks and not asks.group().startswith("constateert"):
            return found.end()
    last = None
    for asks in _ASKS.finditer(text[:end]):
        last = last if last is not None else asks.start()
    return last


def _signed(material: Material, after: int) -> tuple[str, ...]:
    names: list[str] = []
    for paragraph in material.pages.body:
        if paragraph.block.start < after:
            continue
        for line in paragraph.text.split("\n"):
            if not _SIGNED.fullmatch(line.strip()) or len(line) > 60:
                continue
            names += surnames(line.strip())
    return tuple(names)


def _small(printed: str) -> str:
    """'VAN DER GRAAF C.S.' as 'Van der Graaf c.s.'"""
    if not printed.isupper():
        return printed
    small = {"van", "der", "den", "de", "en", "c.s.", "ten", "ter"}
    words = printed.lower().split()
    named = [w if w in small else "-".join(p.capitalize() for p in w.split("-")) for w in words]
    return " ".join(named)


def _replaced(material: Material) -> str | None:
    found = _REPLACES.search(material.text)
    if found is None:
        return None
    cited = material.references_between(found.start(), found.end() + 80)
    if cited:
        return cited[0].identifier
    number = re.search(
        r"\bnr\.? ?(\d{1,5})", material.text[found.start() : found.end() + 60], re.IGNORECASE
    )
    paper = material.paper.identifier
    return f"{paper.rsplit('-', 1)[0]}-{number[1]}" if number and paper else None


def requested_deadlines(
    material: Material, dictum: DictumFound, terms: tuple[FoundTerm, ...]
) -> tuple[DeadlineFound, ...]:
    """The terms that the request itself names."""
    start, end = dictum.find.start, dictum.find.end
    return tuple(
        DeadlineFound(
            find=dictum.find,
            what=summary_of(material.text[start:end], material.text[term.start : term.end]),
            phrase=material.text[term.start : term.end],
            phrase_start=term.start,
            phrase_end=term.end,
            term=term.term,
            strength=term.strength,
            executor=None,
            belongs_to=ItemRef(Kind.MOTION, 0),
        )
        for term in terms
        if start <= term.start < end
    )
