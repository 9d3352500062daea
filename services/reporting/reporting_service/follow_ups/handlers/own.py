"""Whose follow-up it is, who asks, and what day it is there."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from chassis import clock
from chassis.principal import Principal
from chassis.problems import Forbidden, NotFound, invalid
from chassis.second_person import independent
from chassis.tenants import State, write_as
from sqlalchemy import Connection, Row

from reporting_service.follow_ups import store
from reporting_service.follow_ups.rules.life import REASONS, Actor
from reporting_service.shared.tenants import named


def own_unit(connection: Connection, by: Principal, identifier: str) -> State:
    """The caller's own office, now bound as the one to write for. Raise NotFound outside the
    scope, Forbidden for another one inside, Invalid for a closed one."""
    unit = named(connection, identifier)
    if unit["tenant_id"] != by.tenant_id:
        raise Forbidden(REASONS["foreign"])
    if unit["status"] != "active":
        raise invalid("unit", "closed")
    write_as(connection, by.tenant_id)
    return unit


def actor_of(by: Principal, tenant_id: object, asked_hand: str = "") -> Actor:
    """`asked_hand` tells who proposed it, as `chassis.second_person` has it."""
    return Actor(
        own=str(tenant_id) == by.tenant_id,
        writes=by.may("follow_ups.write"),
        approves=by.may("follow_ups.approve"),
        independent=independent(asked_hand, by),
    )


def found(connection: Connection, follow_up_id: str, code: str | None = None) -> Row[Any]:
    """Raise NotFound outside the scope, and for one of another office than `code`, if given."""
    row = store.one(connection, follow_up_id)
    if row is None or (code and named(connection, code)["tenant_id"] != str(row.tenant_id)):
        raise NotFound
    return row


def today_in(unit: State) -> date:
    return clock.now().astimezone(ZoneInfo(unit["time_zone"])).date()
