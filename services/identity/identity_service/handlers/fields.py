"""Reading the fields of a body: every fault at once, each naming its field."""

from datetime import UTC, date, datetime
from typing import Any

from chassis.problems import FieldFault, Invalid
from chassis.reading import read_uuid

LONGEST = 200


class Fields:
    """The fields of one body. Readers note a fault and return a stand-in; `check` raises them."""

    def __init__(self, body: dict[str, Any]) -> None:
        self._body = body
        self._faults: list[FieldFault] = []

    def fault(self, name: str, message: str) -> None:
        self._faults.append(FieldFault(name, message))

    def check(self) -> None:
        """Raise Invalid with all faults found so far."""
        if self._faults:
            raise Invalid(faults=self._faults)

    def text(self, name: str, *, shortest: int = 1) -> str:
        value = self._body.get(name)
        if not isinstance(value, str) or not value.strip():
            self.fault(name, "is required, as text")
        elif not value.isprintable() or len(value) > LONGEST:
            self.fault(name, f"must be one line of at most {LONGEST} characters")
        elif len(value) < shortest:
            self.fault(name, f"must have at least {shortest} characters")
        else:
            return value
        return ""

    def line(self, name: str, longest: int) -> str:
        """Optional; without the spaces around it."""
        value = self._body.get(name, "")
        if isinstance(value, str) and value.isprintable() and len(value) <= longest:
            return value.strip()
        self.fault(name, f"must be one line of at most {longest} characters")
        return ""

    def id(self, name: str) -> str:
        found = read_uuid(self._body.get(name))
        if found is None:
            self.fault(name, "is required, as the id of a tenant")
        return found or ""

    def words(self, name: str) -> list[str]:
        """An optional list of short names, such as unit types."""
        value = self._body.get(name, [])
        if isinstance(value, list) and all(
            isinstance(one, str) and one.isidentifier() and len(one) < LONGEST for one in value
        ):
            return value
        self.fault(name, "must be a list of names, such as lapas or kanim")
        return []

    def day(self, name: str) -> date | None:
        value = self._body.get(name)
        if value is None:
            return None
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            self.fault(name, "must be a date like 2026-11-24")
            return None


def today() -> date:
    return datetime.now(UTC).date()
