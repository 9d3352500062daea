"""The codes on the posters: read back by another library than the one that drew them."""

import io
import re
from xml.etree import ElementTree

import pytest
import zxingcpp
from contracts.qr_link import qr_link
from PIL import Image, ImageDraw
from sqlalchemy import text

OPERATOR = "operator.w11-01"


def test_the_png_leads_to_the_answering_page_with_a_quiet_zone_of_four(seeded) -> None:
    code = seeded.surveys[0]["code"]
    with seeded.api(OPERATOR) as api:
        answer = api.get(f"/collection-points/{code}/qr.png")
        typed = api.get(f"/collection-points/{code[:3].lower()}-{code[3:]}/qr.png")
    assert answer.headers["Content-Type"] == "image/png"
    assert typed.content == answer.content
    picture = Image.open(io.BytesIO(answer.content)).convert("L")
    (read,) = zxingcpp.read_barcodes(picture)
    assert read.text == printed(seeded, code)
    assert read.ec_level == "Q"
    left, top, right, bottom = picture.point(lambda shade: 255 - shade).getbbox()
    assert (left, top) == (48, 48)
    assert (picture.width - right, picture.height - bottom) == (48, 48)
    # 12 pixels a module: the quiet zone above is four modules, and the rest a size of the standard.
    assert ((right - left) // 12 - 17) % 4 == 0


@pytest.mark.parametrize(("use", "level"), [("poster", "M"), ("card", "Q"), ("worn", "H")])
def test_error_correction_follows_the_use(seeded, use, level) -> None:
    code = seeded.surveys[0]["code"]
    with seeded.api(OPERATOR) as api:
        answer = api.get(f"/collection-points/{code}/qr.png", params={"use": use})
        unknown = api.get(f"/collection-points/{code}/qr.svg", params={"use": "tattoo"})
    (read,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(answer.content)))
    assert (read.ec_level, read.text) == (level, printed(seeded, code))
    assert unknown.status_code == 422


def test_the_svg_is_dark_on_a_white_ground_of_its_own(seeded) -> None:
    code = seeded.surveys[0]["code"]
    with seeded.api(OPERATOR) as api:
        answer = api.get(f"/collection-points/{code}/qr.svg")
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    ground, dark = ElementTree.fromstring(answer.content)  # noqa: S314 - our own answer
    assert (ground.get("fill"), ground.get("width"), ground.get("height")) == (
        "white",
        *["100%"] * 2,
    )
    assert dark.get("fill") in ("#000000", "black")
    (read,) = zxingcpp.read_barcodes(painted(dark.get("d")))
    assert read.text == printed(seeded, code)


def printed(seeded, code: str) -> str:
    """The address that ought to stand in the code of a point."""
    known = seeded.environments["forms"]
    with seeded.worker.unbound() as connection:
        query = text("SELECT point_id FROM collection_points WHERE code = :code")
        point_id = str(connection.scalar(query, {"code": code}))
    return qr_link(known["SUARA_BASE_URL"], point_id, code, known["POINT_KEY"])


def painted(path: str) -> Image.Image:
    """The squares of the path, ten pixels a unit."""
    squares = re.findall(r"M([\d.]+),([\d.]+)H([\d.]+)V([\d.]+)H", path)
    assert squares
    picture = Image.new("L", (1000, 1000), "white")
    pen = ImageDraw.Draw(picture)
    for left, top, right, bottom in squares:
        corners = [round(10 * float(each)) for each in (left, top, right, bottom)]
        pen.rectangle((corners[0], corners[1], corners[2] - 1, corners[3] - 1), fill="black")
    return picture
