"""The answer to a rappel of the Eerste Kamer: by when it is due, with the prognosis."""

from tracker.adapters.annexes.layouts.pieces import rows_table
from tracker.adapters.annexes.wording import kind_title
from tracker.adapters.messages import N_, Messages
from tracker.domain.annex_rows import AnnexKind, AnnexRow
from tracker.domain.annexes import Annex, Grouping, RappelPart, group, half_year_after, rappel_part
from tracker.domain.printed import Block, Heading

_TITLES = {
    RappelPart.PAST: N_("Termijn verstreken op %(day)s"),
    RappelPart.NEXT_HALF_YEAR: N_("Termijn tot en met %(until)s"),
    RappelPart.LATER: N_("Latere termijn of nog geen datum"),
    RappelPart.SETTLED: N_("Afgedaan"),
}


def body(annex: Annex, messages: Messages) -> list[Block]:
    """A heading a kind, and a table a part, each in the order of the register's numbers."""
    blocks: list[Block] = []
    facts = {
        "day": messages.date(annex.reference_date),
        "until": messages.date(half_year_after(annex.reference_date)),
    }
    for one in group(annex.rows, Grouping.KIND):
        blocks.append(Heading(2, kind_title(AnnexKind(one.name), messages)))
        for part in RappelPart:
            rows = [row for row in one.rows if rappel_part(row, annex.reference_date) is part]
            if rows:
                caption = messages.text(_TITLES[part], **facts)
                blocks.append(rows_table(caption, sorted(rows, key=_number), annex, messages))
    return blocks


def _number(row: AnnexRow) -> tuple[bool, str]:
    return not row.register_number, row.register_number or row.number
