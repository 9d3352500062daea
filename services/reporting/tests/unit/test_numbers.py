"""Numbers, periods and times as the reader writes them."""

from reporting_service.dashboards.rules import numbers


def test_decimals_keep_what_they_say_and_round_half_up_on_request() -> None:
    assert numbers.decimal("3.5996", "id") == "3,5996"
    assert numbers.decimal("3.575", "id", 2) == "3,58"
    assert numbers.decimal("3.575", "en", 2) == "3.58"
    assert numbers.decimal(None, "id") == "–"


def test_a_sentence_has_two_decimals_and_never_meets_a_limit_by_rounding() -> None:
    limits = ["3.60", "3.40"]
    assert numbers.against("3.671200", limits) == "3.67"
    assert numbers.against("3.658100", limits) == "3.66"
    assert numbers.against("3.599600", limits) == "3.5996"
    assert numbers.against("3.595000", limits) == "3.595"
    assert numbers.against("3.600000", limits) == "3.60"
    assert numbers.against("3.396000", limits) == "3.396"
    assert numbers.against("3.599999", limits) == "3.599999"
    # Of a limit that is not known.
    assert numbers.against("3.599600", []) == "3.59"
    assert numbers.against(None, limits) is None


def test_periods_and_moments() -> None:
    assert numbers.period("2026-06", "id") == "Juni 2026"
    assert numbers.period("2026-S2", "en") == "Half 2 of 2026"
    assert numbers.short_period("2026-11", "id") == "Nov 26"
    assert numbers.period("2026-Q4", "id") == "Triwulan IV 2026"
    assert numbers.period("2026-Q1", "en") == "Quarter 1 of 2026"
    assert [numbers.short_period("2026-Q4", code) for code in ("id", "en")] == ["TW4 26", "Q4 26"]
    assert [numbers.following(each) for each in ("2026-Q3", "2026-Q4")] == ["2026-Q4", "2027-Q1"]
    at = "2026-06-18T07:05:00+00:00"
    assert numbers.moment(at, "Asia/Jakarta", "id") == "18 Juni 2026 pukul 14.05 WIB"
    assert numbers.moment(at, "Asia/Jayapura", "en") == "18 June 2026, 16:05 WIT"
