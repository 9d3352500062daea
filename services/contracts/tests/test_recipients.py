"""Whether a sum of recipients is that of the whole unit."""

from typing import Any

import pytest
from contracts.recipients import without_number


def row(service: str, *services: str) -> dict[str, Any]:
    return {"service": service, "unit_services": list(services) or None}


@pytest.mark.parametrize(
    ("rows", "missing"),
    [
        ([], []),
        ([row("a", "a", "b")], ["b"]),
        ([row("a", "a", "b", "c")], ["b", "c"]),
        ([row("a", "a", "b"), row("b", "a", "b")], []),
        # Added after the first number, or given up before the second.
        ([row("a", "a"), row("b", "a", "b")], []),
        ([row("a", "a"), row("b", "a", "b", "c")], []),
        ([row("a", "a", "b"), row("c", "a", "c")], []),
        # All services counted as one, by a name of its own.
        ([row("semua", "a", "b")], []),
        ([row("semua", "a", "b"), row("a", "a", "b")], ["b"]),
        # Editions before did not tell.
        ([row("a")], []),
        ([{"service": "a"}, row("b", "b", "c")], ["c"]),
    ],
)
def test_a_service_that_the_unit_had_all_along_is_missed(
    rows: list[dict[str, Any]], missing: list[str]
) -> None:
    assert without_number(rows) == missing
    assert without_number(reversed(rows)) == missing
