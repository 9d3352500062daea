"""What leaves with each step: the state for other services, the entry of the audit trail."""

from typing import Any

from chassis.audit import audit
from chassis.events import new_event
from chassis.outbox import add_events
from chassis.principal import Principal
from contracts.codec import Event
from contracts.follow_up_shapes import FollowUp
from sqlalchemy import Connection, Row

from reporting_service.follow_ups import store
from reporting_service.follow_ups.rules.life import Step

TOPIC = "reporting.follow-ups.v1"


def tell(connection: Connection, by: Principal, row: Row[Any], step: Step, note: str = "") -> None:
    """Write a step down, of which `row` is what came; all of it leaves with the transaction."""
    store.add_step(
        connection,
        {
            "follow_up_id": row.follow_up_id,
            "tenant_id": row.tenant_id,
            "number": row.revision,
            "step": step,
            "person": by.subject,
            "name": by.name,
            "role": by.role,
            "note": note,
        },
    )
    about = {"instrument": row.instrument, "period": row.period, "statement": row.statement}
    key, tenant = str(row.follow_up_id), str(row.tenant_id)
    entry = audit(by, f"reporting.follow-up.{step}", key, tenant, **about, note=note)
    add_events(connection, [state_event(row), entry])


def state_event(row: Row[Any]) -> Event:
    state: FollowUp = {
        "follow_up_id": str(row.follow_up_id),
        "tenant_id": str(row.tenant_id),
        "instrument": row.instrument,
        "index": row.index_code,
        "statement": row.statement,
        "period": row.period,
        "state": row.state,
        "opened_on": row.opened_on and row.opened_on.isoformat(),
        "revision": row.revision,
    }
    return new_event(TOPIC, str(row.tenant_id), state)
