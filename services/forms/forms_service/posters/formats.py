"""Formats of posters, and the size of the QR code that a reading distance asks for."""

from dataclasses import dataclass
from math import radians, tan

# A phone's camera as it is stated for every check: pixels across, degrees of view.
CAMERA = (1280, 720)
VIEW = 65.0
FOCAL = CAMERA[0] / 2 / tan(radians(VIEW / 2))
# The code's side is a tenth of the distance (10:1 rule), and more where many modules would leave
# less than this of the camera's pixels for one: below three, blur and tilt join neighbours.
TENTH = 10
PIXELS_PER_MODULE = 3.2
# Smallest module that ordinary printing keeps apart, in mm.
SMALLEST_MODULE = 0.5
QUIET = 4


class TooFarError(Exception):
    """The code would not fit: the message says which distance or format does."""


@dataclass(frozen=True, slots=True)
class Format:
    """A printed piece: page in mm, the largest code it has room for (quiet zone included), and the
    error correction for its use (ISO/IEC 18004: Q for posters, H for what is worn or handled)."""

    name: str
    width: float
    height: float
    room: float
    level: str
    distances: tuple[float, ...]


FORMATS = {
    each.name: each
    for each in (
        Format("a4", 210, 297, 142, "Q", (0.5, 0.8, 1.0)),
        Format("a3", 297, 420, 201, "Q", (1.0, 1.25, 1.5)),
        Format("tent", 210, 297, 104, "Q", (0.5, 0.6, 0.75)),
        Format("banner", 600, 1600, 430, "H", (1.5, 2.0, 3.0)),
        Format("card", 85, 54, 44, "H", (0.2, 0.25, 0.3)),
        Format("sticker", 100, 100, 64, "H", (0.3, 0.4, 0.45)),
    )
}


def side(distance: float, modules: int) -> float:
    """Side of the code in mm, without its quiet zone, to be read from `distance` metres."""
    metre = 1000 * distance
    pixels_per_mm = FOCAL / metre
    return max(
        metre / TENTH, modules * PIXELS_PER_MODULE / pixels_per_mm, modules * SMALLEST_MODULE
    )


def fitting_side(chosen: Format, distance: float, modules: int) -> float:
    """`side`, or TooFarError when the format has no room for it with its quiet zone."""
    wanted = side(distance, modules)
    if with_quiet(wanted, modules) > chosen.room:
        raise TooFarError(reach(chosen, modules))
    return wanted


def with_quiet(side_mm: float, modules: int) -> float:
    return side_mm * (modules + 2 * QUIET) / modules


def reach(chosen: Format, modules: int) -> float:
    """The largest distance in metres that the format serves, in steps of 5 cm."""
    steps = [step / 20 for step in range(2, 200)]
    fits = [each for each in steps if with_quiet(side(each, modules), modules) <= chosen.room]
    return max(fits, default=0.0)


def formats_for(distance: float, modules: int) -> list[str]:
    """Formats that can be read from `distance` metres, the smallest first."""
    found = [each for each in FORMATS.values() if reach(each, modules) >= distance]
    return [each.name for each in sorted(found, key=lambda each: each.width * each.height)]
