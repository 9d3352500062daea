"""A member of the staff fills in for somebody who cannot, and says why; never who served them."""

from collections.abc import Mapping
from typing import Any

from chassis.audit import audit
from chassis.auth import Principal
from chassis.database import Database
from chassis.outbox import add_events
from chassis.problems import FieldFault, Invalid, NotFound, Unavailable
from contracts.typed_code import normalise

from responses_service.intake.handlers.limiting import Limits
from responses_service.intake.handlers.taking import Intake
from responses_service.shared import tenants
from responses_service.shared.arrival import REASONS, Arrival
from responses_service.shared.units import State

MODE = "assisted"


def point_for(database: Database, intake: Intake, by: Principal, code: object) -> State:
    """The point, if its unit is in the caller's scope. Raise Unavailable, and NotFound: a foreign
    one is unknown."""
    if not intake.ready():
        raise Unavailable("Surveys are still loading")
    point = intake.projection.point(normalise(code)) if isinstance(code, str) else None
    with database.scope(by.scope) as connection:
        if point is None or tenants.tenant(connection, point["tenant_id"]) is None:
            raise NotFound("No collection point with this code in your scope")
    return point


def check_declared(said: Mapping[str, Any]) -> None:
    """`reason` is of the closed list, and `declared` says that the caller did not serve the person.

    Raise Invalid.
    """
    faults = []
    if said.get("reason") not in REASONS:
        faults.append(FieldFault("reason", f"must be one of {', '.join(REASONS)}"))
    if said.get("declared") is not True:
        faults.append(FieldFault("declared", "must be true: whoever served the person does not"))
    if faults:
        raise Invalid(faults=faults)


def fill_in(
    database: Database,
    intake: Intake,
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
    signs = limits.admit(point["point_id"], device, MODE, str(body.get("response_id", "")))
    receipt = intake.submit(body, Arrival(MODE, device, signs, reason=reason))
    with database.scope(by.scope) as connection:
        tenants.write_as(connection, point["tenant_id"])
        entry = audit(
            by, "responses.assisted.send", point["point_id"], point["tenant_id"], reason=reason
        )
        add_events(connection, [entry])
    return receipt
