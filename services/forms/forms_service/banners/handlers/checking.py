"""Looks at a photo of a hung poster and keeps what was seen; the photo itself is kept nowhere."""

import subprocess
import sys
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

import orjson
from chassis.audit import audit
from chassis.database import Database
from chassis.logging import get_logger
from chassis.outbox import add_events
from chassis.principal import Principal
from chassis.problems import invalid
from sqlalchemy import Connection, Row

from forms_service.banners import store
from forms_service.banners.rules.judging import Point, judge
from forms_service.banners.rules.limits import CHECKS_SHOWN, HUNG, LARGEST, PATIENCE
from forms_service.banners.rules.seeing import Code, Sight
from forms_service.config import FormsSettings
from forms_service.points.handlers import found
from forms_service.shared.events import as_state
from forms_service.shared.units import own_tenant, owner, public_units

State = dict[str, Any]
# What opens the photo knows no key, and its libraries take no more threads than they need.
OPENER = [sys.executable, "-I", "-m", "forms_service.banners"]
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1"}


def check(
    database: Database, settings: FormsSettings, by: Principal, code: str, photo: bytes
) -> State:
    """What was seen of the point on `photo`. Raise NotFound outside the scope, Invalid with one
    word about `point` (foreign, not_hung) or `photo`."""
    with database.scope(by.scope) as connection:
        point = _checkable(connection, by, code)
    # Takes a second or two: not while a connection is held.
    judged = judge(looked_at(photo), _known(settings, point))
    with database.scope(by.scope) as connection:
        point = _checkable(connection, by, code)
        owner(connection, by.tenant_id)
        about = {"tenant_id": by.tenant_id, "point_id": str(point.point_id)}
        person = {"person": by.subject, "name": by.name}
        row = store.add(connection, {**about, **person, **asdict(judged)})
        told = {"code": point.code, "result": judged.result}
        action, subject = "forms.banner.check", str(point.point_id)
        add_events(connection, [audit(by, action, subject, by.tenant_id, **told)])
        return as_state(row)


def looked_at(photo: bytes) -> Sight:
    """In a process of its own. Raise Invalid: required, large, heic, kind, damaged, pixels."""
    if not photo:
        raise invalid("photo", "required")
    if len(photo) > LARGEST:
        raise invalid("photo", "large")
    try:
        done = subprocess.run(  # noqa: S603
            OPENER, input=photo, capture_output=True, env=ENVIRONMENT, timeout=PATIENCE, check=True
        )
    except subprocess.SubprocessError as fault:
        get_logger().warning("photo_not_opened", fault=repr(fault))
        raise invalid("photo", "damaged") from None
    answer = orjson.loads(done.stdout)
    if word := answer.get("refused"):
        raise invalid("photo", word)
    return Sight(tuple(Code(**each) for each in answer["codes"]), answer["fault"])


def may_check(by: Principal, point: Row[Any]) -> bool:
    """Those of the unit itself alone: who sits elsewhere has not taken the photo."""
    return (
        by.may("banners.write")
        and str(point.tenant_id) == by.tenant_id
        and point.status == "active"
        and point.channel in HUNG
    )


def checks_of(connection: Connection, point: Row[Any]) -> list[Row[Any]]:
    """The latest first."""
    return store.of_point(connection, point.tenant_id, point.point_id, CHECKS_SHOWN)


def listed(connection: Connection, after: str, limit: int, tenant: str | None) -> list[Row[Any]]:
    """By id, the `limit` after `after`, of one tenant or of all."""
    return store.checks(connection, after, limit, tenant)


def last_checks(
    connection: Connection, by: Principal, unit: State | None
) -> tuple[dict[str, State], list[Row[Any]]]:
    """Units by id, and the hung points with their last checks: of `unit`, or of all in scope that
    serve the public, the units in their order."""
    units = [unit] if unit else public_units(connection, own_tenant(connection, by))
    known = {each["tenant_id"]: each for each in units}
    order = list(known)
    rows = store.last_by_point(connection, order, HUNG)
    return known, sorted(rows, key=lambda row: order.index(str(row.tenant_id)))


def _checkable(connection: Connection, by: Principal, code: str) -> Row[Any]:
    point = found(connection, code)
    if str(point.tenant_id) != by.tenant_id:
        raise invalid("point", "foreign")
    if not may_check(by, point):
        raise invalid("point", "not_hung")
    return point


def _known(settings: FormsSettings, point: Row[Any]) -> Point:
    host = urlsplit(settings.suara_base_url).netloc.lower()
    return Point(str(point.point_id), point.code, point.aliases, host, settings.point_key)
