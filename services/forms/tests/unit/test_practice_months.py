"""What the practice ministry plans for a unit."""

from datetime import UTC, datetime
from typing import Any

from forms_service.shared.offices import serves_public
from suara_local.practice.months import DEMO_UNITS, practice_surveys, recipients

NOW = datetime(2026, 11, 30, 16, tzinfo=UTC)


def tenant(code: str, zone: str = "Asia/Jakarta", **more: Any) -> dict[str, Any]:
    return {"code": code, "kind": "upt", "status": "active", "time_zone": zone, **more}


def planned(unit: dict[str, Any]) -> list[tuple[str, str]]:
    return [(instrument, period) for instrument, period, *_ in practice_surveys(unit, NOW)]


def test_the_public_is_served_by_active_kanwil_and_upt() -> None:
    assert serves_public(tenant("W11-01"))
    assert serves_public(tenant("W11", kind="kanwil"))
    assert not serves_public(tenant("W11-01", status="closed"))
    assert not serves_public(tenant("SETJEN", kind="unit_utama"))


def test_an_ordinary_unit_gets_nothing_beside_the_schedule() -> None:
    assert planned(tenant("W13-07")) == []


def test_practice_months_are_the_same_in_the_east_where_the_next_has_begun() -> None:
    assert planned(tenant(DEMO_UNITS[1]))[-1] == ("SPKP-SPAK", "2026-10")
    assert planned(tenant(DEMO_UNITS[1], "Asia/Jayapura"))[-1] == ("SPKP-SPAK", "2026-10")


def test_a_demo_unit_gets_three_practice_months_and_no_survey_of_employees() -> None:
    assert planned(tenant(DEMO_UNITS[0])) == [
        ("SPKP-SPAK", "2026-08"),
        ("SPKP-SPAK", "2026-09"),
        ("SPKP-SPAK", "2026-10"),
    ]


def test_practice_months_stay_open_for_the_intake() -> None:
    assert all(closes > NOW for *_, closes in practice_surveys(tenant(DEMO_UNITS[1]), NOW))


def test_demo_units_are_twelve_in_more_than_six_kanwil() -> None:
    assert len(set(DEMO_UNITS)) == 12
    assert len({code.split("-")[0] for code in DEMO_UNITS}) > 6


def test_a_demo_unit_has_numbers_of_services_it_offers() -> None:
    assert recipients("lapas") == {"kunjungan": 310, "penitipan barang": 90}
    assert recipients("kanim") == {"paspor baru": 310, "penggantian paspor": 90}
