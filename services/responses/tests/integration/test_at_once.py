"""What only two at once would meet: one has written the same and not yet ended."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from secrets import randbelow
from typing import Any

import pytest
from chassis import tenants
from chassis.database import Scope
from responses_service.kiosks import store as kiosks
from responses_service.paper import rules
from responses_service.paper import store as paper
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError
from suara_local.meeting import overlapping


@contextmanager
def desk(place: Any) -> Iterator[Connection]:
    """The web role, bound to write for the unit."""
    with place.web.scope(Scope(place.unit)) as connection:
        tenants.write_as(connection, place.unit)
        yield connection


def both(place: Any, write: Callable[[Connection], Any]) -> tuple[Any, Any]:
    """What two get who write the same."""

    def again() -> Any:
        with desk(place) as connection:
            return write(connection)

    return overlapping(desk(place), write, again)


def test_of_two_who_draw_the_same_number_one_has_it(place: Any) -> None:
    """The other draws again; no two sheets have a number."""
    number = rules.FIRST_NUMBER + randbelow(rules.NUMBERS)
    row = {
        "tenant_id": place.unit,
        "number": number,
        "sheets": 2,
        "survey_id": place.unit,
        "form_version_id": place.form,
        "instrument": "SPKP-SPAK",
        "period": "2026-11",
        "point": "AAAAAAA",
        "language": "id",
        "issued_by": "a",
        "issuer": "A",
        "issuer_tenant": place.unit,
        "issuer_division": "",
    }
    found = both(
        place,
        lambda connection: paper.add_batch(connection, {**row, "batch_id": str(uuid.uuid4())}),
    )
    assert found == (True, False)
    query = text("SELECT count(*) FROM paper_batches WHERE number = :number")
    with desk(place) as connection:
        assert connection.scalar(query, {"number": number}) == 1


def test_no_two_kiosks_have_a_key(place: Any) -> None:
    row = {"tenant_id": place.unit, "point_id": place.form, "name": "Tablet"}
    row["key_hash"] = uuid.uuid4().hex * 2
    with pytest.raises(IntegrityError, match="key_hash"):
        both(place, lambda connection: kiosks.add(connection, {**row, "device_id": uuid.uuid4()}))
