"""Links of the earlier 3AS: `/ly/{8 letters and digits}` and `/layanan/` with four ids."""

import re
from urllib.parse import urlsplit

# Of a link in a table: the long form has four ids of 36 characters behind whatever host it was on.
LONGEST = 400
SHORT = re.compile(r"ly/[a-z0-9]{8}", re.ASCII)
UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
LONG = re.compile(rf"layanan(?:/{UUID}){{4}}", re.ASCII)


def alias_of(link: str) -> str | None:
    """The path a link is known by, whatever its host was: `ly/k7mq2x9a`; None for another link."""
    path = urlsplit(link.strip().lower()).path.strip("/")
    return path if SHORT.fullmatch(path) or LONG.fullmatch(path) else None
