"""Who holds a lease: which process of which machine, and whether it still lives."""

import os
import socket
import uuid
from contextlib import suppress
from pathlib import Path


def new_holder() -> str:
    """A name for one holder in this process."""
    return "/".join([_place(), str(os.getpid()), _started(os.getpid()), uuid.uuid4().hex[:12]])


def is_gone(holder: str) -> bool:
    """Whether the holder was a process of this machine that has ended.

    Of a holder elsewhere nobody here can tell: its lease runs out by itself.
    """
    with suppress(ValueError):
        place, pid, started, _ = holder.rsplit("/", 3)
        return place == _place() and (not _lives(int(pid)) or _started(int(pid)) != started)
    return False


def _place() -> str:
    """This machine, and which of its worlds of process numbers."""
    with suppress(OSError):
        return f"{socket.gethostname()} {os.readlink('/proc/self/ns/pid')}"
    return socket.gethostname()


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return _state(pid) != "Z"


def _state(pid: int) -> str:
    return (_stat(pid) or [""])[0]


def _started(pid: int) -> str:
    """When a process started, in ticks: numbers of processes are used again."""
    return (_stat(pid) or [""] * 20)[19]


def _stat(pid: int) -> list[str]:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    return []
