"""How somebody came to the form: carried by the page from its opening to the answer sent."""

import re
from dataclasses import dataclass

# Who fetches a page to show a preview or to index it is no visitor.
ROBOTS = re.compile(r"bot\b|bot/|crawl|spider|slurp|preview|^whatsapp/|facebookexternalhit", re.I)
WAYS = ("scanned", "typed", "link", "legacy")
# What an address may say of how its reader came; without it, by a link.
VIA = ("typed", "legacy")
STARTED, PAGED, SCROLL = "started", "paged", "scroll"


@dataclass(frozen=True)
class Entry:
    """`signed`: by a QR code of ours; `host`: the former address asked for, empty for the present;
    `layout`: how the script showed the form. Holds nothing about the person."""

    how: str = "link"
    signed: bool = False
    host: str = ""
    layout: str = SCROLL

    def written(self, *, started: bool = False) -> str:
        """For a hidden field: without the host, which only the opening itself tells."""
        said = [self.how, "signed" if self.signed else "plain"]
        said += [PAGED] if self.layout == PAGED else []
        return ".".join([*said, STARTED] if started else said)


def read_entry(text: str) -> tuple[Entry, bool]:
    """The entry and whether its start was told already; a link without a start for any other text,
    since the field comes back from a stranger's phone."""
    how, *said = text.split(".")
    layout = PAGED if PAGED in said else SCROLL
    known = how in WAYS
    entry = Entry(how, "signed" in said, layout=layout) if known else Entry(layout=layout)
    return entry, STARTED in said
