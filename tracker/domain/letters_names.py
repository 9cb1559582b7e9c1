"""People, posts and ministries as letters write them."""

import re

from tracker.domain.texts import fold

_UPPER = "A-ZÀ-ÖØ-ÞŠŽŞĞİ"
_PREFIX = (
    r"(?:[Vv]an|[Dd]e|[Dd]en|[Dd]er|[Tt]en|[Tt]er|[Tt]e|[Ee]l|[Ii]n|[Oo]p|['’]t|[Dd]i|[Dd]u|"
    r"[Ll]a|[Ll]e|[Vv]on)"
)
_CAPITAL = rf"(?!(?:Kamerstuk|Kamerstukken|Handelingen|Tweede|Eerste|Kamer|Aanhangsel)\b)[{_UPPER}]"
_WORD = rf"{_CAPITAL}(?:[^\W\d_]|['’])*(?:-(?:[a-z]{{2,3}} ){{0,2}}[{_UPPER}][\w'’]*){{0,2}}"
SURNAME = rf"(?:{_PREFIX} ){{0,3}}{_WORD}(?: (?:{_PREFIX} ){{0,3}}{_WORD})?"
_PARTY = r"(?: ?\((?!Kamerst|Handel|kst|TZ|T\d)[A-Z0-9][\w/&\- ]{1,30}\))?"
_ONE = rf"{SURNAME}{_PARTY}"
_JOINT = r"(?: ?, ?(?:en )?| en | ?/ ?| ?& ?)"
NAMES = rf"{_ONE}(?:{_JOINT}(?:de leden |het lid )?{_ONE}){{0,9}}"
CUM_SUIS = r"(?:,? ?(?:c\.?s\.?(?!\w)|cum suis))"

_NAME_PARTS = re.compile(_JOINT)
_PARTY_PART = re.compile(r" ?\([^()]{1,40}\)")
# 'Kuik-Van der Graaf' are two people; a person's own double name goes on in small letters.
_TWO_PEOPLE = re.compile(r"-(?=(?:Van|De|Den|Der|Ten|Ter|El)\s)")


def surnames(printed: str) -> tuple[str, ...]:
    """The names in 'Kuik en van der Graaf' or 'Segers (ChristenUnie)/Buitenweg'."""
    plain = _TWO_PEOPLE.sub("/", _PARTY_PART.sub("", printed))
    parts = (re.sub(r"^(?:de leden|het lid) ", "", part) for part in _NAME_PARTS.split(plain))
    return tuple(part[0].upper() + part[1:] for part in parts if part)


_POST_WORD = rf"(?!(?:Minister|Staatssecretaris)\b)[{_UPPER}][\w'’-]+"
_PORTFOLIO = rf"{_POST_WORD}(?:(?:, en |, |-? en | [–-] | ){_POST_WORD}){{0,7}}"
_FULL_POST = re.compile(
    rf"(?:[Mm]inister-[Pp]resident|(?:[Mm]inister|[Ss]taatssecretaris) (?:van|voor) {_PORTFOLIO})"
)
_PLURAL = re.compile(
    rf"(?P<what>[Mm]inister|[Ss]taatssecretari)s(?:sen)? (?P<first>(?:van|voor) {_PORTFOLIO})"
    rf"(?:, (?P<second>(?:van|voor) {_PORTFOLIO}))?(?:,? en (?P<last>(?:van|voor) {_PORTFOLIO}))?"
)


def posts_in(text: str) -> tuple[str, ...]:
    """The posts that a stretch names, in order: 'Minister van Buitenlandse Zaken'."""
    found = [(each.start(), _capital(each.group())) for each in _FULL_POST.finditer(text)]
    for many in _PLURAL.finditer(text):
        one = "Minister" if many["what"].lower() == "minister" else "Staatssecretaris"
        portfolios = [part for part in (many["first"], many["second"], many["last"]) if part]
        found += [(many.start(), f"{one} {part}") for part in portfolios]
    return tuple(dict.fromkeys(post for _, post in sorted(found, key=lambda pair: pair[0])))


def in_small_letters(printed: str) -> str:
    """'STAATSSECRETARIS VAN JUSTITIE EN VEILIGHEID' as a post is written."""
    if not printed.isupper():
        return printed
    small = {"van", "voor", "en", "de", "het", "der"}
    words = printed.lower().split()
    return " ".join(word if word in small else _capital(word) for word in words)


def _capital(text: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in text.split("-", 1))


MINISTRIES = {
    "Algemene Zaken": "AZ",
    "Asiel en Migratie": "AenM",
    "Binnenlandse Zaken en Koninkrijksrelaties": "BZK",
    "Binnenlandse Zaken": "BZK",
    "Buitenlandse Zaken": "BZ",
    "Buitenlandse Handel en Ontwikkelingssamenwerking": "BHOS",
    "Buitenlandse Handel en Ontwikkelingshulp": "BHO",
    "Defensie": "DEF",
    "Economische Zaken": "EZ",
    "Economische Zaken en Klimaat": "EZK",
    "Financiën": "FIN",
    "Infrastructuur en Milieu": "IenM",
    "Infrastructuur en Waterstaat": "IenW",
    "Justitie en Veiligheid": "JenV",
    "Klimaat en Energie": "EZK",
    "Klimaat en Groene Groei": "KGG",
    "Landbouw, Natuur en Voedselkwaliteit": "LNV",
    "Landbouw, Visserij, Voedselzekerheid en Natuur": "LVVN",
    "Langdurige Zorg en Sport": "VWS",
    "Medische Zorg": "VWS",
    "Medische Zorg en Sport": "VWS",
    "Natuur en Stikstof": "LNV",
    "Onderwijs, Cultuur en Wetenschap": "OCW",
    "Primair en Voortgezet Onderwijs": "OCW",
    "Rechtsbescherming": "JenV",
    "Sociale Zaken en Werkgelegenheid": "SZW",
    "Veiligheid en Justitie": "VenJ",
    "Volksgezondheid, Welzijn en Sport": "VWS",
    "Volkshuisvesting en Ruimtelijke Ordening": "VRO",
    "Armoedebeleid, Participatie en Pensioenen": "SZW",
}
_BY_FOLDED_NAME = {fold(name): short for name, short in MINISTRIES.items()}


def ministry_of(post: str) -> str | None:
    """The usual abbreviation of the ministry of a post or of 'Ministerie van …'."""
    name = re.sub(r"^.*?\b(?:van|voor) ", "", post, count=1)
    return _BY_FOLDED_NAME.get(fold(name))
