"""Zip files that depend on what is in them alone."""

import io
import zipfile

_EPOCH = (1980, 1, 1, 0, 0, 0)


def packed_alike(content: bytes) -> bytes:
    """A zip file with every entry dated alike, and the type of an ODT first and plain."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(packed, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: name != "mimetype"):
            entry = zipfile.ZipInfo(name, _EPOCH)
            plain = name == "mimetype" or name.endswith("/")
            entry.compress_type = zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
