"""The settings, all from the environment; README.md lists them."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

SQLITE = "sqlite:///"
POSTGRESQL = "postgresql+psycopg://"


class SettingError(Exception):
    """A setting that cannot be used; the message says what to do."""


@dataclass(frozen=True)
class Settings:
    """How this installation runs.

    `clock_offset` moves the clock of a demonstration; it is zero elsewhere.
    """

    data_dir: Path
    database_url: str
    base_url: str
    secret: str
    secret_file: Path | None = None
    demo: bool = False
    clock_offset: timedelta = timedelta()

    @property
    def sqlite_file(self) -> Path | None:
        """The file of the database; None on PostgreSQL."""
        path = self.database_url.removeprefix(SQLITE)
        return Path(path) if path != self.database_url else None

    @property
    def https(self) -> bool:
        """Whether people reach the installation over https."""
        return self.base_url.startswith("https://")


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this environment; makes the data folder and its secret when absent."""
    data_dir = Path(environment.get("NAKOMING_DATA_DIR", "data")).absolute()
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingError(
            f"NAKOMING_DATA_DIR: cannot make the folder {data_dir} ({error.strerror})."
        ) from error
    given = environment.get("NAKOMING_SECRET")
    secret_file = None if given else data_dir / "secret"
    return Settings(
        data_dir=data_dir,
        database_url=_database_url(
            environment.get("NAKOMING_DATABASE_URL", f"{SQLITE}{data_dir / 'nakoming.sqlite3'}")
        ),
        base_url=_base_url(environment.get("NAKOMING_BASE_URL", "http://127.0.0.1:8000")),
        secret=_kept_secret(secret_file) if secret_file else str(given),
        secret_file=secret_file,
    )


def _database_url(value: str) -> str:
    if not value.startswith((SQLITE, POSTGRESQL)) or value == SQLITE:
        raise SettingError(
            f"NAKOMING_DATABASE_URL begins with {SQLITE} and a path, or with {POSTGRESQL}."
        )
    return value


def _base_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query:
        raise SettingError(
            f"NAKOMING_BASE_URL: {value!r} is no address such as https://nakoming.example.nl."
        )
    return value.rstrip("/")


def _kept_secret(path: Path) -> str:
    try:
        path.touch(mode=0o600)
        if not path.stat().st_size:
            path.write_text(secrets.token_hex(32), encoding="ascii")
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise SettingError(
            f"NAKOMING_DATA_DIR: cannot read and write {path} ({error.strerror})."
        ) from error
