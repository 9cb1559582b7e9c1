"""The worked case of 31 015, nr. 221, loaded into a fresh database, on 1 July 2021."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import select

from tracker.db.session import Store
from tracker.db.tables import User
from tracker.services.accounts import actor_of
from tracker.services.actors import Actor
from tracker.services.clock import Clock
from tracker.services.imports import import_lines

CASE = Path(__file__).parents[1] / "fixtures" / "worked_case.jsonl"
DEMO_START = datetime(2021, 7, 1, 7, 0, tzinfo=UTC)
PASSWORD = "een-lang-wachtwoord"
NOOR = "noor.aksoy@voorbeeld.nl"
JORIS = "joris.vermaat@voorbeeld.nl"
ADMINISTRATOR = "ilse.roelofs@voorbeeld.nl"


class StoppedClock(Clock):
    """A clock that stands at the beginning of the demonstration."""

    def now(self) -> datetime:
        """1 July 2021, 09:00 in Amsterdam, whatever the real time."""
        return DEMO_START


CLOCK = StoppedClock(timedelta())


def load(store: Store) -> None:
    """Import the worked case."""
    with CASE.open(encoding="utf-8") as lines, store.writing() as session:
        import_lines(session, lines, CLOCK)


def actor(store: Store, email: str = NOOR) -> Actor:
    """A person of the worked case."""
    with store.reading() as session:
        return actor_of(session.exec(select(User).where(User.email == email)).one())
