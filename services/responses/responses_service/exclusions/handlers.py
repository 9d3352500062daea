"""Two persons take an answer out of the index or put it back; nobody sees its stars for it.

The first asks with a reason, the second one, above the unit, decides. The worker turns a confirmed
request into effects and tells scoring, so that no process with a browser at its end reads answers.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from chassis import tenants
from chassis.audit import audit
from chassis.bell import ring
from chassis.database import Database
from chassis.events import new_event
from chassis.outbox import add_events
from chassis.principal import Principal
from chassis.problems import Conflict, FieldFault, Invalid, NotFound, invalid
from chassis.reading import read_uuid
from chassis.second_person import hand, independent
from sqlalchemy import Connection, Row

from responses_service.exclusions.rules import (
    GOOD_TOKENS,
    LONGEST_NOTE,
    MOST,
    NEWEST,
    SHORTEST_NOTE,
    Request,
    decision_fault,
    request_faults,
)
from responses_service.exclusions.store import effects, requests
from responses_service.record.handlers import reading
from responses_service.shared.receipt import is_genuine, read_receipt
from responses_service.shared.respondent import respondent
from responses_service.shared.units import unit_of

EXCLUSIONS = "responses.exclusions.v1"
BELL = "exclusions"
DECIDED = "This request has been decided already; ask for it to see how"
State = dict[str, Any]


def ask(database: Database, key: bytes, by: Principal, wish: Mapping[str, Any]) -> str:
    """The id of the request. Raise Invalid with every fault, naming receipts that are not ours."""
    if faults := request_faults(wish):
        raise Invalid(faults=[FieldFault(*fault) for fault in faults])
    excludes = wish.get("excludes", True)
    with database.scope(by.scope) as connection:
        rows = _named(connection, key, wish)
        tenant_id = _one_tenant(rows)
        if excludes and wish["reason"] == "token" and any(row.token in GOOD_TOKENS for row in rows):
            raise invalid(
                "reason", "no spent or foreign visit code came with some of these answers"
            )
        ids = {str(row.response_id) for row in rows}
        out = requests.excluded_now(connection, ids)
        if (out if excludes else ids - out) or not ids:
            words = "are out already" if excludes else "are not out"
            raise invalid("receipts", f"some of these answers {words}; leave them out here")
        row = {
            "request_id": str(uuid.uuid4()),
            "tenant_id": tenant_id,
            "excludes": excludes,
            "reason": wish["reason"],
            "justification": wish["justification"].strip(),
            "requested_by": hand(by),
            "requester": by.name,
        }
        tenants.write_as(connection, tenant_id)
        requests.add_request(connection, row, ids)
        _note(connection, by, "request", row, answers=len(ids))
    return str(row["request_id"])


def decide(
    database: Database, by: Principal, request_id: str, *, confirmed: bool, note: str = ""
) -> None:
    """Raise NotFound outside the scope, Conflict for who came second, Invalid for who may not
    decide."""
    with database.scope(by.scope) as connection:
        found = requests.request(connection, request_id)
        if found is None:
            raise NotFound
        if found.confirmed is not None:
            raise Conflict(DECIDED)
        if fault := hindrance(by, found):
            raise invalid("request", fault)
        if "\0" in note or len(note.strip()) > LONGEST_NOTE:
            raise invalid("note", f"must be text of at most {LONGEST_NOTE} characters")
        if not confirmed and len(note.strip()) < SHORTEST_NOTE:
            raise invalid("note", f"is needed to refuse: at least {SHORTEST_NOTE} characters")
        row: State = {
            "request_id": request_id,
            "tenant_id": found.tenant_id,
            "confirmed": confirmed,
            "note": note.strip() or None,
            "decided_by": by.subject,
            "decider": by.name,
        }
        tenants.write_as(connection, row["tenant_id"])
        if not requests.add_decision(connection, row):
            raise Conflict(DECIDED)
        _note(connection, by, "confirm" if confirmed else "refuse", row)
        ring(connection, BELL)


def listed(database: Database, by: Principal) -> list[Request]:
    """The newest requests in the caller's scope."""
    with database.scope(by.scope) as connection:
        return requests.requests(connection, NEWEST)


def one(
    database: Database, by: Principal, request_id: str
) -> tuple[Request, State, list[Row[Any]]]:
    """A request, its unit, and the answers that it is about. Raise NotFound."""
    with database.scope(by.scope) as connection:
        found = requests.request(connection, request_id)
        if found is None:
            raise NotFound
        unit = tenants.tenant(connection, found.tenant_id) or {}
        return found, unit, requests.items(connection, request_id)


def marked(
    database: Database, by: Principal, code: object
) -> tuple[State, list[tuple[Row[Any], bool]]]:
    """The unit, and its marked answers, each with whether it is out now. Raise NotFound."""
    with database.scope(by.scope) as connection:
        unit = unit_of(connection, by, code)
        rows = requests.marked(connection, unit["tenant_id"], MOST)
        out = requests.excluded_now(connection, [str(row.response_id) for row in rows])
    return unit, [(row, str(row.response_id) in out) for row in rows]


def hindrance(by: Principal, request: Request) -> str:
    """Why this person cannot decide on it; empty when they can."""
    second = independent(request.requested_by, by)
    return decision_fault(request, by.tenant_id, independent=second)


def work_off(database: Database) -> int:
    """Give every confirmed request its effects and tell them; return how many answers moved."""
    with database.unbound() as connection:
        moved = 0
        for request in effects.waiting(connection):
            rows = effects.answers(connection, str(request.request_id))
            if rows:
                made = [
                    {
                        "request_id": request.request_id,
                        "tenant_id": request.tenant_id,
                        "response_id": row.response_id,
                        "sequence": row.sequence,
                        "excluded": request.excludes,
                    }
                    for row in rows
                ]
                effects.add(connection, made)
                add_events(connection, [_event(request, row) for row in rows])
            moved += len(rows)
        return moved


def _named(connection: Connection, key: bytes, wish: Mapping[str, Any]) -> list[Row[Any]]:
    """The counted answers that receipts and ids name; all of them must be in scope."""
    faults, ids = [], set[str]()
    for typed in wish.get("receipts") or []:
        receipt = read_receipt(typed)
        found = reading.owner_of(connection, receipt) if is_genuine(key, receipt) else None
        if found is None:
            faults.append(FieldFault("receipts", f"{typed[:40]} is no receipt of a stored answer"))
        else:
            ids.add(str(found.response_id))
    for given in wish.get("responses") or []:
        if identifier := read_uuid(given):
            ids.add(identifier)
        else:
            faults.append(FieldFault("responses", f"{given[:40]} is no id of an answer"))
    if faults:
        raise Invalid(faults=faults)
    rows = requests.shapes(connection, ids)
    if len(rows) < len(ids):
        raise invalid("receipts", "some of these answers are not in your scope")
    if any(row.state != "counted" for row in rows):
        raise invalid("receipts", "some of these answers came too late and do not count anyway")
    return rows


def _one_tenant(rows: list[Row[Any]]) -> str:
    found = {str(row.tenant_id) for row in rows}
    if len(found) != 1:
        raise invalid("receipts", "name answers of one unit at a time")
    return found.pop()


def _note(connection: Connection, by: Principal, verb: str, row: State, **more: Any) -> None:
    told = {name: row[name] for name in ("reason", "excludes") if name in row}
    entry = audit(
        by, f"responses.exclusion.{verb}", row["request_id"], row["tenant_id"], **told, **more
    )
    add_events(connection, [entry])


def _event(request: Row[Any], row: Row[Any]) -> Any:
    return new_event(
        EXCLUSIONS,
        str(request.tenant_id),
        {
            "response_id": str(row.response_id),
            "survey_id": str(row.survey_id),
            "form_version_id": str(row.form_version_id),
            "answers": row.answers,
            "service": row.service,
            "mode": row.mode,
            "flagged": row.flagged,
            "token": row.token,
            "respondent": respondent(row.language, row.answered_at, row.profile),
            "excluded": request.excludes,
            "reason": request.reason,
            "sequence": row.sequence,
            "source": {"partition": row.source_partition, "offset": row.source_offset},
        },
    )
