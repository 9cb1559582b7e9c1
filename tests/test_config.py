"""The settings, as the environment gives them."""

from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from tracker.config import SettingError, read_settings


def test_what_the_sources_need(tmp_path: Path) -> None:
    usual = read_settings({"NAKOMING_DATA_DIR": str(tmp_path)})
    assert (usual.sync, usual.sync_every, usual.private_networks) == (
        True,
        timedelta(minutes=10),
        (),
    )
    assert usual.syncfeed_url == "https://gegevensmagazijn.tweedekamer.nl/SyncFeed/2.0"
    given = read_settings(
        {
            "NAKOMING_DATA_DIR": str(tmp_path),
            "NAKOMING_SYNC": "off",
            "NAKOMING_SYNC_MINUTES": "60",
            "NAKOMING_SYNCFEED_URL": "http://127.0.0.1:9/feed/",
            "NAKOMING_PRIVATE_NETWORKS": "127.0.0.0/8, fd00::/8",
            "NAKOMING_MOTION_DAYS": "14",
        }
    )
    assert (given.sync, given.sync_every, given.answer_within) == (
        False,
        timedelta(hours=1),
        timedelta(days=14),
    )
    assert given.syncfeed_url == "http://127.0.0.1:9/feed"
    assert given.private_networks == (ip_network("127.0.0.0/8"), ip_network("fd00::/8"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NAKOMING_SYNC", "yes"),
        ("NAKOMING_SYNC_MINUTES", "0"),
        ("NAKOMING_SYNC_MINUTES", "²"),
        ("NAKOMING_MOTION_DAYS", "366"),
        ("NAKOMING_SYNCFEED_URL", "gegevensmagazijn"),
        ("NAKOMING_PRIVATE_NETWORKS", "10.0.0.1/8"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        read_settings({"NAKOMING_DATA_DIR": str(tmp_path), name: value})


def test_a_mail_server_goes_with_a_sender(tmp_path: Path) -> None:
    folder = {"NAKOMING_DATA_DIR": str(tmp_path)}
    server = folder | {"NAKOMING_SMTP_URL": "smtp+starttls://u:geheim@mail.example.nl"}
    with pytest.raises(SettingError, match="NAKOMING_MAIL_FROM"):
        read_settings(server)
    sender = {"NAKOMING_MAIL_FROM": "Nakoming <nakoming@example.nl>"}
    given = read_settings(server | sender)
    assert given.mail_server is not None
    assert (given.mail_server.port, given.mail_from) == (587, sender["NAKOMING_MAIL_FROM"])
    assert "geheim" not in repr(given)

    wrong = folder | sender | {"NAKOMING_SMTP_URL": "smtp://u:geheim@mail.example.nl"}
    with pytest.raises(SettingError, match="NAKOMING_SMTP_URL") as refused:
        read_settings(wrong)
    assert "geheim" not in str(refused.value)
