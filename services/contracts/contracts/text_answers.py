"""Questions that are answered in words, and how many signs each takes."""

from collections.abc import Mapping

LONGEST: Mapping[str, int] = {"short_text": 120, "long_text": 2000}
