"""Issues numbered sheets of paper, sets spoiled ones aside, closes a batch."""

import secrets
import uuid
from collections.abc import Mapping
from typing import Any

from chassis import clock, tenants
from chassis.audit import audit
from chassis.database import Database
from chassis.outbox import add_events
from chassis.principal import Principal
from chassis.problems import NotFound, invalid
from chassis.reading import bounded
from chassis.second_person import hand
from sqlalchemy import Connection, Row

from responses_service.paper import rules, store
from responses_service.paper.entry.handlers import desk_of, forget_answers
from responses_service.shared.projection import Projection, State, Survey
from responses_service.shared.units import survey_of, unit_of


def issue_batch(
    database: Database, projection: Projection, by: Principal, wish: Mapping[str, Any]
) -> str:
    """`wish` has unit (a code; the own one if left out), count, and maybe instrument, point (a
    code), language. The id of the batch. Raise NotFound, Invalid."""
    count = bounded("count", wish.get("count"), 1, rules.MOST)
    with database.scope(by.scope) as connection:
        unit = unit_of(connection, by, wish.get("unit"))
        tenant_id = unit["tenant_id"]
        survey = survey_of(surveys_of(projection, tenant_id), wish.get("instrument"))
        languages = languages_of(projection, survey)
        language = wish.get("language") or "id"
        if language not in languages:
            raise invalid("language", f"must be one of {', '.join(languages)}")
        row = {
            "batch_id": str(uuid.uuid4()),
            "tenant_id": tenant_id,
            "sheets": count,
            "survey_id": survey.survey_id,
            "form_version_id": survey.form_version_id,
            "instrument": survey.instrument,
            "period": survey.period,
            "point": _point(projection, tenant_id, wish.get("point")),
            "language": language,
            "issued_by": hand(by),
            "issuer": by.name,
            "issuer_tenant": by.tenant_id,
            "issuer_division": by.division,
        }
        tenants.write_as(connection, tenant_id)
        while not store.add_batch(connection, {**row, "number": _number()}):
            pass
        _note(connection, by, "issue", row, sheets=count)
    return str(row["batch_id"])


def spoil(database: Database, by: Principal, batch_id: str, typed: str, reason: str | None) -> int:
    """How many sheets; what was typed from them is forgotten. Raise NotFound, Invalid."""
    with database.scope(by.scope) as connection:
        found = _open_batch(connection, batch_id)
        wanted = rules.places(typed, found.number, found.sheets)
        if not wanted:
            raise invalid("sheets", "must be numbers of sheets of this batch")
        if reason not in rules.REASONS:
            raise invalid("reason", f"must be one of {', '.join(rules.REASONS)}")
        row = {
            "batch_id": batch_id,
            "reason": reason,
            "by": by.subject,
            "name": by.name,
            # What was typed is not taken out by those who handed it out.
            "also_typed": not rules.issuing_fault(found._asdict(), desk_of(by)),
        }
        if store.spoil(connection, row, wanted) != wanted:
            raise invalid(
                "done",
                "some of these count or are spoiled already, or your division issued what is typed",
            )
        forget_answers(connection, batch_id, wanted)
        told = {"batch_id": batch_id, "tenant_id": str(found.tenant_id)}
        _note(connection, by, "spoil", told, places=sorted(wanted), reason=reason)
    return len(wanted)


def close(database: Database, by: Principal, batch_id: str) -> None:
    """What is missing then stays missing. Raise NotFound, Invalid."""
    with database.scope(by.scope) as connection:
        found = _open_batch(connection, batch_id)
        row = {"batch_id": batch_id, "by": by.subject, "name": by.name}
        if not store.close(connection, row):
            raise invalid("batch", "is closed already")
        told = {"batch_id": batch_id, "tenant_id": str(found.tenant_id)}
        _note(connection, by, "close", told, missing=found.missing)


def batches(database: Database, by: Principal) -> list[Row[Any]]:
    """The newest in the caller's scope."""
    with database.scope(by.scope) as connection:
        return store.batches(connection, rules.NEWEST)


def batch(database: Database, by: Principal, batch_id: str) -> Row[Any]:
    """Raise NotFound."""
    with database.scope(by.scope) as connection:
        return _found(connection, batch_id)


def batch_and_sheets(
    database: Database, by: Principal, batch_id: str
) -> tuple[Row[Any], list[Row[Any]]]:
    """Raise NotFound."""
    with database.scope(by.scope) as connection:
        return _found(connection, batch_id), store.sheets(connection, batch_id)


def numbers_of(row: Row[Any]) -> list[str]:
    """Of the sheets of a batch, in their order."""
    return [rules.number_of(row.number, place) for place in range(1, row.sheets + 1)]


def surveys_of(projection: Projection, tenant_id: str) -> list[Survey]:
    """Open ones whose form can stand on paper."""
    return [
        survey
        for survey in projection.open_surveys(tenant_id, clock.now())
        if rules.fits_paper(projection.forms[survey.form_version_id].rules.items.values())
    ]


def points_of(projection: Projection, tenant_id: str) -> list[State]:
    """Active points of a unit, those for paper first."""
    found = projection.active_points(tenant_id)
    return sorted(found, key=lambda point: point["channel"] != "paper")


def languages_of(projection: Projection, survey: Survey) -> list[str]:
    return projection.forms[survey.form_version_id].definition["languages"]


def _point(projection: Projection, tenant_id: str, code: object) -> str:
    for point in points_of(projection, tenant_id):
        if not code or point["code"] == code:
            return str(point["code"])
    raise invalid("point", "must be the code of an active collection point of the unit")


def _number() -> int:
    return rules.FIRST_NUMBER + secrets.randbelow(rules.NUMBERS)


def _found(connection: Connection, batch_id: str) -> Row[Any]:
    found = store.batch(connection, batch_id)
    if found is None:
        raise NotFound
    return found


def _open_batch(connection: Connection, batch_id: str) -> Row[Any]:
    """Bound for writing."""
    found = _found(connection, batch_id)
    if found.closed_at:
        raise invalid("batch", "is closed already")
    tenants.write_as(connection, str(found.tenant_id))
    return found


def _note(
    connection: Connection, by: Principal, verb: str, row: Mapping[str, Any], **more: Any
) -> None:
    entry = audit(by, f"responses.paper.{verb}", row["batch_id"], row["tenant_id"], **more)
    add_events(connection, [entry])
