"""`nakoming serve` and `nakoming demo`."""

import errno
import gc
import socket
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

from tracker.adapters.templates import folder
from tracker.cli.exchange import load
from tracker.cli.store import prepare_database
from tracker.config import Settings, read_settings

DEMO_START = datetime(2021, 7, 1, 7, 0, tzinfo=UTC)  # 09.00 in Amsterdam
DEMO_PASSWORD = "welkom-bij-nakoming"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
def serve(host: str, port: int, workers: int) -> None:
    """Serve the application; an empty database gets a one-time set-up link.

    With more workers it uses as many processor cores.
    """
    settings = read_settings()
    _check_port(host, port)
    prepare_database(settings)
    _offer_setup(settings)
    _refresh_statistics(settings)
    run_server(settings, host, port, workers)


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--data", "data_dir", type=click.Path(file_okay=False, path_type=Path))
@click.option("--fresh", is_flag=True, help="Begin again with the worked case.")
@click.option("--items", default=0, type=click.IntRange(0), help="Add so many example items.")
def demo(port: int, data_dir: Path | None, fresh: bool, items: int) -> None:
    """Show the product on the worked case; its clock starts at 1 July 2021, 09:00."""
    _check_port("127.0.0.1", port)
    settings = _demo_settings(data_dir or Path("demo-data"), port)
    if fresh:
        _remove_database(settings)
    prepare_database(settings)
    if _is_empty(settings):
        click.echo("Loading the worked case …")
        load(settings, folder("fixtures") / "worked_case.jsonl")
        load(settings, folder("fixtures") / "worked_case_followed.jsonl")
        _tell_of_the_house(settings, folder("fixtures") / "worked_case_house.xml")
    _give_demo_passwords(settings)
    if items:
        _add_examples(settings, items)
    _refresh_statistics(settings)
    click.echo(f"\n  Nakoming is at {settings.base_url}\n")
    click.echo("  Sign in as noor.aksoy@voorbeeld.nl (officer)")
    click.echo("  or ilse.roelofs@voorbeeld.nl (administrator)")
    click.echo(f"  with the password {DEMO_PASSWORD}")
    click.echo("  The clock starts at Thursday 1 July 2021, 09:00. Stop with Ctrl+C.\n")
    run_server(settings, "127.0.0.1", port)


def _demo_settings(data_dir: Path, port: int) -> Settings:
    """A database of its own, so that `--fresh` never takes away a real one."""
    settings = read_settings(
        {
            "NAKOMING_DATA_DIR": str(data_dir),
            "NAKOMING_DATABASE_URL": f"sqlite:///{data_dir.absolute() / 'demo.sqlite3'}",
            "NAKOMING_BASE_URL": f"http://127.0.0.1:{port}",
        }
    )
    return replace(settings, demo=True, sync=False, clock_offset=DEMO_START - datetime.now(UTC))


def _remove_database(settings: Settings) -> None:
    file = settings.sqlite_file
    assert file is not None
    for suffix in ("", "-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)


def _is_empty(settings: Settings) -> bool:
    from tracker.db.session import Store, make_engine
    from tracker.services import accounts

    with Store(make_engine(settings.database_url)).reading() as session:
        return accounts.needs_setup(session)


def _tell_of_the_house(settings: Settings, page: Path) -> None:
    """Keep a page of the House's feed as if it came today, and judge what it tells."""
    from tracker.adapters.syncfeed import Entry, read_page
    from tracker.db.session import Store, make_engine
    from tracker.services.clock import Clock
    from tracker.services.house_proposals_found import judge_all
    from tracker.services.sync_pages import keep_entries

    store, read = Store(make_engine(settings.database_url)), read_page(page.read_bytes())
    with store.writing() as session:
        keep_entries(session, [entry for entry in read.entries if isinstance(entry, Entry)])
    judge_all(store, Clock(settings.clock_offset))


def _add_examples(settings: Settings, items: int) -> None:
    from tracker.db.session import Store, make_engine
    from tracker.services.clock import Clock
    from tracker.services.examples import add_examples

    click.echo(f"Adding {items} example items …")
    with Store(make_engine(settings.database_url)).writing() as session:
        add_examples(session, Clock(settings.clock_offset), items)


def _check_port(host: str, port: int) -> None:
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise click.ClickException(
                f"Port {port} is taken, perhaps by another Nakoming. "
                f"Stop that one, or choose another port with --port {port + 1}."
            ) from error
        raise click.ClickException(
            f"Cannot serve at {host}, port {port}: {error.strerror}."
        ) from error


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

    options: dict[str, Any] = {
        "app": partial(_settled_app, settings),
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


def _settled_app(settings: Settings) -> Any:
    """The application, with what it is made of out of the garbage collector's way.

    A page makes thousands of small objects; searching all of the code after each few
    hundred of them takes a tenth of the time of a page.
    """
    from tracker.app import make_app

    app = make_app(settings)
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 50)
    return app
