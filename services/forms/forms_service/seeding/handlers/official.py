"""Publishes the instruments and formulas that ship with the service, each version once."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from chassis.events import new_event
from contracts.codec import Event
from contracts.form_shapes import FormVersion
from sqlalchemy import Connection

from forms_service.shared.definitions.definition import check_successor
from forms_service.shared.definitions.seed_files import BadSeedFile, SeedInstrument
from forms_service.shared.events import FORM_VERSIONS, FORMULA_VERSIONS
from forms_service.shared.ids import seed_id
from forms_service.shared.tables import versions

State = dict[str, Any]


def publish_forms(
    connection: Connection, owner: str, instruments: Iterable[SeedInstrument], now: datetime
) -> list[Event]:
    """Store the versions that are new and return their events. Raise BadSeedFile for an instrument
    that was changed without a new version number: what was answered must stay what was asked."""
    events = []
    for seeded in instruments:
        known = versions.official_versions(connection, seeded.definition["code"])
        if any(state["hash"] == seeded.hash for state in known):
            continue
        _check_follows(known, seeded)
        state = _form_state(seeded, owner, now)
        versions.add_form_version(connection, state)
        events.append(new_event(FORM_VERSIONS, owner, state))
    return events


def publish_formulas(
    connection: Connection, owner: str, formulas: Iterable[tuple[State, str]]
) -> list[Event]:
    """Store the versions (content, hash) that are new and return their events."""
    events = []
    for formula, digest in formulas:
        key = seed_id("formula", f"{formula['code']}:{digest}")
        state = {"formula_version_id": key, **formula}
        if versions.add_formula_version(connection, state, digest):
            events.append(new_event(FORMULA_VERSIONS, owner, state))
    return events


def _check_follows(known: list[FormVersion], seeded: SeedInstrument) -> None:
    faults = check_successor(known[0]["definition"], seeded.definition) if known else []
    if faults:
        lines = "\n".join(f"  {fault.path}: {fault.problem}" for fault in faults)
        raise BadSeedFile(f"{seeded.definition['code']} is published already:\n{lines}")


def _form_state(seeded: SeedInstrument, owner: str, now: datetime) -> FormVersion:
    definition = seeded.definition
    return {
        "form_version_id": seed_id("form", f"{definition['code']}:{seeded.hash}"),
        "instrument": definition["code"],
        "version": definition["version"],
        "owner_tenant_id": owner,
        "official": definition["official"],
        "languages": definition["languages"],
        "status": "published",
        "published_at": now.isoformat(),
        "hash": seeded.hash,
        "effective_from": None,
        "own_of": None,
        "definition": definition,
    }
