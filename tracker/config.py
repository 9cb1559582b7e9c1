"""The settings, all from the environment; README.md lists them."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit


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
    demo: bool = False
    clock_offset: timedelta = timedelta()

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
    return Settings(
        data_dir=data_dir,
        database_url=environment.get(
            "NAKOMING_DATABASE_URL", f"sqlite:///{data_dir / 'nakoming.sqlite3'}"
        ),
        base_url=_base_url(environment.get("NAKOMING_BASE_URL", "http://127.0.0.1:8000")),
        secret=environment.get("NAKOMING_SECRET") or _kept_secret(data_dir / "secret"),
    )


def _base_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query:
        raise SettingError(
            f"NAKOMING_BASE_URL: {value!r} is no address such as https://nakoming.example.nl."
        )
    return value.rstrip("/")


def _kept_secret(path: Path) -> str:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), encoding="ascii")
    return path.read_text(encoding="ascii").strip()
