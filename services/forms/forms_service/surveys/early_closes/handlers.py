"""Closing an official survey before its time: the unit asks with a reason, a second person of the
kanwil or ministry above it decides within seven days. Without a decision the request lapses and the
survey ends on schedule. So nobody alone picks a good moment to end, or reads off what the close
releases."""

import uuid
from typing import Any

from chassis import clock, tenants
from chassis.audit import audit
from chassis.database import Database
from chassis.fields import Fields
from chassis.outbox import add_events
from chassis.principal import Principal
from chassis.problems import Forbidden, NotFound, invalid
from chassis.second_person import hand, independent
from sqlalchemy import Connection, Row

from forms_service.shared.events import SURVEYS, as_state, row_event
from forms_service.shared.reasons import SHORTEST_REASON
from forms_service.shared.tables import surveys, versions
from forms_service.surveys.early_closes import rules, store
from forms_service.surveys.handlers import found as found_survey

State = dict[str, Any]


def ask(database: Database, by: Principal, survey_id: str, body: State) -> State:
    """A request with its `reason`. Raise NotFound outside the scope, Invalid naming `reason`,
    `survey` (not official) or `status` (not open, not begun, asked already)."""
    with database.scope(by.scope) as connection:
        survey = found_survey(connection, survey_id)
        reason = _words(body, "reason", SHORTEST_REASON)
        tenants.write_as(connection, str(survey.tenant_id))
        survey = surveys.survey(connection, survey_id, lock=True) or survey
        if why := why_not_asked(connection, survey):
            raise invalid("status", rules.REFUSED[why])
        row = {
            "early_close_id": str(uuid.uuid4()),
            "tenant_id": str(survey.tenant_id),
            "survey_id": survey_id,
            "reason": reason,
            "asked_by": by.subject,
            "asked_hand": hand(by),
            "asked_name": by.name,
        }
        store.add(connection, row)
        add_events(connection, [_audit(by, "ask", row)])
        return as_state(found(connection, row["early_close_id"]))


def why_not_asked(connection: Connection, survey: Row[Any]) -> str:
    """Empty when an early close may be asked for, else a key of `rules.REFUSED`."""
    held = store.of_survey(connection, str(survey.survey_id))
    return rules.why_not_asked(
        survey.status,
        survey.opens_at,
        clock.now(),
        official=versions.is_official(connection, str(survey.form_version_id)),
        waiting=any(each.state == "asked" for each in held),
    )


def decide(
    database: Database, by: Principal, early_close_id: str, body: State, *, approve: bool
) -> State:
    """Close the survey now, or refuse with an `answer`. Raise NotFound outside the scope, Forbidden
    for whom `why_not_decider` names, Invalid for what waits no more."""
    with database.scope(by.scope) as connection:
        asked = found(connection, early_close_id)
        if why := why_not_decider(by, asked):
            raise Forbidden(rules.REASONS[why])
        answer = _words(body, "answer", 0 if approve else SHORTEST_REASON)
        tenants.write_as(connection, str(asked.tenant_id))
        surveys.survey(connection, str(asked.survey_id), lock=True)
        row = {
            "early_close_id": early_close_id,
            "state": "approved" if approve else "refused",
            "decided_by": by.subject,
            "decided_name": by.name,
            "decided_tenant": by.tenant_id,
            "answer": answer or None,
        }
        if found(connection, early_close_id).state != "asked" or not store.decide(connection, row):
            raise invalid("state", "waits for no decision any more")
        add_events(connection, [_audit(by, "approve" if approve else "refuse", as_state(asked))])
        if approve:
            _close(connection, by, asked)
        return as_state(found(connection, early_close_id))


def why_not_decider(by: Principal, request: Row[Any]) -> str:
    """Empty when `by` may decide on this request, else a key of `rules.REASONS`. Persons are
    compared, so another hat of the same one does not help."""
    return rules.why_not_decider(
        may=by.kind == "person" and by.may("surveys.close"),
        independent=independent(request.asked_hand, by),
        asked=by.subject == request.asked_by,
        of_the_unit=by.tenant_id == str(request.tenant_id),
    )


def waiting(database: Database, by: Principal) -> list[tuple[Row[Any], str]]:
    """What waits in the scope, each with why `by` may not decide on it, if so."""
    with database.scope(by.scope) as connection:
        rows = store.waiting(connection)
        return [(row, why_not_decider(by, row)) for row in rows]


def found(connection: Connection, early_close_id: str) -> Row[Any]:
    """Raise NotFound outside the scope."""
    request = store.one(connection, early_close_id)
    if request is None:
        raise NotFound
    return request


def past(connection: Connection, limit: int) -> list[Row[Any]]:
    """What waits no more, the newest first."""
    return store.latest(connection, limit)


def of_survey(connection: Connection, survey_id: str) -> list[Row[Any]]:
    """Every request for one survey, the newest first."""
    return store.of_survey(connection, survey_id)


def listed(
    connection: Connection, after: str, limit: int, tenant: str | None, period: str | None
) -> list[Row[Any]]:
    """By id, the `limit` after `after`."""
    return store.listed(connection, after, limit, tenant, period)


def _close(connection: Connection, by: Principal, request: Row[Any]) -> None:
    closed = surveys.close(connection, str(request.survey_id), clock.now())
    if closed is None:
        raise invalid("state", "waits for no decision any more")
    told = {"early_close": str(request.early_close_id), "asked_by": request.asked_by}
    key, tenant = str(request.survey_id), str(request.tenant_id)
    entry = audit(by, "forms.survey.close", key, tenant, **told, reason=request.reason)
    add_events(connection, [row_event(SURVEYS, closed), entry])


def _words(body: State, name: str, least: int) -> str:
    """The one field of a body; raise Invalid."""
    fields = Fields(body, (name,))
    found = fields.long_text(name, least, rules.LONGEST_REASON)
    fields.done()
    return found


def _audit(by: Principal, verb: str, row: State) -> Any:
    told = {name: row[name] for name in ("survey_id", "reason")}
    return audit(by, f"forms.early-close.{verb}", row["early_close_id"], row["tenant_id"], **told)
