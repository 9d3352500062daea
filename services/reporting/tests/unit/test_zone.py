"""What is said of a unit's way to WBK and WBBM, and of the units below an office."""

from typing import Any

import pytest
from reporting_service.dashboards.rules.zone import (
    Counted,
    Zone,
    needs,
    zone_of,
    zone_summary,
)
from reporting_service.dashboards.rules.zone_file import COLUMNS, UNIT, zone_cells
from reporting_zone import standing


def zone(*args: Any, **more: Any) -> Zone:
    return Zone(standing(*args, **more))


def deciding(it: Zone) -> tuple[str, list[tuple[str, str]], list[str]]:
    assert it.deciding is not None
    return it.deciding.code, list(it.deciding.values), list(it.deciding.limits)


def test_predicates_are_named_by_what_is_said_of_them_the_best_first() -> None:
    assert zone("3.45", "3.75").verdicts == [("memenuhi", ["WBK"]), ("belum", ["WBBM"])]
    assert zone("3.90", "3.90").verdicts == [("memenuhi", ["WBK", "WBBM"])]
    assert zone("3.00", "3.90").verdicts == [("belum", ["WBK", "WBBM"])]
    assert zone("3.90", "3.61").verdicts == [("bergantung_rumus", ["WBK", "WBBM"])]


@pytest.mark.parametrize(
    ("ipkp", "ipak", "told"),
    [
        # WBBM is not met, by IPKP.
        ("3.45", "3.75", ("IPKP", [("", "3.45")], ["3.20", "3.60"])),
        # Neither is, and IPAK is farther from the limit of WBK.
        ("3.10", "3.20", ("IPAK", [("", "3.20")], ["3.60"])),
        # All is met: the nearer one.
        ("3.95", "3.90", ("IPAK", [("", "3.90")], ["3.60"])),
        # By one reading alone: both values.
        ("3.90", "3.61", ("IPAK", [("minmax", "3.61"), ("prop", "3.57")], ["3.60"])),
    ],
)
def test_the_index_that_decides_stands_beside_its_limits(ipkp: str, ipak: str, told: Any) -> None:
    assert deciding(zone(ipkp, ipak)) == told


def test_without_any_value_none_decides() -> None:
    assert zone(None, None, whys=("few", "few", "few")).deciding is None


def test_a_month_without_service_is_not_missed() -> None:
    found = standing()
    found["months"].insert(1, {"period": "2026-07", "n": None, "why": "no_service", "values": {}})
    it = Zone(found)
    assert (it.missing, it.there, it.wanted, it.complete) == ([], 3, 3, True)


def test_the_value_without_short_months_is_there_where_some_are() -> None:
    found = standing()
    assert not Zone(found).with_short
    found["months"][1]["n"] = 29
    assert Zone(found).with_short
    assert Zone(found).readings == ["minmax", "prop"]


def test_while_months_or_people_lack_no_figure_decides() -> None:
    it = zone(whys=("no_result", "few", None))
    assert [each["period"] for each in it.missing] == ["2026-08", "2026-09"]
    assert (it.there, it.wanted, it.state("wbk")) == (1, 3, "kurang")
    assert it.next_months == ["2026-11", "2026-12"]
    assert zone(people_missing=5).state("wbk") == "kurang"
    assert zone().state("wbk") == "memenuhi"
    assert zone().next_months == ["2026-11"]


def test_what_the_highest_would_not_do_is_told_apart() -> None:
    wbk, wbbm = standing()["predicates"]
    assert needs(wbk) == ([("IPKP", "2.84"), ("IPAK", "3.57")], [])
    assert needs(wbbm) == ([("IPAK", "3.57")], ["IPKP"])


def test_an_office_counts_its_units_by_verdict_and_all_of_them() -> None:
    every = [
        zone("3.45", "3.75"),
        zone("3.90", "3.90"),
        zone("3.90", "3.61"),
        zone("3.00", "3.90"),
        zone(whys=("few", None, None)),
        None,
    ]
    found = zone_summary(every)
    assert (found.units, found.complete, found.codes) == (6, 4, ["IPAK", "IPKP"])
    assert list(found.predicates) == [
        Counted("wbk", meet=2, depends=1, below=1),
        Counted("wbbm", meet=1, depends=1, below=2),
    ]
    assert all(each.meet + each.depends + each.below == 4 for each in found.predicates)
    assert (found.meet("wbk"), found.meet("x")) == (2, 0)


def test_no_unit_has_a_standing_yet() -> None:
    assert zone_summary([None]).complete == 0


def test_a_standing_is_that_of_the_instrument_that_is_asked_for() -> None:
    state: Any = {"tenant_id": "t", "standings": [standing()]}
    assert zone_of(state, "SPKP-SPAK") == zone()
    assert (zone_of(state, "IKM"), zone_of(None, "SPKP-SPAK")) == (None, None)


def test_the_file_has_a_line_for_each_index_and_reading() -> None:
    lines = [dict(zip(COLUMNS[len(UNIT) :], each, strict=True)) for each in zone_cells(zone())]
    assert [(line["index"], line["reading"]) for line in lines] == [
        ("IPKP", "minmax"),
        ("IPKP", "prop"),
        ("IPAK", "minmax"),
        ("IPAK", "prop"),
    ]
    first = lines[0]
    assert (first["mean"], first["points"], first["n"]) == ("3.450000", "15.0938", 120)
    assert (first["wbk"], first["wbk_limit"], first["wbbm"]) == ("memenuhi", "3.20", "belum")
    assert first["months"] == "2026-08 2026-09 2026-10"
    assert list(zone_cells(None)) == [[""] * (len(COLUMNS) - len(UNIT))]
