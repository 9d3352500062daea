"""Draws visit tokens: one for each completed service, told once, stored as hashes alone."""

import secrets
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from chassis.audit import audit
from chassis.auth import Principal
from chassis.database import Database
from chassis.outbox import add_events
from chassis.reading import bounded
from contracts.typed_code import ALPHABET, normalise

from responses_service.shared import tenants
from responses_service.shared.arrival import token_hash
from responses_service.shared.form_rules import LABEL_LIMIT, is_label
from responses_service.shared.projection import Projection
from responses_service.shared.units import State, invalid, survey_of, unit_of
from responses_service.tokens import store as tokens

MOST = 500
LENGTH, GROUP = 12, 4
# A slip is handed out on the last day of a month and used on the first of the next.
KEPT = timedelta(days=31)


def draw(
    database: Database, projection: Projection, key: bytes, by: Principal, wish: Mapping[str, Any]
) -> State:
    """`wish` has unit (a code; the own one if left out), count, and maybe service and instrument.

    `{"unit", "instrument", "period", "valid_until", "tokens"}`. Raise NotFound, Invalid.
    """
    count, service = bounded("count", wish.get("count"), 1, MOST), wish.get("service") or None
    if service is not None and not is_label(service):
        raise invalid("service", f"must be text of at most {LABEL_LIMIT} printable characters")
    with database.scope(by.scope) as connection:
        unit = unit_of(connection, by, wish.get("unit"))
        due = projection.open_surveys(unit["tenant_id"], datetime.now(UTC))
        survey = survey_of(due, wish.get("instrument"))
        drawn = [_token() for _ in range(count)]
        row = {
            "tenant_id": unit["tenant_id"],
            "batch_id": str(uuid.uuid4()),
            "instrument": survey.instrument,
            "period": survey.period,
            "service": service,
            "valid_until": survey.closes_at + KEPT,
        }
        tenants.write_as(connection, unit["tenant_id"])
        tokens.add(connection, row, [token_hash(key, normalise(each)) for each in drawn])
        entry = audit(by, "responses.tokens.draw", row["batch_id"], unit["tenant_id"], count=count)
        add_events(connection, [entry])
    return {
        "unit": unit["code"],
        "instrument": survey.instrument,
        "period": survey.period,
        "valid_until": row["valid_until"].isoformat(),
        "tokens": drawn,
    }


def _token() -> str:
    """`K7M4-QXP2-9TBA`: 58 random bits, typed from a slip; guessing meets limits and flags."""
    signs = [secrets.choice(ALPHABET) for _ in range(LENGTH)]
    return "-".join("".join(signs[n : n + GROUP]) for n in range(0, LENGTH, GROUP))
