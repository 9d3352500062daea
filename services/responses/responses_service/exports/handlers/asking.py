"""Asking for a file and getting it; each access stands in the audit trail."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from chassis import tenants
from chassis.audit import audit
from chassis.bell import ring
from chassis.database import Database
from chassis.outbox import add_events
from chassis.pages import t
from chassis.principal import Principal
from chassis.problems import Forbidden, NotFound, invalid
from sqlalchemy import Connection, Row

from responses_service.exports.handlers.contents import (
    NoFileError,
    bind,
    kind_of,
    of_scope,
    of_survey,
    rows,
)
from responses_service.exports.handlers.queueing import EXPORTS
from responses_service.exports.handlers.saying import standing_words
from responses_service.exports.rules.limits import AT_WORK, KEEP_DAYS, NEWEST
from responses_service.exports.rules.plan import FORMATS, PERMISSION, FilePlan
from responses_service.exports.store import files
from responses_service.shared.projection import Projection

FIELDS = ("survey", "instrument", "period", "unit", "kind", "format")
KEPT = timedelta(days=KEEP_DAYS)


def planned(
    database: Database, projection: Projection, by: Principal, wish: dict[str, Any]
) -> FilePlan:
    """What `wish` (survey, or instrument and period, perhaps with a unit) asks for. Raise Invalid
    with the field, NotFound, Forbidden."""
    for name, value in wish.items():
        if name not in FIELDS:
            raise invalid(name, f"is not a field here; these are: {', '.join(FIELDS)}")
        if value is not None and not isinstance(value, str):
            raise invalid(name, "must be text")
    kind = kind_of(by, wish.get("kind"))
    survey = wish.get("survey")
    if wish.get("unit") and not survey:
        survey = _survey_of_unit(database, projection, by, wish)
    if not survey and kind == "answers":
        raise invalid("survey", t("exports.choose"))
    if not survey:
        return of_scope(database, projection, by, kind, wish)
    try:
        return of_survey(database, projection, by, kind, survey)
    except NoFileError as fault:
        raise invalid("survey", standing_words(fault.standing, fault.zone)) from fault


def ask(database: Database, projection: Projection, by: Principal, wish: dict[str, Any]) -> str:
    """The id of the file, which the worker writes. Raise as `planned`."""
    if wish.get("format") not in FORMATS:
        raise invalid("format", f"must be one of {', '.join(FORMATS)}")
    plan = planned(database, projection, by, wish)
    export_id = str(uuid.uuid4())
    with database.scope(by.scope) as connection:
        if files.unfinished(connection, by.subject) >= AT_WORK:
            raise invalid("format", f"can wait: {AT_WORK} of your files are not finished yet")
        ring(connection, EXPORTS.table)
        files.ask(
            connection,
            {
                "export_id": export_id,
                "tenant_id": by.tenant_id,
                "unit_types": list(by.unit_types),
                "requested_by": by.subject,
                "kind": plan.kind,
                "format": wish["format"],
                "name": f"{plan.file_name}.{wish['format']}",
                "plan": plan.plain(),
            },
        )
        note(connection, by, plan, "ask", wish["format"])
    return export_id


def stream(
    database: Database, by: Principal, plan: FilePlan, receipt_key: bytes, text_key: bytes
) -> Iterator[list[Any]]:
    """The rows at once, a few thousand in memory at a time."""
    with database.scope(by.scope) as connection:
        note(connection, by, plan, "stream", "csv")
    return _rows(database, by, plan, receipt_key, text_key)


def _rows(
    database: Database, by: Principal, plan: FilePlan, receipt_key: bytes, text_key: bytes
) -> Iterator[list[Any]]:
    with database.scope(by.scope) as connection:
        bind(connection, by.scope)
        yield from rows(connection, plan, receipt_key, text_key)


def note(
    connection: Connection, by: Principal, plan: FilePlan, what: str, file_format: str
) -> None:
    told = {"instrument": plan.instrument, "period": plan.period, "format": file_format}
    subject = plan.survey or by.tenant_id
    action = f"responses.{plan.kind}.{what}"
    add_events(connection, [audit(by, action, subject, by.tenant_id, **told)])


def as_state(row: Row[Any]) -> dict[str, Any]:
    """A file as its page and the API show it."""
    return {
        "kind": row.kind,
        "format": row.format,
        "name": row.name,
        "state": row.state,
        "reason": row.reason,
        "total": row.total,
        "done": row.done,
        "export_id": str(row.export_id),
        "size": row.size,
        "since": row.since,
        "requested_at": row.requested_at.isoformat(),
        "kept_until": (row.requested_at + KEPT).isoformat(),
    }


def mine(database: Database, by: Principal) -> list[Row[Any]]:
    """The newest files that the caller asked for."""
    with database.scope(by.scope) as connection:
        return files.of_person(connection, by.subject, NEWEST)


def one(database: Database, by: Principal, export_id: str) -> Row[Any]:
    """A file that the caller asked for. Raise NotFound."""
    with database.scope(by.scope) as connection:
        found = files.one(connection, export_id, by.subject)
    if found is None:
        raise NotFound
    return found


def opened(database: Database, by: Principal, export_id: str) -> Row[Any]:
    """The caller's own finished file, its download noted. Raise NotFound, Forbidden."""
    with database.scope(by.scope) as connection:
        found = files.one(connection, export_id, by.subject)
        if found is None or found.state != "done":
            raise NotFound
        if not by.may(PERMISSION[found.kind]):
            raise Forbidden
        action = f"responses.{found.kind}.download"
        told = {"name": found.name}
        add_events(connection, [audit(by, action, export_id, by.tenant_id, **told)])
    return found


def parts(database: Database, by: Principal, export_id: str) -> Iterator[bytes]:
    """The bytes of a file, one part in memory at a time."""
    number = 0
    while True:
        with database.scope(by.scope) as connection:
            data = files.part(connection, export_id, number)
        if data is None:
            return
        yield data
        number += 1


def _survey_of_unit(
    database: Database, projection: Projection, by: Principal, wish: dict[str, Any]
) -> str:
    code = wish["unit"]
    with database.scope(by.scope) as connection:
        unit = tenants.by_code(connection, code)
    if unit is None:
        raise invalid("unit", "is no code of a unit in your scope")
    wanted = (wish.get("instrument"), wish.get("period"))
    for survey in list(projection.by_tenant.get(unit["tenant_id"], {}).values()):
        if (survey.instrument, survey.period) == wanted:
            return survey.survey_id
    raise invalid("period", "has no survey of this instrument at this unit")
