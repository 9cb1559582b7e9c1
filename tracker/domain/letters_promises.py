"""Promises of a letter: with a term they are deadlines, without one measures."""

import re
from collections.abc import Iterator, Sequence

from tracker.domain.letters_commitments import Commitments
from tracker.domain.letters_executors import CAPITALISED_NAME, executor_of, may_carry
from tracker.domain.letters_finds import (
    CommitmentFound,
    Confidence,
    DeadlineFound,
    ItemRef,
    MeasureFound,
)
from tracker.domain.letters_material import Material
from tracker.domain.letters_owners import Owners
from tracker.domain.letters_sentences import Paragraph, Sentence
from tracker.domain.letters_summaries import summary_of
from tracker.domain.planning import Strength
from tracker.domain.statuses import Kind
from tracker.domain.terms_found import FoundTerm

_HOUSE_IS_TOLD = re.compile(
    r"\b(?:[Kk]amer|[Uu]w|[Uu]|[Vv]oorzitter)\b.{0,200}\b(?:inform|bericht|stur|stuur|zend|toe|"
    r"ontvang|aanbied|"
    r"del|rapport)|\b(?:inform|bericht|stuur|stur|zend|ontvang|bied|"
    r"rapporte)\w*\b.{0,80}\b(?:[Kk]amer|u)\b"
)
_DESCRIBES = re.compile(
    r"\b(?:loopt|lopen|geldt|gelden|duurt|duren|eindigt|verloopt)\b|^Uitgangspunt\b"
    r"|\b(?:moet|moeten|dient|dienen|mag|mogen)\b(?!.{0,200}\b(?:gereed|afgerond|klaar)\b)"
)
_PROMISES = re.compile(
    r"\b(?:zal|zullen|ga|gaan|gaat|streef|streven|streeft|voornemens|toegezegd)\b"
    r"|\b(?:[Ii]k|[Ww]ij|het kabinet)\b"
)
_STRANGERS = re.compile(
    r"\b(?:[Dd]e|[Hh]et) (?:Europese? (?:Rekenkamer|Commissie|Raad|Parlement|Unie|Centrale Bank)|"
    r"Commissie|EU|"
    r"Verenigde Naties|VN|OESO|OECD|NAVO|Raad van Europa|OVSE|OSCE|IMF|Wereldbank)\b"
)


def find_deadlines(
    material: Material,
    terms: Sequence[FoundTerm],
    owners: Owners,
    commitments: Commitments,
    quoted: Sequence[tuple[int, int]],
) -> tuple[list[DeadlineFound], list[CommitmentFound]]:
    """The promises with a term, and the commitments that some of them are by themselves."""
    deadlines: list[DeadlineFound] = []
    own: list[CommitmentFound] = []
    executors = Executors(material)
    for term in terms:
        if any(start <= term.start < end for start, end in quoted):
            continue
        paragraph = material.pages.paragraph_at(term.start)
        sentence = material.pages.sentence_at(term.start)
        if _is_left_out(paragraph, sentence, term, commitments):
            continue
        owner = _owner(material, owners, paragraph, sentence)
        told = _HOUSE_IS_TOLD.search(sentence.text[:800]) is not None
        executor = executors.of(paragraph, sentence)
        if term.strength is Strength.PRACTICE and not told and not _is_ours(owner, executor):
            continue
        if owner is None and not _is_said_for_us(sentence.text[:1500], term, executor):
            continue
        if owner is None:
            owner = ItemRef(Kind.COMMITMENT, len(commitments.found) + len(own))
            own.append(_own_commitment(material, sentence, term))
        deadlines.append(_deadline(material, sentence, term, owner, executor))
    return deadlines, own


def _is_ours(owner: ItemRef | None, executor: str | None) -> bool:
    """Whether a practice is kept for an item by a ministry, not by a body in its own right."""
    return owner is not None and (executor is None or executor.startswith("Ministerie"))


def _owner(
    material: Material, owners: Owners, paragraph: Paragraph, sentence: Sentence
) -> ItemRef | None:
    if paragraph.block.hangs_at is not None:
        at = paragraph.block.hangs_at
        return owners.of(material.pages.paragraph_at(at), material.pages.sentence_at(at))
    return owners.of(paragraph, sentence)


def _is_left_out(
    paragraph: Paragraph, sentence: Sentence, term: FoundTerm, commitments: Commitments
) -> bool:
    if paragraph.is_heading or sentence.text.endswith("?"):
        return True
    at = commitments.sentences.get(sentence.start)
    if at is not None and commitments.found[at].proposes_closing:
        return True
    if _DESCRIBES.search(sentence.text) and not _PROMISES.search(sentence.text):
        return True
    if _BY_LAW.search(sentence.text[:1500]) or _BINDS_OTHERS.search(sentence.text[:1500]):
        return True
    before = sentence.text[: term.start - sentence.start]
    after = sentence.text[term.end - sentence.start :]
    ahead, behind = re.split(r"[,;:–(]", before)[-1], re.split(r"[,;:–)]\s", after)[0]
    if _STRANGERS.search(ahead):
        return True
    return (
        _is_condition(before, ahead, sentence.text)
        or _is_figure(f"{ahead} {behind}", term)
        or _is_of_others(sentence.text)
        or (_WAS_FORESEEN.search(f"{ahead} {behind}") is not None)
    )


_BY_LAW = re.compile(
    r"\b(?:[Ww]et|\w+wet|[Rr]ichtlijn|[Vv]erordening|[Aa]rtikel \d+\w*)\b[^.;,]{0,40}"
    r"\b(?:verplicht|bepaalt|schrijft|eist|vereist)\b|\b[Oo]p grond van (?:artikel|de wet)\b|"
    r"\b(?:wettelijk|op grond van \S+) verplicht\b"
)
_BINDS_OTHERS = re.compile(
    r"\bis (?:het )?aan (?:\w+ ){1,3}om\b|\bverwacht(?:en)? (?:ik |wij |het kabinet )?van \b"
    r"|\b(?:kan|kunnen)\b[^.;]{0,120}\b(?:aanvragen|indienen|aanmelden|inschrijven|reageren)\b"
    r"|\b(?:van|tot)\b[^.;]{0,60}\bopengesteld\b"
)
_CONDITIONAL = re.compile(r"\s*(?:en |maar )?(?:[Ii]ndien|[Mm]ocht|[Mm]ochten|[Mm]its|[Tt]enzij)\b")
_IF = re.compile(r"\s*(?:en |maar )?[Aa]ls (?!bijlage|onderdeel|gevolg|eerste|laatste|vervolg)")
_WAS_FORESEEN = re.compile(r"\bzou(?:den)?\b(?!.{0,60}\bwillen\b)")
_ONLY_THEN = re.compile(r"\b(?:die|dat|welke) pas $")


def _is_condition(before: str, ahead: str, text: str) -> bool:
    """A term of what may happen ('indien gemeenten niet voor 1 mei …'), or that hangs on it."""
    if _CONDITIONAL.match(ahead) or _IF.match(ahead) or _ONLY_THEN.search(before):
        return True
    return _CONDITIONAL.match(text) is not None and not _HOUSE_IS_TOLD.search(text[:800])


_SUM = re.compile(
    r"€|\b(?:euro|miljoen|miljard|mln|mld|procent|procentpunt)\b|%"
    r"|\b(?:een kwart|een derde|tweederde|de helft|driekwart) van\b"
)
_DEVELOPS = re.compile(
    r"\b(?:stijgt|stijgen|daalt|dalen|groeit|groeien|krimpt|krimpen|oploopt|oplopen|afneemt|"
    r"toeneemt|raamt|ramen|raming|prognose|voorspelt|bedraagt|bedragen)\b"
)


def _is_figure(clause: str, term: FoundTerm) -> bool:
    """'Voor 2024 is € 5 miljoen beschikbaar', 'in 2030 is een kwart ouder dan 65 jaar'."""
    if term.strength is Strength.AIMED:
        return False
    return _SUM.search(clause) is not None or _DEVELOPS.search(clause) is not None


_SAID_BY_OTHERS = re.compile(
    r"\b(?:heeft|hebben|had|hadden)\b[^.;]{0,80}\b(?:aangekondigd|afgesproken|aangegeven|"
    r"laten weten|besloten|toegezegd|gemeld|voorgenomen)\b"
    r"|\b(?:kondigt|kondigde[n]?)\b[^.;]{0,80}\baan\b"
)
_OURS = re.compile(
    r"\b(?:[Ii]k|[Ww]ij|[Ww]e|[Mm]ijn|[Oo]nze|[Kk]abinet|[Rr]egering|[Mm]inister\w*|"
    r"[Ss]taatssecretaris\w*|[Mm]inisterie\w*|[Uu]w Kamer|[Kk]amer)\b"
)


_HAPPENS = re.compile(
    r"\b(?:wordt|worden|zal|zullen|ontvangt|ontvangen|volgt|volgen|komt|komen|verschijnt|start|"
    r"starten|voorzien|gepland|planning|beoogd\w*|streefdatum|gereed|afgerond|beschikbaar|"
    r"in werking|plaats|plaatsvinden)\b"
)
_OTHERS_EXPECT = re.compile(
    rf"(?:(?:De|Het) (?!\w*(?:wet|plan|akkoord|agenda|regeling|besluit)\b|"
    rf"Wet\b|Regeling\b|Besluit\b)|"
    rf"(?=\w*[A-Za-z][A-Z])){CAPITALISED_NAME}(?: \([^()]{{1,40}}\))? "
    r"(?:verwacht|verwachten|voorziet|voorzien|streeft|streven|wil|willen|zal|zullen|gaat|gaan)\b"
)


_WILL_YIELD = re.compile(
    r"\b(?:zal|zullen|gaat|gaan)\b.*\b\w*(?:onderzoek|rapport|rapportage|evaluatie|pilot|advies|"
    r"verkenning|monitor|handreiking|analyse|inventarisatie)\b"
)


def _is_said_for_us(text: str, term: FoundTerm, executor: str | None) -> bool:
    """Whether what carries out no item is the government's own, and not what others do."""
    if _OURS.search(text):
        return True
    if executor is not None or _OTHERS_EXPECT.match(text):
        return _WILL_YIELD.search(text) is not None
    if term.term.phrase.startswith("binnen ") and not re.search(r"\bzal|zullen|ontvangt\b", text):
        return False
    return term.strength is Strength.AIMED or _HAPPENS.search(text) is not None


def _is_of_others(text: str) -> bool:
    """'De VNG heeft aangekondigd voor 1 mei …': what others have said that they do."""
    return _SAID_BY_OTHERS.search(text[:1500]) is not None and not _OURS.search(text[:1500])


def _deadline(
    material: Material,
    sentence: Sentence,
    term: FoundTerm,
    owner: ItemRef | None,
    executor: str | None,
) -> DeadlineFound:
    told = _HOUSE_IS_TOLD.search(sentence.text[:800]) is not None
    sure = told or term.strength in (Strength.AIMED, Strength.PROMISED)
    phrase = material.text[term.start : term.end]
    return DeadlineFound(
        find=material.pages.sentence_find(
            sentence,
            f"deadline.{term.strength.value}",
            Confidence.SURE if sure and owner else Confidence.LIKELY,
        ),
        what=summary_of(_cell(sentence.text, phrase), phrase),
        phrase=phrase,
        phrase_start=term.start,
        phrase_end=term.end,
        term=term.term,
        strength=term.strength,
        executor=executor,
        belongs_to=owner,
    )


def _cell(text: str, phrase: str) -> str:
    """Of a row of a table the cell that holds the term."""
    return next((cell for cell in text.split("\t") if phrase in cell), text)


def _own_commitment(material: Material, sentence: Sentence, term: FoundTerm) -> CommitmentFound:
    """A promise with a term that carries out nothing else, made by the letter itself."""
    return CommitmentFound(
        find=material.pages.sentence_find(sentence, "commitment.of_term", Confidence.LIKELY),
        what=summary_of(sentence.text, material.text[term.start : term.end]),
        made_by=material.paper.author,
        made_to=None,
        made_in=material.paper.identifier,
        made_in_printed=None,
        made_on=material.paper.dated_on,
        register_number=None,
        proposes_closing=False,
    )


class Executors:
    """Who does the work of each sentence, carried on within its paragraph."""

    def __init__(self, material: Material) -> None:
        self._author = material.paper.author
        self._known: dict[int, tuple[str | None, ...]] = {}

    def of(self, paragraph: Paragraph, sentence: Sentence) -> str | None:
        """The executor of a sentence."""
        if paragraph.index not in self._known:
            self._known[paragraph.index] = tuple(self._read(paragraph))
        known = self._known[paragraph.index]
        return known[sentence.place] if sentence.place < len(known) else None

    def _read(self, paragraph: Paragraph) -> Iterator[str | None]:
        carried: str | None = None
        for sentence in paragraph.sentences:
            own = executor_of(sentence.text, self._author)
            if own or _NEW_SUBJECT.match(sentence.text):
                carried = own
            yield own or (carried if may_carry(sentence.text) else None)


_NEW_SUBJECT = re.compile(r"(?:De|Het|Een) (?!Tweede|Eerste|Kamer)[A-Z]")


# Measures

_WILL = re.compile(
    r"\b(?:zal|zullen|ga|gaan|gaat)\b(?!.{0,200}\bkunnen\b)"
    r"|\b(?:wordt|worden)\b.{0,120}\b(?:gewerkt aan|onder de aandacht gebracht|geïnvesteerd|"
    r"opgezet|"
    r"uitgebreid|verlengd|ingericht|voorbereid|uitgewerkt|ingezet)\b"
    r"|\b(?:streeft|streven|streef) er ?naar\b|\bvoornemens\b"
    r"|\bzet(?:ten)?\b.{3,80}\bop$"
)
_ACTIONS = re.compile(
    r"\b(?:gewerkt|werken|uitvoeren|uitgevoerd|organiseren|georganiseerd|opzetten|opgezet|\bop$|"
    r"starten|gestart|"
    r"onderzoeken|onderzocht|onderzoek doen|ontwikkelen|ontwikkeld|betrekken|investeren|"
    r"geïnvesteerd|"
    r"in gesprek|overleggen|maken|gemaakt|opstellen|opgesteld|uitwerken|uitgewerkt|versterken|"
    r"versterkt|"
    r"informeren|geïnformeerd|sturen|toesturen|aanbieden|rapporteren|verkennen|evalueren|"
    r"geëvalueerd|"
    r"voorbereiden|voorbereid|wijzigen|gewijzigd|aanpassen|aangepast|invoeren|ingevoerd|overwegen|"
    r"onder de aandacht|verzoeken|inzetten|ingezet|uitbreiden|uitgebreid|beschikbaar stellen|"
    r"verlengd|verlengen)\b"
)
_NO_MEASURE = re.compile(
    r"\b(?:volgende|verschillende) (?:wijze|stappen|maatregelen)\b|\bnader in(?:gaan)? op\b|"
    r"\bga ik\b.{0,80}\bin(?: op)?$|"
    r"\bzou(?:den)?\b|\b(?:verzoekt|verzocht|vraagt|oproept|aanbevolen|aanbeveelt)\b|\b(?:deze|"
    r"de) toezegging\b|"
    r"\bmotie\b|\bin het (?:vervolg|navolgende)\b|\bin deze brief\b|\b[Hh]ierbij\b|"
    r"\bonverminderd\b|\bblijven\b"
)
_ELABORATES = re.compile(
    r"(?:Tijdens (?:deze|die|dit)|Hierbij|Daarbij|Hiermee|Daarmee|Dit|Deze|Dat|Die|Zij|Hij|"
    r"Het doel|Op deze|"
    r"In aanvulling|Hierdoor|Daardoor|Zo )\b"
)
_ENUMERATES = re.compile(
    r"(?:Ook|Daarnaast|Tevens|Voorts|Verder|Ten (?:eerste|tweede|derde)|Tot slot)\b"
)
_RESULT = re.compile(r"\b(?:resultat|uitkomst|bevinding|rapport|conclusie|inform|geïnformeerd)\w*")


def find_measures(
    material: Material,
    deadlines: Sequence[DeadlineFound],
    commitments: Commitments,
    under: dict[int, int],
    skipped: frozenset[int],
) -> list[MeasureFound]:
    """What is done without a term: at most one a paragraph, unless it counts them out."""
    executors = Executors(material)
    dated: dict[int, list[DeadlineFound]] = {}
    for deadline in deadlines:
        index = material.pages.paragraph_at(deadline.phrase_start).index
        dated.setdefault(index, []).append(deadline)
    found = []
    for paragraph in material.pages.body:
        if paragraph.is_heading or paragraph.index in skipped or len(paragraph.text) < 30:
            continue
        here = dated.get(paragraph.index, [])
        for sentence in _measures(paragraph, here, commitments):
            at = under.get(paragraph.index)
            executor = executors.of(paragraph, sentence)
            find = material.pages.sentence_find(sentence, "measure.will", Confidence.LIKELY)
            found.append(MeasureFound(find, summary_of(sentence.text), executor, at))
    return found


def _measures(
    paragraph: Paragraph, deadlines: Sequence[DeadlineFound], commitments: Commitments
) -> Iterator[Sentence]:
    dated = {each.find.start for each in deadlines}
    results = [each for each in deadlines if _RESULT.search(each.find.quote)]
    absorbed, has_one, has_term = False, False, False
    for sentence in paragraph.sentences:
        if sentence.start in dated:
            has_term = True
            continue
        if not _is_measure(sentence) or sentence.start in commitments.sentences:
            continue
        if not absorbed and any(each.find.start > sentence.start for each in results):
            absorbed = True
            continue
        if has_one and not _ENUMERATES.match(sentence.text):
            continue
        if (has_one or has_term) and _ELABORATES.match(sentence.text):
            continue
        has_one = True
        yield sentence


def _is_measure(sentence: Sentence) -> bool:
    text = sentence.text.strip(" .;")[:1500]
    if not (_WILL.search(text) and _ACTIONS.search(text)):
        return False
    return _NO_MEASURE.search(text) is None and not _STRANGERS.search(text)
