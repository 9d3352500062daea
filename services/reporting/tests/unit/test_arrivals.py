"""How answers came follows from the released state; older states say nothing of it."""

from typing import Any

from reporting_service.dashboards.rules.arrivals import arrivals

RELEASED: dict[str, Any] = {
    "n": 40,
    "indices": [{"code": "IPAK", "display4": "3.58"}],
    "counts": {
        "excluded": 3,
        "flagged": 12,
        "modes": {"kiosk": 5, "self": 35},
        "tokens": {"none": 10, "valid": 30},
    },
    "variants": [
        {
            "name": "without_flagged",
            "n": 28,
            "indices": [{"code": "IPAK", "value": "3.410000", "display4": "3.41"}],
        }
    ],
    "findings": [{"code": "flagged_share", "n": 12, "limit": 8}],
}


def test_the_most_frequent_way_comes_first_and_both_figures_stand_together() -> None:
    found = arrivals(RELEASED)
    assert found
    assert found.modes == [("self", 35), ("kiosk", 5)]
    assert (found.most, found.flagged, found.excluded) == (35, 12, 3)
    assert found.with_tokens
    assert not found.plain
    assert found.variants[0].difference == 12
    assert found.variants[0].indices == [("IPAK", "3.41", "3.58")]


def test_nothing_is_said_where_no_release_is_or_it_did_not_tell() -> None:
    assert arrivals(None) is None
    assert arrivals({"n": 40, "indices": []}) is None


def test_without_any_code_tokens_are_not_told_apart() -> None:
    counts = {**RELEASED["counts"], "tokens": {"none": 40}}
    found = arrivals({**RELEASED, "counts": counts})
    assert found
    assert not found.with_tokens


def test_nothing_marked_or_excluded_is_said_only_of_counts_that_say_so() -> None:
    for flagged, excluded, plain in ((0, 0, True), (1, 0, False), (0, 1, False)):
        counts = {**RELEASED["counts"], "flagged": flagged, "excluded": excluded}
        found = arrivals({**RELEASED, "counts": counts, "variants": []})
        assert found
        assert found.plain is plain
