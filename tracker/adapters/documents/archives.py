"""The parts of a document that is a zip file, unpacked only as far as is safe."""

import io
import zipfile
import zlib

from tracker.domain.errors import DomainError

_MOST_FILES = 10_000
_LARGEST_UNPACKED = 200 * 1024 * 1024
_LARGEST_PART = 64 * 1024 * 1024
_ENCRYPTED = 0x1


class Archive:
    """A zip file in memory.

    Raises DomainError `document.bomb`, `document.encrypted` and `document.broken`, also
    when a part is read.
    """

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise DomainError("document.broken") from error
        entries = self._zip.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        if len(entries) > _MOST_FILES or unpacked > _LARGEST_UNPACKED:
            raise DomainError("document.bomb")
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise DomainError("document.encrypted")
        self.names = frozenset(entry.filename for entry in entries)

    def read(self, name: str) -> bytes | None:
        """The bytes of a part, or None if there is none of that name."""
        if name not in self.names:
            return None
        if self._zip.getinfo(name).file_size > _LARGEST_PART:
            raise DomainError("document.bomb")
        try:
            return self._zip.read(name)
        except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError) as error:
            raise DomainError("document.broken") from error
        except (NotImplementedError, RuntimeError) as error:
            raise DomainError("document.encrypted") from error
