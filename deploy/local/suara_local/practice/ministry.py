"""What the practice ministry has beside its surveys of today: a first point per unit, and past
months and numbers, of the demo units at least. After `seed` of forms; safe to repeat.

It writes as the service does, into its tables: nobody could open a month that is over, or print
870 points with codes that are the same on every machine, through the API.
"""

from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from typing import Any

from chassis import clock, tenants
from chassis.config import read_settings
from chassis.database import Database
from chassis.outbox import add_events
from chassis.tenant_tree import short_name
from contracts.codec import Event
from contracts.opening_hours import OFFICE
from contracts.typed_code import ALPHABET, LENGTH, code_of
from forms_service.config import FormsSettings
from forms_service.points.store import add_points
from forms_service.services.handlers import services_event, services_of
from forms_service.shared.commands import drain, ministry_id
from forms_service.shared.events import POINTS, own_audit, row_event
from forms_service.shared.ids import seed_id
from forms_service.shared.period import period_of
from forms_service.shared.tables import rows
from sqlalchemy import Connection, Row

from suara_local.practice import months
from suara_local.practice.extent import Extent, public_of
from suara_local.practice.past_months import number_of, numbers_begun, past_begun, surveys_begun

State = dict[str, Any]


def begin(environment: Mapping[str, str], extent: Extent | None = None) -> list[State]:
    """Store and publish what is not there yet; `environment` is that of forms, the past that of an
    `extent` of practice. Return the facts of the demo units' surveys."""
    settings, now = read_settings(FormsSettings, environment), clock.now()
    with closing(Database(settings.database_worker_url)) as worker:
        with worker.unbound() as connection:
            known = tenants.states(connection)
            events = _begun(connection, known, extent, now)
            add_events(connection, events)
            facts = _facts(connection, known, now)
        if events:
            drain(settings, worker)
        return facts


def _begun(
    connection: Connection, known: dict[str, State], extent: Extent | None, now: datetime
) -> list[Event]:
    public = public_of(known)
    points = [
        row_event(POINTS, row) for row in add_points(connection, [_point(each) for each in public])
    ]
    # Units that have got their first point now.
    new = {event.payload["tenant_id"] for event in points}
    events = [
        *(past_begun(connection, extent, public, now) if extent else []),
        *surveys_begun(
            connection,
            [(each, one) for each in public for one in months.practice_surveys(each, now)],
            now,
        ),
        *points,
        *(
            services_event(each["tenant_id"], services_of(connection, each))
            for each in public
            if each["tenant_id"] in new
        ),
        *numbers_begun(
            connection,
            [
                number_of(each, month, service, recipients)
                for each in public
                if each["code"] in months.DEMO_UNITS
                for month in months.past(now)
                for service, recipients in months.recipients(each["unit_type"]).items()
            ],
        ),
    ]
    if events:
        events.append(own_audit("forms.seed.run", "seed", ministry_id(known), events=len(events)))
    return events


def _point(state: State) -> State:
    key = seed_id("point", state["code"])
    number = int(key.replace("-", ""), 16) % len(ALPHABET) ** (LENGTH - 1)
    return {
        "point_id": key,
        "tenant_id": state["tenant_id"],
        "code": code_of(number),
        "name": "Loket pelayanan",
        "place": "Sisi keluar loket",
        "channel": "qr",
        "preset": None,
        "hours": OFFICE,
        "languages": ["id"],
        "status": "active",
    }


def _facts(connection: Connection, known: dict[str, State], now: datetime) -> list[State]:
    """The demo units' surveys; those of the current month first, the main unit before others."""
    points = {str(row.point_id): row.code for row in rows.all_rows(connection, "collection_points")}
    order = {code: place for place, code in enumerate(months.DEMO_UNITS)}

    def place(row: State) -> tuple[bool, int, str]:
        current = period_of(months.MONTHLY, now, known[row["tenant"]]["time_zone"])
        return row["period"] != current, order[row["tenant_code"]], row["period"]

    found = [
        _fact(row, known[str(row.tenant_id)], points)
        for row in rows.all_rows(connection, "surveys")
        if known[str(row.tenant_id)]["code"] in order
    ]
    return sorted(found, key=place)


def _fact(row: Row[Any], tenant: State, points: dict[str, str]) -> State:
    return {
        "code": points[seed_id("point", tenant["code"])],
        "tenant": tenant["tenant_id"],
        "tenant_code": tenant["code"],
        "tenant_name": short_name(tenant),
        "instrument": row.instrument,
        "period": row.period,
        "survey_id": str(row.survey_id),
        "status": row.status,
    }
