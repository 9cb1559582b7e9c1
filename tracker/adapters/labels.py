"""The Dutch word for each code that a page shows."""

from tracker.adapters.messages import N_, Messages

LABELS: dict[str, dict[str, str]] = {
    "kind": {
        "motion": N_("Motie"),
        "commitment": N_("Toezegging"),
        "recommendation": N_("Aanbeveling"),
    },
    "kinds": {
        "motion": N_("Moties"),
        "commitment": N_("Toezeggingen"),
        "recommendation": N_("Aanbevelingen"),
    },
    "status": {
        "received": N_("Nieuw"),
        "assessing": N_("In beoordeling"),
        "in_progress": N_("In behandeling"),
        "ongoing": N_("Doorlopend"),
        "partly_met": N_("Deels afgedaan"),
        "proposed_met": N_("Voorgesteld als afgedaan"),
        "met": N_("Afgedaan"),
        "transferred": N_("Overgedragen"),
        "not_carried_out": N_("Wordt niet uitgevoerd"),
        "lapsed": N_("Vervallen"),
    },
    "outcome": {
        "tabled": N_("Ingediend"),
        "held": N_("Aangehouden"),
        "replaced": N_("Vervangen"),
        "taken_over": N_("Overgenomen"),
        "adopted": N_("Aangenomen"),
        "rejected": N_("Verworpen"),
        "withdrawn": N_("Ingetrokken"),
        "lapsed": N_("Vervallen"),
    },
    "response": {
        "pending": N_("Reactie volgt"),
        "accepted": N_("Overgenomen"),
        "partly": N_("Deels overgenomen"),
        "rejected": N_("Niet overgenomen"),
    },
    "appreciation": {
        "left_to_house": N_("Oordeel Kamer"),
        "taken_over": N_("Overgenomen"),
        "advised_against": N_("Ontraden"),
    },
    "certainty": {
        "firm": N_("Vaste datum"),
        "provisional": N_("Geschatte datum"),
        "unresolved": N_("Datum nog te bepalen"),
    },
    "strength": {
        "promised": N_("Toegezegd"),
        "aimed": N_("Streven"),
        "intended": N_("Voornemen"),
        "practice": N_("Bestaande praktijk"),
    },
    "deadline_state": {
        "open": N_("Open"),
        "met": N_("Nagekomen"),
        "withdrawn": N_("Ingetrokken"),
    },
    "paper_role": {
        "source": N_("bron"),
        "reply": N_("antwoord"),
        "reports_on": N_("doet verslag"),
        "mentions": N_("genoemd"),
        "told": N_("Kamer geïnformeerd"),
    },
    "link_role": {
        "gives_effect_to": N_("geeft uitvoering aan"),
        "related": N_("hangt samen met"),
    },
    "link_role_back": {
        "gives_effect_to": N_("krijgt uitvoering door"),
        "related": N_("hangt samen met"),
    },
    "role": {
        "officer": N_("Medewerker"),
        "administrator": N_("Beheerder"),
    },
    "recess": {
        "zomerreces": N_("Zomerreces"),
        "herfstreces": N_("Herfstreces"),
        "kerstreces": N_("Kerstreces"),
        "voorjaarsreces": N_("Voorjaarsreces"),
        "meireces": N_("Meireces"),
        "verkiezingsreces": N_("Verkiezingsreces"),
    },
    "letter_state": {
        "draft": N_("Concept"),
        "frozen": N_("Vastgesteld"),
    },
    "addressee": {
        "second_chamber": N_("Tweede Kamer"),
        "first_chamber": N_("Eerste Kamer"),
    },
}


def label(messages: Messages, group: str, code: str) -> str:
    """The word for a code of a group; raises KeyError for a code without a word."""
    return messages.gettext(LABELS[group][code])
