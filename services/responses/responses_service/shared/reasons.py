"""Why somebody did not answer alone: the one list, with the words of code books."""

from collections.abc import Mapping

# The last one for all the rest.
REASONS: Mapping[str, Mapping[str, str]] = {
    "no_phone": {"id": "Tidak membawa ponsel", "en": "No phone"},
    "cannot_read": {"id": "Tidak dapat membaca", "en": "Cannot read"},
    "cannot_see": {"id": "Tidak dapat melihat", "en": "Cannot see"},
    "other_language": {"id": "Bahasa lain", "en": "Another language"},
    "other_impediment": {"id": "Kendala lain", "en": "Another impediment"},
}
