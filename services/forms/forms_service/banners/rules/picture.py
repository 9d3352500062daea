"""The bytes of a photo as a grey picture, upright, its sides at most `LONGEST_SIDE`.

What others send is opened by a process of its own (`banners/__main__`).
"""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from forms_service.banners.rules.limits import LONGEST_SIDE, MOST_PIXELS

KINDS = ("JPEG", "PNG", "WEBP")
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# Brands of HEIF at the beginning of a file (ISO/IEC 23008-12), after its length.
HEIC = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypheim", b"ftypmif1", b"ftypmsf1")


class RefusedError(Exception):
    """Its text is one word: `heic`, `kind`, `damaged` or `pixels`."""


def picture(data: bytes) -> Image.Image:
    """Mode L. Raise RefusedError."""
    if data[4:12] in HEIC:
        raise RefusedError("heic")
    try:
        return _opened(data)
    except UnidentifiedImageError:
        raise RefusedError("kind") from None
    except (*BOMBS, MemoryError):
        raise RefusedError("pixels") from None
    except (OSError, SyntaxError, ValueError):
        raise RefusedError("damaged") from None


def _opened(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=KINDS) as image:
        if image.width * image.height > MOST_PIXELS:
            raise RefusedError("pixels")
        # A large JPEG is decoded grey and at a fraction of its size; the others do not know this.
        image.draft("L", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(image)
    if upright.mode == "I;16":
        upright = upright.point(lambda value: value * (1 / 256))
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return upright.convert("L")
