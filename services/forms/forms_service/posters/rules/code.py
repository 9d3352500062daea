"""The QR code of a poster as rows of modules, and what makes it unreadable on paper."""

from dataclasses import dataclass

import qrcode
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_M, ERROR_CORRECT_Q

LEVELS = {"M": ERROR_CORRECT_M, "Q": ERROR_CORRECT_Q, "H": ERROR_CORRECT_H}
# Share of codewords each level restores (ISO/IEC 18004); a logo may take half, dirt has the rest.
RESTORES = {"M": 0.15, "Q": 0.25, "H": 0.30}
LOWEST_CONTRAST = 4.0


class UnreadableError(Exception):
    """A code that nobody could scan; `reason` is `logo` or `contrast`, `limit` what is allowed."""

    def __init__(self, reason: str, found: float, limit: float) -> None:
        super().__init__(f"{reason}: {found:.2f}, allowed {limit:.2f}")
        self.reason, self.found, self.limit = reason, found, limit


@dataclass(frozen=True, slots=True)
class Code:
    """`rows` of "1" (dark) and "0"; as many as `modules`, the quiet zone not among them."""

    link: str
    level: str
    rows: tuple[str, ...]

    @property
    def modules(self) -> int:
        return len(self.rows)


def make_code(link: str, level: str) -> Code:
    """The smallest version that holds the link."""
    drawn = _of(link, level)
    drawn.make(fit=True)
    rows = ("".join("1" if dark else "0" for dark in row) for row in drawn.get_matrix())
    return Code(link, level, tuple(rows))


def modules_of(link: str, level: str) -> int:
    """Modules on a side of `make_code`, without drawing it."""
    return 17 + 4 * int(_of(link, level).best_fit())


def check_logo(level: str, share: float) -> None:
    """`share` of the code's side that a logo in its middle takes; raise UnreadableError."""
    limit = RESTORES[level] / 2
    if share**2 > limit:
        raise UnreadableError("logo", share**2, limit)


def check_contrast(ink: str, ground: str) -> float:
    """WCAG contrast of dark `ink` on light `ground` (hex); raise UnreadableError below 4:1 or
    inverted."""
    dark, light = _luminance(ink), _luminance(ground)
    ratio = (light + 0.05) / (dark + 0.05)
    if ratio < LOWEST_CONTRAST:
        raise UnreadableError("contrast", ratio, LOWEST_CONTRAST)
    return ratio


def _of(link: str, level: str) -> qrcode.QRCode:
    drawn = qrcode.QRCode(error_correction=LEVELS[level], border=0)
    drawn.add_data(link)
    return drawn


def _luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` (WCAG 2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
