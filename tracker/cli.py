"""The command `nakoming`."""

import json
import socket
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import click

from tracker.config import SettingError, Settings, read_settings
from tracker.web.rendering import folder

DEMO_START = datetime(2021, 7, 1, 7, 0, tzinfo=UTC)  # 09.00 in Amsterdam
DEMO_PASSWORD = "welkom-bij-nakoming"


def main() -> None:
    """Run the command; a known failure is one clear line, and exit code 1."""
    try:
        commands(standalone_mode=False)
    except click.exceptions.Exit as ending:
        sys.exit(ending.exit_code)
    except click.UsageError as error:
        _fail(f"{error.format_message()} See: nakoming --help", code=2)
    except (click.ClickException, SettingError) as error:
        _fail(error.format_message() if isinstance(error, click.ClickException) else str(error))
    except click.Abort:
        _fail("Stopped.")


def _fail(sentence: str, code: int = 1) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(code)


@click.group()
@click.version_option(package_name="nakoming", prog_name="nakoming")
def commands() -> None:
    """Follow what parliament asked and ministers promised, until it is met."""


@commands.command()
@click.argument("phrase", required=False)
@click.option("--on", "on", help="The date of the text, as 2021-01-11.")
@click.option("--batch", is_flag=True, help="Read a TSV with phrase and reference_date from stdin.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON lines.")
@click.option("--language", default="nl", help="The language of the explanation.")
def term(phrase: str | None, on: str | None, batch: bool, as_json: bool, language: str) -> None:
    """Say which date a Dutch term gives, and why."""
    from tracker.adapters.messages import translator
    from tracker.adapters.sittings import shipped_calendar
    from tracker.services.terms import term_answer, term_answers

    messages, calendar = translator(language), shipped_calendar()
    if batch:
        answers = list(term_answers(sys.stdin, calendar, messages))
    elif phrase is None or on is None:
        raise click.UsageError("Give a phrase and --on DATE, or --batch with a file on stdin.")
    else:
        answers = [term_answer(phrase, _iso_date(on), calendar, messages)]
    _print(answers, as_json, lambda answer: answer.get("error") or answer["explanation"])
    if any("error" in answer for answer in answers):
        raise click.exceptions.Exit(1)


@commands.group()
def db() -> None:
    """The database's schema."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to the present schema."""
    from tracker.db.schema import upgrade

    upgrade(read_settings().database_url)
    click.echo("The database has the present schema.")


@db.command("check")
def db_check() -> None:
    """Tell whether the database has the present schema."""
    from tracker.db.schema import is_current
    from tracker.db.session import make_engine

    if not is_current(make_engine(read_settings().database_url)):
        raise click.ClickException("The database is behind. Run: nakoming db upgrade")
    click.echo("The database has the present schema.")


@commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON lines.")
def import_file(file: Path, as_json: bool) -> None:
    """Load a file in the JSON-lines format; all of it, or nothing."""
    rows = _import(read_settings(), file)
    _print([{"file": str(file), "rows": rows}], as_json, lambda a: f"{a['rows']} rows imported.")


def _import(settings: Settings, file: Path) -> int:
    from tracker.adapters.sittings import shipped_calendar
    from tracker.db.session import Store, make_engine
    from tracker.services.clock import Clock
    from tracker.services.imports import ExchangeError, import_lines

    store = Store(make_engine(settings.database_url))
    try:
        with file.open(encoding="utf-8") as lines, store.writing() as session:
            return import_lines(session, lines, Clock(settings.clock_offset), shipped_calendar())
    except ExchangeError as error:
        raise click.ClickException(f"{file}: {error}. Nothing was imported.") from error
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file} is not UTF-8 text. Nothing was imported.") from error


@commands.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
def serve(host: str, port: int, workers: int) -> None:
    """Serve the application; an empty database gets a one-time set-up link.

    With more workers it uses as many processor cores.
    """
    settings = read_settings()
    _check_port(host, port)
    _prepare(settings)
    _offer_setup(settings)
    _refresh_statistics(settings)
    run_server(settings, host, port, workers)


@commands.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--data", "data_dir", type=click.Path(file_okay=False, path_type=Path))
@click.option("--fresh", is_flag=True, help="Begin again with the worked case.")
@click.option("--items", default=0, type=click.IntRange(0), help="Add so many example items.")
def demo(port: int, data_dir: Path | None, fresh: bool, items: int) -> None:
    """Show the product on the worked case; its clock starts at 1 July 2021, 09:00."""
    _check_port("127.0.0.1", port)
    settings = _demo_settings(data_dir or Path("demo-data"), port)
    database = settings.data_dir / "nakoming.sqlite3"
    if fresh:
        _remove_database(database)
    known = database.exists()
    _prepare(settings)
    if not known:
        click.echo("Loading the worked case …")
        _import(settings, folder("fixtures") / "worked_case.jsonl")
    _give_demo_passwords(settings)
    if items:
        _add_examples(settings, items)
    _refresh_statistics(settings)
    click.echo(f"\n  Nakoming is at {settings.base_url}\n")
    click.echo(
        "  Sign in as noor.aksoy@voorbeeld.nl (officer) or ilse.roelofs@voorbeeld.nl (administrator)"
    )
    click.echo(f"  with the password {DEMO_PASSWORD}")
    click.echo("  The clock starts at Thursday 1 July 2021, 09:00. Stop with Ctrl+C.\n")
    run_server(settings, "127.0.0.1", port)


def _demo_settings(data_dir: Path, port: int) -> Settings:
    settings = read_settings(
        {"NAKOMING_DATA_DIR": str(data_dir), "NAKOMING_BASE_URL": f"http://127.0.0.1:{port}"}
    )
    return replace(settings, demo=True, clock_offset=DEMO_START - datetime.now(UTC))


def _remove_database(database: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)


def _add_examples(settings: Settings, items: int) -> None:
    from tracker.db.session import Store, make_engine
    from tracker.services.clock import Clock
    from tracker.services.examples import add_examples

    click.echo(f"Adding {items} example items …")
    with Store(make_engine(settings.database_url)).writing() as session:
        add_examples(session, Clock(settings.clock_offset), items)


def _check_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"Port {port} is taken, perhaps by another Nakoming. "
                f"Stop that one, or choose another port with --port {port + 1}."
            ) from error


def _prepare(settings: Settings) -> None:
    from tracker.db.schema import is_current, upgrade
    from tracker.db.session import make_engine

    if not is_current(make_engine(settings.database_url)):
        upgrade(settings.database_url)


def _refresh_statistics(settings: Settings) -> None:
    from tracker.db.schema import refresh_statistics
    from tracker.db.session import make_engine

    refresh_statistics(make_engine(settings.database_url))


def _offer_setup(settings: Settings) -> None:
    from tracker.db.session import Store, make_engine
    from tracker.services import accounts
    from tracker.services.clock import Clock

    with Store(make_engine(settings.database_url)).writing() as session:
        if accounts.needs_setup(session):
            token = accounts.new_setup_link(session, Clock())
            click.echo(f"Nobody has an account yet. Set up at {settings.base_url}/setup/{token}")


def _give_demo_passwords(settings: Settings) -> None:
    from sqlmodel import select

    from tracker.adapters.identity import hash_password
    from tracker.db.session import Store, make_engine
    from tracker.db.tables import User

    with Store(make_engine(settings.database_url)).writing() as session:
        for user in session.exec(select(User).where(User.password_hash == None)):  # noqa: E711
            user.password_hash = hash_password(DEMO_PASSWORD)


def run_server(settings: Settings, host: str, port: int, workers: int = 1) -> None:
    """Serve until a signal ends it, in this process or in so many of its children."""
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    from tracker.app import make_app

    options: dict[str, Any] = {
        "app": partial(make_app, settings),
        "factory": True,
        "host": host,
        "port": port,
        "log_level": "warning",
        "server_header": False,
    }
    if workers == 1:
        uvicorn.run(**options)
        return
    config = uvicorn.Config(**options, workers=workers)
    Multiprocess(config, sockets=[config.bind_socket()]).run()


@commands.group()
def user() -> None:
    """Accounts."""


@user.command("add")
@click.argument("email")
@click.argument("name")
@click.option("--administrator", is_flag=True)
@click.password_option(help="Asked for when it is not given.")
def user_add(email: str, name: str, administrator: bool, password: str) -> None:
    """Make an account."""
    from tracker.db.tables.accounts import Role
    from tracker.services import accounts
    from tracker.services.actors import SYSTEM

    role = Role.ADMINISTRATOR if administrator else Role.OFFICER
    _in_session(
        lambda session, clock: accounts.create_user(
            session, SYSTEM, clock, email=email, name=name, password=password, role=role
        )
    )
    click.echo(f"{email} can sign in.")


@user.command("password")
@click.argument("email")
@click.password_option(help="Asked for when it is not given.")
def user_password(email: str, password: str) -> None:
    """Give an account a new password; it is signed out everywhere."""
    from tracker.services import accounts

    _in_session(lambda session, _clock: accounts.set_password(session, email, password))
    click.echo(f"{email} has a new password.")


@user.command("deactivate")
@click.argument("email")
def user_deactivate(email: str) -> None:
    """Close an account; what it did stays in the history."""
    from tracker.services import accounts
    from tracker.services.actors import SYSTEM

    _in_session(lambda session, clock: accounts.deactivate(session, SYSTEM, clock, email))
    click.echo(f"{email} can no longer sign in.")


def _in_session(use: Any) -> Any:
    """Run one use case on the configured database; a refusal is one clear line."""
    from tracker.adapters.messages import translator
    from tracker.adapters.refusals import refusal
    from tracker.db.session import Store, make_engine
    from tracker.domain.errors import DomainError
    from tracker.services.clock import Clock

    settings = read_settings()
    try:
        with Store(make_engine(settings.database_url)).writing() as session:
            return use(session, Clock(settings.clock_offset))
    except DomainError as error:
        raise click.ClickException(refusal(error, translator("nl"))) from error


def _iso_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise click.ClickException(f"{text!r} is no date; write it as 2021-01-11.") from error


def _print(answers: Iterable[dict[str, Any]], as_json: bool, line: Any) -> None:
    for answer in answers:
        click.echo(json.dumps(answer, ensure_ascii=False) if as_json else line(answer))


if __name__ == "__main__":
    main()
