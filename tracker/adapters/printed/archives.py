"""Zip files that depend on nothing but what they hold."""

import io
import zipfile
from collections.abc import Mapping

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def packed(files: Mapping[str, bytes], stored: frozenset[str] = frozenset()) -> bytes:
    """The files in their order, every one dated alike; `stored` ones are not compressed."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return target.getvalue()
