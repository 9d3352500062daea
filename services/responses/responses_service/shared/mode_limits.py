"""How many answers a device, a page or a point without devices may send: what each way of answering
(contracts.modes) means for limits and flags."""

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.modes import ASSISTED, IMPORT, KIOSK, PAPER, SELF, SHARED


@dataclass(frozen=True, slots=True)
class Manner:
    """`rate`: answers that a device sends at once, and seconds until one more is taken.

    `one_page`: answers on the stamp of one page, and `one_device`: answers of one device in one
    survey, before the next is marked; None: no matter how many. `typed`: by staff from paper or
    read from a file, so that haste and rows are their nature.
    """

    rate: tuple[int, float] | None = None
    one_page: int | None = None
    one_device: int | None = None
    typed: bool = False


MANNERS: Mapping[str, Manner] = {
    SELF: Manner(rate=(5, 12.0), one_page=3, one_device=3),
    # A lent phone says so itself.
    SHARED: Manner(rate=(30, 6.0), one_page=40, one_device=40),
    # A hall behind one screen, and what waited there for the network.
    KIOSK: Manner(rate=(60, 2.0)),
    # Who helps others is known by the account.
    ASSISTED: Manner(rate=(30, 6.0), one_device=40),
    PAPER: Manner(typed=True),
    IMPORT: Manner(typed=True),
}
# At a point, of old phones and clients of the API, which keep no cookie; as `Manner.rate`.
WITHOUT_DEVICE = (60, 1.0)
# Every page that is opened has a stamp of its own. A script that fetches one and sends many is one
# device, whatever cookies it makes up; a copy that works without network is used a few times. After
# so many seconds the stamp of a page is good for one more.
PAGE_FORGOTTEN = 86_400.0
