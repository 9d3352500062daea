"""Looks at a finished poster as a cheap phone would: far away, tilted, blurred, in poor light.

The camera is stated (1280 x 720 pixels, 65 degrees of view); what spoils its picture is stated
here, in the units of its pixels and grey levels.
"""

import io
from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np
import pypdfium2
import zxingcpp
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from forms_service.posters.rules.formats import CAMERA, FOCAL, TILT

# A hand-held phone that has not quite focused, one standard deviation in pixels. Of 288 codes in
# all formats it leaves every one readable at full size and none at half (decision 0010).
BLUR = 0.75
# Dusk in a corridor: black and white come 40 % as far apart as in the sun.
CONTRAST = 0.4
# Sensor noise at that light, one standard deviation in grey levels of 255.
NOISE = 4.0
JPEG = 50
WALL = 200
OVERSAMPLING = 2
POINTS_PER_MM = 72 / 25.4
# To look for every kind of bar code as well takes twice as long.
CODES = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was decoded under each strain; `ok` when every one gave the link."""

    steps: tuple[tuple[str, bool], ...]

    @property
    def ok(self) -> bool:
        return all(passed for _, passed in self.steps)


def look(pdf: bytes, link: str, distance: float, *, page: int = 0, size: float = 1.0) -> Seen:
    """Every strain of one page at `distance` metres, `size` times as large as it is drawn."""
    drawn = _Page(pdf, page, distance, size)
    flat = drawn.picture(0.0)
    tilted = drawn.picture(TILT)
    spoilt = spoil(tilted)
    steps = (("flat", flat), ("tilted", tilted), ("spoilt", spoilt))
    return Seen(tuple((name, _decoded(picture) == link) for name, picture in steps))


def spoil(picture: Image.Image) -> Image.Image:
    """Blur, weak light, noise and compression, in the order in which a phone adds them."""
    blurred = picture.filter(ImageFilter.GaussianBlur(BLUR))
    grey: NDArray[np.float64] = np.asarray(blurred, dtype=np.float64)
    dim = 127.5 + (grey - 127.5) * CONTRAST
    noisy = dim + np.random.default_rng(1).normal(0.0, NOISE, grey.shape)
    file = io.BytesIO()
    Image.fromarray(noisy.clip(0, 255).astype(np.uint8)).save(file, "JPEG", quality=JPEG)
    return Image.open(file).convert("L")


class _Page:
    """A page of a PDF on a wall, the camera aimed at the middle of its code."""

    def __init__(self, pdf: bytes, page: int, distance: float, size: float) -> None:
        self._distance = 1000 * distance
        scale = OVERSAMPLING * FOCAL / self._distance
        document = pypdfium2.PdfDocument(pdf)
        self._paper: Image.Image = (
            document[page].render(scale=scale * size / POINTS_PER_MM).to_pil().convert("L")
        )
        # Pixels of the rendered paper per millimetre on the wall.
        self._scale = scale
        self._middle = _middle(document[page])
        self._middle = (self._middle[0] * size, self._middle[1] * size)
        document.close()

    def picture(self, tilt: float) -> Image.Image:
        """The paper turned by `tilt` degrees about its upright axis, as the sensor gets it."""
        size = (CAMERA[0] * OVERSAMPLING, CAMERA[1] * OVERSAMPLING)
        onto = np.linalg.inv(self._projection(radians(tilt)))
        coefficients = (onto / onto[2, 2]).flatten()[:8].tolist()
        large = self._paper.transform(
            size,
            Image.Transform.PERSPECTIVE,
            coefficients,
            Image.Resampling.BILINEAR,
            fillcolor=WALL,
        )
        return large.resize(CAMERA, Image.Resampling.BOX)

    def _projection(self, tilt: float) -> NDArray[np.float64]:
        """From pixels of the paper to pixels of the oversampled picture (pinhole camera)."""
        to_mm = np.array(
            [
                [1 / self._scale, 0, -self._middle[0]],
                [0, 1 / self._scale, -self._middle[1]],
                [0, 0, 1],
            ]
        )
        focal, away = FOCAL * OVERSAMPLING, self._distance
        wide, high = CAMERA[0] * OVERSAMPLING / 2, CAMERA[1] * OVERSAMPLING / 2
        turned = np.array([[cos(tilt), 0, 0], [0, 1, 0], [sin(tilt), 0, away]])
        lens = np.array([[focal, 0, wide], [0, focal, high], [0, 0, 1]])
        projection: NDArray[np.float64] = lens @ turned @ to_mm
        return projection


def _middle(page: pypdfium2.PdfPage) -> tuple[float, float]:
    """Middle of the code in mm from the page's top left; of the page when none is found."""
    scale = min(1.0, 2400 / max(page.get_size()))
    picture = page.render(scale=3 * scale).to_pil().convert("L")
    found = zxingcpp.read_barcodes(picture, CODES)
    per_mm = 3 * scale * POINTS_PER_MM
    if not found:
        return picture.width / 2 / per_mm, picture.height / 2 / per_mm
    place = found[0].position
    corners = (place.top_left, place.top_right, place.bottom_left, place.bottom_right)
    return (
        sum(corner.x for corner in corners) / 4 / per_mm,
        sum(corner.y for corner in corners) / 4 / per_mm,
    )


def _decoded(picture: Image.Image) -> str:
    found = zxingcpp.read_barcodes(picture, CODES)
    return found[0].text if found else ""
