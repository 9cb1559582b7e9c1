"""Pictures for the formats that cannot rely on SVG."""

import struct
from dataclasses import dataclass

import typst

from tracker.adapters.printed import fonts
from tracker.domain.printed import Picture

_PIXELS_PER_INCH = 192
_MM_PER_INCH = 25.4
_TEMPLATE = b"""
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(sys.inputs.svg), format: "svg")
"""


@dataclass(frozen=True)
class Drawn:
    """A PNG and its size on paper in mm."""

    png: bytes
    width: float
    height: float


def drawn(picture: Picture, widest: float) -> Drawn:
    """The picture as PNG, at most so many mm wide."""
    with fonts.folder() as folder:
        png = typst.compile(
            _TEMPLATE,
            font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(folder)]),
            ignore_system_fonts=True,
            format="png",
            ppi=_PIXELS_PER_INCH,
            sys_inputs={"svg": picture.svg},
        )
    width, height = (
        pixels * _MM_PER_INCH / _PIXELS_PER_INCH for pixels in struct.unpack(">II", png[16:24])
    )
    shown = min(width, widest)
    return Drawn(png, shown, height * shown / width)
