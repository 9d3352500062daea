"""The colours of the style sheets, for charts and whatever else is drawn without them."""

import re
from functools import cache
from importlib.resources import files

LINE = re.compile(r"^\$([a-z-]+): (#[0-9a-f]{6});$", re.MULTILINE)


@cache
def colours() -> dict[str, str]:
    """By name as Python writes it: `brand_light` is `$brand-light` of `ui/styles/_colours.scss`."""
    home = files("chassis") / "ui" / "styles" / "_colours.scss"
    found = LINE.findall(home.read_text(encoding="utf-8"))
    return {name.replace("-", "_"): value for name, value in found}
