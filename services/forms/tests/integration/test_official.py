"""Official instruments: a change needs a new version, and the newer one joins the older."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime

import pytest
from forms_service.seeding.handlers.official import publish_forms, publish_formulas
from forms_service.shared.definitions.formula_files import load_formulas
from forms_service.shared.definitions.seed_files import BadSeedFile, checked, load_instrument
from forms_service.shared.tables import versions
from sqlalchemy import Connection

OWNER = "1f0c1a52-9b5b-4a44-8d0c-0a6e0f4a4a11"
NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def connection(seeded) -> Iterator[Connection]:
    """The worker's, rolled back after the test."""
    with seeded.worker.engine.connect() as connection:
        yield connection
        connection.rollback()


def changed(version: int):
    definition = deepcopy(load_instrument("ikm").definition)
    definition["version"], definition["title"]["id"] = version, "Survei lain"
    return checked(definition, "ikm.yaml")


def test_what_is_published_is_not_published_again(connection) -> None:
    assert publish_forms(connection, OWNER, [load_instrument("ikm")], NOW) == []
    assert publish_formulas(connection, OWNER, load_formulas()) == []


def test_a_change_under_the_same_version_is_refused(connection) -> None:
    with pytest.raises(BadSeedFile, match="IKM is published already:\n  version: must be 2"):
        publish_forms(connection, OWNER, [changed(1)], NOW)


def test_a_new_version_stands_beside_the_old_one(connection) -> None:
    (event,) = publish_forms(connection, OWNER, [changed(2)], NOW)
    known = versions.official_versions(connection, "IKM")
    assert [state["version"] for state in known] == [2, 1]
    assert known[0] == event.payload
    assert known[1]["hash"] == load_instrument("ikm").hash


def test_a_changed_formula_is_a_version_of_its_own(connection) -> None:
    (state, _), *_ = load_formulas()
    (event,) = publish_formulas(
        connection, OWNER, [({**state, "in_force_from": "2027-01-01"}, "x")]
    )
    known = versions.formula_versions(connection, state["instrument"])
    assert [each["in_force_from"] for each in known] == [state["in_force_from"], "2027-01-01"]
    assert known[-1] == event.payload
