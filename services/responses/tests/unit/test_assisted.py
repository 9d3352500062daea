"""Who fills in for somebody says why and that they did not serve them."""

from typing import Any

import pytest
from chassis.problems import Invalid
from contracts.catalogue import topics
from responses_service.assisted.handlers import check_declared
from responses_service.shared.reasons import REASONS

SAID = {"reason": "cannot_read", "declared": True}


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_of_the_list_is_taken(reason: str) -> None:
    check_declared({"reason": reason, "declared": True})


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({}, ["reason", "declared"]),
        ({**SAID, "reason": "in a hurry"}, ["reason"]),
        ({**SAID, "reason": ["cannot_read"]}, ["reason"]),
        ({**SAID, "declared": "yes"}, ["declared"]),
        ({**SAID, "declared": False}, ["declared"]),
        ({**SAID, "declared": 1}, ["declared"]),
    ],
)
def test_what_lacks_is_named(said: dict[str, Any], fields: list[str]) -> None:
    with pytest.raises(Invalid) as raised:
        check_declared(said)
    assert [fault.field for fault in raised.value.faults] == fields


def test_the_list_is_that_of_the_topic() -> None:
    schema = topics()["responses.submitted.v1"].payload["properties"]["reason"]
    assert schema["enum"] == [*REASONS, None]
