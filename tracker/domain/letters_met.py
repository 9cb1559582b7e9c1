"""Whether a letter says of a motion or a promise that it has been met."""

import re

_WITH_THIS = (
    r"(?:[Hh]ier(?:mee|bij|door)|[Dd]aarmee|[Dd]aarbij|[Mm]et (?:deze|de|dit|die|bovenstaande|"
    r"het|voorliggende|"
    r"bijgevoegde)|[Oo]p deze wijze|[Oo]p die manier|[Oo]p deze manier|[Mm]iddels (?:deze|dit)|"
    r"[Bb]ij deze|[Ii]n deze brief|[Vv]ia deze|[Dd]oor middel van deze|[Bb]ijgaand)"
)
_CARRIED_OUT = r"(?:uitvoering|invulling|gevolg|gehoor|opvolging)"
_GIVING = (
    rf"(?:(?:geef|geven|geeft|heb|hebben|heeft|is|wordt|worden|zijn|werd)\b[^.;]{{0,160}}?"
    rf"\b{_CARRIED_OUT}\b(?:[^.;]{{0,40}}\bgegeven)?)"
)
_KEEPING = (
    r"(?:(?:doe|doet|doen|is|heb|wordt)\b[^.;]{0,160}?\bgestand\b|"
    r"(?:kom|komt|komen)\b[^.;]{0,160}?\b(?:na|tegemoet)\b|(?:los|lost)\b[^.;]{0,160}?\bin\b|"
    r"(?:voldoe|voldoet|voldoen|voldaan)\b)"
)
_DONE = (
    r"(?:afgedaan|uitgevoerd|afgehandeld|ingelost|nagekomen|voldaan|afgerond|gestand gedaan|"
    r"opgevolgd)"
)
_WAYS = (
    re.compile(
        r"\b(?:doe|kom|geef|voldoe|los)\b (?:ik |wij )?hier(?:mee|bij)\b[^.;]{0,250}?"
        r"\b(?:gestand|na|invulling|uitvoering|tegemoet|in|aan)\b"
    ),
    re.compile(rf"{_WITH_THIS}\b[^.;]{{0,200}}?\b(?:{_GIVING}|{_KEEPING})"),
    re.compile(
        r"\b(?:beschouw|beschouwt|beschouwen)\b[^.;]{0,250}?"
        rf"\b(?:als )?{_DONE}\b"
    ),
    re.compile(
        rf"{_WITH_THIS}\b[^.;]{{0,250}}?\b(?:is|zijn|heb|heeft|acht|"
        rf"achten)\b[^.;]{{0,200}}?\b{_DONE}\b"
    ),
    re.compile(
        rf"\b(?:motie|toezegging)\b[^.;]{{0,120}}\b(?:is|zijn) (?:(?:hiermee|daarmee|reeds|"
        rf"inmiddels) )?(?:[^.;]{{0,30}} )?{_DONE}\b"
    ),
    re.compile(
        r"\b(?:is|zijn) (?:de|deze|die|mijn) (?:motie|toezegging)\b"
        rf"(?:(?!\bniet\b)[^.;]){{0,120}}\b{_DONE}\b"
    ),
)
_FORESEEN = re.compile(
    r"\b(?:zal|zullen|verwacht\w*|streef|streeft|voornemens|gaat?|gaan|komend|komende)\b"
)
_FOLLOWS_FROM = re.compile(r"(?:Daarmee|Hiermee|Op (?:die|deze) (?:manier|wijze))\b")
_BRACKETS = re.compile(r" ?\([^()]{0,200}\)| c\.s\.")
_NOT_YET = re.compile(
    r"\b(?:nog niet|niet (?:langer )?(?:als|kunnen|worden)|zal|zullen|zou|zouden|gaan|deels|"
    r"gedeeltelijk)\b"
)


def says_met(sentence: str, what: str) -> bool:
    """Whether a sentence says that a 'motie' or 'toezegging' in it has been met."""
    if what not in sentence.lower():
        return False
    sentence = _BRACKETS.sub("", sentence)
    for way in _WAYS:
        found = way.search(sentence)
        if found and not _NOT_YET.search(found.group()):
            return True
    return False


_THIS_LETTER = re.compile(
    r"\b(?:in|met|middels|bij|via) (?:deze|de voorliggende|voorliggende|dit) (?:brief|kamerbrief|"
    r"schrijven)\b"
    r"|\b[Hh]ierbij\b|\b[Bb]ijgaand\b|\b[Bb]ij deze\b",
    re.IGNORECASE,
)


def is_in_this_letter(text: str) -> bool:
    """Whether a promise is about what this letter itself brings."""
    return _THIS_LETTER.search(text) is not None


def is_foreseen(before: str, sentence: str) -> bool:
    """Whether 'Daarmee geef ik uitvoering …' follows on what is still to be done."""
    return _FOLLOWS_FROM.match(sentence) is not None and _FORESEEN.search(before) is not None


_ANNEXED = re.compile(
    r"\b(?:treft|vindt) u\b[^.;]{0,120}\b(?:bijlage[n]?|bijgaand|bijgevoegd)\b"
    r"|\b(?:als|in de) bijlage[n]?\b[^.;]{0,60}\b(?:treft u|gevoegd|bijgevoegd|opgenomen|vindt u)"
    r"|\b(?:is|zijn)\b[^.;]{0,80}\bbijgevoegd\b"
    r"|\b(?:[Bb]ijgaand|[Hh]ierbij|[Bb]ij deze brief)\b[^.;]{0,20}"
    r"\b(?:stuur|zend|treft|bied|vindt)\b"
)


def is_annexed(sentence: str) -> bool:
    """Whether a sentence says that something comes with this letter."""
    return _ANNEXED.search(sentence) is not None and not _NOT_YET.search(sentence)
