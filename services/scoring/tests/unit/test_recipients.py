"""Which number of recipients a target rests on."""

from typing import Any

import pytest
from contracts.enough import MINIMUM
from scoring_service.domain.periods import before, months_of
from scoring_service.domain.recipients import periods_after, periods_for, recipients
from scoring_service.handlers.targets import wanted_target
from scoring_service.handlers.words import basis
from scoring_testing import World


def row(period: str, number: int, *, confirmed: bool = True, **more: Any) -> dict[str, Any]:
    known = {"period": period, "service": "kunjungan", "recipients": number, "stage": "final"}
    return {**known, "confirmed": confirmed, **more}


def number(*rows: dict[str, Any], period: str = "2026-11") -> int | None:
    found = recipients(rows, period)
    return found.number if found else None


def test_nothing_entered_is_unknown_and_zero_is_zero() -> None:
    assert number() is None
    assert number(row("2026-11", 0)) == 0


def test_the_months_own_number_wins_only_once_it_is_confirmed() -> None:
    last = row("2026-10", 310)
    assert number(last) == 310
    assert number(last, row("2026-11", 400, confirmed=False)) == 310
    assert number(last, row("2026-11", 400)) == 400
    assert number(row("2026-11", 400, confirmed=False)) == 400
    assert number(row("2026-10", 310, confirmed=False)) is None
    assert number(row("2026-09", 310)) is None


def test_services_are_added_and_a_final_figure_replaces_its_provisional_one() -> None:
    rows = (
        row("2026-11", 100, stage="provisional"),
        row("2026-11", 120),
        row("2026-11", 30, service="penitipan"),
    )
    assert number(*rows) == number(*reversed(rows)) == 150
    unconfirmed = row("2026-11", 30, service="penitipan", confirmed=False)
    assert number(row("2026-10", 7), *rows[:2], unconfirmed) == 7


def test_a_confirmed_figure_counts_before_a_final_one_that_is_not() -> None:
    provisional = row("2026-11", 310, stage="provisional")
    assert number(provisional, row("2026-11", 280, confirmed=False)) == 310
    assert number(provisional, row("2026-11", 280)) == 280


def test_no_service_waits_for_the_kanwil_and_foretells_nothing() -> None:
    assert number(row("2026-11", 0, confirmed=False)) is None
    assert number(row("2026-11", 0, confirmed=False), row("2026-10", 345)) == 345
    assert number(row("2026-10", 0)) is None


def test_the_employees_of_several_months_are_never_added_up() -> None:
    months = [row(f"2026-{month:02}", 62) for month in range(7, 13)]
    assert recipients(months, "2026-S2", employees=True) is None
    found = recipients([*months, row("2026-S1", 60)], "2026-S2", employees=True)
    assert found is not None
    assert found.number == 60


def test_a_semester_reaches_itself_and_the_next() -> None:
    assert periods_after("2026-S1") == ["2026-S1", "2026-S2"]
    assert periods_after("2026-S2") == ["2026-S2", "2027-S1"]


def test_a_semester_is_the_sum_of_its_confirmed_months() -> None:
    rows = row("2026-07", 100), row("2026-08", 200), row("2026-09", 50, confirmed=False)
    assert number(*rows, period="2026-S2") == 300
    assert number(*rows, row("2026-S2", 900), period="2026-S2") == 900
    assert number(row("2026-S1", 800), period="2026-S2") == 800


SERVICES = ["kunjungan", "penitipan", "remisi"]


def test_a_sum_that_lacks_a_service_is_no_number_of_recipients() -> None:
    """Confirmed or not; the kanwil may have confirmed the numbers that are there."""
    some = [
        row("2026-11", number, service=service, unit_services=SERVICES)
        for service, number in (("kunjungan", 310), ("penitipan", 90))
    ]
    for rows in (some, [{**each, "confirmed": False} for each in some]):
        found = recipients(rows, "2026-11")
        assert found is not None
        assert (found.number, found.source, found.completed) == (None, None, None)
        assert found.missing == 1
    remission = row("2026-11", 0, service="remisi", unit_services=SERVICES)
    whole = recipients([*some, remission], "2026-11")
    assert whole is not None
    assert (whole.number, whole.source, whole.missing) == (400, "own", 0)


def test_while_a_service_is_missing_the_period_before_stands_and_it_is_said() -> None:
    rows = [
        row("2026-10", 345),
        row("2026-11", 310, unit_services=SERVICES),
    ]
    found = recipients(rows, "2026-11")
    assert found is not None
    assert (found.number, found.source, found.missing) == (345, "before", 2)
    assert basis(found)["id"].endswith(" Pada periode ini 2 layanan belum punya angka.")
    assert basis(found)["en"].endswith(" 2 services have no number in this period.")


def test_such_a_month_foretells_nothing_and_is_in_no_sum() -> None:
    partial = row("2026-07", 310, unit_services=SERVICES)
    assert number(partial, period="2026-08") is None
    assert number(partial, row("2026-08", 200), period="2026-S2") == 200


@pytest.mark.parametrize("audience", ["public", "employees"])
def test_without_a_whole_number_there_is_no_target_and_the_reason_says_why(audience: str) -> None:
    world = World()
    survey, form = world.survey().payload, world.form(audience).payload
    known = recipients([row("2026-11", 310, unit_services=SERVICES)], "2026-11")
    told = wanted_target(survey, form, known, MINIMUM)
    assert (told["population"], told["target"], told["rule"]) == (None, None, "unknown")
    assert told["reason"]["en"].startswith("2 services have no number of recipients")
    assert told["reason"]["id"].startswith("2 layanan belum punya angka penerima")


def test_numbers_before_this_edition_and_of_a_whole_unit_are_taken_as_they_are() -> None:
    assert number(row("2026-11", 310), row("2026-11", 90, service="penitipan")) == 400
    assert number(row("2026-11", 520, service="semua", unit_services=SERVICES)) == 520


@pytest.mark.parametrize(
    ("rows", "period", "source", "words"),
    [
        ([row("2026-11", 310)], "2026-11", "own", ("", "")),
        (
            [row("2026-11", 310, confirmed=False)],
            "2026-11",
            "unconfirmed",
            (" Angka belum dikonfirmasi kanwil.", " The kanwil has not confirmed it yet."),
        ),
        (
            [row("2026-10", 310)],
            "2026-11",
            "before",
            (
                " Sementara: angka periode sebelumnya, sampai angka periode ini dikonfirmasi.",
                " Provisional: the period before's figure, until this period's own is confirmed.",
            ),
        ),
        (
            [row("2026-07", 300), row("2026-08", 10)],
            "2026-S2",
            "months",
            (
                " Jumlah dari 2 bulan yang sudah dikonfirmasi.",
                " The sum of 2 months confirmed so far.",
            ),
        ),
    ],
)
def test_the_words_say_where_the_number_comes_from(
    rows: list[dict[str, Any]], period: str, source: str, words: tuple[str, str]
) -> None:
    """Only the period's own number says how many services were completed in it."""
    found = recipients(rows, period)
    assert found is not None
    assert (found.number, found.source) == (310, source)
    assert basis(found) == {"id": words[0], "en": words[1]}
    assert found.completed == (310 if source == "own" else None)


@pytest.mark.parametrize(
    ("period", "earlier"),
    [
        ("2026-11", "2026-10"),
        ("2026-01", "2025-12"),
        ("2026-S2", "2026-S1"),
        ("2026-S1", "2025-S2"),
    ],
)
def test_the_period_before(period: str, earlier: str) -> None:
    assert before(period) == earlier
    assert earlier in periods_for(period)


@pytest.mark.parametrize("month", [f"2026-{n:02}" for n in range(1, 13)])
def test_a_month_reaches_the_month_after_it_and_its_semester(month: str) -> None:
    reached = periods_after(month)
    assert all(month in periods_for(period) for period in reached)
    assert before(reached[1]) == month
    assert month in months_of(reached[2])
