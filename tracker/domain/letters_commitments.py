"""Commitments: what a letter calls a toezegging or says that somebody zegt toe."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.letter_texts import BlockKind
from tracker.domain.letters_dates import DATE, dates_in
from tracker.domain.letters_finds import CommitmentFound, Confidence, ReferenceFound
from tracker.domain.letters_material import Material
from tracker.domain.letters_met import is_annexed, is_in_this_letter, says_met
from tracker.domain.letters_names import NAMES, posts_in, surnames
from tracker.domain.letters_sentences import Paragraph, Sentence

_PROMISED = re.compile(
    r"\b(?P<verb>toegezegd|toe te zeggen)\b"
    r"|\b(?:zegde[n]?|zeg|zegt|zeggen)\b(?P<between>[^.;:]{0,120}?)\btoe\b(?! (?:te|"
    r"dat ik eerder)\b)"
)
_NOUN = re.compile(
    r"\b(?P<whose>mijn|een|de|onze|zijn|haar|eerdere|gedane)(?: \w+){0,3}? (?P<noun>toezegging)\b"
    r"(?P<after> (?:(?:die|welke) (?:ik|door)|aan (?:het|de|uw) |van (?:\d|mij|mijn|"
    r"de (?:[Mm]inister|[Ss]taats))|"
    r"tijdens|om |dat |in het |gedaan|uit het |\(T|T\d|TZ))?"
)
_POINTS_BACK = re.compile(
    r"\b(?:deze|die|bovengenoemde|voornoemde|genoemde|bovenstaande) toezegging", re.IGNORECASE
)
_RECALLED = re.compile(r"\b(?:citeerde|citeert|noemde|herinnerde|wees|verwees)\b")
_MADE_BY_US = re.compile(
    r"\b(?:[Ii]k|[Ww]ij|[Ww]e|[Mm]ijn|onze|kabinet|regering|bewindspersoon|[Mm]inister\w*|"
    r"[Ss]taatssecretaris\w*|"
    r"ambts?voorganger|ambtgenoot|aan uw Kamer|(?:is|werd|was) (?:aan )?(?:uw Kamer|de Kamer|"
    r"het lid|de leden)|uw Kamer (?:is|werd|was)|de Kamer (?:is|werd|was)|is toegezegd|"
    r"zoals toegezegd|[Zz]oals|eerder)\b"
)
_OTHERS = re.compile(
    r"\b(?:heeft|hebben) (?!ik|mijn|het kabinet|de (?:vorige |toenmalige )?(?:[Mm]inister|"
    r"[Ss]taatssecretaris|regering)|"
    r"uw|aan)[^.;]{0,80}\btoegezegd"
)
_ONE_OF_US = re.compile(
    r"^[^.;]{0,150}\b(?:\w*voorganger|ambtgenoot|collega|[Mm]inister|[Ss]taatssecretaris|kabinet|"
    r"regering)\b[^.;,]{0,120}\b(?:heeft|hebben)\b"
)
_MEETING = (
    r"(?:debat|overleg|AO|VAO|WGO|CD|TMD|SO|vragenuur|behandeling|beschouwingen|interpellatie|"
    r"[Tt]weeminuten-?debat|briefing|vergadering)"
)
_HELD_ON = re.compile(rf"{_MEETING}\w*\b[^.;]{{0,200}}?\b(?:van|op|d\.d\.)\s(?P<date>{DATE})")
_TO = re.compile(rf"\b(?:het lid|de leden|[Kk]amerlid|Kamerleden) (?P<names>{NAMES})")
_TZ = re.compile(r"\bT(?:Z\d{6}-\d{3}|\d{5})\b")


@dataclass(frozen=True)
class Commitments:
    """The commitments of a letter; `sentences` are where each is made, as (start, place)."""

    found: tuple[CommitmentFound, ...]
    sentences: dict[int, int]


def find_commitments(material: Material, under: dict[int, int]) -> Commitments:
    """The commitments that a letter says were or are made, each once."""
    found: list[CommitmentFound] = []
    sentences: dict[int, int] = {}
    heading: tuple[int, int] | None = None
    for paragraph in material.pages.body:
        if "toe" not in paragraph.text and "Toe" not in paragraph.text:
            continue
        for sentence, commitment in _in_paragraph(material, paragraph, under):
            at = _same(found, commitment)
            if at is None and heading and heading[0] == paragraph.section:
                at, heading = heading[1], None
            if at is not None:
                found[at] = _joined(found[at], commitment)
            if at is None and paragraph.is_heading:
                heading = (paragraph.section, len(found))
            if at is None:
                at = len(found)
                found.append(commitment)
            sentences.setdefault(sentence.start, at)
    day = _made_together_on(material)
    dated = (replace(each, made_on=each.made_on or day) for each in found)
    return Commitments(tuple(dated), sentences)


def _made_together_on(material: Material) -> date | None:
    """The day of the debate of which a letter opens: 'heb ik enkele toezeggingen gedaan'."""
    for paragraph in material.pages.body[:12]:
        for sentence in paragraph.sentences[:6] if "toezeggingen" in paragraph.text else ():
            if _MADE_TOGETHER.search(sentence.text) and (held := _HELD_ON.search(sentence.text)):
                return next((day for _, _, day in dates_in(held["date"])), None)
    return None


_MADE_TOGETHER = re.compile(r"\btoezeggingen (?:aan [^.;]{3,60} )?gedaan\b")


def _same(found: Sequence[CommitmentFound], new: CommitmentFound) -> int | None:
    for at in range(len(found) - 1, max(-1, len(found) - 40), -1):
        old = found[at]
        if new.register_number and new.register_number == old.register_number:
            return at
        if new.find.rule == "commitment.named" and _overlap(old.what, new.what) >= 0.6:
            return at
    return None


def _joined(old: CommitmentFound, new: CommitmentFound) -> CommitmentFound:
    """One promise out of two places: the sentence says what, a heading its number."""
    closing = old.proposes_closing or new.proposes_closing
    if old.find.rule != "commitment.heading":
        return replace(old, proposes_closing=closing)
    return replace(
        new,
        made_to=new.made_to or old.made_to,
        made_in=new.made_in or old.made_in,
        made_in_printed=new.made_in_printed or old.made_in_printed,
        made_on=new.made_on or old.made_on,
        register_number=new.register_number or old.register_number,
        proposes_closing=closing,
    )


def _overlap(one: str, other: str) -> float:
    """How many of the longer words of the shorter text are in the other, from 0 to 1."""
    words = [set(re.findall(r"\w{6,}", text.lower())) for text in (one, other)]
    least = min(len(each) for each in words)
    return len(words[0] & words[1]) / least if least >= 2 else 0.0


def _in_paragraph(
    material: Material, paragraph: Paragraph, under: dict[int, int]
) -> Iterator[tuple[Sentence, CommitmentFound]]:
    if paragraph.block.kind is BlockKind.TABLE_ROW:
        yield from _in_row(material, paragraph, under)
        return
    if paragraph.is_heading:
        yield from _in_heading(material, paragraph, under)
        return
    for sentence in paragraph.sentences:
        read = _promise(sentence)
        if read is None:
            continue
        rule, what = read
        yield sentence, _commitment(material, paragraph, sentence, rule, what, under)


def _promise(sentence: Sentence) -> tuple[str, str] | None:
    """The rule by which a sentence speaks of a promise to the House, and what was promised."""
    text = sentence.text
    found = _PROMISED.search(text)
    if found and _MADE_BY_US.search(text) and not _is_of_others(text):
        if re.search(r"\b(?:niet|geen)\b[^.;,]{0,20}toegezegd", text):
            return None
        rule = "commitment.verb" if found["verb"] else "commitment.separable_verb"
        return rule, _what(text, found)
    noun = None if _RECALLED.search(text) else _NOUN.search(text)
    if noun and not _POINTS_BACK.search(text[: noun.end()]):
        what = re.sub(r"^[^.;]{0,120}?\bom (?=.{0,300}\bte \w)", "", _after(text, noun.end("noun")))
        is_ours = noun["whose"] in ("mijn", "onze") or noun["after"] is not None
        if is_ours and what.count(" ") >= 2 and (noun["after"] or says_met(text, "toezegging")):
            return "commitment.named", what
    return None


def _what(text: str, found: re.Match[str]) -> str:
    if _AS_PROMISED.search(text):
        return _after(_AS_PROMISED.sub("", text), 0)
    after = _after(text, found.end())
    says_what = re.match(r"(?:om|dat|een|de|het|nader|te)\b", after) or _TO_DO.search(after)
    if says_what and after.count(" ") >= 2:
        return re.sub(r"^(?:om|dat) ", "", after)
    start = text.rfind(" heb ", 0, found.start()) + 1
    before = text[start : found.start()].strip(" ,")
    return f"{before} {after}".strip() if after else before


def _is_of_others(text: str) -> bool:
    """'De VNG heeft toegezegd …', but not 'Mijn ambtsvoorganger heeft toegezegd …'."""
    return _OTHERS.search(text) is not None and _ONE_OF_US.match(text) is None


_AS_PROMISED = re.compile(r"(?<=\w), zoals [^,.;]{0,80}\btoegezegd\b[^,.;]{0,120},")
_TO_DO = re.compile(r"\bte \w+(?:en|n)\b")
_NUMBER_BEHIND = re.compile(r" \((?:T\d{5}|TZ\d{6}-\d{3})\)$")


def _after(text: str, at: int) -> str:
    return _NUMBER_BEHIND.sub("", text[at:].strip(" ,.:;"))


def _commitment(
    material: Material,
    paragraph: Paragraph,
    sentence: Sentence,
    rule: str,
    what: str,
    under: dict[int, int],
) -> CommitmentFound:
    is_now = _is_now(sentence.text)
    made_in = None if is_now else _made_in(material, sentence)
    made_on = material.paper.dated_on if is_now else _made_on(material, paragraph, sentence)
    identifier = made_in.identifier if made_in else None
    number = _number(material, sentence)
    to = _TO.search(sentence.text)
    sure = rule != "commitment.named"
    return CommitmentFound(
        find=material.pages.sentence_find(
            sentence, rule, Confidence.SURE if sure else Confidence.LIKELY
        ),
        what=what,
        made_by=_made_by(material, sentence.text),
        made_to=", ".join(surnames(to["names"])) if to else None,
        made_in=material.paper.identifier if is_now else identifier,
        made_in_printed=_spaced(made_in.find.quote) if made_in else None,
        made_on=made_on,
        register_number=number,
        proposes_closing=not is_now and _is_met(paragraph, sentence),
        under=under.get(paragraph.index),
    )


def _is_now(text: str) -> bool:
    """'Ik zeg uw Kamer toe': the promise is made in this letter."""
    return re.search(r"\b(?:zeg|zeggen|zegt) (?!.{0,30}\btoegezegd)", text) is not None and (
        "toegezegd" not in text and "zegde" not in text
    )


def _made_by(material: Material, text: str) -> str | None:
    if re.search(r"\b(?:ik|wij|mijn (?:ambts?)?voorganger|mijn toezegging)\b", text, re.I):
        return material.paper.author
    named = re.search(r"\b(?:de|door de) (?=[Mm]inister|[Ss]taatssecretaris)", text)
    posts = posts_in(text[named.end() : named.end() + 200]) if named else ()
    return posts[0] if posts else material.paper.author


def _made_in(material: Material, sentence: Sentence) -> ReferenceFound | None:
    """The proceedings or else the paper that the sentence or its footnotes cite."""
    cited = [
        *material.references_between(sentence.start, sentence.end),
        *material.references_hanging(sentence.start, sentence.end + 1),
    ]
    for kind in ("proceedings", "paper"):
        for reference in cited:
            if reference.kind == kind:
                return reference
    return None


def _spaced(printed: str) -> str:
    return re.sub(r"\bnr\.(?=\d)", "nr. ", " ".join(printed.split()))


def _made_on(material: Material, paragraph: Paragraph, sentence: Sentence) -> date | None:
    """The day of the debate: in the sentence, in its footnote, or in the sentence before."""
    notes = material.pages.notes_between(sentence.start, sentence.end + 1)
    latest = material.paper.dated_on
    texts = [sentence.text, *(note.text for note in notes)]
    goes_on = not paragraph.is_heading and _SAME_DEBATE.search(sentence.text)
    before = paragraph.sentences[: sentence.place][-1:] if goes_on else ()
    texts += [each.text for each in before if _HELD_ON.search(each.text)]
    for text in texts:
        held = _HELD_ON.search(text)
        days = [day for _, _, day in dates_in(held["date"] if held else text)]
        past = [day for day in days if latest is None or day <= latest]
        if past:
            return past[0]
    return None


_SAME_DEBATE = re.compile(
    r"\b(?:toen|daarbij|hierbij|hierop|daarop|destijds|vervolgens|"
    r"dat debat|dit debat|dat overleg)\b"
)


def _number(material: Material, sentence: Sentence) -> str | None:
    notes = material.pages.notes_between(sentence.start, sentence.end + 1)
    for text in (sentence.text, *(note.text for note in notes)):
        if found := _TZ.search(text):
            return found.group()
    return None


def _is_met(paragraph: Paragraph, sentence: Sentence) -> bool:
    """Whether this letter brings what was promised: said here, or in the next sentences."""
    if is_in_this_letter(sentence.text) or says_met(sentence.text, "toezegging"):
        return not re.search(r"\b(?:later|vertraging|uitstel|nog niet)\b", sentence.text)
    near = [
        *paragraph.sentences[sentence.place + 1 : sentence.place + 4],
        *paragraph.sentences[max(0, sentence.place - 1) : sentence.place],
    ]
    if any(says_met(each.text, "toezegging") for each in near):
        return True
    return any(is_annexed(each.text) for each in _about_it(paragraph, sentence))


def _about_it(paragraph: Paragraph, sentence: Sentence) -> Iterator[Sentence]:
    """The next sentences of the paragraph, as far as another promise."""
    for following in paragraph.sentences[sentence.place + 1 : sentence.place + 4]:
        if _promise(following):
            return
        yield following


# In headings and tables


def _in_heading(
    material: Material, paragraph: Paragraph, under: dict[int, int]
) -> Iterator[tuple[Sentence, CommitmentFound]]:
    """'Toezegging aan het lid … (T01234)' above what was done for it."""
    found = re.match(
        r"(?:Uitvoering |Opvolging )?(?:van )?(?:de )?[Tt]oezegging\b[ :-]*(?P<what>.*)",
        paragraph.text,
    )
    if found is None or not (len(found["what"]) >= 8 or _TZ.search(found["what"])):
        return
    heading = Sentence(paragraph.block.start, paragraph.block.end, paragraph.text, 0)
    commitment = _commitment(
        material, paragraph, heading, "commitment.heading", found["what"], under
    )
    yield heading, commitment


def _in_row(
    material: Material, paragraph: Paragraph, under: dict[int, int]
) -> Iterator[tuple[Sentence, CommitmentFound]]:
    """A row of a table that speaks of a promise by its number or its word."""
    if not (
        _TZ.search(paragraph.text) or re.search(r"\btoegezegd\b|\bzegt\b.*\btoe\b", paragraph.text)
    ):
        return
    row = Sentence(paragraph.block.start, paragraph.block.end, paragraph.text, 0)
    what = max(paragraph.cells, key=len)
    commitment = _commitment(material, paragraph, row, "commitment.row", what, under)
    yield row, replace(commitment, made_on=_made_on(material, paragraph, row), made_in=None)
