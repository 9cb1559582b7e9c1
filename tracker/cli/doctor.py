"""`nakoming doctor`: what is wrong with this installation, and what to do."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from tracker.cli.output import json_option, print_answers
from tracker.cli.store import absent_file
from tracker.config import SettingError, Settings, read_settings

if TYPE_CHECKING:
    from tracker.domain.sittings import SittingCalendar

AT_HOME = {"127.0.0.1", "localhost", "::1"}
UPGRADE = "Run: nakoming db upgrade"


@dataclass(frozen=True)
class Finding:
    """What was looked at, what was found, and what to do where it is wrong."""

    check: str
    ok: bool
    says: str
    todo: str = ""


@click.command()
@json_option
def doctor(as_json: bool) -> None:
    """Look whether this installation is sound."""
    findings = list(_findings())
    print_answers(map(asdict, findings), as_json, _line)
    if not all(finding.ok for finding in findings):
        raise click.exceptions.Exit(1)


def _line(finding: dict[str, Any]) -> str:
    mark = "ok   " if finding["ok"] else "WRONG"
    return f"{mark} {finding['check']}: {finding['says']} {finding['todo']}".rstrip()


def _findings() -> Iterator[Finding]:
    try:
        settings = read_settings()
    except SettingError as error:
        yield Finding("settings", False, str(error))
        return
    yield _address(settings)
    yield _secret(settings)
    yield from _database(settings)
    yield _recesses(settings)
    yield _mail(settings)


def _address(settings: Settings) -> Finding:
    sound = settings.https or urlsplit(settings.base_url).hostname in AT_HOME
    todo = "" if sound else "Passwords would travel in the open: set NAKOMING_BASE_URL to https."
    return Finding("base address", sound, settings.base_url, todo)


def _secret(settings: Settings) -> Finding:
    path = settings.secret_file
    if path is None:
        return Finding("secret", True, "from NAKOMING_SECRET.")
    mode = path.stat().st_mode & 0o777
    sound = not mode & 0o077
    todo = "" if sound else f"Others can read it. Run: chmod 600 {path}"
    return Finding("secret", sound, f"{path} has mode {mode:o}.", todo)


def _database(settings: Settings) -> Iterator[Finding]:
    from sqlalchemy.exc import DBAPIError

    from tracker.db.integrity import damage
    from tracker.db.schema import is_current
    from tracker.db.session import make_engine

    if absent := absent_file(settings):
        yield Finding("database", False, f"there is no {absent}.", UPGRADE)
        return
    engine = make_engine(settings.database_url)
    try:
        current, found = is_current(engine), damage(engine)
    except DBAPIError as error:
        says = str(error.orig).partition("\n")[0]
        yield Finding("database", False, f"{says}.", "Look at NAKOMING_DATABASE_URL.")
        return
    finally:
        engine.dispose()
    yield Finding("database", True, "it opens.")
    says = "it is the present one." if current else "it is behind."
    yield Finding("schema", current, says, "" if current else UPGRADE)
    says = f"{len(found)} faults, the first: {found[0]}." if found else "no damage found."
    todo = "Keep a copy of the file, and put back a sound backup." if found else ""
    yield Finding("integrity", not found, says, todo)


def _recesses(settings: Settings) -> Finding:
    from tracker.domain.sittings import PUBLISHED_AHEAD, Recess
    from tracker.services.clock import Clock

    today = Clock(settings.clock_offset).today()
    unknown = _calendar(settings).unknown_ahead(today)
    if not unknown:
        return Finding("recesses", True, f"known from {today} to {today + PUBLISHED_AHEAD}.")
    names = ", ".join(
        f"the end of {one.kind} {one.start.year}"
        if isinstance(one, Recess)
        else f"{one.kind} {one.year}"
        for one in unknown
    )
    todo = (
        "Terms that rest on them get no date. When the House has set them, an administrator "
        f"adds them at {settings.base_url}/admin/recesses."
    )
    return Finding("recesses", False, f"not known: {names}.", todo)


def _mail(settings: Settings) -> Finding:
    from sqlalchemy.exc import DBAPIError

    from tracker.db.session import Store, make_engine
    from tracker.services.failed_mails import failed_mails

    if settings.mail_server is None:
        return Finding("mail", True, "no mail is sent: NAKOMING_SMTP_URL is not set.")
    place = f"{settings.mail_server.host}:{settings.mail_server.port}"
    if absent_file(settings):
        return Finding("mail", True, f"by {place}.")
    engine = make_engine(settings.database_url)
    try:
        with Store(engine).reading() as session:
            failed = len(failed_mails(session))
    except DBAPIError:
        return Finding("mail", True, f"by {place}.")
    finally:
        engine.dispose()
    todo = f"Look at {settings.base_url}/admin/mail." if failed else ""
    return Finding("mail", not failed, f"by {place}; {failed} did not arrive.", todo)


def _calendar(settings: Settings) -> "SittingCalendar":
    """The database's recesses; those that are shipped while there is no sound database."""
    from sqlalchemy.exc import DBAPIError

    from tracker.adapters.sittings import shipped_calendar
    from tracker.db.session import Store, make_engine
    from tracker.services.sittings import read_calendar

    if absent_file(settings):
        return shipped_calendar()
    engine = make_engine(settings.database_url)
    try:
        with Store(engine).reading() as session:
            return read_calendar(session)
    except DBAPIError:
        return shipped_calendar()
    finally:
        engine.dispose()
