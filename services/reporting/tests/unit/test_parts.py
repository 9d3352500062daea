"""What a page says of services and ways of answering: which is lowest, and what is joined."""

from typing import Any

import pytest
from reporting_parts import group, part
from reporting_service.dashboards.rules.parts import comparisons, service_words

SERVICES = [{"key": "kunjungan", "name": "Kunjungan", "name_en": "Visits", "active": False}]


def told(*groups: dict[str, Any], code: str = "IPKP", by: str = "service") -> Any:
    (found,) = comparisons([part(by, *groups)], code, service_words(SERVICES, "id"))
    return found


def test_the_lowest_comes_first_and_what_is_joined_last() -> None:
    found = told(
        group(["a", "b"], 12, "3.00"), group(["c"], 30, "3.50"), group(["kunjungan"], 48, "3.12")
    )
    assert [(each.names, each.joined) for each in found.groups] == [
        (["Kunjungan"], False),
        (["c"], False),
        (["a", "b"], True),
    ]
    assert [(each.names, each.n) for each in found.lowest] == [(["a", "b"], 12)]
    assert not found.alike


def test_those_that_share_the_lowest_value_are_lowest_together() -> None:
    found = told(group(["a"], 30, "3.12"), group(["b"], 20, "3.12"), group(["c"], 20, "3.13"))
    assert [each.names for each in found.lowest] == [["a"], ["b"]]
    assert (found.lowest_n, found.alike) == (50, False)
    assert told(group(["a"], 30, "3.12"), group(["b"], 20, "3.12")).alike


@pytest.mark.parametrize(("code", "expected"), [("IPAK", "IPAK"), ("IPKP-DIPERLUAS", "IPKP")])
def test_it_speaks_of_the_index_that_speaks_first_if_that_is_told(code: str, expected: str) -> None:
    found = told(group(["a"], 30, "3.12"), group(["b"], 20, "3.50"), code=code)
    assert (found.code, found.codes) == (expected, ["IPKP", "IPAK"])


def test_ways_are_no_services() -> None:
    found = told(group(["kunjungan"], 30, "3.12"), group(["self"], 20, "3.50"), by="mode")
    assert [each.names for each in found.groups] == [["kunjungan"], ["self"]]
