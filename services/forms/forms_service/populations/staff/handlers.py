"""How many employees a unit has in a semester: the target of the survey that asks them all."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chassis.database import Database
from chassis.principal import Principal
from chassis.problems import FieldFault, Invalid, invalid
from sqlalchemy import Connection

from forms_service.populations.handlers import enter_populations
from forms_service.populations.month.handlers import staff_of
from forms_service.populations.rules import MOST, is_locked
from forms_service.services.rules import EMPLOYEES
from forms_service.shared.period import before, current
from forms_service.shared.reasons import NEEDED, is_too_short
from forms_service.shared.typed_number import typed_number
from forms_service.shared.units import public_unit_of

State = dict[str, Any]
# There is one number for a semester: who works at a unit is known from its first day.
STAGE = "final"


@dataclass(frozen=True, slots=True)
class Staff:
    """`held` is the number as it stands, `before` the one confirmed for the semester before."""

    tenant: State
    period: str
    other: str
    held: State | None
    before: int | None

    @property
    def locked(self) -> bool:
        return is_locked(self.held)


def find_staff(
    database: Database, by: Principal, code: str | None, period: str | None, now: datetime
) -> Staff | None:
    """None when the caller has to choose a unit first. Raise NotFound, Invalid (`period`)."""
    with database.scope(by.scope) as connection:
        tenant = public_unit_of(connection, by, code)
        return _staff(connection, tenant, period, now) if tenant else None


def save_staff(database: Database, by: Principal, staff: Staff, typed: str, reason: str) -> State:
    """Raise Invalid naming `recipients` or `reason`."""
    faults, number = list[FieldFault](), typed_number(typed)
    if number is None or not 1 <= number <= MOST:
        faults.append(FieldFault("recipients", f"must be a whole number from 1 to {MOST}"))
    changes = staff.held is not None and staff.held["recipients"] != number
    if staff.locked and changes and is_too_short(reason):
        faults.append(FieldFault("reason", NEEDED))
    if faults:
        raise Invalid(faults=faults)
    row = {"service": EMPLOYEES, "recipients": number, "stage": STAGE}
    tenant_id = staff.tenant["tenant_id"]
    return enter_populations(database, by, tenant_id, staff.period, [row], reason)[0]


def _staff(connection: Connection, tenant: State, period: str | None, now: datetime) -> Staff:
    present = current("semester", now, tenant["time_zone"])
    offered = (present, before(present))
    period = period or present
    if period not in offered:
        raise invalid("period", f"must be a semester from {offered[1]} to {offered[0]}")
    earlier = staff_of(connection, tenant["tenant_id"], before(period))
    return Staff(
        tenant,
        period,
        offered[1] if period == present else present,
        staff_of(connection, tenant["tenant_id"], period),
        earlier["confirmed_recipients"] if earlier else None,
    )
