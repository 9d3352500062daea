"""A QR code that stands in a page as SVG."""

import qrcode
import qrcode.image.svg
from contracts.qr_link import QUIET_ZONE


def qr_svg(link: str) -> str:
    """The link alone: nothing that tells one person from another."""
    image = qrcode.make(link, image_factory=qrcode.image.svg.SvgPathImage, border=QUIET_ZONE)
    svg: str = image.to_string(encoding="unicode")
    return svg
