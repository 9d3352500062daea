"""Formats of posters, and the size of the QR code that a reading distance asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor, radians, tan

from contracts.qr_link import QUIET_ZONE

# A phone's camera as it is stated for every check: pixels across, degrees of view.
CAMERA = (1280, 720)
VIEW = 65.0
FOCAL = CAMERA[0] / 2 / tan(radians(VIEW / 2))
# The code's side is a tenth of the distance (10:1 rule), and more where many modules would leave
# less than this of the camera's pixels for one: below three, blur and tilt join neighbours.
TENTH = 10
PIXELS_PER_MODULE = 3.2
# Degrees from straight ahead at which a poster must still be read.
TILT = 30.0
# Smallest module that ordinary printing keeps apart, in mm.
SMALLEST_MODULE = 0.5
# Distances are told in steps of 5 cm, always rounded down.
STEPS_PER_METRE = 20


class TooFarError(Exception):
    """The code would not fit: the message says which distance or format does."""


@dataclass(frozen=True, slots=True)
class Format:
    """A printed piece: page in mm, the white `margin` that neither a printer's rollers nor a
    cutter's knife may reach, the largest code it has room for (quiet zone included), the error
    correction for its use (ISO/IEC 18004: Q for posters, H for what is worn or handled), and
    whether a second language stands beside the first."""

    name: str
    width: float
    height: float
    margin: float
    room: float
    level: str
    two_languages: bool = True


# Width and height in mm: a poster, a tent, and the guide that lies beside every poster.
A4 = (210, 297)
FORMATS = {
    each.name: each
    for each in (
        Format("a4", *A4, 10, 131, "Q"),
        Format("a3", 297, 420, 12, 196, "Q"),
        Format("tent", *A4, 10, 98, "Q"),
        Format("banner", 600, 1600, 40, 440, "H"),
        Format("card", 85, 54, 4, 40, "H", two_languages=False),
        Format("sticker", 100, 100, 5, 65.5, "H", two_languages=False),
    )
}

USUAL = "a4"
# What a point of a channel is printed on when its preset says nothing.
USUAL_OF_CHANNEL = {"card": "card", "nfc": "sticker"}


def side(distance: float, modules: int) -> float:
    """Side of the code in mm, without its quiet zone, to be read from `distance` metres."""
    return max(distance / _metres_per_mm(modules), modules * SMALLEST_MODULE)


def fitting_side(chosen: Format, distance: float, modules: int) -> float:
    """`side`, or TooFarError when the format has no room for it with its quiet zone."""
    wanted = side(distance, modules)
    if with_quiet(wanted, modules) > chosen.room:
        raise TooFarError(reach(chosen, modules))
    return wanted


def with_quiet(side_mm: float, modules: int) -> float:
    return side_mm * (modules + 2 * QUIET_ZONE) / modules


def reach(chosen: Format, modules: int) -> float:
    """From how many metres the largest code that the format has room for is read."""
    largest = chosen.room * modules / (modules + 2 * QUIET_ZONE)
    if largest < modules * SMALLEST_MODULE:
        return 0.0
    return floor(largest * _metres_per_mm(modules) * STEPS_PER_METRE) / STEPS_PER_METRE


def formats_for(distance: float, reaches: Mapping[str, float]) -> list[str]:
    """Formats that can be read from `distance` metres, the smallest first."""
    found = [FORMATS[name] for name, reached in reaches.items() if reached >= distance]
    return [each.name for each in sorted(found, key=lambda each: each.width * each.height)]


def _metres_per_mm(modules: int) -> float:
    """Reading distance that a millimetre of the code's side gives."""
    return min(TENTH, FOCAL / (modules * PIXELS_PER_MODULE)) / 1000
