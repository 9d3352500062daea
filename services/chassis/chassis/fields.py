"""Reads what a caller sent field by field and keeps every fault, so that all are named at once."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from chassis.problems import FieldFault, Invalid
from chassis.reading import is_whole, read_uuid

# Signs of a text of one line; a long one has a limit of its own.
LONGEST = 120


class Fields:
    """One JSON body. A reader returns something of the right type even after a fault: call `done`
    before using any of it. Without `known` the names of fields are nobody's business."""

    def __init__(self, body: dict[str, Any], known: Sequence[str] | None = None) -> None:
        self._body, self._faults = body, list[FieldFault]()
        for name in (each for each in body if known is not None and each not in known):
            self.fault(name, f"is not a field here; these are: {', '.join(known or ())}")

    def text(self, name: str, longest: int = LONGEST) -> str:
        """Printable text of 1 to `longest` characters, trimmed."""
        value = self._body.get(name)
        if not isinstance(value, str) or not value.strip():
            return self.fault(name, "is required, as text")
        return self._one_line(name, value.strip(), longest)

    def line(self, name: str, longest: int) -> str:
        """As `text`, and empty where there is none."""
        value = self._body.get(name, "")
        return self._one_line(name, value.strip() if isinstance(value, str) else None, longest)

    def secret(self, name: str, shortest: int, longest: int) -> str:
        """A password: as it was typed."""
        value = self._body.get(name)
        if not isinstance(value, str) or not value.strip():
            return self.fault(name, "is required, as text")
        if len(value) < shortest:
            return self.fault(name, f"must have at least {shortest} characters")
        return self._one_line(name, value, longest)

    def long_text(self, name: str, least: int, most: int) -> str:
        """Text of `least` to `most` characters, its lines and blanks as single blanks."""
        value = self._body.get(name, "")
        found = " ".join(value.split()) if isinstance(value, str) else ""
        if len(found) < least:
            return self.fault(name, f"is needed: at least {least} characters")
        if not isinstance(value, str) or len(found) > most or not found.isprintable():
            return self.fault(name, f"must be at most {most} printable characters")
        return found

    def id(self, name: str) -> str:
        found = read_uuid(self._body.get(name))
        if found is None:
            return self.fault(name, "must be an id (UUID) as the lists of this API show it")
        return found

    def choice(self, name: str, allowed: Sequence[str], default: str) -> str:
        value = self._body.get(name, default)
        if value not in allowed:
            return self.fault(name, f"must be one of {', '.join(allowed)}")
        return str(value)

    def number(self, name: str, lowest: int, highest: int, default: int | None = None) -> int:
        value = self._body.get(name, default)
        if not is_whole(value, lowest, highest):
            self.fault(name, f"must be a whole number from {lowest} to {highest}")
            return lowest
        return value

    def words(self, name: str) -> list[str]:
        """An optional list of short names, such as unit types."""
        value = self._body.get(name, [])
        if isinstance(value, list) and all(map(_is_word, value)):
            return value
        self.fault(name, "must be a list of names, such as lapas or kanim")
        return []

    def day(self, name: str) -> date | None:
        """None where it is not said."""
        value = self._body.get(name)
        if value is None:
            return None
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            self.fault(name, "must be a date like 2026-11-24")
            return None

    def _one_line(self, name: str, value: str | None, longest: int) -> str:
        if value is None or len(value) > longest or not value.isprintable():
            return self.fault(name, f"must be at most {longest} printable characters in one line")
        return value

    def fault(self, name: str, message: str) -> str:
        self._faults.append(FieldFault(name, message))
        return ""

    def done(self) -> None:
        """Raise Invalid with every fault found so far."""
        if self._faults:
            raise Invalid(faults=self._faults)


def _is_word(value: object) -> bool:
    return isinstance(value, str) and value.isidentifier() and len(value) <= LONGEST
