"""What a kanwil sees of its units' months: sorted by need, changes against the month before."""

from typing import Any

import pytest
from forms_service.populations.confirmations.rules import Figure, unit_months

NOW, BEFORE, ME = "2026-11", "2026-10", "a monitor"
ZONE = "Asia/Jakarta"


def unit(code: str, name: str = "Lapas") -> dict[str, Any]:
    return {
        "tenant_id": code,
        "code": code,
        "time_zone": ZONE,
        "names": [{"short_name": name}],
    }


UNITS = [unit(code) for code in ("W11-04", "W11-03", "W11-02", "W11-01")]


def apart(hand: str) -> bool:
    return hand != ME


def row(tenant: str, number: int, state: str = "entered", **more: Any) -> dict[str, Any]:
    return {
        "population_id": f"{tenant}:{number}",
        "tenant_id": tenant,
        "period": NOW,
        "service": "kunjungan",
        "recipients": number,
        "stage": "provisional",
        "state": state,
        "entered_by": "an operator",
        "reason": None,
        "confirmed_recipients": None,
        **more,
    }


def last(tenant: str, number: int | None, **more: Any) -> dict[str, Any]:
    return row(tenant, 999, "confirmed", period=BEFORE, confirmed_recipients=number, **more)


def test_units_stand_in_the_order_of_need_then_of_their_name() -> None:
    rows = [row("W11-01", 5, "confirmed"), row("W11-04", 5), row("W11-03", 5, "returned")]
    found = unit_months(UNITS, rows, NOW, apart)
    assert [(each.tenant["code"], each.need) for each in found] == [
        ("W11-04", "waiting"),
        ("W11-03", "returned"),
        ("W11-02", "missing"),
        ("W11-01", "confirmed"),
    ]
    units = [unit("W11-01", "Rutan Garut"), unit("W11-02", "Lapas Bekasi"), unit("W11-03", "Bapas")]
    rows = [row("W11-01", 5), row("W11-02", 5), row("W11-03", 5, entered_by=ME)]
    found = unit_months(units, rows, NOW, apart)
    assert [each.name for each in found] == ["Lapas Bekasi", "Rutan Garut", "Bapas"]


def test_what_waits_stands_first_within_a_unit() -> None:
    rows = [row("W11-01", 5, "confirmed", service="a"), row("W11-01", 7, service="b")]
    (first, *_) = unit_months(UNITS, rows, NOW, apart)
    assert [figure.service for figure in first.figures] == ["b", "a"]


def test_a_month_that_is_over_with_a_provisional_number_alone_is_unfinished() -> None:
    rows = [row("W11-01", 5, "confirmed"), row("W11-02", 5, "confirmed", stage="final")]
    running = unit_months(UNITS, rows, NOW, apart)
    over = unit_months(UNITS, rows, NOW, apart, over={ZONE})
    assert [each.need for each in running] == ["missing", "missing", "confirmed", "confirmed"]
    assert [(each.tenant["code"], each.need) for each in over[2:]] == [
        ("W11-01", "unfinished"),
        ("W11-02", "confirmed"),
    ]


def test_employees_are_no_recipients_and_a_semester_is_nobodys_duty() -> None:
    semester = "2026-S2"
    rows = [row("W11-01", 45, service="pegawai", stage="final", period=semester)]
    (only,) = unit_months(UNITS, rows, semester, apart)
    assert (only.total, only.recipients, only.figures[0].staff) == (0, False, True)


def test_of_a_provisional_and_a_final_number_the_final_one_counts() -> None:
    rows = [row("W11-01", 9, stage="final"), row("W11-01", 5, "confirmed")]
    (first, *_) = unit_months(UNITS, rows, NOW, apart)
    assert first.total == 9


def test_one_waiting_service_makes_the_unit_wait() -> None:
    rows = [row("W11-01", 5, "confirmed"), row("W11-01", 7, service="penitipan")]
    (first, *_) = unit_months(UNITS, rows, NOW, apart)
    assert (first.need, first.total) == ("waiting", 12)
    assert [figure.service for figure in first.decidable] == ["penitipan"]


def test_a_unit_of_which_a_service_was_never_entered_is_incomplete_and_says_which() -> None:
    """Also when all that is there is confirmed: those numbers are not its sum."""
    asked = ["kunjungan", "penitipan", "remisi"]
    some = [
        row("W11-01", number, "confirmed", stage="final", service=service, unit_services=asked)
        for service, number in (("kunjungan", 5), ("penitipan", 7))
    ]
    (found,) = unit_months([UNITS[3]], some, NOW, apart, over={ZONE})
    assert (found.need, found.without) == ("incomplete", ("remisi",))
    waiting = [{**some[0], "state": "entered"}, some[1]]
    (found,) = unit_months([UNITS[3]], waiting, NOW, apart)
    assert (found.need, found.without) == ("waiting", ("remisi",))
    last_one = row("W11-01", 0, "confirmed", stage="final", service="remisi", unit_services=asked)
    (found,) = unit_months([UNITS[3]], [*some, last_one], NOW, apart, over={ZONE})
    assert (found.need, found.without) == ("confirmed", ())


def test_nobody_decides_on_their_own_number() -> None:
    (first, *_) = unit_months(UNITS, [row("W11-01", 5, entered_by=ME)], NOW, apart)
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
    assert unit_months(UNITS, rows, NOW, apart)[0].figures[0].before is None
    rows = [last("W11-01", 9, stage="final"), row("W11-01", 5), last("W11-01", 7)]
    assert unit_months(UNITS, rows, NOW, apart)[0].figures[0].before == 9
