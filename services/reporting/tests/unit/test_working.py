"""The two numbers that an index comes from, where it comes from two."""

from typing import Any

import pytest
import reporting_scenes as scenes
import reporting_testing as testing
from reporting_service.dashboards.rules.working import Working, working

RULES = testing.formula().payload["definition"]
# 1,200 ratings of 240 people, 6,360 stars: the guide's own example.
FIVE_THIRTY = [0, 0, 0, 48, 72, 120]


def released(**fell: list[int]) -> Any:
    rows = {key: fell.get(key, FIVE_THIRTY) for key in testing.SHORT}
    return scenes.figures(240, indicators=scenes.statements(**rows))


def test_an_index_is_the_mean_of_all_ratings() -> None:
    assert working("IPAK", released(), RULES) == Working(6360, 1200, "5.3000", 6)
    assert working("IPKP", released(), RULES) == Working(10176, 1920, "5.3000", 6)


@pytest.mark.parametrize(
    "changed",
    [
        # One fewer filled it: the index is a mean of means.
        {"pungli": [0, 0, 0, 48, 72, 119]},
        # Of other options than the rest.
        {"pungli": [0, 48, 72, 120]},
    ],
)
def test_of_uneven_statements_nothing_is_said(changed: dict[str, list[int]]) -> None:
    assert working("IPAK", released(**changed), RULES) is None
    assert working("IPKP", released(**changed), RULES) is not None


def test_nothing_is_said_where_options_are_not_told() -> None:
    told = released()
    told["indicators"] = [row for row in told["indicators"] if row["item"] != "pungli"]
    assert working("IPAK", told, RULES) is None
    hidden = {**told, "indicators": [*told["indicators"], scenes.hidden("pungli", 240)]}
    assert working("IPAK", hidden, RULES) is None
    assert working("IPAK", {**told, "indicators": []}, RULES) is None


def test_of_other_weights_than_even_ones_nothing_is_said() -> None:
    ipak = {"code": "IPAK", "items": dict.fromkeys(testing.IPAK, "1/6") | {"pungli": "1/3"}}
    assert working("IPAK", released(), {"indices": [ipak]}) is None
    assert working("IPAK-DIPERLUAS", released(), RULES) is None
