"""What a term that hangs on a debate means once the day of that debate is known."""

import re
from datetime import date

from tracker.domain.sittings import SittingCalendar
from tracker.domain.terms import Certainty, Reason, read_term

HANGS_ON_DEBATE = str(Reason.EVENT_WITHOUT_DATE)
_WHICH_ONE = re.compile(
    r"\b(?:eerst)?(?:volgende|komende|aanstaande|eerdaagse)\s+|\s+\d{4}(?:\s?[-/\u2013]\s?\d{2,4})?$",
    re.IGNORECASE,
)


def due_by_debate(
    wording: str, reference_date: date, debate_on: date, calendar: SittingCalendar
) -> date | None:
    """The day that a wording sets when its debate is on a day: 'voor' is the day before.

    'voor het volgende commissiedebat' is read as 'voor het commissiedebat van 16 september
    2021'. None where that sets no last day, as 'na het debat' does not.
    """
    dated = f"{_WHICH_ONE.sub('', wording)} van {debate_on.day}-{debate_on.month}-{debate_on.year}"
    term = read_term(dated, reference_date, calendar)
    return term.due_on if term.certainty is not Certainty.UNRESOLVED else None
