"""Which rows of indices published before Suara are taken, and how those of before are corrected."""

from datetime import date

import pytest
from contracts.historic_shapes import Historic
from scoring_service.domain.historic import (
    Fault,
    Figure,
    RefusedError,
    check_final,
    faults,
    figure,
    follows,
)

TODAY = date(2026, 11, 18)
INSTRUMENTS = {"IPAK": "SPKP-SPAK", "IPKP": "SPKP-SPAK", "IKM": "IKM"}
SOUND = {
    "tenant_code": "W11-01",
    "index": "IPAK",
    "period": "2025-S1",
    "value": "3,57",
    "scale": "4",
    "respondents": "182",
    "published_as": "Survei SPAK (3AS)",
    "source": "Laporan Semester I 2025, hlm. 12",
    "reason": "",
}
TENANT = "fb12b0a0-da27-519b-a5e2-d0951071713a"
AT = "2026-11-18T03:00:00+00:00"
WHY = "Angka satker lain"


def found(**cells: str) -> list[tuple[str, str]]:
    """(column, problem) of the sound row with these cells instead."""
    row = {**SOUND, **cells}
    people = int(row["respondents"]) if row["respondents"].isdecimal() else None
    return [(each.column, each.problem) for each in faults(row, people, INSTRUMENTS, TODAY)]


def read(**cells: str) -> Figure:
    return figure({**SOUND, **cells}, 182, INSTRUMENTS)


def test_a_printed_value_stays_as_it_is_printed() -> None:
    made = read(value="3,570")
    assert (made.value, made.exact, made.scale) == ("3,570", "3.570", 4)
    made = read(value="89.21", scale="100", index="ipkp")
    assert (made.value, made.exact, made.scale) == ("89.21", "89.21", 100)
    assert (made.index, made.instrument, made.key) == ("IPKP", "SPKP-SPAK", "IPKP/2025-S1/100")
    assert (made.respondents, made.published_as) == (182, "Survei SPAK (3AS)")


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"period": "2025"},
        {"period": "2025-Q3"},
        {"period": "2026-10"},
        {"period": "2004"},
        {"value": "4", "scale": "4"},
        {"value": "100,00", "scale": "100"},
        {"respondents": ""},
        {"respondents": "10"},
        {"value": "-"},
    ],
)
def test_what_was_published_is_taken(cells: dict[str, str]) -> None:
    assert found(**cells) == []


@pytest.mark.parametrize(
    ("cells", "column", "problem"),
    [
        ({"index": "IPK"}, "index", "choice"),
        ({"period": "2003"}, "period", "historic_period"),
        ({"period": "2025-13"}, "period", "historic_period"),
        ({"period": "2025-Q5"}, "period", "historic_period"),
        ({"period": "2025-S3"}, "period", "historic_period"),
        ({"period": "2025-03-01"}, "period", "historic_period"),
        ({"period": "٢٠٢٥"}, "period", "historic_period"),
        ({"period": "2026"}, "period", "not_over"),
        ({"period": "2026-11"}, "period", "not_over"),
        ({"period": "2026-Q4"}, "period", "not_over"),
        ({"scale": "5"}, "scale", "choice"),
        ({"scale": "4,0"}, "scale", "choice"),
        ({"value": "3,5,7"}, "value", "not_printed"),
        ({"value": "１"}, "value", "not_printed"),
        ({"value": "+3,57"}, "value", "not_printed"),
        ({"value": "3,57 (A)"}, "value", "not_printed"),
        ({"value": "1.000,5"}, "value", "not_printed"),
        ({"value": "4,01"}, "value", "beyond_scale"),
        ({"value": "0"}, "value", "beyond_scale"),
        ({"value": "89,21"}, "value", "beyond_scale"),
        ({"value": "3,57", "scale": "100"}, "value", "beyond_scale"),
        ({"value": "100,01", "scale": "100"}, "value", "beyond_scale"),
        ({"respondents": "9"}, "respondents", "few_respondents"),
        ({"respondents": "0"}, "respondents", "few_respondents"),
        ({"respondents": "1.200"}, "respondents", "respondents"),
    ],
)
def test_each_planted_fault_is_found_in_its_column(
    cells: dict[str, str], column: str, problem: str
) -> None:
    assert found(**cells) == [(column, problem)]


@pytest.mark.parametrize("period", ["2025", "2025-S2", "2025-Q4", "2025-12"])
def test_a_period_is_over_on_the_day_after_its_last(period: str) -> None:
    row, last = {**SOUND, "period": period}, date(2025, 12, 31)
    told = [each.problem for each in faults(row, 182, INSTRUMENTS, last)]
    assert told == ["not_over"]
    assert list(faults(row, 182, INSTRUMENTS, date(2026, 1, 1))) == []


def test_all_faults_of_a_row_are_told_at_once() -> None:
    told = found(index="X", period="x", value="x", scale="4", respondents="3")
    assert [column for column, _ in told] == ["index", "period", "value", "respondents"]


@pytest.mark.parametrize(
    ("period", "waiting", "refused"),
    [
        ("2026-10", ["2026-10"], True),
        ("2026-Q3", ["2026-09"], True),
        ("2025", ["2025-S2"], True),
        ("2025-03", ["2025-S1"], True),
        ("2026-10", ["2026-09", "2026-11"], False),
        ("2025", ["2026-01"], False),
        ("2026-S1", [], False),
    ],
)
def test_nothing_of_months_that_suara_still_counts_is_taken(
    period: str, waiting: list[str], refused: bool
) -> None:
    told = []
    try:
        check_final(read(period=period), waiting)
    except RefusedError as refusal:
        told = [refusal.fault]
    assert told == [Fault("period", "own_not_final", {"own": each}) for each in waiting if refused]


def first() -> Historic:
    state = follows(None, read(), TENANT, "", AT)
    assert state is not None
    return state


def test_the_first_needs_no_reason_and_the_same_again_changes_nothing() -> None:
    state = first()
    assert state == {
        "historic_id": f"{TENANT}/IPAK/2025-S1/4",
        "tenant_id": TENANT,
        "instrument": "SPKP-SPAK",
        "index": "IPAK",
        "period": "2025-S1",
        "scale": 4,
        "value": "3,57",
        "exact": "3.57",
        "respondents": 182,
        "published_as": "Survei SPAK (3AS)",
        "source": "Laporan Semester I 2025, hlm. 12",
        "revision": 1,
        "reason": None,
        "entered_at": AT,
    }
    assert follows(state, read(), TENANT, "", AT) is None


@pytest.mark.parametrize("cells", [{"value": "3,58"}, {"value": "3.57"}, {"source": "Lain, 1"}])
def test_a_correction_needs_a_reason_and_is_one_more(cells: dict[str, str]) -> None:
    with pytest.raises(RefusedError) as refused:
        follows(first(), read(**cells), TENANT, "salah", AT)
    assert refused.value.fault == Fault("reason", "correction", {"held": "3,57", "least": 10})
    assert str(refused.value) == "correction"
    state = follows(first(), read(**cells), TENANT, "sepuluh ok", AT)
    assert state
    assert (state["revision"], state["reason"]) == (2, "sepuluh ok")


def test_a_figure_is_taken_back_and_may_come_again() -> None:
    gone = follows(first(), read(value="-"), TENANT, WHY, AT)
    assert gone
    assert (gone["value"], gone["exact"], gone["revision"]) == (None, None, 2)
    assert follows(gone, read(value="-"), TENANT, "", AT) is None
    with pytest.raises(RefusedError) as refused:
        follows(gone, read(), TENANT, "", AT)
    assert refused.value.fault.values["held"] == "-"
    again = follows(gone, read(), TENANT, WHY, AT)
    assert again
    assert (again["value"], again["revision"]) == ("3,57", 3)
    for before in (None, gone):
        with pytest.raises(RefusedError) as refused:
            follows(before, read(value="-", source="Lain"), TENANT, WHY, AT)
        assert refused.value.fault == Fault("value", "nothing_to_take_back", {})
