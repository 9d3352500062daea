"""What is said of a photo of a hung poster; all forty made photos: `make prove-banners`."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from contracts.qr_link import qr_link
from forms_service.banners.rules.faults import FEWEST_PIXELS
from forms_service.banners.rules.finders import finders
from forms_service.banners.rules.judging import Judged, judge
from forms_service.banners.rules.limits import FRESH, LONGEST_SIDE
from forms_service.banners.rules.picture import RefusedError, picture
from forms_service.banners.rules.seeing import Code, Sight, see
from forms_service.banners.rules.standing import grouped, standing
from PIL import Image
from suara_local.banners.photos import PHOTOS
from suara_local.banners.scenes import BASE_URL, FORWARDED, known_point, link_of, photograph

OWN = known_point("own")
NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)
# One of each kind, as a messenger makes them smaller.
QUICK = (
    "A4 poster at 0.5 m",
    "hung upside down",
    "A4 poster at 1.6 m",
    "lamp in the middle of the code",
    "right half out of the photo",
    "foreign code stuck over ours",
    "lamp is off",
    "bare wall",
)


def said(*codes: Code) -> Judged:
    return judge(Sight(codes), OWN)


@pytest.mark.parametrize("name", QUICK)
def test_a_made_photo_is_judged_as_what_it_shows(name: str) -> None:
    expected, scene = next(each for each in PHOTOS if each[1].name == name)
    small = photograph(replace(scene, size=FORWARDED, blur=scene.blur / 2))
    assert judge(see(picture(small)), OWN).result == expected


def test_the_photos_are_forty_and_of_every_kind() -> None:
    assert len({scene.name for _, scene in PHOTOS}) == 40
    assert len({expected for expected, _ in PHOTOS}) == 11


def test_a_module_is_measured_as_a_visitors_phone_has_it() -> None:
    """At 0.8 m the 100 mm of 29 modules have 1004 pixels per metre and metre away."""
    [scene] = [scene for _, scene in PHOTOS if scene.name == "A4 poster at 0.8 m"]
    for size in (FORWARDED, (2592, 1944)):
        [code] = see(picture(photograph(replace(scene, size=size)))).codes
        assert code.pixels == pytest.approx(1004.5 * 0.1 / 0.8 / 29, rel=0.02)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        (link_of("own"), "readable"),
        (link_of("own").lower(), "readable"),
        (link_of("own").replace("SURVEI.EXAMPLE.GO.ID", "LAMA.EXAMPLE.GO.ID"), "readable"),
        (f"{BASE_URL}/s/{OWN.code}", "old_print"),
        (f"{BASE_URL}/q/{OWN.code}AAAAAA", "old_print"),
        ("https://3as.example.go.id/ly/k7mq2x9a", "old_print"),
        (link_of("other"), "other_point"),
        (f"https://palsu.example/s/{OWN.code}", "foreign"),
        (f"https://palsu.example/q/{OWN.code}AAAAAA", "foreign"),
        (qr_link(BASE_URL, OWN.point_id, OWN.code, "another key"), "old_print"),
        (qr_link("https://palsu.example", OWN.point_id, OWN.code, "another key"), "foreign"),
        ("https://[palsu", "foreign"),
        ("WIFI:T:WPA;S:tamu;P:x;;", "foreign"),
        ("", "foreign"),
    ],
)
def test_whose_code_it_is_says_the_signature_and_the_host(text: str, result: str) -> None:
    point = replace(OWN, aliases=("ly/k7mq2x9a",))
    assert judge(Sight((Code(text, 9.0),)), point).result == result


def test_ours_is_judged_whatever_hangs_beside_it() -> None:
    foreign, other = Code("https://toko.example", 9.0), Code(link_of("other"), 9.0)
    own, old = Code(link_of("own"), 4.0), Code(f"{BASE_URL}/s/{OWN.code}", 5.0)
    assert said(foreign, other, own) == Judged("readable", 4.0)
    assert said(foreign, old, other) == Judged("old_print", 5.0)
    assert said(foreign, other).seen_code == known_point("other").code
    assert said(foreign) == Judged("foreign", 9.0)


def test_a_code_that_only_a_photo_can_read_is_too_small_for_a_visitor() -> None:
    own = link_of("own")
    assert said(Code(own, FEWEST_PIXELS - 0.01)).result == "too_small"
    assert said(Code(own, FEWEST_PIXELS + 0.01)).result == "readable"


def test_a_photo_is_opened_upright_and_no_larger_than_it_is_looked_at() -> None:
    file, about = io.BytesIO(), Image.Exif()
    about[274] = 6
    Image.new("RGB", (6000, 3000), "white").save(file, "JPEG", exif=about)
    opened = picture(file.getvalue())
    assert opened.mode == "L"
    assert opened.size == (LONGEST_SIDE // 2, LONGEST_SIDE)


def test_what_is_no_photo_is_refused_by_its_kind() -> None:
    file = io.BytesIO()
    Image.new("1", (9000, 9000)).save(file, "PNG")
    jpeg = photograph(replace(PHOTOS[-1][1], size=(400, 300)))
    refused = {
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic": "heic",
        b"%PDF-1.7 no photo": "kind",
        b"GIF89a" + bytes(40): "kind",
        jpeg[: len(jpeg) // 2]: "damaged",
        file.getvalue(): "pixels",
    }
    for data, word in refused.items():
        with pytest.raises(RefusedError) as fault:
            picture(data)
        assert str(fault.value) == word


def test_grain_is_no_corner_of_a_code_and_does_not_hold_up_the_look() -> None:
    grain = np.random.default_rng(1).integers(0, 255, (1200, 1600), dtype=np.uint8)
    assert finders(Image.fromarray(grain)) == []
    pattern = np.tile(np.array([0, 255, 0, 0, 0, 255, 0, 255, 255], np.uint8).repeat(3), (600, 60))
    assert finders(Image.fromarray(pattern)) == []


def test_a_good_photo_says_something_for_a_quarter() -> None:
    assert standing(None, None, NOW) == "never"
    assert standing("glare", NOW, NOW) == "unreadable"
    assert standing("old_print", NOW, NOW) == "unreadable"
    assert standing("readable", NOW - FRESH, NOW) == "readable"
    assert standing("readable", NOW - FRESH - timedelta(seconds=1), NOW) == "stale"
    assert [*grouped([], NOW)] == ["unreadable", "never", "stale", "readable"]
