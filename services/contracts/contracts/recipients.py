"""Whether numbers of recipients are those of the whole unit: forms tells its kanwil what lacks, and
scoring takes no sum for N in which a service does."""

from collections.abc import Iterable, Mapping
from typing import Any


def without_number(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Services of a unit that have no number, by key; `rows` are its numbers of one period as
    `forms.populations.v1` tells them, without those of the employees.

    A service is missed if the unit had it whenever one of the others was entered: one that it added
    later, or had given up before, is not. A unit that counts all its services as one misses none.
    """
    listed = list(rows)
    told = [{*row["unit_services"]} for row in listed if row.get("unit_services")]
    asked = set[str].intersection(*told) if told else set[str]()
    present = {row["service"] for row in listed}
    return sorted(asked - present) if asked & present else []
