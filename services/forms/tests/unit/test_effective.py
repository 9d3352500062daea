"""Which form version is in effect on a day."""

from datetime import date
from typing import Any

import pytest
from forms_service.shared.pairing.effective import (
    later_periods,
    next_period_begins,
    version_for,
    waits,
)

DAY = date(2026, 12, 1)


def version(number: int, begins: str | None = None, own_of: str | None = None, on: str = "") -> Any:
    return {
        "form_version_id": f"v{number}{own_of or ''}",
        "instrument": "IKM",
        "version": number,
        "status": "published",
        "effective_from": begins,
        "own_of": own_of,
        "definition": {"based_on": on} if on else {},
    }


def chosen(*versions: Any, tenant: str = "t", day: date = DAY) -> str | None:
    found = version_for(versions, "IKM", tenant, day)
    return found["form_version_id"] if found else None


def test_the_newest_version_that_has_begun() -> None:
    versions = version(1), version(2, "2026-12-01"), version(3, "2027-01-01")
    assert chosen(*versions) == "v2"
    assert chosen(*versions, day=date(2026, 11, 30)) == "v1"
    assert chosen(*versions, day=date(2027, 1, 1)) == "v3"


def test_own_questions_only_at_their_tenant_and_on_the_text_in_effect() -> None:
    own = version(1, own_of="t", on="v1")
    assert chosen(version(1), own) == "v1t"
    assert chosen(version(1), own, tenant="other") == "v1"
    assert chosen(version(1), version(2), own) == "v2"
    assert chosen(version(1), version(2, "2027-01-01"), own) == "v1t"


def test_nothing_of_another_instrument_and_nothing_withdrawn() -> None:
    assert version_for([version(1)], "SPKP-SPAK", "t", DAY) is None
    assert chosen({**version(1), "status": "withdrawn"}) is None


@pytest.mark.parametrize(
    ("kind", "today", "begins"),
    [
        ("month", "2026-11-24", "2026-12-01"),
        ("month", "2026-12-01", "2027-01-01"),
        ("month", "2026-12-31", "2027-01-01"),
        ("semester", "2026-01-01", "2026-07-01"),
        ("semester", "2026-06-30", "2026-07-01"),
        ("semester", "2026-07-01", "2027-01-01"),
    ],
)
def test_the_next_period(kind: str, today: str, begins: str) -> None:
    assert next_period_begins(kind, date.fromisoformat(today)) == date.fromisoformat(begins)


def test_the_periods_to_choose_from() -> None:
    months = later_periods("SPKP-SPAK", date(2026, 11, 24), 3)
    assert [day.isoformat() for day in months] == ["2026-12-01", "2027-01-01", "2027-02-01"]
    semesters = later_periods("IKM", date(2026, 11, 24), 2)
    assert [day.isoformat() for day in semesters] == ["2027-01-01", "2027-07-01"]


def test_own_questions_wait_once_the_official_version_below_them_is_replaced() -> None:
    own = version(1, own_of="t", on="v1")
    assert not waits(own, [version(1)])
    assert waits(own, [version(1), version(2)])
    assert not waits(own, [])
