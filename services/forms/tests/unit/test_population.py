"""What may happen to a number of recipients."""

from typing import Any

import pytest
from forms_service.populations import rules as population
from forms_service.populations.rules import RefusedError, entered, in_force

UNIT, KANWIL = "operator", "monitor"
NEW = {
    "population_id": "p",
    "tenant_id": "t",
    "period": "2026-10",
    "service": "kunjungan",
    "stage": "final",
    "status": "active",
    "recipients": 310,
    "unit_services": ["kunjungan"],
}


def decided(row: dict[str, Any], person: str, **more: Any) -> dict[str, Any]:
    return population.decided(row, person, independent=row["entered_by"] != person, **more)


def confirmed(number: int = 310) -> dict[str, Any]:
    return decided(entered(None, {**NEW, "recipients": number}, UNIT), KANWIL, confirm=True)


def test_an_entered_number_waits_for_the_kanwil_and_already_counts_as_unconfirmed() -> None:
    row = entered(None, NEW, UNIT)
    assert (row["state"], row["entered_by"]) == ("entered", UNIT)
    assert (in_force(row)["recipients"], in_force(row)["confirmed"]) == (310, False)


def test_a_second_person_confirms_and_locks_it() -> None:
    row = confirmed()
    assert (row["state"], in_force(row)["confirmed"]) == ("confirmed", True)
    with pytest.raises(RefusedError, match="reason|correct") as refused:
        entered(row, {**NEW, "recipients": 300}, UNIT)
    assert refused.value.field == "reason"
    assert entered(row, NEW, UNIT) == row


def test_nobody_confirms_the_own_entry_or_decides_twice() -> None:
    with pytest.raises(RefusedError, match="by you"):
        decided(entered(None, NEW, UNIT), UNIT, confirm=True)
    with pytest.raises(RefusedError, match="no decision"):
        decided(confirmed(), "another", confirm=True)


def test_a_correction_keeps_the_confirmed_number_in_force_until_it_is_confirmed_itself() -> None:
    row = entered(confirmed(), {**NEW, "recipients": 250}, UNIT, "Dua hari terhitung ganda")
    assert in_force(row)["recipients"] == 310
    after = decided(row, KANWIL, confirm=True)
    assert (in_force(after)["recipients"], after["fell_from"]) == (250, 310)


def test_a_rise_is_no_fall() -> None:
    row = entered(confirmed(), {**NEW, "recipients": 400}, UNIT, "Satu hari belum terhitung")
    assert decided(row, KANWIL, confirm=True)["fell_from"] is None


def test_a_returned_number_needs_a_reason_and_may_be_entered_again() -> None:
    row = entered(None, NEW, UNIT)
    with pytest.raises(RefusedError, match="characters"):
        decided(row, KANWIL, confirm=False, reason="salah")
    back = decided(row, KANWIL, confirm=False, reason="Tidak sesuai buku register")
    assert (back["state"], back["reason"]) == ("returned", "Tidak sesuai buku register")
    assert entered(back, {**NEW, "recipients": 300}, UNIT)["state"] == "entered"


def test_zero_is_a_number_too() -> None:
    row = decided(entered(None, {**NEW, "recipients": 0}, UNIT), KANWIL, confirm=True)
    assert (in_force(row)["recipients"], in_force(row)["confirmed"]) == (0, True)
