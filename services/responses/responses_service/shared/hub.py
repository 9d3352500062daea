"""The page from which the staff reach every channel and everything that is done with answers."""

from typing import NamedTuple

from chassis.auth import principal, requires
from flask import Blueprint, render_template

from responses_service.shared.addresses import HUB


class Entry(NamedTuple):
    """`word` names the texts `hub.<word>` and `hub.<word>.lead`."""

    word: str
    path: str
    permissions: tuple[str, ...]


ENTRIES = (
    Entry("assisted", "bantu", ("assist.write",)),
    Entry("kiosks", "anjungan", ("kiosks.write",)),
    Entry("tokens", "kode", ("visits.write",)),
    Entry("paper", "kertas", ("paper.write", "paper.enter")),
    Entry("exclusions", "pengecualian", ("exclusions.read",)),
    Entry("exports", "ekspor", ("answers.read", "microdata.read")),
    Entry("imports", "impor", ("answers.import",)),
    Entry("retention", "retensi", ("retention.read",)),
)


def blueprint() -> Blueprint:
    pages = Blueprint("hub", __name__)

    @pages.get(HUB)
    @requires("channels.read")
    def hub() -> str:
        allowed = [entry for entry in ENTRIES if any(map(principal().may, entry.permissions))]
        return render_template("shared/hub.html", entries=allowed, base=HUB)

    return pages
