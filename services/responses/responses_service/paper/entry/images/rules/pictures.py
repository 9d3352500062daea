"""A photograph or scan of a sheet becomes one JPEG a page: no place, no device, no script in it.

What others send is opened by a process of its own (`__main__`).
"""

import io
from contextlib import closing

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from responses_service.paper.entry.images.rules.limits import (
    LONGEST_SIDE,
    MOST_PAGES,
    MOST_PIXELS,
    QUALITY,
)

KINDS = ("JPEG", "PNG", "WEBP")
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class RefusedError(Exception):
    """`word` is `kind`, `damaged`, `pages` or `pixels`."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


def pages(data: bytes) -> list[bytes]:
    """One JPEG a page. Raise RefusedError."""
    try:
        return _of_pdf(data) if data.startswith(b"%PDF-") else [_of_picture(data)]
    except (*BOMBS, MemoryError):
        raise RefusedError("pixels") from None
    except (pypdfium2.PdfiumError, OSError, SyntaxError, ValueError):
        raise RefusedError("damaged") from None


def _of_picture(data: bytes) -> bytes:
    try:
        image = Image.open(io.BytesIO(data), formats=KINDS)
    except UnidentifiedImageError:
        raise RefusedError("kind") from None
    with image:
        _check_pixels(image.size)
        # A large JPEG is decoded at a fraction of its size; the others do not know this.
        image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
        ImageOps.exif_transpose(image, in_place=True)
        return _jpeg(image)


def _of_pdf(data: bytes) -> list[bytes]:
    with closing(pypdfium2.PdfDocument(data)) as document:
        if not 1 <= len(document) <= MOST_PAGES:
            raise RefusedError("pages")
        return [_of_page(document[n]) for n in range(len(document))]


def _of_page(page: pypdfium2.PdfPage) -> bytes:
    for each in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE]):
        _check_pixels(each.get_px_size())
    drawn = page.render(scale=LONGEST_SIDE / max(page.get_size()))
    return _jpeg(drawn.to_pil())


def _check_pixels(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise RefusedError("pixels")


def _jpeg(image: Image.Image) -> bytes:
    """Painted on a new page, so that nothing but the picture comes along."""
    if image.mode == "I;16":
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    page = Image.new("RGB", image.size, "white")
    page.paste(image, mask=image if image.mode == "RGBA" else None)
    file = io.BytesIO()
    page.save(file, "JPEG", quality=QUALITY)
    return file.getvalue()
