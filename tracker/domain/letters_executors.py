"""Who does the work of a sentence without answering to the House: an agency or a partner."""

import re

from tracker.domain.letters_names import ministry_of

_CAP = r"[A-ZÀ-Þ][\w'’&-]+"
_LINK = r"(?:van|voor|der|den|de|het|en|tegen|in|bij|op|&)"
CAPITALISED_NAME = rf"{_CAP}(?:(?: {_LINK}){{0,2}} {_CAP}){{0,8}}"
_LEAD = r"(?:(?:[Hh]et|[Dd]e) )?(?:(?:afdeling|directie|dienst|stichting|inspectie) )?"
_SHORT = r"(?: \((?:hierna:? ?)?[«\"“]?(?P<short>[A-Z][\w&-]{1,14})[»\"”]?\))?"
_ACTS = (
    r"(?:zal|zullen|gaat|gaan|organiseert|organiseren|voert|voeren|zet|zetten|start|starten|werkt|"
    r"werken|ontwikkelt|onderzoekt|streeft|is voornemens|rapporteert|publiceert|levert|maakt|komt)"
)
_FIRST = re.compile(
    rf"(?:(?P<article>(?:Het|De) (?:(?:afdeling|directie|dienst|stichting|inspectie) )?)|"
    rf"(?=[A-Z]{{2,}}))"
    rf"(?P<name>{CAPITALISED_NAME}){_SHORT} {_ACTS}\b"
)
_BEHIND = re.compile(
    rf"\b{_ACTS} (?:(?:daarom|ook|tevens|daarnaast|hiertoe|vervolgens|dan) )?"
    rf"(?P<lead>(?:het|de) (?:(?:afdeling|directie|dienst|stichting|inspectie) )?|(?=[A-Z]{{2,}}))"
    rf"(?P<name>{CAPITALISED_NAME}){_SHORT}"
)
_PARTNER = re.compile(
    rf"\b(?:in samenwerking met|samen met|door) {_LEAD}(?P<name>{CAPITALISED_NAME}){_SHORT}"
)
_NO_EXECUTOR = re.compile(
    r"(?:Ministers?\b|Staatssecretaris|Kamer\b|Tweede Kamer|Eerste Kamer|Staten-Generaal|Kabinet|"
    r"Regering|"
    r"Nederland\b|Europese|Raad van State|Voorzitter)"
)
_OWN_AGENT = re.compile(
    r"\b(?:[Ii]k|[Ww]ij|[Ww]e|[Hh]et kabinet|[Dd]e regering|[Mm]inister|[Ss]taatssecretaris)\b"
)


def executor_of(sentence: str, author: str | None) -> str | None:
    """Who a sentence says does it; of the author's own ministry the partner that it names."""
    if len(sentence) > 1500:
        return None
    found = _FIRST.match(sentence) or _BEHIND.search(sentence)
    if found is None or _NO_EXECUTOR.match(found["name"]):
        return None
    own = found["name"].startswith("Ministerie") and ministry_of(found["name"]) == ministry_of(
        author or ""
    )
    if own:
        partner = _PARTNER.search(sentence, found.end())
        return (partner["short"] or partner["name"]) if partner else None
    return found["short"] or found["name"]


def may_carry(sentence: str) -> bool:
    """Whether a sentence leaves open who does it, so that the one before it says so."""
    return _OWN_AGENT.search(sentence) is None
