"""Publishes what ships with the service and opens this month for the seeded ministry."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from chassis.database import Database
from chassis.kafka import Tail
from chassis.outbox import Relay, add_events
from chassis.tenant_tree import TOPIC, store_tenants
from contracts.codec import Event, new_event
from contracts.typed_code import ALPHABET, code_of
from sqlalchemy import Connection

from forms_service.config import FormsSettings
from forms_service.domain import demo
from forms_service.domain.demo import seed_id
from forms_service.domain.period import bounds
from forms_service.handlers.events import (
    FORM_VERSIONS,
    FORMULA_VERSIONS,
    POINTS,
    POPULATIONS,
    SURVEYS,
    row_event,
)
from forms_service.handlers.surveys import RELEASE_STEP
from forms_service.store import surveys, tenants, versions
from forms_service.store.formula_files import load_formulas
from forms_service.store.seed_files import load_instruments

State = dict[str, Any]
MINISTRY = "KEMENKUMHAM"


def seed(settings: FormsSettings) -> int:
    """Only what is new is stored and published; return the number of events sent."""
    worker = Database(settings.database_worker_url)
    states = read_tenants(settings)
    now = datetime.now(UTC)
    with worker.unbound() as connection:
        known = tenants.states(connection)
        store_tenants(
            connection, [state for key, state in states.items() if known.get(key) != state]
        )
        owner = next(state for state in states.values() if state["code"] == MINISTRY)
        add_events(connection, _publish_versions(connection, owner["tenant_id"], now))
        add_events(connection, _open(connection, list(states.values()), now))
        if settings.demo_file:
            Path(settings.demo_file).write_bytes(_facts(connection, states))
    return _relay(settings, worker).drain()


def close(settings: FormsSettings, before: str) -> int:
    """Close every open survey of a month before `before`, at its true end."""
    worker = Database(settings.database_worker_url)
    with worker.unbound() as connection:
        zones = {key: state["time_zone"] for key, state in tenants.states(connection).items()}
        for row in surveys.open_surveys(connection):
            closes = bounds(row.period, zones[str(row.tenant_id)])[1]
            if "S" not in row.period and row.period < before:
                closed = surveys.close(connection, str(row.survey_id), closes)
                add_events(connection, [row_event(SURVEYS, closed)] if closed else [])
    return _relay(settings, worker).drain()


def republish(settings: FormsSettings) -> int:
    """Every state once more, from the database."""
    worker = Database(settings.database_worker_url)
    with worker.unbound() as connection:
        owned = {SURVEYS: "surveys", POINTS: "collection_points", POPULATIONS: "populations"}
        for topic, table in owned.items():
            rows = surveys.all_rows(connection, table)
            add_events(connection, [row_event(topic, row) for row in rows])
        owner = next(
            key for key, state in tenants.states(connection).items() if state["code"] == MINISTRY
        )
        forms = versions.form_versions(connection)
        formulas = versions.formula_versions(connection)
        add_events(connection, [new_event(FORM_VERSIONS, owner, state) for state in forms])
        add_events(connection, [new_event(FORMULA_VERSIONS, owner, state) for state in formulas])
    return _relay(settings, worker).drain()


def read_tenants(settings: FormsSettings, seconds: float = 30) -> dict[str, State]:
    """All tenants as their topic has them; raise TimeoutError when it cannot be read."""
    states: dict[str, State] = {}

    def keep(event: Event) -> None:
        states[event.payload["tenant_id"]] = event.payload

    tail = Tail(settings.kafka_bootstrap, settings.kafka_topic_prefix, [TOPIC], keep).start()
    try:
        deadline = time.monotonic() + seconds
        if not tail.ready.wait(deadline - time.monotonic()) or not states:
            raise TimeoutError("no tenants yet: seed identity first")
    finally:
        tail.stop()
    return states


def _publish_versions(connection: Connection, owner: str, now: datetime) -> list[Event]:
    events = []
    for seeded in load_instruments():
        definition = seeded.definition
        known = versions.form_versions(connection, definition["code"])
        if any(state["hash"] == seeded.hash for state in known):
            continue
        state = {
            "form_version_id": seed_id("form", f"{definition['code']}:{seeded.hash}"),
            "instrument": definition["code"],
            "version": max((state["version"] for state in known), default=0) + 1,
            "owner_tenant_id": owner,
            "official": definition["official"],
            "languages": definition["languages"],
            "status": "published",
            "published_at": now.isoformat(),
            "hash": seeded.hash,
            "definition": definition,
        }
        versions.add_form_version(connection, state)
        events.append(new_event(FORM_VERSIONS, owner, state))
    for formula, digest in load_formulas():
        key = seed_id("formula", f"{formula['code']}:{digest}")
        state = {"formula_version_id": key, **formula}
        if versions.add_formula_version(connection, state, digest):
            events.append(new_event(FORMULA_VERSIONS, owner, state))
    return events


def _open(connection: Connection, states: list[State], now: datetime) -> list[Event]:
    forms = {
        state["instrument"]: state["form_version_id"]
        for state in reversed(versions.form_versions(connection))
    }
    formulas = {
        state["instrument"]: state["formula_version_id"]
        for state in versions.formula_versions(connection)
        if state["status"] == "in_force"
    }
    public = [state for state in states if demo.serves_public(state)]
    rows = [
        {
            "survey_id": seed_id("survey", f"{state['code']}:{instrument}:{period}"),
            "tenant_id": state["tenant_id"],
            "instrument": instrument,
            "period": period,
            "form_version_id": forms[instrument],
            "formula_version_id": formulas[instrument],
            "opens_at": opens,
            "closes_at": closes,
            "release_step": RELEASE_STEP,
            "status": "open",
        }
        for state in public
        for instrument, period, opens, closes in demo.plan(state, now)
    ]
    new = surveys.add_missing(connection, rows)
    points = surveys.add_points(connection, [_point(state) for state in public])
    counted = [row for row in rows if row["instrument"] == "SPKP-SPAK"]
    people = surveys.add_populations(connection, _populations(public, counted))
    return [
        *(row_event(SURVEYS, row) for row in new),
        *(row_event(POINTS, row) for row in points),
        *(row_event(POPULATIONS, row) for row in people),
    ]


def _point(state: State) -> State:
    key = seed_id("point", state["code"])
    number = int(key.replace("-", ""), 16) % len(ALPHABET) ** 6
    return {
        "point_id": key,
        "tenant_id": state["tenant_id"],
        "code": code_of(number),
        "name": "Loket pelayanan",
        "channel": "qr",
        "status": "active",
    }


def _populations(public: list[State], rows: list[State]) -> list[State]:
    codes = {state["tenant_id"]: state["code"] for state in public}
    return [
        {
            "population_id": seed_id("population", f"{codes[row['tenant_id']]}:{period}:{service}"),
            "tenant_id": row["tenant_id"],
            "period": period,
            "service": service,
            "recipients": recipients,
            "stage": "provisional",
            "status": "active",
        }
        for row in rows
        if codes[row["tenant_id"]] in demo.DEMO_UNITS
        for period in [row["period"]]
        for service, recipients in demo.POPULATIONS.items()
    ]


def _facts(connection: Connection, states: dict[str, State]) -> bytes:
    order = {code: place for place, code in enumerate(demo.DEMO_UNITS)}
    codes = {
        str(row.tenant_id): row.code for row in surveys.all_rows(connection, "collection_points")
    }
    found = [
        {
            "code": codes[str(row.tenant_id)],
            "tenant": str(row.tenant_id),
            "tenant_code": states[str(row.tenant_id)]["code"],
            "tenant_name": states[str(row.tenant_id)]["names"][-1]["short_name"],
            "instrument": row.instrument,
            "period": row.period,
            "survey_id": str(row.survey_id),
            "status": row.status,
        }
        for row in surveys.all_rows(connection, "surveys")
        if states[str(row.tenant_id)]["code"] in order
    ]
    months = sorted({row["period"] for row in found if "S" not in row["period"]}, reverse=True)
    found.sort(
        key=lambda row: (row["period"] != months[0], order[row["tenant_code"]], row["period"])
    )
    return orjson.dumps({"surveys": found}, option=orjson.OPT_INDENT_2)


def _relay(settings: FormsSettings, worker: Database) -> Relay:
    return Relay("forms", worker, settings.kafka_bootstrap, settings.kafka_topic_prefix)
