"""Motions that a letter names: by whom, which paper each may be, and what is said of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tracker.domain.letter_texts import BlockKind
from tracker.domain.letters_finds import Confidence, Find, MotionFound
from tracker.domain.letters_material import Material
from tracker.domain.letters_met import is_foreseen, says_met
from tracker.domain.letters_names import CUM_SUIS, NAMES, surnames
from tracker.domain.letters_sentences import Pages, Paragraph, Sentence
from tracker.domain.texts import fold

LONGEST_STATEMENT = 1200

_WORD = r"\b(?P<word>[Mm]otie(?P<many>s)?|MOTIE)\b"
_BY = r"(?:-| )(?:van )?(?:(?:de |het |Kamer)?(?:leden|lid|Kamerleden|Kamerlid) )?"
_NAMED = re.compile(rf"{_WORD}{_BY}(?P<names>{NAMES})(?P<cs>{CUM_SUIS})?")
_BARE = re.compile(r"\b[Mm]oties?\b")
_NEXT = re.compile(
    rf"(?:[ ,;]|en |van |het |de |lid |leden |motie |-(?=[A-Z]))*"
    rf"(?P<names>{NAMES})(?P<cs>{CUM_SUIS})?"
)
_IS_OVER = re.compile(r"\b(?:verworpen|ingetrokken)\b")
_IN_BRACKETS = re.compile(r"[^()]{0,160}?\([^()]{0,200}\)")


@dataclass
class _Mention:
    """One place where a motion is named."""

    start: int
    end: int
    names: tuple[str, ...]
    cum_suis: bool
    papers: tuple[str, ...]
    paragraph: Paragraph
    sentence: Sentence
    is_sure: bool


@dataclass
class _Motion:
    """All mentions of one motion."""

    mentions: list[_Mention] = field(default_factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        return max((each.names for each in self.mentions), key=len, default=())

    @property
    def papers(self) -> tuple[str, ...]:
        return next((each.papers for each in self.mentions if each.papers), ())


@dataclass(frozen=True)
class Motions:
    """The motions of a letter, and where each is named: (offset, place in `found`)."""

    found: tuple[MotionFound, ...]
    mentions: tuple[tuple[int, int], ...]


def find_motions(material: Material, under: dict[int, int]) -> Motions:
    """The motions that a letter names, each once."""
    motions: list[_Motion] = []
    known: dict[str, int] = {}
    places: list[tuple[int, int]] = []
    for mention in _mentions(material):
        if _IS_OVER.search(mention.sentence.text) and not mention.papers:
            continue
        at = _known(known, mention)
        if at is None:
            at = len(motions)
            motions.append(_Motion())
        motions[at].mentions.append(mention)
        places.append((mention.start, at))
        for key in _keys(mention):
            known.setdefault(key, at)
    return Motions(tuple(_found(material, motion, under) for motion in motions), tuple(places))


def _known(known: dict[str, int], mention: _Mention) -> int | None:
    """Which motion it is; a paper that differs makes it another motion of the same people."""
    for key in _keys(mention):
        if key in known and (key.startswith("kst") or not mention.papers):
            return known[key]
    if mention.papers and f"only {_name_key(mention)}" in known:
        return known[f"only {_name_key(mention)}"]
    return None


def _keys(mention: _Mention) -> Iterator[str]:
    if mention.papers:
        yield ",".join(("kst", *mention.papers))
    if mention.names:
        yield _name_key(mention) if mention.papers else f"only {_name_key(mention)}"
        yield _name_key(mention)


def _name_key(mention: _Mention) -> str:
    return "names " + " ".join(sorted(re.split(r"[- ]", fold(" ".join(mention.names)))))


# Where they are named


def _mentions(material: Material) -> Iterator[_Mention]:
    for paragraph in material.pages.body:
        if not _BARE.search(paragraph.text):
            continue
        if paragraph.block.kind is BlockKind.TABLE_ROW:
            yield from _in_row(material, paragraph)
            continue
        for sentence in paragraph.sentences:
            yield from _in_sentence(material, paragraph, sentence)


def _in_sentence(
    material: Material, paragraph: Paragraph, sentence: Sentence
) -> Iterator[_Mention]:
    words = list(_BARE.finditer(sentence.text))
    for place, word in enumerate(words):
        end = words[place + 1].start() if place + 1 < len(words) else len(sentence.text)
        named = _NAMED.match(sentence.text, word.start())
        if named is None:
            mention = _unnamed(material, paragraph, sentence, word.start(), end)
            if mention:
                yield mention
        elif named["many"] and _IN_BRACKETS.match(sentence.text, named.end()):
            yield from _several(material, paragraph, sentence, named, end)
        else:
            yield _mention(material, paragraph, sentence, named, (word.start(), end))


def _mention(
    material: Material,
    paragraph: Paragraph,
    sentence: Sentence,
    named: re.Match[str],
    bounds: tuple[int, int],
) -> _Mention:
    start, end = sentence.start + bounds[0], sentence.start + bounds[1]
    name_end = sentence.start + named.end()
    papers, is_near = _papers(material, name_end, end)
    return _Mention(
        start,
        name_end,
        surnames(named["names"]),
        named["cs"] is not None,
        papers,
        paragraph,
        sentence,
        is_near,
    )


def _several(
    material: Material,
    paragraph: Paragraph,
    sentence: Sentence,
    first: re.Match[str],
    end: int,
) -> Iterator[_Mention]:
    """'de moties van het lid A (Kamerstuk …), B c.s. (Kamerstuk …) en C (Kamerstuk …)'"""
    named: re.Match[str] | None = first
    while named is not None:
        brackets = _IN_BRACKETS.match(sentence.text, named.end(), end)
        stop = brackets.end() if brackets else end
        yield _mention(material, paragraph, sentence, named, (named.start(), stop))
        named = _NEXT.match(sentence.text, stop, end) if brackets else None


# How far behind its name a motion's own number may stand.
_NEAR = 60
_FAR = 400


def _papers(material: Material, start: int, end: int) -> tuple[tuple[str, ...], bool]:
    """The papers that a motion may be: printed behind its name, or in the footnote there."""
    printed = [r for r in material.references_between(start, end) if r.kind == "paper"]
    near = [r for r in printed if _belongs(material.text[start : r.find.start])]
    notes = material.pages.notes_between(start, end)
    note_at = material.pages.place_of(notes[0]) if notes else end + 1
    if near and near[0].find.start <= note_at:
        return (near[0].identifier,), True
    for note in notes:
        cited = material.references_between(note.block.start, note.block.end)
        papers = tuple(dict.fromkeys(r.identifier for r in cited if r.kind == "paper"))
        at = material.pages.place_of(note)
        if papers and at - start <= _FAR:
            return papers, at - start <= 2 and len(papers) == 1
    return (), False


def _belongs(between: str) -> bool:
    """Whether what stands between a motion's name and a number leaves them together."""
    return len(between) <= _FAR and (
        between.count("(") > between.count(")") or len(between) <= _NEAR
    )


def _unnamed(
    material: Material, paragraph: Paragraph, sentence: Sentence, start: int, end: int
) -> _Mention | None:
    """'de motie over …', with the paper beside it, or the names in its footnote."""
    if sentence.text[start] == "M" and start > 0:
        return None
    start, end = sentence.start + start, sentence.start + end
    after = start + len("motie")
    notes = [
        note
        for note in material.pages.notes_between(after, end)
        if material.pages.place_of(note) - after <= _NEAR
    ]
    for note in notes[:1]:
        named = _NAMED.search(note.text)
        cited = material.references_between(note.block.start, note.block.end)
        papers = tuple(dict.fromkeys(r.identifier for r in cited if r.kind == "paper"))
        if papers and (named or len(papers) == 1):
            names = surnames(named["names"]) if named else ()
            cum_suis = bool(named and named["cs"])
            return _Mention(start, after, names, cum_suis, papers, paragraph, sentence, True)
    printed = material.references_between(after, end)
    if printed and printed[0].kind == "paper":
        between = material.text[after : printed[0].find.start]
        if len(between) <= _FAR // 2 and "brief" not in between and _belongs(between):
            papers = (printed[0].identifier,)
            return _Mention(start, after, (), False, papers, paragraph, sentence, False)
    return None


# In tables


def _in_row(material: Material, paragraph: Paragraph) -> Iterator[_Mention]:
    """A row that names a motion and its paper; a heading of columns has no paper."""
    block = paragraph.block
    papers = [r for r in material.references_between(block.start, block.end) if r.kind == "paper"]
    named = _NAMED.search(paragraph.text)
    if not papers and named is None:
        return
    whole = Sentence(block.start, block.end, paragraph.text, 0)
    names = surnames(named["names"]) if named else ()
    start = block.start + (named.start() if named else 0)
    end = block.start + (named.end() if named else len(paragraph.cells[0]))
    yield _Mention(
        start,
        end,
        names,
        bool(named and named["cs"]),
        tuple(each.identifier for each in papers[:1]),
        paragraph,
        whole,
        bool(named and papers),
    )


# What is said of them


def _found(material: Material, motion: _Motion, under: dict[int, int]) -> MotionFound:
    pages = material.pages
    first = motion.mentions[0]
    sure = any(each.is_sure for each in motion.mentions) and bool(motion.names)
    confidence = Confidence.SURE if sure and len(motion.papers) == 1 else Confidence.LIKELY
    rule = "motion.named" if first.names else "motion.cited"
    closing = next((s for each in motion.mentions if (s := _closing(pages, each))), None)
    said = _statement(material, motion)
    if closing is not None:
        said = pages.sentence_find(closing, "motion.met", Confidence.SURE)
    return MotionFound(
        pages.find(first.start, first.end, rule, confidence),
        motion.names,
        any(each.cum_suis for each in motion.mentions),
        motion.papers,
        said,
        closing is not None,
        next(
            (under[m.paragraph.index] for m in motion.mentions if m.paragraph.index in under), None
        ),
    )


def _closing(pages: Pages, mention: _Mention) -> Sentence | None:
    """The sentence that says that the motion is carried out: its own, or one that points back."""
    if says_met(mention.sentence.text, "motie"):
        return mention.sentence
    if mention.paragraph.block.kind is BlockKind.TABLE_ROW:
        return None
    after = mention.paragraph.sentences[mention.sentence.place + 1 : mention.sentence.place + 6]
    if mention.paragraph.is_heading:
        after = tuple(_of_section(pages, mention.paragraph))
    before = mention.sentence
    for sentence in after:
        previous, before = before, sentence
        named = _NAMED.search(sentence.text)
        if named and surnames(named["names"]) != mention.names:
            return None
        if re.search(r"\b(?:deze|de|beide|die) moties?\b", sentence.text) and says_met(
            sentence.text, "motie"
        ):
            return None if is_foreseen(previous.text, sentence.text) else sentence
    return None


def _of_section(pages: Pages, heading: Paragraph) -> Iterator[Sentence]:
    """The sentences below a heading, as far as its next five paragraphs."""
    for paragraph in pages.paragraphs[heading.index + 1 : heading.index + 6]:
        if paragraph.is_heading or paragraph.is_note:
            return
        yield from paragraph.sentences


def _statement(material: Material, motion: _Motion) -> Find | None:
    """From the sentence that names it to the end of its paragraph, or to the next motion."""
    mention = next((m for m in motion.mentions if not m.paragraph.is_heading), None)
    if mention is None:
        return _below(material, motion.mentions[0].paragraph)
    if mention.paragraph.block.kind is BlockKind.TABLE_ROW:
        return material.pages.sentence_find(mention.sentence, "motion.row", Confidence.LIKELY)
    end = mention.sentence.end
    for sentence in _following(mention):
        if sentence.end - mention.sentence.start > LONGEST_STATEMENT:
            break
        if _NAMED.search(sentence.text):
            break
        end = sentence.end
    return material.pages.find(mention.sentence.start, end, "motion.paragraph", Confidence.LIKELY)


def _following(mention: _Mention) -> Sequence[Sentence]:
    return mention.paragraph.sentences[mention.sentence.place + 1 :]


def _below(material: Material, heading: Paragraph) -> Find | None:
    after = material.pages.paragraphs[heading.index + 1 : heading.index + 2]
    for paragraph in after:
        if not paragraph.is_heading and not paragraph.is_note:
            end = paragraph.block.end
            return material.pages.find(
                paragraph.block.start, end, "motion.section", Confidence.LIKELY
            )
    return None
