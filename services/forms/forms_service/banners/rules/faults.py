"""Why no code can be read on a photo: by its light and by the corner squares that are still seen.

Where the limits lie was set on made photos (`suara_local.banners`), not measured in offices.
"""

from collections.abc import Sequence
from math import cos, radians
from typing import Literal

import numpy as np
from PIL import Image

from forms_service.banners.rules.finders import Finder, finders
from forms_service.posters.rules.formats import CAMERA, PIXELS_PER_MODULE, TILT

Fault = Literal["too_small", "glare", "cut_off", "covered", "dark", "blurred", "nothing"]
Box = tuple[float, float, float, float]
# Of a module, to the camera of a visitor: what a poster has from as far as it is made for, at the
# slant at which its maker still reads it.
FEWEST_PIXELS = PIXELS_PER_MODULE * cos(radians(TILT))
# Pixels of the longer side in which corner squares are looked for: large ones in few.
SIZES = (2 * CAMERA[0], CAMERA[0], CAMERA[0] // 2)
# Corner squares of a code; modules on the side of the smallest of ours (version 3).
CORNERS, MODULES = 3, 29
HALF_A_CORNER = 3.5
# How many times as large one corner square may seem as another of the same code.
ALIKE = 1.6
# Grey levels of 255: half of a photo below the first is dark; from the second on it is only light.
DARK, BRIGHT = 40, 250
# Of the place of a code: so much light and nothing else makes it unreadable.
GLARE = 0.06
# Grey levels between neighbours that one pixel in a thousand of a photo in focus exceeds.
SHARP = 24


def fault_of(photo: Image.Image) -> Fault:
    """Of a grey picture on which no code was read."""
    if np.median(np.asarray(_within(photo, CAMERA[0]))) < DARK:
        return "dark"
    if not _sharp(photo):
        return "blurred"
    found, looked_at = _corners(photo)
    return _of_corners(found, looked_at) if found else "nothing"


def _of_corners(found: Sequence[Finder], photo: Image.Image) -> Fault:
    module, whole = min(each.module for each in found), len(found) >= CORNERS
    if module * CAMERA[0] / max(photo.size) < FEWEST_PIXELS:
        return "too_small" if whole else "nothing"
    box = _box(found, module * (HALF_A_CORNER if whole else MODULES - HALF_A_CORNER))
    if _light(photo, box) > GLARE:
        return "glare"
    return "cut_off" if not whole and _leaves(photo, box) else "covered"


def _corners(photo: Image.Image) -> tuple[list[Finder], Image.Image]:
    """In the size in which most of a code is seen, with the photo in it."""
    tried = [(_alike(finders(each)), each) for each in (_within(photo, size) for size in SIZES)]
    return max(tried, key=lambda each: _weight(each[0]) / max(each[1].size))


def _alike(found: Sequence[Finder]) -> list[Finder]:
    """Those that can be of one code: seals and letters have small squares of their own."""
    groups = [[each for each in found if 1 <= each.module / of.module < ALIKE] for of in found]
    return max(groups, key=_weight, default=[])


def _weight(found: Sequence[Finder]) -> float:
    """How much of a code they are: many, and large."""
    return min(len(found), CORNERS) * min((each.module for each in found), default=0.0)


def _within(photo: Image.Image, size: int) -> Image.Image:
    small = photo.copy()
    small.thumbnail((size, size))
    return small


def _box(found: Sequence[Finder], margin: float) -> Box:
    """Left, top, right, bottom; of a code that is not seen whole, as far as it can reach."""
    across, down = [each.x for each in found], [each.y for each in found]
    left, top, right, bottom = min(across), min(down), max(across), max(down)
    return left - margin, top - margin, right + margin, bottom + margin


def _light(photo: Image.Image, box: Box) -> float:
    """The share of the box that is light and nothing else."""
    return float((np.asarray(photo.crop(box)) >= BRIGHT).mean())


def _leaves(photo: Image.Image, box: Box) -> bool:
    return box[0] < 0 or box[1] < 0 or box[2] > photo.width or box[3] > photo.height


def _sharp(photo: Image.Image) -> bool:
    grey = np.asarray(_within(photo, CAMERA[0]), dtype=np.int16)
    steps = np.abs(np.diff(grey, axis=1))
    return float(np.quantile(steps, 0.999)) > SHARP
