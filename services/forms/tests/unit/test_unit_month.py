"""What a kanwil sees of its units' months: sorted by need, changes against the month before."""

from typing import Any

import pytest
from forms_service.domain.unit_month import Figure, unit_months

NOW, BEFORE, ME = "2026-11", "2026-10", "a monitor"
UNITS = [{"tenant_id": code, "code": code} for code in ("W11-04", "W11-03", "W11-02", "W11-01")]


def row(tenant: str, number: int, state: str = "entered", **more: Any) -> dict[str, Any]:
    return {
        **{"population_id": f"{tenant}:{number}", "tenant_id": tenant, "period": NOW},
        **{"service": "kunjungan", "recipients": number, "stage": "provisional", "state": state},
        **{"entered_by": "an operator", "reason": None, "confirmed_recipients": None},
        **more,
    }


def last(tenant: str, number: int | None, **more: Any) -> dict[str, Any]:
    return row(tenant, 999, "confirmed", period=BEFORE, confirmed_recipients=number, **more)


def test_units_stand_in_the_order_of_need_then_of_their_code() -> None:
    rows = [row("W11-01", 5, "confirmed"), row("W11-04", 5), row("W11-03", 5, "returned")]
    found = unit_months(UNITS, rows, NOW, ME)
    assert [(each.tenant["code"], each.need) for each in found] == [
        ("W11-04", "waiting"),
        ("W11-03", "returned"),
        ("W11-02", "missing"),
        ("W11-01", "confirmed"),
    ]


def test_one_waiting_service_makes_the_unit_wait() -> None:
    rows = [row("W11-01", 5, "confirmed"), row("W11-01", 7, service="penitipan")]
    (first, *_) = unit_months(UNITS, rows, NOW, ME)
    assert (first.need, first.total) == ("waiting", 12)
    assert [figure.service for figure in first.decidable] == ["penitipan"]


def test_nobody_decides_on_their_own_number() -> None:
    (first, *_) = unit_months(UNITS, [row("W11-01", 5, entered_by=ME)], NOW, ME)
    assert (first.need, first.decidable) == ("waiting", [])


@pytest.mark.parametrize(
    ("before", "now", "change", "large"),
    [
        (None, 40, "first", False),
        (40, 40, "same", False),
        (40, 0, "none", True),
        (40, 59, "more", False),
        (40, 60, "more", True),
        (40, 21, "less", False),
        (40, 20, "less", True),
        (29, 1, "less", False),
        (0, 100, "more", False),
        (0, 0, "same", False),
    ],
)
def test_the_change_in_one_word(before: int | None, now: int, change: str, large: bool) -> None:
    figure = Figure("id", "kunjungan", now, "provisional", "entered", None, before, own=False)
    assert (figure.change, figure.large) == (change, large)


def test_only_what_was_confirmed_is_compared_and_the_final_number_wins() -> None:
    rows = [row("W11-01", 5), last("W11-01", None)]
    assert unit_months(UNITS, rows, NOW, ME)[0].figures[0].before is None
    rows = [last("W11-01", 9, stage="final"), row("W11-01", 5), last("W11-01", 7)]
    assert unit_months(UNITS, rows, NOW, ME)[0].figures[0].before == 9
