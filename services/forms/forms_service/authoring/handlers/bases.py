"""The published versions that a draft rests on, is shown beside, or is compared with."""

from typing import Any

from contracts.form_shapes import FormVersion
from sqlalchemy import Connection, Row

from forms_service.shared.definitions.unchecked import Definition
from forms_service.shared.tables import versions


def official_below(connection: Connection, definition: Definition) -> Definition:
    """The official definition below own questions; empty for a draft of the ministry."""
    if not definition.get("based_on"):
        return {}
    state = versions.form_version(connection, definition["based_on"])
    return dict(state["definition"]) if state else {}


def base_of(connection: Connection, row: Row[Any]) -> FormVersion | None:
    """The published version to compare with: a unit's own newest, else what the draft rests on."""
    own = versions.of_owner(connection, row.instrument, str(row.tenant_id))
    if row.definition.get("based_on") and own:
        return own[0]
    return versions.form_version(connection, str(row.based_on)) if row.based_on else None
