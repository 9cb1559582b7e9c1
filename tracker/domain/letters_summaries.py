"""The gist of a promise: its own sentence, without the term and what leads up to it."""

import re

from tracker.domain.letters_executors import CAPITALISED_NAME

LONGEST = 240

_LEADS = re.compile(
    r"^(?:(?:Ook|Daarnaast|Hiernaast|Tevens|Verder|Voorts|Vervolgens|Hiertoe|Daartoe|"
    r"Aanvullend(?: hierop)?|"
    r"Bovendien|Daarom|Ten (?:eerste|tweede|derde|slotte)|Tot slot|Uiteraard|Daarbij)\b,? ?)+"
)
_AIMS = re.compile(
    r"^(?:(?:Het|Mijn|Ons) (?:streven|doel|voornemen) is(?: erop gericht)?|(?:Ik|Wij|"
    r"Het kabinet) stre\w+ er ?naar|"
    r"(?:Ik ben|Het kabinet is|is het kabinet|ben ik|is het [A-Z][\w ]{2,60}) voornemens)(?: om)? "
)


_TO_DO = re.compile(
    r"\b(?:(?P<part>vast|aan|op|uit|in|af|over|mee|toe|terug|door|voor|bij|weg) )?"
    r"te (?P<verb>[a-zé]{2,}n)\b"
)
_ABOUT = r"(?: (?:van|voor|over|tegen|naar) (?:(?:de|het) )?[\w-]+){0,2}"
_TURNED = re.compile(
    rf"(?P<verb>[a-zé]+) (?P<subject>ik|wij|we|(?:het|de|mijn|uw|deze|dit) "
    rf"(?:(?:afdeling|directie|dienst|stichting|inspectie|nieuwe|eerste|volgende) )?"
    rf"(?:{CAPITALISED_NAME}|[\w-]+{_ABOUT})(?: \((?:hierna:? )?[^()]{{1,20}}\))?)(?P<rest> \S.*)?",
    re.DOTALL,
)
_WILL_BE = re.compile(
    r"(?P<verb>zal|zullen) (?P<subject>[^,;]{3,120}?) "
    r"(?P<rest>(?:worden [\w-]+|[\w-]+ worden|plaatsvinden|verschijnen)\b.{0,80})"
)
_NO_VERB = re.compile(r"(?:de|het|een|deze|dit|die|uw|mijn|onze|hun|om|van|voor|en|met|in|op)\b")


def summary_of(sentence: str, phrase: str = "") -> str:
    """A sentence as a short description, at most 240 characters, cut between words."""
    text = sentence.replace(phrase, " ", 1) if phrase else sentence
    text = " ".join(text.split()).strip(" .,;:")
    text = _LEADS.sub("", text)
    aimed = _AIMS.sub("", text)
    text = _subject_first(text) if aimed == text else _TO_DO.sub(_infinitive, aimed, count=1)
    text = re.sub(r"^[ ,]*(?:zal|zullen) ", "", text)
    text = re.sub(r" ([,.;])", r"\1", text).strip(" .,;:")
    if len(text) > LONGEST:
        text = text[:LONGEST].rsplit(" ", 1)[0] + "…"
    return text[:1].upper() + text[1:]


def _infinitive(found: re.Match[str]) -> str:
    """'vast te stellen' as 'vaststellen'."""
    return (found["part"] or "") + found["verb"]


def _subject_first(text: str) -> str:
    """'kom ik met een plan' as 'ik kom met een plan', where what led the sentence is gone."""
    text = text.lstrip(" ,")
    turned = _WILL_BE.fullmatch(text[:400]) or _TURNED.fullmatch(text[:2000])
    if turned is None or _NO_VERB.match(text):
        return text
    return f"{turned['subject']} {turned['verb']} {(turned['rest'] or '').strip()}"
