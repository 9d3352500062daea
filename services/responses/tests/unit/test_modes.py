"""A new way of answering is said something about wherever it matters."""

import pytest
from chassis.pages import read_texts
from contracts.catalogue import topics
from contracts.modes import MODES
from responses_service.shared.modes import MANNERS


def test_every_mode_of_the_list_has_its_limits() -> None:
    assert tuple(MANNERS) == MODES


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_has_a_word_for_who_decides_on_an_exclusion(mode: str) -> None:
    assert f"exclusions.mode.{mode}" in read_texts("responses_service")


def test_topics_take_the_modes_of_the_list_and_no_others() -> None:
    told = {
        name: topic.payload["properties"]["mode"]
        for name, topic in topics().items()
        if "mode" in topic.payload["properties"]
    }
    assert told.keys() >= {"responses.submitted.v1", "responses.recorded.v1"}
    assert all(each == {"enum": [*MODES]} for each in told.values())
