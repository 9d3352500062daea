"""What only two processes at once would meet: one has written the same and not yet ended."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from chassis import clock
from chassis.outbox import add_events
from forms_service.schedule import store as schedules
from forms_service.shared.events import SURVEYS, row_event
from forms_service.shared.tables import surveys, versions
from sqlalchemy import Connection
from suara_local.meeting import overlapping

Write = Callable[[Connection], list[Any]]


def survey_row(seeded: Any) -> Write:
    """As two processes that open the same month make it of the same schedule."""
    tenant, now = seeded.tenant_of(seeded.own_unit()), clock.now()
    with seeded.worker.unbound() as connection:
        form = versions.official_versions(connection, "SPKP-SPAK")[0]["form_version_id"]
        formula = versions.formula_versions(connection, "SPKP-SPAK")[0]["formula_version_id"]
    row = {
        "tenant_id": tenant,
        "instrument": "SPKP-SPAK",
        "period": "2036-01",
        "status": "open",
        "form_version_id": form,
        "formula_version_id": formula,
        "opens_at": now.isoformat(),
        "closes_at": (now + timedelta(days=9)).isoformat(),
        "late_days": 7,
        "release_step": 5,
    }

    def write(connection: Connection) -> list[Any]:
        made = surveys.add_missing(connection, [{**row, "survey_id": str(uuid.uuid4())}])
        add_events(connection, [row_event(SURVEYS, each) for each in made])
        return made

    return write


def schedule_row(seeded: Any) -> Write:
    """Of what is offered to nobody, so that it opens nothing."""
    with seeded.worker.unbound() as connection:
        known = schedules.schedules(connection)[0]
    plain = {name: str(value) if "_id" in name else value for name, value in known.items()}
    row = {**plain, "instrument": "INTEGRITAS", "period_kind": "semester", "from_period": "2044-S1"}
    return lambda connection: schedules.add_schedules(
        connection, [{**row, "schedule_id": str(uuid.uuid4())}]
    )


@pytest.mark.parametrize("row_of", [survey_row, schedule_row])
def test_of_two_who_add_the_same_one_does(seeded: Any, row_of: Callable[[Any], Write]) -> None:
    write = row_of(seeded)

    def again() -> list[Any]:
        with seeded.worker.unbound() as connection:
            return write(connection)

    made, nothing = overlapping(seeded.worker.unbound(), write, again)
    assert (len(made), nothing) == (1, [])
