"""The settings, all from the environment; README.md lists them."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from tracker.adapters.mail import MailServer, is_address, read_mail_url

SQLITE = "sqlite:///"
POSTGRESQL = "postgresql+psycopg://"
HOUSE = "https://gegevensmagazijn.tweedekamer.nl"
SYNCFEED_URL = f"{HOUSE}/SyncFeed/2.0"
ODATA_URL = f"{HOUSE}/OData/v4/2.0"
SRU_URL = "https://repository.overheid.nl/sru"


class SettingError(Exception):
    """A setting that cannot be used; the message says what to do."""


@dataclass(frozen=True)
class Settings:
    """How this installation runs.

    `clock_offset` moves the clock of a demonstration; it is zero elsewhere. `sync` says
    whether the server reads the sources, and `sync_every` how long after it has all of one it
    asks that one again. `answer_within` is how long after the vote an adopted motion may be
    without a word on whether, how and when it will be carried out. Without a `mail_server`
    no mail is sent.
    """

    data_dir: Path
    database_url: str
    base_url: str
    secret: str
    secret_file: Path | None = None
    demo: bool = False
    clock_offset: timedelta = timedelta()
    syncfeed_url: str = SYNCFEED_URL
    odata_url: str = ODATA_URL
    sru_url: str = SRU_URL
    private_networks: tuple[IPv4Network | IPv6Network, ...] = ()
    sync: bool = False
    sync_every: timedelta = timedelta(minutes=10)
    answer_within: timedelta = timedelta(days=28)
    mail_server: MailServer | None = None
    mail_from: str = ""

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
    mail_server, mail_from = _mail(environment)
    return Settings(
        data_dir=data_dir,
        database_url=_database_url(
            environment.get("NAKOMING_DATABASE_URL", f"{SQLITE}{data_dir / 'nakoming.sqlite3'}")
        ),
        base_url=_web_address(
            "NAKOMING_BASE_URL", environment.get("NAKOMING_BASE_URL", "http://127.0.0.1:8000")
        ),
        secret=_kept_secret(secret_file) if secret_file else str(given),
        secret_file=secret_file,
        syncfeed_url=_web_address(
            "NAKOMING_SYNCFEED_URL", environment.get("NAKOMING_SYNCFEED_URL", SYNCFEED_URL)
        ),
        odata_url=_web_address(
            "NAKOMING_ODATA_URL", environment.get("NAKOMING_ODATA_URL", ODATA_URL)
        ),
        sru_url=_web_address("NAKOMING_SRU_URL", environment.get("NAKOMING_SRU_URL", SRU_URL)),
        private_networks=_networks(environment.get("NAKOMING_PRIVATE_NETWORKS", "")),
        sync=_on_or_off("NAKOMING_SYNC", environment.get("NAKOMING_SYNC", "on")),
        sync_every=timedelta(minutes=_number(environment, "NAKOMING_SYNC_MINUTES", 10, 1440)),
        answer_within=timedelta(days=_number(environment, "NAKOMING_MOTION_DAYS", 28, 365)),
        mail_server=mail_server,
        mail_from=mail_from,
    )


def _database_url(value: str) -> str:
    if not value.startswith((SQLITE, POSTGRESQL)) or value == SQLITE:
        raise SettingError(
            f"NAKOMING_DATABASE_URL begins with {SQLITE} and a path, or with {POSTGRESQL}."
        )
    return value


def _web_address(name: str, value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query:
        raise SettingError(f"{name}: {value!r} is no address such as https://nakoming.example.nl.")
    return value.rstrip("/")


def _networks(value: str) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        return tuple(ip_network(part.strip()) for part in value.split(",") if part.strip())
    except ValueError as error:
        raise SettingError(
            f"NAKOMING_PRIVATE_NETWORKS: {error}. Write networks as 10.1.0.0/16,fd00::/8."
        ) from error


def _on_or_off(name: str, value: str) -> bool:
    if value not in {"on", "off"}:
        raise SettingError(f"{name} is on or off, not {value!r}.")
    return value == "on"


def _mail(environment: Mapping[str, str]) -> tuple[MailServer | None, str]:
    """The mail server and the sender; one does not go without the other."""
    url, sender = environment.get("NAKOMING_SMTP_URL"), environment.get("NAKOMING_MAIL_FROM", "")
    if not url:
        return None, sender
    if not is_address(parseaddr(sender)[1]):
        raise SettingError(
            f"NAKOMING_MAIL_FROM: {sender!r} has no address. "
            "Write it as Nakoming <nakoming@example.nl>."
        )
    try:
        return read_mail_url(url), sender
    except ValueError as error:
        raise SettingError(f"NAKOMING_SMTP_URL: {error}") from error


def _number(environment: Mapping[str, str], name: str, usual: int, most: int) -> int:
    value = environment.get(name, str(usual))
    if not (value.isascii() and value.isdigit()) or not 1 <= int(value) <= most:
        raise SettingError(f"{name} is a number from 1 to {most}, not {value!r}.")
    return int(value)


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
