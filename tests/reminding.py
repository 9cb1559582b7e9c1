"""Reminding on the worked case, at any moment, in this process or in others.

`python -m tests.reminding DATABASE_URL SMTP_URL MOMENT` is one round in a process of its own.
"""

import subprocess
import sys
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.worked_case import DEMO_START
from tracker.adapters.mail import read_mail_url
from tracker.db.session import Store, make_engine
from tracker.services.clock import AMSTERDAM, Clock
from tracker.services.outbox import MailSettings, Outbox
from tracker.services.reminding import remind_once

NOWHERE = "smtp://127.0.0.1:1"
BASE = "https://nakoming.example.nl"
SECRET = "een geheim"


@dataclass(frozen=True)
class At(Clock):
    """A clock that stands where a test puts it."""

    moment: list[datetime] = field(default_factory=lambda: [DEMO_START])

    def now(self) -> datetime:
        """Where it was put."""
        return self.moment[0]

    def put(self, printed: str) -> None:
        """Put it at '2021-07-05 09:00' in Amsterdam."""
        self.moment[0] = datetime.fromisoformat(printed).replace(tzinfo=AMSTERDAM)

    def pass_by(self, **period: float) -> None:
        """Let hours or days pass."""
        self.moment[0] += timedelta(**period)


def mail_settings(url: str) -> MailSettings:
    """Mail by a server of the tests."""
    return MailSettings(read_mail_url(url), "Nakoming <nakoming@example.nl>", BASE, SECRET)


def outbox(store: Store, url: str, clock: Clock) -> Outbox:
    """The mails of a database, by a server of the tests."""
    return Outbox(store, clock, mail_settings(url))


def begin_process(database_url: str, url: str, clock: Clock) -> subprocess.Popen[bytes]:
    """One round in a process of its own."""
    moment = clock.now().isoformat()
    command = [sys.executable, "-m", "tests.reminding", database_url, url, moment]
    return subprocess.Popen(command)


def main() -> None:
    """One round."""
    database_url, url, moment = sys.argv[1:]
    clock = At(moment=[datetime.fromisoformat(moment)])
    remind_once(outbox(Store(make_engine(database_url)), url, clock))


if __name__ == "__main__":
    main()
