"""The gist of a promise: its own sentence, without the term and what leads up to it."""

import re

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


def summary_of(sentence: str, phrase: str = "") -> str:
    """A sentence as a short description, at most 240 characters, cut between words."""
    text = sentence.replace(phrase, " ", 1) if phrase else sentence
    text = " ".join(text.split()).strip(" .,;:")
    text = _LEADS.sub("", text)
    text = _AIMS.sub("", text)
    text = re.sub(r"^[ ,]*(?:zal|zullen) ", "", text)
    text = re.sub(r" ([,.;])", r"\1", text).strip(" .,;:")
    if len(text) > LONGEST:
        text = text[:LONGEST].rsplit(" ", 1)[0] + "…"
    return text[:1].upper() + text[1:]
