"""A member of the staff fills in for somebody who cannot, and says why; never who served them."""

from collections.abc import Mapping
from typing import Any

from chassis import tenants
from chassis.audit import audit
from chassis.database import Database
from chassis.outbox import add_events
from chassis.principal import Principal
from chassis.problems import FieldFault, Invalid
from contracts.modes import ASSISTED

from responses_service.intake.handlers.limiting import Limits
from responses_service.intake.handlers.taking import submit
from responses_service.shared.arrival import Arrival
from responses_service.shared.context import Context
from responses_service.shared.projection import State
from responses_service.shared.reasons import REASONS
from responses_service.shared.units import unit_of


def unit_for(database: Database, by: Principal, point: State | None, code: object) -> State:
    """The unit of the point if it is in scope, else that of the code, else the caller's own. Raise
    NotFound."""
    with database.scope(by.scope) as connection:
        home = tenants.tenant(connection, point["tenant_id"]) if point else None
        return home or unit_of(connection, by, code)


def check_declared(said: Mapping[str, Any]) -> None:
    """`reason` is of the closed list, and `declared` says that the caller did not serve the person.

    Raise Invalid.
    """
    faults = []
    if said.get("reason") not in [*REASONS]:
        faults.append(FieldFault("reason", f"must be one of {', '.join(REASONS)}"))
    if said.get("declared") is not True:
        faults.append(FieldFault("declared", "must be true: whoever served the person does not"))
    if faults:
        raise Invalid(faults=faults)


def fill_in(
    database: Database,
    context: Context,
    limits: Limits,
    by: Principal,
    point: State,
    body: dict[str, Any],
    reason: str,
) -> str:
    """The receipt of the submission `body` at `point`. Raise Invalid, TooMany, Unavailable.

    The trail says who helped at which point and why, and nothing that leads to the answer.
    """
    body["code"] = point["code"]
    # The account is the device: fifty answers by one helper are seen like fifty by one phone.
    device = f"staff:{by.subject}"
    signs = limits.admit(point["point_id"], device, ASSISTED, str(body.get("response_id", "")))
    receipt = submit(context, body, Arrival(ASSISTED, device, signs, reason=reason))
    with database.scope(by.scope) as connection:
        tenants.write_as(connection, point["tenant_id"])
        entry = audit(
            by, "responses.assisted.send", point["point_id"], point["tenant_id"], reason=reason
        )
        add_events(connection, [entry])
    return receipt
