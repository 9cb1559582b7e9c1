"""The report that a letter answers, and the programme that it is part of."""

import re
from datetime import date

from tracker.domain.letters_dates import DATE, read_date
from tracker.domain.letters_finds import Confidence, Find, SourceReport
from tracker.domain.letters_material import Material
from tracker.domain.letters_sentences import Sentence

_NOUN = (
    r"(?:[Oo]nderzoeks|[Ee]ind|[Aa]dvies|[Ee]valuatie|[Jj]aar|[Vv]ervolg)?"
    r"(?:rapport(?:age)?|advies|monitor|onderzoek|evaluatie|verkenning)"
)
_QUOTED = r"[«\"“‘']{1,2}(?P<quoted>[^»\"”\n]{3,250}?)[»\"”’']{1,2}"
_REPORT = re.compile(
    rf"\b(?P<owner>zijn|haar|hun|het|de|een)\s(?:\w+\s)?(?P<noun>{_NOUN})\b,?\s(?:getiteld |"
    rf"genaamd |met (?:de|als) titel )?"
)
_PUBLISHED = re.compile(
    r"\s*\b(?:gepubliceerd|uitgebracht|aangeboden|verschenen|gepresenteerd|openbaar gemaakt|"
    r"uit\b|aan\b|van\b|door\b|"
    r"over\b|in\b|op\b|naar\b|\()"
)
_RELEASED_BY = re.compile(
    r"\b(?:heeft|bracht|publiceerde|presenteerde|verscheen)\s(?P<body>(?:de|het)?\s?.{3,160}?)"
    r"(?:\s\(hierna:?[^)]{1,60}\))?(?:,? (?:op|in) [^,]{4,30},?)?\s(?:zijn|haar|hun|het|de|"
    r"een)\s(?:\w+\s)?"
    rf"{_NOUN}\b"
)
_SUBJECT = re.compile(
    r"(?P<body>(?:De|Het) (?=[A-Z])[^,.;]{3,120}?)(?: \((?:hierna:? )?[^)]{1,40}\))? "
    r"(?:heeft|bracht|publiceerde)\b"
)
_OWNED_BY = re.compile(
    r"\s?(?:\([^)]{1,60}\) )?\b(?:van|door)\s(?:de|het)?\s?(?P<body>[A-ZÀ-Þ][^,.;(]{2,140}?)"
    r"(?= \(|,|\.|;| aan\b| over\b| van \d| dat\b| is\b| op\b| heeft\b| en\b [a-z]| inzake\b|"
    r" naar\b| waarin\b| waarmee\b|$)"
)
_ANSWERS = re.compile(
    rf"\b(?:[Hh]ierbij|[Mm]et deze brief|[Ii]n deze brief|[Bb]ijgaand|[Bb]ij deze)\b.{{0,160}}"
    rf"(?:reactie|reageer|reageren)\b|\b(?:bied|stuur|zend|reageer|"
    rf"geef)\b.{{0,160}}\b(?:reactie )?op\b"
    rf".{{0,60}}\b{_NOUN}\b"
)
_SAID_ON = re.compile(rf"\b(?:[Oo]p|van|d\.d\.)\s(?P<date>{DATE})")


def find_report(material: Material, *, has_recommendations: bool) -> SourceReport | None:
    """The report named first in the letter, if the letter is an answer to it."""
    pages = material.pages
    for paragraph in pages.body[:18]:
        if paragraph.is_heading or len(paragraph.text) < 60:
            continue
        for sentence in paragraph.sentences[:12]:
            if not (has_recommendations or _ANSWERS.search(sentence.text)):
                continue
            report = _report(material, sentence)
            if report:
                return report
    return None


def _report(material: Material, sentence: Sentence) -> SourceReport | None:
    for noun in _REPORT.finditer(sentence.text):
        title = _title(material, sentence, noun.end())
        if title is None:
            continue
        printed, end = title
        body = _body(sentence.text, noun.start("owner"), end)
        find = material.pages.sentence_find(sentence, "report.named", Confidence.SURE)
        return SourceReport(find, printed, body, _published_on(sentence.text))
    return None


def _title(material: Material, sentence: Sentence, at: int) -> tuple[str, int] | None:
    """What is in quotes or italics behind the noun, or begins with a capital."""
    text = sentence.text
    quoted = re.compile(_QUOTED).match(text, at)
    if quoted:
        return quoted["quoted"].strip(), quoted.end()
    start = sentence.start + at
    emphasis = material.pages.emphasised(start, sentence.end)
    if emphasis and emphasis[0] - start <= 1:
        return material.text[emphasis[0] : emphasis[1]].strip(' «»"“”'), emphasis[
            1
        ] - sentence.start
    if at < len(text) and text[at].isupper():
        end = _PUBLISHED.search(text, at)
        title = text[at : end.start() if end else len(text)].strip(" ,.")
        if 3 <= len(title) <= 200:
            return title, at + len(title)
    return None


def _body(text: str, before: int, after: int) -> str | None:
    """Who made the report: the subject before it, or 'van …' behind it."""
    subject = _SUBJECT.match(text)
    if subject and subject.end() < before:
        return _without_article(subject["body"])
    released = _RELEASED_BY.search(text)
    if released and released.start() < before:
        return _without_article(released["body"])
    owned = _OWNED_BY.match(text, after)
    return _without_article(owned["body"]) if owned else None


def _without_article(body: str) -> str:
    return re.sub(r"^(?:[Dd]e|[Hh]et|mijn|onze) ", "", body.strip(" ,"))


def _published_on(text: str) -> date | None:
    found = _SAID_ON.search(text)
    return read_date(found["date"]) if found else None


_PROGRAMME = re.compile(
    r"\b(?:[Pp]rogramma|[Aa]ctieprogramma|[Aa]ctieplan|[Ii]nterdepartementale? programma)\s"
)
_CAPITALISED = re.compile(
    r"[A-ZÀ-Þ][\w'’-]+(?: (?:[A-ZÀ-Þ][\w'’-]+|van|voor|tegen|en|de|het|der|op|in|met)(?= |"
    r"[.,;)])){1,7}"
)


def find_programme(material: Material) -> Find | None:
    """The programme that the letter names first, by its name in italics, quotes or capitals."""
    pages = material.pages
    for paragraph in pages.body:
        if paragraph.is_heading or "rogramma" not in paragraph.text:
            continue
        for named in _PROGRAMME.finditer(paragraph.text):
            stretch = _programme(material, paragraph.block.start + named.end(), paragraph.block.end)
            if stretch:
                return pages.find(*stretch, "programme.named", Confidence.LIKELY)
    return None


def _programme(material: Material, start: int, end: int) -> tuple[int, int] | None:
    emphasis = material.pages.emphasised(start, end)
    if emphasis and emphasis[0] - start <= 1:
        return emphasis
    text = material.text[start : min(end, start + 200)]
    quoted = re.compile(_QUOTED).match(text)
    if quoted:
        return start + quoted.start("quoted"), start + quoted.end("quoted")
    capital = _CAPITALISED.match(text)
    if capital is None:
        return None
    name = re.sub(r"(?: (?:van|voor|tegen|en|de|het|der|op|in|met))+$", "", capital.group())
    return (start, start + len(name)) if " " in name else None
