"""Visit tokens: drawn one for each completed service, told once, stored as hashes alone; and spent
by the recorder."""

import secrets
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chassis import clock, tenants
from chassis.audit import audit
from chassis.database import Database
from chassis.imports import as_csv
from chassis.outbox import add_events
from chassis.principal import Principal
from chassis.problems import invalid
from chassis.reading import bounded
from chassis.tenant_tree import is_practice
from contracts.typed_code import ALPHABET, normalise
from sqlalchemy import Connection, Row

from responses_service.shared.arrival import token_hash
from responses_service.shared.context import Context
from responses_service.shared.projection import State
from responses_service.shared.submission_rules import NO_LABEL, is_label
from responses_service.shared.units import survey_of, unit_of
from responses_service.tokens import store
from responses_service.tokens.rules import GROUP, LENGTH, MOST, SHOWN, VALID_AFTER_CLOSE


def draw(database: Database, context: Context, by: Principal, wish: Mapping[str, Any]) -> State:
    """`wish` has unit (a code; the own one if left out), count, and maybe service and instrument.

    `{"unit", "practice", "instrument", "period", "valid_until", "tokens"}`. Raise NotFound,
    Invalid.
    """
    count, service = bounded("count", wish.get("count"), 1, MOST), wish.get("service") or None
    if service is not None and not is_label(service):
        raise invalid("service", NO_LABEL)
    with database.scope(by.scope) as connection:
        unit = unit_of(connection, by, wish.get("unit"))
        surveys = context.projection.open_surveys(unit["tenant_id"], clock.now())
        survey = survey_of(surveys, wish.get("instrument"))
        drawn = [_token() for _ in range(count)]
        row = {
            "tenant_id": unit["tenant_id"],
            "batch_id": str(uuid.uuid4()),
            "instrument": survey.instrument,
            "period": survey.period,
            "service": service,
            "valid_until": survey.closes_at + VALID_AFTER_CLOSE,
        }
        tenants.write_as(connection, unit["tenant_id"])
        store.add(
            connection, row, [token_hash(context.keys.receipt, normalise(each)) for each in drawn]
        )
        entry = audit(by, "responses.tokens.draw", row["batch_id"], unit["tenant_id"], count=count)
        add_events(connection, [entry])
    return {
        "unit": unit["code"],
        "practice": is_practice(unit),
        "instrument": survey.instrument,
        "period": survey.period,
        "valid_until": row["valid_until"].isoformat(),
        "tokens": drawn,
    }


def as_table(found: State) -> bytes:
    """Drawn tokens as CSV; a column more says that they are for practice."""
    names = ["unit", "instrument", "period", "valid_until"]
    names += ["practice"] if found["practice"] else []
    rest = [found[name] for name in names]
    return as_csv([("token", *names), *([each, *rest] for each in found["tokens"])])


def redeem(connection: Connection, rows: list[State]) -> None:
    """Set `token` of each newly claimed row that brought one, in the order of arrival: the first
    of two with one token is the valid one."""
    first: dict[str, State] = {}
    for row in rows:
        if row["token_hash"]:
            first.setdefault(row["token_hash"], row)
    states = store.spend(connection, [_given(row) for row in first.values()])
    for row in rows:
        if row["token_hash"]:
            state = states[row["token_hash"]]
            again = state == "valid" and first[row["token_hash"]] is not row
            row["token"] = "spent" if again else state


def sums(database: Database, by: Principal, code: object) -> tuple[State, list[Row[Any]]]:
    """The unit, and how many of its tokens were drawn and spent. Raise NotFound."""
    with database.scope(by.scope) as connection:
        unit = unit_of(connection, by, code)
        return unit, store.sums(connection, unit["tenant_id"], SHOWN)


def _token() -> str:
    """`K7M4-QXP2-9TBA`: 58 random bits, typed from a slip; guessing meets limits and flags."""
    signs = [secrets.choice(ALPHABET) for _ in range(LENGTH)]
    return "-".join("".join(signs[n : n + GROUP]) for n in range(0, LENGTH, GROUP))


def _given(row: State) -> store.Given:
    at = datetime.fromisoformat(row["issued_at"])
    return store.Given(row["token_hash"], row["tenant_id"], row["instrument"], at)
