"""Steps of a follow-up that is there: approved, proven, finished, withdrawn."""

from typing import Any

from chassis.database import Database
from chassis.principal import Principal
from chassis.problems import Conflict, Forbidden, NotFound, invalid
from chassis.tenants import tenant, write_as
from sqlalchemy import Connection, Row

from reporting_service.follow_ups import store
from reporting_service.follow_ups.handlers.own import actor_of, found, today_in
from reporting_service.follow_ups.handlers.telling import tell
from reporting_service.follow_ups.rules import evidence
from reporting_service.follow_ups.rules.life import REASONS, Step, state_after, why_not
from reporting_service.follow_ups.rules.limits import REASON
from reporting_service.follow_ups.rules.plan import read_line


def approve(database: Database, by: Principal, follow_up_id: str) -> Row[Any]:
    """Raise NotFound outside the scope, Forbidden for whom `why_not` names, Conflict where it waits
    for that no more; as the other steps do."""
    with database.scope(by.scope) as connection:
        row, state = _taking(connection, by, follow_up_id, "approve")
        unit = tenant(connection, str(row.tenant_id))
        if unit is None:
            raise NotFound
        moved = store.move(
            connection, follow_up_id, state, approved_by=by.subject, opened_on=today_in(unit)
        )
        tell(connection, by, moved, "approve")
        return moved


def finish(database: Database, by: Principal, follow_up_id: str) -> Row[Any]:
    """Raise Invalid without evidence."""
    with database.scope(by.scope) as connection:
        _, state = _taking(connection, by, follow_up_id, "finish")
        if not store.files(connection, follow_up_id):
            raise invalid("evidence", "required")
        moved = store.move(connection, follow_up_id, state)
        tell(connection, by, moved, "finish")
        return moved


def withdraw(database: Database, by: Principal, follow_up_id: str, reason: object) -> Row[Any]:
    """Raise Invalid for a reason that says nothing."""
    with database.scope(by.scope) as connection:
        _, state = _taking(connection, by, follow_up_id, "withdraw")
        words, wrong = read_line(reason, *REASON)
        if wrong:
            raise invalid("reason", wrong)
        moved = store.move(connection, follow_up_id, state)
        tell(connection, by, moved, "withdraw", words)
        return moved


def attach(
    database: Database, by: Principal, follow_up_id: str, name: str, content: bytes
) -> tuple[Row[Any], str]:
    """The follow-up and the id of its new file. Raise Invalid with one word about `evidence`."""
    with database.scope(by.scope) as connection:
        row, state = _taking(connection, by, follow_up_id, "attach")
        held = store.files(connection, follow_up_id)
        kind = evidence.kind_of(content)
        wrong = evidence.why_not(content, sum(each.bytes for each in held), len(held))
        if wrong or kind is None:
            raise invalid("evidence", wrong)
        called = evidence.safe_name(name, kind)
        file_id = store.add_file(
            connection,
            {
                "follow_up_id": follow_up_id,
                "tenant_id": row.tenant_id,
                "name": called,
                "kind": kind,
                "content": content,
            },
        )
        moved = store.move(connection, follow_up_id, state)
        tell(connection, by, moved, "attach", called)
        return moved, file_id


def _taking(
    connection: Connection, by: Principal, follow_up_id: str, step: Step
) -> tuple[Row[Any], str]:
    """The row, locked until the transaction ends, and its state after the step."""
    row = found(connection, follow_up_id)
    if str(row.tenant_id) != by.tenant_id:
        raise Forbidden(REASONS["foreign"])
    write_as(connection, by.tenant_id)
    # None once it is over: the policy lets nobody move it then.
    row = store.one(connection, follow_up_id, lock=True) or found(connection, follow_up_id)
    if why := why_not(row.state, step, actor_of(by, row.tenant_id, row.asked_hand)):
        raise Forbidden(REASONS[why])
    state = state_after(row.state, step)
    if state is None:
        raise Conflict("The follow-up has moved on; open it again")
    return row, state
