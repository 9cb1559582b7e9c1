"""Recommendations of a report, what the letter answers to each, and how far each answer goes."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.domain.letter_texts import BlockKind
from tracker.domain.letters_finds import Confidence, Find, RecommendationFound
from tracker.domain.letters_material import Material
from tracker.domain.letters_names import ministry_of, posts_in
from tracker.domain.letters_sentences import Pages, Paragraph, Sentence
from tracker.domain.statuses import Response

_ORDINALS = {
    "eerste": "1", "tweede": "2", "derde": "3", "vierde": "4", "vijfde": "5", "zesde": "6",
    "zevende": "7", "achtste": "8", "negende": "9", "tiende": "10",
}  # fmt: skip
_LABEL = re.compile(
    r"(?:(?P<about>(?:Kabinets|Beleids)?[Rr]eactie (?:op|bij)|Ad|Opvolging(?: van)?) )?"
    r"(?:Deela|A|a)anbeveling(?:\s+(?:nr\.?\s*|nummer\s+)?(?P<number>\d{1,2}(?:\.\d{1,2})?[a-z]?|"
    r"[IVX]{1,4}|[A-Z]))?\b"
    r"(?P<mark>\s*[.:)–—-]?)\s*(?P<rest>.*)",
    re.DOTALL,
)
_PAGE = re.compile(r"\s*\((?:p|pp|pag|pagina|blz)\.?\s*(\d{1,4})[^()]{0,20}\)\.?\s*$")
_LIST_FOLLOWS = re.compile(
    r"\b(?:volgende|onderstaande|hieronder genoemde)\b[^.]{0,60}\baanbevelingen\b"
    r"|\baanbevelingen\b[^.]{0,60}\b(?:luiden|zijn|als volgt)\b|"
    r"\bbeveelt\b[^.]{0,80}\baan\b[^.]{0,20}:$"
)
_ITEM = re.compile(
    r"(?:(?P<number>\d{1,2}[a-z]?)[.)]|[a-z][.)]|[-•–*])\s*(?P<rest>\S.*)", re.DOTALL
)
_RESPONSE_HEADING = re.compile(
    r"(?:Kabinets|Beleids)?[Rr]eactie|Appreciatie|Toelichting|Stand van zaken|Opvolging|"
    r"Ons antwoord"
)
_OF_NUMBER = re.compile(
    r"\baanbeveling(?:en)? (?:nr\.? )?(\d{1,2}[a-z]?)|\b(\w+) aanbeveling\b", re.I
)


@dataclass(frozen=True)
class Answered:
    """The recommendations of a letter, and which of them each paragraph is about."""

    found: tuple[RecommendationFound, ...]
    under: dict[int, int]
    openings: frozenset[int]

    def answers(self) -> list[tuple[int, int]]:
        """Where each is answered in so many words, in order: (offset, place in `found`)."""
        said = ((each.response_find, at) for at, each in enumerate(self.found))
        return sorted((find.start, at) for find, at in said if find)


@dataclass(frozen=True)
class _Opening:
    """Where a recommendation is printed, and the paragraphs that open its part of the letter.

    `group` is the paragraph of the heading that it shares with others ('Aanbevelingen 1 en
    2'); `is_prose`: told in a sentence without a heading, its part ends with its paragraphs.
    """

    find: Find
    number: str | None
    page: int | None
    paragraphs: tuple[int, ...]
    opens: bool
    group: int | None = None
    is_prose: bool = False


def find_recommendations(material: Material) -> Answered:
    """The recommendations that a letter prints, each with the answer below it."""
    pages = material.pages
    openings = list(_printed(pages))
    under, opened = _parts(pages, openings)
    parts: dict[int, list[Paragraph]] = defaultdict(list)
    for paragraph in pages.body:
        if paragraph.index in under:
            parts[under[paragraph.index]].append(paragraph)
    answers = list(_answers_elsewhere(pages)) if openings else []
    groups: dict[int, list[Paragraph]] = defaultdict(list)
    for at, opening in enumerate(openings):
        if opening.group is not None:
            groups[opening.group] += parts[at]
    found = []
    for at, opening in enumerate(openings):
        own = parts[at] if opening.group is None else groups[opening.group]
        if opening.is_prose:
            own = [pages.paragraphs[index] for index in opening.paragraphs]
        end = _end_of_part(openings, at)
        answered = _answered(material, opening, own, end)
        found.append(_answered_elsewhere(pages, answered, answers))
    return Answered(tuple(found), under, opened)


def _end_of_part(openings: Sequence[_Opening], at: int) -> int | None:
    """Where the next recommendation that is told in prose begins; None where there is none."""
    after = openings[at + 1 : at + 2]
    return after[0].find.start if after and after[0].is_prose else None


# Where they are printed


def _printed(pages: Pages) -> Iterator[_Opening]:
    seen: set[str] = set()
    used: set[int] = set()
    listing = False
    for place, paragraph in enumerate(pages.body):
        if paragraph.index in used:
            continue
        listing = _lists(pages.body, place, listing)
        found = list(_joint(pages, place))
        if not found:
            opening = _labelled(pages, place) or (_listed(pages, paragraph) if listing else None)
            found = [opening] if opening else list(_told(pages, place))
        found = [each for each in found if _key(each.find.quote) not in seen]
        seen.update(_key(each.find.quote) for each in found)
        used.update(index for each in found if not each.is_prose for index in each.paragraphs)
        yield from found


# 'Aanbevelingen 1 en 2' above several at once

_JOINT = re.compile(
    r"(?:De )?[Aa]anbeveling(?:en)?\s+(?:nrs?\.?\s*)?(?P<first>\d{1,2})"
    r"(?P<more>(?:(?:,? en |, ?| ?/ ?| ?& ?)\d{1,2}){1,9}|"
    r" ?(?:t/m|tot en met|-|–) ?(?P<last>\d{1,2}))(?:\s*[.:)–—-]\s*(?P<rest>.*))?",
    re.DOTALL,
)
MOST_TOGETHER = 12


def _joint(pages: Pages, place: int) -> Iterator[_Opening]:
    """The recommendations below a heading of several: a list, a sentence each, or one for all."""
    heading = pages.body[place]
    label = _JOINT.fullmatch(heading.text) if len(heading.text) < 1000 else None
    if label is None:
        return
    numbers = _numbers(label)
    at = heading.index
    if label["rest"]:
        start, end = heading.block.start + label.start("rest"), heading.block.end
        wordings = [(start, end, heading)] * len(numbers)
    else:
        wordings = _wordings(pages.body[place + 1 : place + 1 + len(numbers)], len(numbers))
    for number, (start, end, paragraph) in zip(numbers, wordings, strict=False):
        indices = tuple(dict.fromkeys((at, paragraph.index)))
        opening = _opening(pages, start, end, number, indices, "labelled", True)
        yield replace(opening, group=at)


def _numbers(label: re.Match[str]) -> list[str]:
    if label["last"]:
        first, last = int(label["first"]), int(label["last"])
        return [str(number) for number in range(first, min(last, first + MOST_TOGETHER) + 1)]
    return [label["first"], *re.findall(r"\d+", label["more"])]


def _wordings(after: Sequence[Paragraph], many: int) -> list[tuple[int, int, Paragraph]]:
    """Where each of so many recommendations stands in the paragraphs below their heading."""
    items = []
    for paragraph in after:
        item = _ITEM.fullmatch(paragraph.text)
        if item is None and paragraph.block.kind is not BlockKind.LIST_ITEM:
            break
        start = paragraph.block.start + (item.start("rest") if item else 0)
        items.append((start, paragraph.block.end, paragraph))
    if items or not after:
        return items
    first = after[0].sentences[0] if after[0].sentences else None
    marked = list(_marked(first, after[0])) if first else []
    if len(marked) == many:
        return marked
    told = [(*bounds, after[0]) for each in after[0].sentences if (bounds := _advice_in(each))]
    return told if len(told) >= many else told[:1] * many


_MARK = re.compile(r",? ?\(aanbeveling \d{1,2}\)(?: en)?(?: (?:om|dat|te))? ?", re.IGNORECASE)


def _marked(sentence: Sentence, paragraph: Paragraph) -> Iterator[tuple[int, int, Paragraph]]:
    """'… aan om A (aanbeveling 1) en om B (aanbeveling 2)': each with what stands before it."""
    bounds = _advice_in(sentence)
    start = bounds[0] if bounds else sentence.start
    for mark in _MARK.finditer(sentence.text, start - sentence.start):
        if bounds:
            yield start, sentence.start + mark.start(), paragraph
        start = sentence.start + mark.end()


# Told in a sentence

_ADVISES = re.compile(
    r"\b(?:beveelt|bevelen|raadt|raden)\b(?! ik\b| wij\b)[^.;:]{0,160}?"
    r"\b(?:aan|af),?(?: (?:om|dat)|:)"
    r" (?P<om>\S.*)"
    r"|\b(?:beveelt|bevelen) (?:[^.;:]{0,100}? )?aan (?P<aan>\S.*)"
    r"|\b(?:adviseert|adviseren)\b(?! ik\b| wij\b)[^.;:]{0,160}?\b(?:om|dat) (?P<advice>\S.*)",
    re.DOTALL,
)
_OUR_ADVICE = re.compile(r"\b(?:[Ii]k|[Ww]ij|[Mm]otie|[Uu]w Kamer|verzoekt)\b|^Indien\b|^Als\b")


def _advice_in(sentence: Sentence) -> tuple[int, int] | None:
    """Where in 'De Raad beveelt aan om …' the advice itself stands."""
    found = _ADVISES.search(sentence.text[:1500])
    if found is None or _OUR_ADVICE.search(sentence.text[: found.start()]):
        return None
    name = found.lastgroup
    assert name is not None
    if found[name].count(" ") < 2:
        return None
    return sentence.start + found.start(name), sentence.end


def _told(pages: Pages, place: int) -> Iterator[_Opening]:
    """Recommendations in running text, if the letter answers them there or in what follows."""
    paragraph = pages.body[place]
    if paragraph.is_heading or paragraph.block.kind is BlockKind.TABLE_ROW:
        return
    if not _ADVISES.search(paragraph.text[:6000]):
        return
    after = pages.body[place + 1 : place + 2]
    following = after[0].sentences[:2] if after and not after[0].is_heading else ()
    sentences = paragraph.sentences
    advised = [(each.place, bounds) for each in sentences if (bounds := _advice_in(each))]
    advised = advised[:MOST_TOGETHER]
    ends = [*(at for at, _ in advised[1:]), len(sentences)]
    for (at, (start, end)), stop in zip(advised, ends, strict=True):
        said = any(_answer(each, about=True) for each in sentences[at + 1 : stop])
        below = stop == len(sentences) and any(_answer(each, about=True) for each in following)
        if said or below:
            indices = (paragraph.index, after[0].index) if not said else (paragraph.index,)
            opening = _opening(pages, start, end, None, indices, "told", True)
            yield replace(opening, is_prose=True)


def _key(quote: str) -> str:
    return " ".join(quote.lower().split())[:200]


def _lists(body: Sequence[Paragraph], place: int, before: bool) -> bool:
    """Whether the items of a list are recommendations here."""
    paragraph = body[place]
    if paragraph.block.kind is BlockKind.LIST_ITEM or _ITEM.fullmatch(paragraph.text):
        return before
    return bool(_LIST_FOLLOWS.search(paragraph.text[-300:])) and paragraph.text.endswith(":")


def _listed(pages: Pages, paragraph: Paragraph) -> _Opening | None:
    item = _ITEM.fullmatch(paragraph.text)
    if item is None and paragraph.block.kind is not BlockKind.LIST_ITEM:
        return None
    start = paragraph.block.start + (item.start("rest") if item else 0)
    number = item["number"] if item else None
    return _opening(pages, start, paragraph.block.end, number, (paragraph.index,), "listed", False)


def _labelled(pages: Pages, place: int) -> _Opening | None:
    """'Aanbeveling 1. …', with its wording in the same paragraph or in the next."""
    paragraph = pages.body[place]
    label = _LABEL.match(paragraph.text) if len(paragraph.text) < 3000 else None
    if label is None or label["about"] or paragraph.block.kind is BlockKind.TABLE_ROW:
        return None
    if label["number"] is None and not label["mark"].strip(" –-"):
        return None
    rest = label["rest"]
    if rest:
        if not label["mark"].strip() and not (rest[0].isupper() or rest[0] in "«\"“'‘"):
            return None
        start = paragraph.block.start + label.start("rest")
        return _opening(
            pages, start, paragraph.block.end, label["number"], (paragraph.index,), "labelled", True
        )
    if place + 1 == len(pages.body) or not paragraph.text.strip():
        return None
    after = pages.body[place + 1]
    both = (paragraph.index, after.index)
    first = after.sentences[0] if after.sentences else None
    if first and (advice := _advice_in(first)):
        return _opening(pages, *advice, label["number"], both, "labelled", True)
    if _ANSWER.search(after.text[:200]):
        return None
    return _opening(
        pages, after.block.start, after.block.end, label["number"], both, "labelled", True
    )


def _opening(
    pages: Pages,
    start: int,
    end: int,
    number: str | None,
    paragraphs: tuple[int, ...],
    rule: str,
    opens: bool,
) -> _Opening:
    """The wording itself: what is in italics, or the sentence; without quotes and page."""
    emphasis = pages.emphasised(start, end)
    if emphasis and emphasis[0] - start <= 3:
        start, end = max(start, emphasis[0]), emphasis[1]
    else:
        first = pages.sentence_at(start)
        if _ANSWER.search(pages.text[first.end : end]):
            end = first.end
    stretch = pages.text[start:end]
    page = _PAGE.search(stretch)
    if page is None:
        page = _PAGE.match(pages.text[end : end + 40].split("\n")[0])
    else:
        end = start + page.start()
    quote = pages.text[start:end]
    start += len(quote) - len(quote.lstrip(" \n\t«\"“‘'"))
    end -= len(quote) - len(quote.rstrip(" \n\t»\"”’'.;"))
    confidence = Confidence.SURE if rule == "labelled" else Confidence.LIKELY
    find = pages.find(start, max(start, end), f"recommendation.{rule}", confidence)
    return _Opening(find, number, int(page[1]) if page else None, paragraphs, opens)


# Which paragraphs are about which

_ENDS = re.compile(
    r"(?:Tot slot|Ten slotte|Tenslotte|Slot|Afsluiting|Afsluitend|Conclusie|Vervolg|Overig|"
    r"Moties?\b|"
    r"Toezegging|Uitvoering mot)",
    re.IGNORECASE,
)


def _parts(pages: Pages, openings: Sequence[_Opening]) -> tuple[dict[int, int], frozenset[int]]:
    opened_by = {
        index: at for at, each in enumerate(openings) if each.opens for index in each.paragraphs
    }
    printed = {index for each in openings for index in each.paragraphs}
    by_number = {each.number: at for at, each in enumerate(openings) if each.number}
    under: dict[int, int] = {}
    current: int | None = None
    for paragraph in pages.body:
        if paragraph.index in opened_by:
            current = opened_by[paragraph.index]
        elif (named := _named(paragraph, by_number)) is not None:
            current = named
        elif _ends_part(paragraph) or (current is not None and openings[current].is_prose):
            current = None
        if current is not None:
            under[paragraph.index] = current
    return under, frozenset(printed)


def _named(paragraph: Paragraph, by_number: dict[str, int]) -> int | None:
    """'Reactie op aanbeveling 2', 'Ad aanbeveling 2': a part about one printed before."""
    label = _LABEL.match(paragraph.text[:200])
    if label is None or not (paragraph.is_heading or label["about"] or label["number"]):
        return None
    return by_number.get(label["number"]) if label["number"] else None


def _ends_part(paragraph: Paragraph) -> bool:
    if len(paragraph.text) > 150 or not (paragraph.is_heading or paragraph.text[-1:].isalpha()):
        return False
    if _RESPONSE_HEADING.match(paragraph.text):
        return False
    return paragraph.is_heading or _ENDS.match(paragraph.text) is not None


# What is answered

_ANSWER = re.compile(
    r"\b(?:neem|nemen|neemt|wordt|worden|is|zijn|heb|heeft|"
    r"hebben)\b[^.;]{0,120}?\b(?:over(?:genomen)?)\b[ .,;:]"
    r"|\b(?:onderschrij(?:f|ft|ven)|omarm(?:t|en)?|(?:volg|volgt|volgen)(?= (?:ik |"
    r"het kabinet )?(?:deze|de) )|"
    r"(?:ga|gaat|kan) [^.;]{0,40}\b(?:mee|instemmen) (?:in|met))\b[^.;]{0,100}"
    r"|\b(?:zie|ziet|zien)\b[^.;]{0,60}\bgeen (?:aanleiding|noodzaak|reden)\b"
)
_TAKEN_OVER = re.compile(r"\bover(?:genomen)?[ .,;:]")
_ABOUT_RECOMMENDATION = re.compile(r"\baanbeveling", re.IGNORECASE)
_NOT = re.compile(r"\b(?:niet|geen)\b")
_PARTLY = re.compile(
    r"\b(?:deels|gedeeltelijk|ten dele|grotendeels|op onderdelen|in aangepaste vorm|"
    r"met uitzondering)\b"
)


def _answer(sentence: Sentence, *, about: bool) -> tuple[Response, Confidence] | None:
    """What a sentence answers to a recommendation; `about`: it stands in that part."""
    found = _ANSWER.search(sentence.text)
    if found is None or re.search(r"\b(?:zou|zouden|werd|verzoekt)\b", sentence.text):
        return None
    named = _ABOUT_RECOMMENDATION.search(sentence.text) is not None
    if not named:
        return None
    sure = _TAKEN_OVER.search(found.group()) is not None
    confidence = Confidence.SURE if sure and about else Confidence.LIKELY
    if _PARTLY.search(sentence.text):
        return Response.PARTLY, confidence
    if _NOT.search(found.group()):
        return Response.REJECTED, confidence
    return Response.ACCEPTED, confidence


def _answered(
    material: Material, opening: _Opening, own: Sequence[Paragraph], end: int | None
) -> RecommendationFound:
    pages = material.pages
    found = RecommendationFound(opening.find, opening.number, opening.page, Response.PENDING)
    stretches = [
        s
        for each in own
        for s in each.sentences
        if s.start >= opening.find.end and (end is None or s.end <= end)
    ]
    for sentence in stretches:
        answer = _answer(sentence, about=True)
        numbers = _numbers_named(sentence)
        if answer and not (numbers and opening.number and opening.number not in numbers):
            found = _with_answer(pages, found, sentence, answer)
            break
    return replace(found, co_responsible=_co_responsible(material, stretches))


def _with_answer(
    pages: Pages,
    found: RecommendationFound,
    sentence: Sentence,
    answer: tuple[Response, Confidence],
) -> RecommendationFound:
    find = pages.sentence_find(sentence, f"response.{answer[0].value}", answer[1])
    return replace(found, response=answer[0], response_find=find)


@dataclass(frozen=True)
class _Answer:
    """An answer that names what it is about: numbers, or None for all of them."""

    sentence: Sentence
    said: tuple[Response, Confidence]
    numbers: frozenset[str] | None


def _answers_elsewhere(pages: Pages) -> Iterator[_Answer]:
    """'Aanbeveling 2 neem ik niet over', 'De eerste aanbeveling is overgenomen'; or all at once."""
    for paragraph in pages.body:
        if "anbeveling" not in paragraph.text:
            continue
        for sentence in paragraph.sentences:
            said = _answer(sentence, about=False)
            if said is None:
                continue
            numbers = _numbers_named(sentence)
            if numbers or _ALL.search(sentence.text):
                yield _Answer(sentence, said, frozenset(numbers) or None)


def _numbers_named(sentence: Sentence) -> set[str]:
    """'1' of 'de eerste aanbeveling' and of 'aanbeveling 1'."""
    named = _OF_NUMBER.findall(sentence.text)
    return {digits or _ORDINALS.get(word.lower(), "") for digits, word in named} - {""}


_ALL = re.compile(r"\b(?:alle|de|beide) (?:\w+ )?aanbevelingen\b")


def _answered_elsewhere(
    pages: Pages, found: RecommendationFound, answers: Sequence[_Answer]
) -> RecommendationFound:
    if found.response is not Response.PENDING:
        return found
    for answer in answers:
        if answer.numbers is None or found.number in answer.numbers:
            return _with_answer(pages, found, answer.sentence, answer.said)
    return found


_TOGETHER = re.compile(r"\ben ik\b|\bMede namens\b|\bsamen met\b")


def _co_responsible(material: Material, sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """The other ministries that answer with the author: 'De Staatssecretaris van … en ik'."""
    own = ministry_of(material.paper.author or "")
    for sentence in sentences[:6]:
        together = _TOGETHER.search(sentence.text)
        if together is None:
            continue
        shorts = (ministry_of(post) for post in posts_in(sentence.text[:600]))
        return tuple(dict.fromkeys(short for short in shorts if short and short != own))
    return ()
