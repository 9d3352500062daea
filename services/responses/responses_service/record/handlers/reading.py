"""What other rooms, and the rebuild of scores, may know of the record."""

from collections.abc import Iterator
from typing import Any

from chassis.audit import audit
from chassis.database import Database
from chassis.outbox import add_events
from chassis.principal import Principal
from sqlalchemy import Connection, Row

from responses_service.record.store import ledger, records


def fate(database: Database, receipt: str) -> tuple[str, str, str] | None:
    """(state, period, tenant id) of the answer with this receipt; None while it is on its way."""
    with database.unbound() as connection:
        return ledger.fate(connection, receipt)


def owner_of(connection: Connection, receipt: str) -> Row[Any] | None:
    """Whose answer has this receipt: response_id, tenant_id, period, `first` of its id or not."""
    return ledger.owner_of(connection, receipt)


def known(connection: Connection, period: str, response_ids: list[str]) -> set[str]:
    """Those of the ids that the record of this period has, within the scope."""
    return records.known(connection, period, response_ids)


def stream(database: Database, by: Principal) -> Iterator[Row[Any]]:
    """Every answer in the caller's scope; the audit trail says first that it is read."""
    with database.scope(by.scope) as connection:
        entry = audit(by, "responses.record.read", by.tenant_id, by.tenant_id)
        add_events(connection, [entry])
    return _rows(database, by)


def _rows(database: Database, by: Principal) -> Iterator[Row[Any]]:
    with database.scope(by.scope) as connection:
        yield from records.stream(connection)
