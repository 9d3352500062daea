"""Publish an approved draft as an immutable form version, and say when it takes effect."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chassis import clock, tenants
from chassis.audit import audit
from chassis.database import Database
from chassis.events import new_event
from chassis.fields import Fields
from chassis.outbox import add_events
from chassis.principal import Principal
from chassis.problems import Forbidden, invalid
from contracts.codec import Event
from contracts.form_shapes import FormVersion
from sqlalchemy import Connection, Row

from forms_service.authoring.handlers.checking import unfit
from forms_service.authoring.handlers.drafts import next_number, step, taken, tenant_of
from forms_service.authoring.publication.rules import PERIODS_OFFERED, WHEN
from forms_service.authoring.review.handlers import raise_faults, refuse_faults
from forms_service.shared.events import FORM_VERSIONS, SURVEYS, row_event
from forms_service.shared.offices import is_ministry
from forms_service.shared.pairing.effective import later_periods
from forms_service.shared.tables import surveys, versions

State = dict[str, Any]
EASTERNMOST = ZoneInfo("Asia/Jayapura")


@dataclass(frozen=True, slots=True)
class Effect:
    """What publishing would change: at once, and (`ahead`) from the first of `periods` on, since
    months are opened ahead of their time; `own` of the surveys lose their own questions."""

    periods: list[date]
    surveys: int
    tenants: int
    own: int
    ahead: int
    ahead_own: int


def publish(
    database: Database, by: Principal, draft_id: str, revision: int, body: dict[str, Any]
) -> FormVersion:
    """The new version. `takes_effect`: next_period (as it is without it), later (with the first
    day `from` of a period to come), at_once. Surveys that were opened ahead and begin on that day
    or later change over; a running one keeps its version: its figures come from one wording.

    Raise NotFound, Forbidden (author or reviewer publish), Invalid, Conflict.
    """
    fields = Fields(body, ("takes_effect", "from"))
    when = fields.choice("takes_effect", WHEN, WHEN[0])
    fields.done()
    with database.scope(by.scope) as connection:
        draft = taken(connection, draft_id, revision)
        if by.subject not in (draft.author, draft.reviewer):
            raise Forbidden("The author or the reviewer of a draft publishes it")
        if draft.state != "approved":
            raise invalid("state", f"is {draft.state}: a second person approves it first")
        tenant = tenant_of(connection, draft)
        begins = _begins(draft.instrument, tenant, when, body.get("from"))
        state = _version(connection, draft, tenant, begins)
        versions.add_form_version(connection, state)
        row = {"state": "published", "published_as": state["form_version_id"]}
        step(connection, by, draft, "publish", row, begins or "")
        _refuse_unfit(connection, state)
        events = [new_event(FORM_VERSIONS, state["owner_tenant_id"], state), _audit(by, state)]
        add_events(connection, [*events, *_change_over(connection, state)])
    return state


def effect(connection: Connection, draft: Row[Any], tenant: State) -> Effect:
    """In numbers, for the page that publishes."""
    periods = later_periods(draft.instrument, _today(tenant), PERIODS_OFFERED)
    found = _coming_surveys(connection, draft.instrument, _only(tenant), _since(None))
    ahead = [row for row in found if row.opens_at >= _since(periods[0].isoformat())]
    own = {
        state["form_version_id"]
        for state in versions.form_versions(connection, draft.instrument)
        if state.get("own_of")
    }
    lost = [row for row in found if str(row.form_version_id) in own]
    return Effect(
        periods,
        surveys=len(found),
        tenants=len({row.tenant_id for row in found}),
        own=len(lost),
        ahead=len(ahead),
        ahead_own=sum(row in ahead for row in lost),
    )


def _begins(instrument: str, tenant: State, when: str, given: object) -> str | None:
    """The ISO day of effect; None is at once."""
    if when == "at_once":
        return None
    days = [day.isoformat() for day in later_periods(instrument, _today(tenant), PERIODS_OFFERED)]
    if when == "next_period":
        return days[0]
    if given not in days:
        raise invalid("from", f"must be the first day of a period: one of {', '.join(days)}")
    return str(given)


def _version(
    connection: Connection, draft: Row[Any], tenant: State, begins: str | None
) -> FormVersion:
    """Raise Invalid when another version was published since the review."""
    definition, number = draft.definition, next_number(connection, tenant, draft.instrument)
    if definition.get("version") != number:
        raise invalid("version", f"must be {number} by now: save the draft and have it reviewed")
    refuse_faults(connection, draft)
    return {
        "form_version_id": str(uuid.uuid4()),
        "instrument": draft.instrument,
        "version": number,
        "owner_tenant_id": tenant["tenant_id"],
        "official": definition["official"],
        "languages": definition["languages"],
        "status": "published",
        "published_at": clock.now().isoformat(),
        "hash": draft.hash,
        "effective_from": begins,
        "own_of": _only(tenant),
        "definition": definition,
    }


def _refuse_unfit(connection: Connection, state: FormVersion) -> None:
    """The surveys that change over keep their formula, perhaps not the one in force: each has to
    fit the new version, too. Raise Invalid."""
    found = _coming_surveys(
        connection, state["instrument"], state["own_of"], _since(state["effective_from"])
    )
    kept = {str(row.formula_version_id) for row in found}
    formulas = versions.formula_versions(connection, state["instrument"])
    raise_faults(
        unfit(
            state["definition"],
            [each for each in formulas if each["formula_version_id"] in kept],
        )
    )


def _change_over(connection: Connection, state: FormVersion) -> list[Event]:
    """Give the surveys that begin under the new version that version, one tenant at a time."""
    events, since = [], _since(state["effective_from"])
    found = _coming_surveys(connection, state["instrument"], state["own_of"], since)
    for tenant_id in sorted({str(row.tenant_id) for row in found}):
        tenants.write_as(connection, tenant_id)
        changed = surveys.use_version(
            connection, tenant_id, state["instrument"], state["form_version_id"], since
        )
        events += [row_event(SURVEYS, row) for row in changed]
    return events


def _coming_surveys(
    connection: Connection, instrument: str, tenant_id: str | None, since: datetime
) -> list[Row[Any]]:
    return [
        row
        for row in surveys.open_surveys(connection)
        if row.instrument == instrument
        and row.opens_at > since
        and tenant_id in (None, str(row.tenant_id))
    ]


def _since(begins: str | None) -> datetime:
    """A survey that opens after this moment takes the version. A day begins first in the east."""
    if begins is None:
        return clock.now()
    midnight = datetime.combine(date.fromisoformat(begins), time(), EASTERNMOST)
    return max(clock.now(), midnight - timedelta(seconds=1))


def _only(tenant: State) -> str | None:
    """Whose surveys it is for; None means all."""
    return None if is_ministry(tenant) else str(tenant["tenant_id"])


def _today(tenant: State) -> date:
    return clock.today(ZoneInfo(tenant["time_zone"]))


def _audit(by: Principal, state: FormVersion) -> Event:
    return audit(
        by,
        "forms.form-version.publish",
        state["form_version_id"],
        state["owner_tenant_id"],
        instrument=state["instrument"],
        version=state["version"],
        hash=state["hash"],
        effective_from=state["effective_from"],
    )
