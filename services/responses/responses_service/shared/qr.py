"""A QR code that stands in a page as SVG."""

import qrcode
import qrcode.image.svg


def qr_svg(link: str) -> str:
    """The link alone: nothing that tells one person from another."""
    image = qrcode.make(link, image_factory=qrcode.image.svg.SvgPathImage, border=4)
    svg: str = image.to_string(encoding="unicode")
    return svg
