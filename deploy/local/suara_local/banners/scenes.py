"""A wall with a poster on it, photographed: a pinhole camera over the poster's own drawing.

Lengths are millimetres on the wall, from the middle of the code; pixels are the photo's.
"""

import io
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import cos, radians, sin, tan

import numpy as np
import zxingcpp
from contracts.qr_link import qr_link
from contracts.typed_code import code_of
from forms_service.banners.rules.judging import Point
from forms_service.posters.rules.camera import CODES
from forms_service.posters.rules.code import make_code
from forms_service.posters.rules.drawing import png, sheet
from forms_service.posters.rules.formats import FORMATS, VIEW
from forms_service.posters.rules.wishes import Subject, Wish, reaches
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

BASE_URL, KEY, HOST = (
    "https://survei.example.go.id",
    "key of the made photos",
    "survei.example.go.id",
)
# Points by name: the number of each one's code, and its id.
POINTS = {
    "own": (287_415_002, "8d32a5da-5f76-52a9-9c3e-97f987c4b163"),
    "other": (11_400_321, "5a0f3f6e-2f0b-4d0e-8c07-3d1c3f6a9b52"),
}
PHONE, OLD_PHONE, FORWARDED = (4032, 3024), (2592, 1944), (1600, 1200)
WALL = (206, 200, 190)
# Of a drawn poster, enough for a photo from half a metre.
DRAWN = 8
# The side of the square of noise that repeats itself, in pixels.
GRAIN = 509
# Of the light that falls on it, what the sensor makes of white paper.
PAPER = 0.92
# Grey levels that a lamp adds in the middle of its reflection.
LAMP = 420
Transform = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """`aim`: where the camera looks; `turn`: degrees about the upright, the level and the line of
    sight. `blur` in pixels and `noise` in grey levels, one standard deviation each; `light` of 1.
    `glare` and `cover`: places on the code, in its sides from its middle: (x, y, radius), and
    (x, y, width, height). `over`: the text of a foreign code stuck over ours, of `beside` one that
    hangs next to the poster. `unsigned`: as our earlier prints."""

    name: str
    distance: float
    format: str = "a4"
    point: str = "own"
    unsigned: bool = False
    empty: bool = False
    turn: tuple[float, float, float] = (0.0, 0.0, 0.0)
    aim: tuple[float, float] = (0.0, 0.0)
    size: tuple[int, int] = PHONE
    blur: float = 0.8
    noise: float = 3.0
    light: float = 1.0
    glare: tuple[float, float, float] | None = None
    cover: tuple[float, float, float, float] | None = None
    over: str = ""
    beside: str = ""
    quality: int = 85
    orientation: int = 1


def link_of(name: str) -> str:
    number, point_id = POINTS[name]
    return qr_link(BASE_URL, point_id, code_of(number), KEY)


def known_point(name: str) -> Point:
    """As its check knows it."""
    number, point_id = POINTS[name]
    return Point(point_id, code_of(number), (), HOST, KEY)


def photograph(scene: Scene) -> bytes:
    """The JPEG of a phone, the same bytes each time."""
    drawn, corner, scale = _hung(scene)
    focal = max(scene.size) / 2 / tan(radians(VIEW / 2))
    away = focal / scene.distance / 1000
    small = max(1, int(scale / away / 1.2))
    paper = drawn.reduce(small)
    onto = _projection(scene, focal) @ _to_wall(corner, scale / small)
    photo = _room(scene)
    if not scene.empty:
        _hang(photo, paper, onto)
    return _taken(scene, photo, _projection(scene, focal))


def _hang(photo: Image.Image, paper: Image.Image, onto: Transform) -> None:
    """Draws the paper where `onto` brings its pixels, in the part of the photo that it covers."""
    corners = np.array([[0, 0, 1], [paper.width, 0, 1], [0, paper.height, 1], [*paper.size, 1]])
    seen = onto @ corners.T
    across, down = seen[0] / seen[2], seen[1] / seen[2]
    left, top = max(0, int(across.min())), max(0, int(down.min()))
    right = min(photo.width, int(across.max()) + 1)
    bottom = min(photo.height, int(down.max()) + 1)
    back = np.linalg.inv(onto) @ np.array([[1, 0, left], [0, 1, top], [0, 0, 1.0]])
    laid = paper.transform(
        (right - left, bottom - top),
        Image.Transform.PERSPECTIVE,
        (back / back[2, 2]).flatten()[:8].tolist(),
        Image.Resampling.BILINEAR,
    )
    photo.paste(laid, (left, top), laid.getchannel("A"))


def side_of(scene: Scene) -> float:
    """Of the code on the poster, in mm."""
    return float(_sheet(scene.format, scene.point, scene.unsigned)[1])


@cache
def _sheet(name: str, point: str, unsigned: bool) -> tuple[Image.Image, float]:
    number, _ = POINTS[point]
    link = f"{BASE_URL}/s/{code_of(number)}" if unsigned else link_of(point)
    subject = Subject(link, code_of(number), HOST, "Lapas Kelas IIA Contoh", "Pintu keluar")
    made = sheet(subject, Wish(name, reaches(link)[name]), date(2026, 11, 18))
    wide = round(made.data["width"] * DRAWN / (2 if name == "banner" else 1))
    drawn = Image.open(io.BytesIO(png(made, wide))).convert("RGBA")
    return drawn, float(made.data["side"])


def _hung(scene: Scene) -> tuple[Image.Image, tuple[float, float], float]:
    """The poster with what is stuck on it; where its left top corner is (mm); its pixels per mm."""
    drawn, side = _sheet(scene.format, scene.point, scene.unsigned)
    chosen = FORMATS[scene.format]
    scale = drawn.width / chosen.width
    middle = _middle(drawn)
    paper = drawn.copy()
    if scene.over:
        _stick(paper, scene.over, middle, side * scale * 1.12)
    if scene.cover:
        x, y, wide, high = (each * side * scale for each in scene.cover)
        left, top = middle[0] + x, middle[1] + y
        ImageDraw.Draw(paper).rectangle((left, top, left + wide, top + high), fill=(122, 86, 60))
    if scene.beside:
        gap = round(side * scale * 1.6)
        wider = Image.new("RGBA", (paper.width + 2 * gap, paper.height))
        wider.paste(paper, (gap, 0))
        paper, middle = wider, (middle[0] + gap, middle[1])
        _stick(paper, scene.beside, (wider.width - gap / 2, middle[1]), side * scale)
    return paper, (-middle[0] / scale, -middle[1] / scale), scale


def _middle(drawn: Image.Image) -> tuple[float, float]:
    """Of the code, in pixels of the drawing; of a tent, which has one on either side, of one."""
    found, *_ = zxingcpp.read_barcodes(drawn.convert("L"), CODES)
    place = found.position
    corners = (place.top_left, place.top_right, place.bottom_left, place.bottom_right)
    return sum(each.x for each in corners) / 4, sum(each.y for each in corners) / 4


def _stick(paper: Image.Image, text: str, middle: tuple[float, float], side: float) -> None:
    """A code on white with its quiet zone."""
    code = make_code(text, "M")
    module = max(1, round(side / code.modules))
    rows = np.array([[each == "1" for each in row] for row in code.rows])
    dots = np.pad(np.where(rows, 0, 255).astype(np.uint8), 3, constant_values=255)
    sticker = Image.fromarray(np.kron(dots, np.ones((module, module), np.uint8))).convert("RGBA")
    place = (round(middle[0] - sticker.width / 2), round(middle[1] - sticker.height / 2))
    paper.paste(sticker, place)


def _to_wall(corner: tuple[float, float], scale: float) -> Transform:
    return np.array([[1 / scale, 0, corner[0]], [0, 1 / scale, corner[1]], [0, 0, 1]])


def _projection(scene: Scene, focal: float) -> Transform:
    """From millimetres of the wall to pixels of the photo."""
    yaw, pitch, roll = (radians(each) for each in scene.turn)
    upright = np.array([[cos(yaw), 0, sin(yaw)], [0, 1, 0], [-sin(yaw), 0, cos(yaw)]])
    level = np.array([[1, 0, 0], [0, cos(pitch), -sin(pitch)], [0, sin(pitch), cos(pitch)]])
    sight = np.array([[cos(roll), -sin(roll), 0], [sin(roll), cos(roll), 0], [0, 0, 1]])
    turned = sight @ level @ upright
    away = 1000 * scene.distance
    aimed = np.array([[1, 0, -scene.aim[0]], [0, 1, -scene.aim[1]], [0, 0, 1.0]])
    onto = np.column_stack((turned[:, 0], turned[:, 1], np.array([0, 0, away]))) @ aimed
    wide, high = scene.size
    lens = np.array([[focal, 0, wide / 2], [0, focal, high / 2], [0, 0, 1]])
    projection: Transform = lens @ onto
    return projection


def _room(scene: Scene) -> Image.Image:
    """A wall that darkens to one side, with a door frame and a bench."""
    wide, high = scene.size
    photo = Image.new("RGB", scene.size, WALL)
    pen = ImageDraw.Draw(photo)
    pen.rectangle((0, high * 0.86, wide, high), fill=(120, 108, 96))
    pen.rectangle((wide * 0.02, high * 0.1, wide * 0.05, high), fill=(96, 70, 52))
    pen.rectangle((wide * 0.9, high * 0.55, wide, high * 0.9), fill=(60, 74, 110))
    return photo


def _taken(scene: Scene, photo: Image.Image, onto: Transform) -> bytes:
    """Blur, light, reflections, noise and compression, in the order in which a phone adds them."""
    if scene.blur:
        photo = photo.filter(ImageFilter.GaussianBlur(scene.blur))
    wide, high = scene.size
    grey = np.asarray(photo, dtype=np.float32) * np.float32(PAPER * scene.light)
    grey *= np.linspace(1.0, 0.86, wide, dtype=np.float32)[None, :, None]
    if scene.glare:
        grey += _reflection(scene.size, scene.glare, side_of(scene), onto)[:, :, None]
    grain = np.random.default_rng(1).normal(0.0, scene.noise, (GRAIN, GRAIN)).astype(np.float32)
    grey += np.tile(grain, (high // GRAIN + 1, wide // GRAIN + 1))[:high, :wide, None]
    taken = Image.fromarray(grey.clip(0, 255).astype(np.uint8))
    file, about = io.BytesIO(), Image.Exif()
    about[274] = scene.orientation
    _stored(taken, scene.orientation).save(file, "JPEG", quality=scene.quality, exif=about)
    return file.getvalue()


def _stored(taken: Image.Image, orientation: int) -> Image.Image:
    """As the sensor lay when the phone was held otherwise (EXIF 3, 6 and 8)."""
    back = {
        3: Image.Transpose.ROTATE_180,
        6: Image.Transpose.ROTATE_90,
        8: Image.Transpose.ROTATE_270,
    }
    return taken.transpose(back[orientation]) if orientation in back else taken


def _reflection(
    size: tuple[int, int], glare: tuple[float, float, float], side: float, onto: Transform
) -> NDArray[np.float32]:
    """Of a lamp in the glass or the foil: white in the middle, thinning out."""
    x, y, radius = (each * side for each in glare)
    middle, edge = (onto @ np.array([at, y, 1.0]) for at in (x, x + radius))
    centre, rim = middle[:2] / middle[2], edge[:2] / edge[2]
    reach = np.hypot(*(rim - centre))
    across, down = ((np.arange(size[axis]) - centre[axis]) / reach for axis in (0, 1))
    away = across[None, :] ** 2 + down[:, None] ** 2
    light: NDArray[np.float32] = (LAMP * np.exp(-(away**2))).astype(np.float32)
    return light
