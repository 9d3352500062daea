"""How somebody came to the form: carried by the page from its opening to the answer sent."""

from dataclasses import dataclass

WAYS = ("scanned", "typed", "link", "legacy")
STARTED = "started"


@dataclass(frozen=True)
class Entry:
    """`signed`: by a QR code of ours; `host`: the former address asked for, empty for the present.
    Holds nothing about the person."""

    how: str = "link"
    signed: bool = False
    host: str = ""

    def written(self, *, started: bool = False) -> str:
        """For a hidden field: without the host, which only the opening itself tells."""
        said = f"{self.how}.{'signed' if self.signed else 'plain'}"
        return f"{said}.{STARTED}" if started else said


def read_entry(text: str) -> tuple[Entry, bool]:
    """The entry and whether its start was told already; a link without a start for any other text,
    since the field comes back from a stranger's phone."""
    how, _, rest = text.partition(".")
    signed, _, started = rest.partition(".")
    entry = Entry(how, signed == "signed") if how in WAYS else Entry()
    return entry, started == STARTED
