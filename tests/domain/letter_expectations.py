"""What an officer takes from two real papers, written down before the reader could read them.

Only facts and short anchors: the papers themselves are in ../shared.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ExpectedDeadline:
    """A term, and what it is for: `belongs_to` is ('motion', 0) and so on."""

    phrase: str
    due_on: date | None
    certainty: str
    strength: str
    belongs_to: tuple[str, int]


@dataclass(frozen=True)
class ExpectedMotion:
    """A motion; `says` is an anchor in what the letter says of it."""

    submitters: tuple[str, ...]
    cum_suis: bool
    papers: tuple[str, ...]
    says: str
    proposes_closing: bool


@dataclass(frozen=True)
class ExpectedCommitment:
    """A promise; `quote` is an anchor in its sentence."""

    quote: str
    made_on: date
    made_in: str
    made_to: str | None
    proposes_closing: bool


# 28 844, nr. 269, 7 July 2023: the minister sends what she promised on 9 and 24 May, and says
# that a motion is done with. Both promises are met by this letter, so their old term ('vóór
# het aanstaande zomerreces', counted from 9 May) is no deadline any more; read from the date
# of the letter it would even be next year's recess. What is still to come is the evaluation:
# it starts this summer, its two studies are in the first half of 2024, its report is aimed at
# September 2024; all three follow from the first promise, after which the section is called.
# That the cabinet evaluates in early 2024 whether the improvements work was said before, and
# is promised here again without a motion or commitment above it, so it is one of its own.
# What the European Court of Auditors does this calendar year is nothing of ours, and 'weekly'
# is what a guideline says of diaries.
LOBBY_PAPER = {
    "identifier": "kst-28844-269",
    "dossier": "28 844",
    "dossier_title": "Integriteitsbeleid openbaar bestuur en politie",
    "number": "269",
    "dated_on": date(2023, 7, 7),
    "session_year": "2022-2023",
    "author": "Minister van Binnenlandse Zaken en Koninkrijksrelaties",
    "on_behalf_of": (),
    "signed_by": "H.G.J. Bruins Slot",
}
LOBBY_MOTIONS = (
    ExpectedMotion(
        ("Van Baarle", "Dassen"), False, ("kst-28844-261",), "als afgedaan", proposes_closing=True
    ),
)
LOBBY_COMMITMENTS = (
    ExpectedCommitment(
        "een brief toegezegd", date(2023, 5, 9), "kst-28844-266", None, proposes_closing=True
    ),
    ExpectedCommitment(
        "toegezegd dat ik in deze brief",
        date(2023, 5, 24),
        "h-tk-20222023-84-12",
        "Dassen",
        proposes_closing=True,
    ),
    ExpectedCommitment(
        "zal worden geëvalueerd", date(2023, 7, 7), "kst-28844-269", None, proposes_closing=False
    ),
)
LOBBY_DEADLINES = (
    ExpectedDeadline("begin 2024", date(2024, 3, 31), "provisional", "promised", ("commitment", 2)),
    ExpectedDeadline("deze zomer", date(2023, 8, 31), "provisional", "promised", ("commitment", 0)),
    ExpectedDeadline("eerste helft 2024", date(2024, 6, 30), "firm", "promised", ("commitment", 0)),
    ExpectedDeadline("in september 2024", date(2024, 9, 30), "firm", "aimed", ("commitment", 0)),
)
LOBBY_NOT_DEADLINES = ("vóór het aanstaande zomerreces", "dit kalenderjaar", "wekelijks")
LOBBY_MEASURES = (
    "opnieuw bij de ministeries onder de aandacht gebracht",
    "alsnog een ontwikkeltraject overwegen",
    "dan nader worden geïnformeerd",
)
LOBBY_REFERENCES = {
    "kst-28844-266": 1,
    "kst-28844-261": 2,
    "h-tk-20222023-84-12": 1,
    "kst-36101-15": 1,
}

# 35 786, nr. 7: a motion's own paper, tabled on 30 March 2022 by Van der Graaf and two others.
# It asks without a term; that something was said in 2010 is a consideration, not a term.
MOTION_PAPER = {
    "identifier": "kst-35786-7",
    "dossier": "35 786",
    "dossier_title": "Verandering van de Grondwet, strekkende tot het opnemen van een algemene "
    "bepaling",
    "number": "7",
    "dated_on": date(2022, 3, 30),
    "session_year": "2021-2022",
}
MOTION_SUBMITTERS = ("Van der Graaf", "Maatoug", "Arib")
DICTUM_FIRST = "verzoekt de regering te bezien"
DICTUM_LAST = "worden toegevoegd aan de Grondwet"
