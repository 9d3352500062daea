"""Keeping what scoring tells of indices published before Suara, and reading it."""

from collections.abc import Mapping, Sequence

from chassis.consumer import Message, Outgoing
from chassis.database import Database
from chassis.principal import Principal
from chassis.tenants import State
from contracts.historic_shapes import Historic
from sqlalchemy import Connection

from reporting_service.historic import store
from reporting_service.historic.rules import HistoricView, Key, historic_view, of_instrument
from reporting_service.shared.news import tell
from reporting_service.shared.tenants import named


def keep_historic(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    store.keep(connection, (message.event.payload for message in messages))
    tell(connection, (message.event.tenant_id for message in messages))
    return []


def beside(
    connection: Connection,
    tenant_id: str,
    instrument: str | None,
    upto: str | None,
    computed: Mapping[Key, str | None],
) -> HistoricView | None:
    """What a page says of an office up to a period, beside what was `computed`; None where nothing
    was given in."""
    states = of_instrument(store.of_tenant(connection, tenant_id), instrument)
    return historic_view(states, upto, computed)


def historic_of(
    database: Database, person: Principal, identifier: str, instrument: str | None
) -> tuple[State, list[Historic]]:
    """Of the unit with this code or id. Raise NotFound for one outside the caller's scope."""
    with database.scope(person.scope) as connection:
        unit = named(connection, identifier)
        return unit, of_instrument(store.of_tenant(connection, unit["tenant_id"]), instrument)
