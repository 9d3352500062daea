"""Reads what a caller sent field by field and keeps every fault, so that all are named at once."""

from collections.abc import Sequence
from typing import Any

from chassis.problems import FieldFault, Invalid
from chassis.reading import is_whole, read_uuid

LONGEST = 120


class Fields:
    """One JSON body. A reader returns something of the right type even after a fault: call `done`
    before using any of it."""

    def __init__(self, body: dict[str, Any], known: Sequence[str]) -> None:
        self._body, self._faults = body, list[FieldFault]()
        for name in body.keys() - set(known):
            self.fault(name, f"is not a field here; these are: {', '.join(known)}")

    def text(self, name: str) -> str:
        """Printable text of 1 to 120 characters, trimmed."""
        value = self._body.get(name)
        if not isinstance(value, str) or not value.strip():
            return self.fault(name, "is required, as text")
        found = value.strip()
        if len(found) > LONGEST or not found.isprintable():
            return self.fault(name, f"must be at most {LONGEST} printable characters in one line")
        return found

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

    def fault(self, name: str, message: str) -> str:
        self._faults.append(FieldFault(name, message))
        return ""

    def done(self) -> None:
        """Raise Invalid with every fault found so far."""
        if self._faults:
            raise Invalid(faults=self._faults)


def invalid(name: str, message: str) -> Invalid:
    return Invalid(faults=[FieldFault(name, message)])
