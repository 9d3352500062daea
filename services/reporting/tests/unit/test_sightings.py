"""What counts as shown, and what a list of sightings says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from reporting_region import own, region, small, summaries, summary
from reporting_service.dashboards.rules.region import parts, region_view
from reporting_service.dashboards.rules.shown import Editions, newest_edition
from reporting_service.dashboards.rules.shown_together import newest_listed, together_of
from reporting_service.sightings.rules import (
    COLUMNS,
    LINES,
    Shown,
    Sighting,
    What,
    cells,
    page_of,
    seen,
    until_of,
)

NOON = datetime(2026, 11, 18, 5, tzinfo=UTC)


def sighting(minute: int, actor: str = "a", kind: str = "coarse", who: str = "person") -> Sighting:
    at = NOON + timedelta(minutes=minute)
    return Sighting(at, actor, who, "auditor", "M", 3, kind, "result", None, "page")


def test_the_conclusion_counts_each_reader_once_and_dates_the_first_exact_figure() -> None:
    found = [
        sighting(1),
        sighting(2, kind="final"),
        sighting(3, "b"),
        sighting(4, "b", kind="correction"),
        sighting(5, "c"),
        sighting(0, "d", who="client"),
    ]
    said = seen(found)
    assert (said.people, said.systems, said.exact) == (3, 1, 2)
    assert said.exact_since == NOON + timedelta(minutes=2)
    assert seen([]).exact_since is None


@pytest.mark.parametrize(
    ("words", "until"),
    [
        # The whole day, where the office is.
        ("2026-11-18", "2026-11-18T17:00:00+00:00"),
        ("2026-11-18T09:30:00+07:00", "2026-11-18T02:30:00+00:00"),
        ("2026-11-18T09:30:00", None),
        ("9999-12-31", None),
        ("2026-13-01", None),
        ("２０２６-11-18", None),
        ("yesterday", None),
    ],
)
def test_until_is_a_day_to_its_end_or_a_moment_with_its_offset(
    words: str, until: str | None
) -> None:
    found = until_of(words, "Asia/Jakarta")
    assert (found and found.astimezone(UTC).isoformat()) == until


def test_pages_of_the_api_join_without_gap_or_repetition() -> None:
    found = [sighting(minute) for minute in range(2 * LINES + 1)]
    first, key = page_of(found, "")
    second, following = page_of(found, key or "")
    last, end = page_of(found, following or "")
    assert [*first, *second, *last] == found
    assert (len(last), end) == (1, None)
    assert page_of(found[:LINES], "")[1] is None


def test_a_line_of_the_file_has_every_column() -> None:
    line = cells(sighting(0, kind="final"))
    assert tuple(line) == COLUMNS
    assert (line["seen_at"], line["edition"], line["list_of"]) == (
        "2026-11-18T05:00:00+00:00",
        3,
        None,
    )


def test_a_page_shows_the_periods_that_have_figures_and_lists_as_one() -> None:
    held = Editions("t", "IKM", "2026-11", {"2026-10": 4, "2026-11": 9}, 12, 7, None)
    assert list(held.own(["2026-11", "2026-10", "2026-09"])) == [
        Shown("result", "t", "IKM", "2026-10", 4),
        Shown("result", "t", "IKM", "2026-11", 9),
    ]
    assert list(held.list_below(["rutan", "lapas"])) == [
        Shown("results_below", "t", "IKM", "2026-11", 12, "lapas,rutan")
    ]
    assert list(held.own_standing()) == [Shown("standing", "t", "IKM", "", 7)]
    assert list(held.standings_list([])) == []


def test_what_is_told_together_is_shown_by_period_and_its_list_as_one() -> None:
    none_yet = {**own(), "n": 0}
    state = [
        ("2026-10", summary(region=region()), 3),
        ("2026-Q3", summary(own=none_yet, regrouped=region(), small=[small()]), 5),
        ("2026-Q4", summary(own=own(), region=region(), regrouped=region()), 8),
        ("2026-S2", summary(own=none_yet), None),
    ]
    kept = [(summaries("t", period, each).payload, edition) for period, each, edition in state]
    held = together_of("t", "SPKP-SPAK", kept)

    def of(what: What, period: str, edition: int, cut: str = "") -> Shown:
        return Shown(what, "t", "SPKP-SPAK", period, edition, cut)

    assert list(held.quarters(["2026-Q4", "2026-Q3", "2026-S2"])) == [of("quarter", "2026-Q4", 8)]
    assert list(held.small(["2026-Q4", "2026-Q3", "2026-Q3"])) == [of("small", "2026-Q3", 5)]
    view = region_view(held.summaries, "2026-11", "quarter")
    assert view is not None
    assert list(held.region(view)) == [
        of("regrouped", "2026-Q3", 5),
        of("region", "2026-Q4", 8),
        of("regrouped", "2026-Q4", 8),
    ]
    assert len(list(held.everything(["2026-10", "2026-Q3", "2026-Q4", "2026-S2"]))) == 6
    offices, units = (
        parts([("K", "Kanwil", summary(region=region()))]),
        parts([("U", "Unit", summary(own=own()))]),
    )
    assert list(held.listed(offices, "2026-Q4", [])) == []
    assert newest_listed(parts([("U", "Unit", summary(own=none_yet))]), [4, 9]) is None
    listed = replace(held, below=newest_listed(offices, [4, None, 9]))
    assert list(listed.listed(offices, "2026-Q4", ["rutan", "lapas"])) == [
        of("regions_below", "2026-Q4", 9, "lapas,rutan")
    ]
    assert list(listed.listed(units, "2026-Q4", [])) == [of("quarters_below", "2026-Q4", 9)]


def test_a_list_is_known_by_its_newest_edition_even_if_that_took_figures_away() -> None:
    assert newest_edition([(3, True), (8, False), (None, False)]) == 8
    assert newest_edition([(8, False), (None, False)]) is None
    assert newest_edition([]) is None
