"""What is taken as an image of a sheet, what is left of it, and what is refused."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from chassis.problems import Invalid
from cryptography.exceptions import InvalidTag
from PIL import ExifTags, Image
from responses_service.paper.entry.images.handlers.keeping import opened
from responses_service.paper.entry.images.rules.limits import LARGEST, LONGEST_SIDE, QUALITY
from responses_service.paper.entry.images.rules.pictures import RefusedError, pages
from responses_service.shared.sealing import seal_bytes, unseal_bytes

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def file_of(image: Image.Image, kind: str, **more: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **more)
    return file.getvalue()


def scanned(count: int) -> bytes:
    """A PDF."""
    sheets = [Image.new("RGB", (595, 842), (200, 200, 40 * n)) for n in range(count)]
    return file_of(sheets[0], "PDF", save_all=True, append_images=sheets[1:])


def read(jpeg: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(jpeg))
    assert image.format == "JPEG"
    image.load()
    return image


def word(refused: Callable[[bytes], object], data: bytes) -> str:
    with pytest.raises((RefusedError, Invalid)) as fault:
        refused(data)
    found = fault.value
    return found.word if isinstance(found, RefusedError) else found.faults[0].message


def test_a_photograph_loses_place_device_and_comment_and_stands_upright() -> None:
    photo = Image.new("RGB", (4000, 3000), "white")
    photo.paste("red", (0, 0, 2000, 3000))
    exif = photo.getexif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Orientation] = "Pembuat", 6
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (8.0, 39.0, 1.0)
    sent = file_of(photo, "JPEG", exif=exif, comment=b"Denpasar", icc_profile=b"profil")
    assert Image.open(io.BytesIO(sent)).getexif().get_ifd(ExifTags.IFD.GPSInfo)
    (jpeg,) = pages(sent)
    seen = read(jpeg)
    assert dict(seen.getexif()) == {}
    assert set(seen.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}
    assert not any(each in jpeg for each in (b"Exif", b"Pembuat", b"Denpasar", b"profil"))
    assert seen.size == (LONGEST_SIDE * 3 // 4, LONGEST_SIDE)
    # The left half has come to the top.
    assert seen.getpixel((800, 100))[1] < 40 < 200 < seen.getpixel((800, 2100))[1]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_every_kind_becomes_a_jpeg_and_a_small_one_stays_small(kind: str) -> None:
    assert read(pages(file_of(Image.new("RGB", (300, 200)), kind))[0]).size == (300, 200)


def test_what_is_kept_is_as_fine_as_decided() -> None:
    picture = Image.new("RGB", (300, 200))
    decided = read(file_of(picture, "JPEG", quality=QUALITY))
    kept = read(pages(file_of(picture, "PNG"))[0])
    assert kept.quantization == decided.quantization


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_scans_without_colour_and_with_a_clear_ground_are_white_paper(mode: str) -> None:
    white = {"1": 1, "L": 255, "LA": (0, 0), "P": 0, "RGBA": (0, 0, 0, 0), "I;16": 65535}[mode]
    scan = Image.new(mode, (40, 40), white)
    if mode == "P":
        scan.putpalette([255, 255, 255])
    assert read(pages(file_of(scan, "PNG"))[0]).getpixel((20, 20)) == (255, 255, 255)


def test_a_grey_scan_of_sixteen_bits_stays_grey() -> None:
    scan = Image.new("I;16", (40, 40), 32768)
    assert read(pages(file_of(scan, "PNG"))[0]).getpixel((20, 20)) == (128, 128, 128)


@pytest.mark.parametrize("count", [1, 2])
def test_a_pdf_becomes_one_jpeg_a_page(count: int) -> None:
    made = pages(scanned(count))
    assert [max(read(each).size) for each in made] == [LONGEST_SIDE] * count


DRAWN = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>endobj\n"
    b"4 0 obj<</Length 19>>stream\n20 20 60 60 re f   \nendstream endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF"
)


def test_a_page_that_is_drawn_and_not_scanned_is_an_image_too() -> None:
    (page,) = pages(DRAWN)
    seen = read(page)
    assert seen.size == (LONGEST_SIDE, LONGEST_SIDE)
    middle = LONGEST_SIDE // 2
    assert (seen.getpixel((middle, middle)), seen.getpixel((9, 9))) == ((0,) * 3, (255,) * 3)


def test_a_pdf_of_three_pages_is_not_one_sheet() -> None:
    assert word(pages, scanned(3)) == "pages"


@pytest.mark.parametrize("data", [SVG, HTML, b"x", b"\xff\xd8\xff", bytes(9)])
def test_what_is_no_image_is_refused_whatever_it_is_called(data: bytes) -> None:
    assert word(pages, data) == "kind"


def test_other_kinds_of_image_are_refused() -> None:
    for kind in ("GIF", "TIFF", "BMP"):
        assert word(pages, file_of(Image.new("RGB", (9, 9)), kind)) == "kind"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "PDF"])
def test_a_file_cut_short_is_damaged(kind: str) -> None:
    image = Image.effect_noise((400, 400), 90).convert("RGB")
    whole = file_of(image, kind)
    cut = whole[:9] if kind == "PDF" else whole[: len(whole) // 2]
    assert word(pages, cut) in ("damaged", "kind")


@pytest.mark.parametrize("kind", ["PNG", "PDF"])
def test_a_bomb_is_refused_before_it_unfolds(kind: str) -> None:
    bomb = file_of(Image.new("1", (12000, 12000)), kind)
    assert len(bomb) < 100_000
    assert word(pages, bomb) == "pixels"


@pytest.mark.parametrize("size", [(55_001, 1000), (1000, 55_001)])
def test_pixels_count_whichever_side_is_long(size: tuple[int, int]) -> None:
    assert word(pages, file_of(Image.new("1", size), "PNG")) == "pixels"


def test_a_file_is_opened_by_a_process_of_its_own() -> None:
    assert [max(read(each).size) for each in opened(scanned(2))] == [LONGEST_SIDE] * 2
    assert word(opened, scanned(3)) == "pages"
    assert word(opened, SVG) == "kind"
    assert word(opened, b"") == "required"
    assert word(opened, bytes(LARGEST + 1)) == "large"


def test_bytes_are_sealed_for_one_tenant_and_seen_by_nobody_else() -> None:
    (jpeg,) = pages(file_of(Image.new("RGB", (30, 20)), "PNG"))
    box = seal_bytes(bytes(32), "a", jpeg)
    assert unseal_bytes(bytes(32), "a", box) == jpeg
    assert jpeg[:20] not in box["sealed"]
    with pytest.raises(InvalidTag):
        unseal_bytes(bytes(32), "b", box)
