"""Databases, programs and material that tests share, and the account of what could not run."""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from litestar.testing import TestClient
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from sqlmodel import select

from tasks.postgres import temporary_postgres
from tests import worked_case
from tests.web_client import Client
from tracker.adapters.identity import hash_password
from tracker.adapters.sittings import shipped_calendar
from tracker.app import make_app
from tracker.config import Settings
from tracker.db.schema import upgrade
from tracker.db.session import Store, make_engine
from tracker.db.tables import User
from tracker.services.recesses import add_shipped

SHARED = Path(__file__).resolve().parents[2] / "shared"

# A fixture that needs a program: the marker of its tests, the program's names, and
# what to say where it is absent.
PROGRAMS = {
    "chromium": ("browser", ("chromium", "chromium-browser", "google-chrome"), "no Chromium"),
    "soffice": ("libreoffice", ("soffice",), "no LibreOffice"),
    "pdftoppm": ("pdf", ("pdftoppm",), "no pdftoppm"),
}
# A page that glides to the next field would make tests wait.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-smooth-scrolling",
]


def _program(fixture: str) -> str | None:
    return next(filter(None, map(shutil.which, PROGRAMS[fixture][1])), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by the programs that its fixtures start, and skip it without them."""
    for item in items:
        for fixture, (marker, _names, absence) in PROGRAMS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(marker)
                if not _program(fixture):
                    item.add_marker(pytest.mark.skip(reason=absence))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what could not run in one line: 'not run: 14 browser tests, no Chromium'."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        counts = Counter(map(_why_skipped, skipped))
        parts = (
            f"{count} {kind} {'test' if count == 1 else 'tests'}, {reason}"
            for (kind, reason), count in counts.items()
        )
        terminalreporter.write_line("not run: " + "; ".join(parts), yellow=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """With CI=true, a test that did not run is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped") if reporter else None
    if skipped and os.environ.get("CI") == "true" and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _why_skipped(report: pytest.TestReport) -> tuple[str, str]:
    kinds = [marker for marker, _names, _absence in PROGRAMS.values() if marker in report.keywords]
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return kinds[0] if kinds else "other", reason.removeprefix("Skipped: ")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a real PostgreSQL server, for one worker of the test run."""
    with temporary_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def migrated_postgres(postgres_url: str) -> str:
    """The name of a migrated database on that server, to copy and never to open."""
    _on_server(postgres_url, "CREATE DATABASE migrated")
    _prepare(_with_database(postgres_url, "migrated"))
    return "migrated"


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to copy and never to open."""
    path = tmp_path_factory.mktemp("migrated") / "migrated.sqlite3"
    _prepare(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """A fresh migrated SQLite database, for a test that is not about databases."""
    path = tmp_path / "nakoming.sqlite3"
    shutil.copyfile(migrated_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh migrated database: the test runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    server: str = request.getfixturevalue("postgres_url")
    template: str = request.getfixturevalue("migrated_postgres")
    _on_server(server, f"CREATE DATABASE fresh TEMPLATE {template}")
    yield _with_database(server, "fresh")
    _on_server(server, "DROP DATABASE fresh WITH (FORCE)")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on `database_url`."""
    made = make_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture
def store(engine: Engine) -> Store:
    """The store of `database_url`."""
    return Store(engine)


@pytest.fixture(scope="session")
def case_sqlite(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the worked case and passwords, to copy and never to open."""
    path = tmp_path_factory.mktemp("case") / "case.sqlite3"
    shutil.copyfile(migrated_sqlite, path)
    made = make_engine(f"sqlite:///{path}")
    worked_case.load(Store(made))
    with Store(made).writing() as session:
        password_hash = hash_password(worked_case.PASSWORD)
        for user in session.exec(select(User)):
            user.password_hash = password_hash
    made.dispose()
    return path


@pytest.fixture
def case_url(case_sqlite: Path, tmp_path: Path) -> str:
    """A fresh SQLite database with the worked case; everyone's password is PASSWORD."""
    path = tmp_path / "case.sqlite3"
    shutil.copyfile(case_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture
def case_store(store: Store) -> Store:
    """The worked case on SQLite and on PostgreSQL, for tests of services."""
    worked_case.load(store)
    return store


@pytest.fixture
def anonymous(case_url: str, tmp_path: Path) -> Iterator[Client]:
    """The real application on the worked case, for someone who has not signed in."""
    settings = Settings(
        data_dir=tmp_path,
        database_url=case_url,
        base_url="http://testserver.local",
        secret="a secret of the tests",
        demo=True,
    )
    with TestClient(make_app(settings, worked_case.CLOCK), "http://testserver.local") as client:
        yield Client(client)


@pytest.fixture
def client(anonymous: Client) -> Client:
    """The real application on the worked case, with Noor Aksoy signed in."""
    anonymous.sign_in(worked_case.NOOR)
    return anonymous


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A running Chromium, for one module: a running playwright keeps asyncio to itself."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_program("chromium"), args=CHROMIUM_ARGUMENTS
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def soffice() -> str:
    """The path of LibreOffice's program."""
    return _program("soffice") or pytest.skip("no LibreOffice")


@pytest.fixture(scope="session")
def pdftoppm() -> str:
    """The path of pdftoppm."""
    return _program("pdftoppm") or pytest.skip("no pdftoppm")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The recorded material beside the repository."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared beside the repository")
    return SHARED


def _prepare(url: str) -> None:
    """Give a database the present schema and the recesses that are shipped."""
    upgrade(url)
    made = make_engine(url)
    with Store(made).writing() as session:
        add_shipped(session, worked_case.CLOCK, shipped_calendar())
    made.dispose()


def _with_database(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def _on_server(url: str, statement: str) -> None:
    plain = url.replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(statement)
