"""A ministry's list with a row of each fate, for tests of all pages."""

import uuid

from tests import worked_case
from tests.worked_case import CLOCK
from tracker.db.session import Store
from tracker.services import list_imports as lists

LIST = (
    "Nummer;Soort;Omschrijving;Datum;Stand van zaken;Kleur\r\n"
    ";Motie;Een nieuwe motie;01-02-2021;Loopt;\r\n"
    "M-2021-0002;;Een andere titel;;;\r\n"
    ";Motie;Zonder datum;31-02-2021;;blauw\r\n"
)


def bring(store: Store) -> uuid.UUID:
    """The key of the list."""
    content = LIST.encode()
    rows = lists.read_file("lijst.csv", content)
    with store.writing() as session:
        return lists.bring(
            session, worked_case.actor(store), CLOCK,
            import_id=uuid.uuid4(), file_name="lijst.csv", content=content, rows=rows,
        )  # fmt: skip
