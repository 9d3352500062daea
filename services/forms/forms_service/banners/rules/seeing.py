"""What a photo shows: the codes on it, how many pixels a module of each has to a visitor's phone,
and where none can be read, why.

A visitor's phone looks for codes in a film, not in a photo of many megapixels: what counts are the
pixels of the camera for which posters are drawn (`posters/rules/formats.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import dist
from typing import Any

import zxingcpp
from PIL import Image

from forms_service.banners.rules.faults import Fault, fault_of
from forms_service.banners.rules.limits import LONGEST_SIDE
from forms_service.posters.rules.formats import CAMERA

# Not the micro codes, which no phone's camera looks for.
CODES = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCodeModel2)
# A code that is small in the photo is found in all of its pixels alone, one that is grainy or a
# little out of focus in fewer.
SIZES = (CAMERA[0], LONGEST_SIDE)


@dataclass(frozen=True, slots=True)
class Code:
    """What a QR code says; `pixels` has a module on its shorter side, to a visitor's phone."""

    text: str
    pixels: float


@dataclass(frozen=True, slots=True)
class Sight:
    """`fault` says why nothing is read, where `codes` are none."""

    codes: tuple[Code, ...]
    fault: Fault | None = None


def see(photo: Image.Image) -> Sight:
    """Of a grey picture."""
    codes = {code.text: code for size in SIZES for code in _read(photo, size)}
    return Sight(tuple(codes.values()), None if codes else fault_of(photo))


def _read(photo: Image.Image, size: int) -> Iterator[Code]:
    looked_at = photo.copy()
    looked_at.thumbnail((size, size))
    scale = CAMERA[0] / max(looked_at.size)
    for found in zxingcpp.read_barcodes(looked_at, CODES):
        yield Code(found.text, scale * _shorter_side(found.position) / _modules(found))


def _modules(found: zxingcpp.Barcode) -> int:
    """On a side (ISO/IEC 18004)."""
    about: Any = found.extra
    return 17 + 4 * int(about["Version"])


def _shorter_side(place: zxingcpp.Position) -> float:
    """In pixels, each the mean of two that lie opposite."""
    corners = [
        (each.x, each.y)
        for each in (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    ]
    sides = [dist(corners[at], corners[(at + 1) % 4]) for at in range(4)]
    return min(sides[0] + sides[2], sides[1] + sides[3]) / 2
