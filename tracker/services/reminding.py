"""Reminding, round after round: what there is to tell is written down, and what waits is sent."""

import logging
import threading
from dataclasses import dataclass

from tracker.services.outbox import MailRun, Outbox
from tracker.services.reminders import collect

LOOKED_EVERY_SECONDS = 60

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reminded:
    """What one round did: digests made, and what became of the mails that it tried."""

    made: int
    runs: tuple[MailRun, ...]


def remind_once(outbox: Outbox, stop: threading.Event | None = None) -> Reminded:
    """Make the digests of today, and send what waits."""
    made = collect(outbox.store, outbox.clock, stop)
    return Reminded(made, outbox.send_waiting(stop))


def keep_reminding(outbox: Outbox, stop: threading.Event) -> None:
    """Remind once a minute, until `stop` is set."""
    while not stop.is_set():
        try:
            remind_once(outbox, stop)
        except Exception:
            _log.exception("a round of reminders failed")
        stop.wait(LOOKED_EVERY_SECONDS)
