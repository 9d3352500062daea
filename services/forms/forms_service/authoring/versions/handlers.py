"""Versions of instruments and formulas that are published, as far as the caller sees them."""

from typing import Any

from chassis.problems import NotFound
from contracts.form_shapes import FormVersion
from sqlalchemy import Connection

from forms_service.shared.tables import versions

State = dict[str, Any]


def version(connection: Connection, form_version_id: str) -> FormVersion:
    """Raise NotFound outside the scope."""
    found = versions.form_version(connection, form_version_id)
    if found is None:
        raise NotFound
    return found


def versions_of(connection: Connection, instrument: str) -> list[FormVersion]:
    """The newest first; own questions of the units in scope included."""
    return versions.form_versions(connection, instrument) if instrument.isprintable() else []


def newest(connection: Connection) -> list[FormVersion]:
    """The newest official version of each instrument."""
    found: dict[str, FormVersion] = {}
    for state in versions.official_versions(connection):
        found.setdefault(state["instrument"], state)
    return list(found.values())


def formulas(connection: Connection, instrument: str | None) -> list[State]:
    """Of one instrument or of all; PostgreSQL takes no NUL in a text."""
    if instrument is not None and not instrument.isprintable():
        return []
    return versions.formula_versions(connection, instrument)
