"""The kinds of service of a unit: those of its type until its operator changes them."""

import uuid
from collections.abc import Callable, Collection, Mapping
from typing import Any

from chassis import tenants
from chassis.audit import audit
from chassis.database import Database
from chassis.events import new_event
from chassis.fields import Fields
from chassis.outbox import add_events
from chassis.principal import Principal
from chassis.problems import NotFound, invalid
from contracts.codec import Event
from sqlalchemy import Connection

from forms_service.services import store
from forms_service.services.rules import EMPLOYEES, LAST_PLACE, MOST_ACTIVE, STAFF_NAMES
from forms_service.shared.events import as_state
from forms_service.shared.ids import seed_id
from forms_service.shared.unit_types import default_services
from forms_service.shared.units import owner

SERVICES = "forms.services.v1"
State = dict[str, Any]


def services_of(connection: Connection, tenant: Mapping[str, Any]) -> list[State]:
    """All of a tenant in the order in which they are shown; those of its type, not yet stored,
    while nobody has changed one."""
    stored = [as_state(row) for row in store.services(connection, tenant["tenant_id"])]
    return stored or [
        {
            "service_id": seed_id("service", f"{tenant['tenant_id']}:{each['key']}"),
            "tenant_id": tenant["tenant_id"],
            **each,
            "place": place,
            "active": True,
        }
        for place, each in enumerate(default_services(tenant["unit_type"]), 1)
    ]


def names_of(connection: Connection) -> Callable[[Mapping[str, Any], str], tuple[str, str]]:
    """Finds the (Indonesian, English) name of a unit's service by its key; an unknown key, from an
    import or an API, is its own name."""
    changed = store.names(connection)

    def name_of(tenant: Mapping[str, Any], key: str) -> tuple[str, str]:
        if found := changed.get((tenant["tenant_id"], key)):
            return found
        for each in default_services(tenant["unit_type"]):
            if each["key"] == key:
                return each["name"], each["name_en"]
        return STAFF_NAMES if key == EMPLOYEES else (key, key)

    return name_of


def list_services(database: Database, by: Principal, tenant_id: str) -> list[State]:
    """Raise NotFound outside the scope."""
    with database.scope(by.scope) as connection:
        tenant = tenants.tenant(connection, tenant_id)
        if tenant is None:
            raise NotFound
        return services_of(connection, tenant)


def add_service(database: Database, by: Principal, body: State) -> State:
    """A further kind of service, last in order. Raise Invalid for a name or one too many."""
    fields = Fields(body, ("tenant", "name", "name_en"))
    tenant_id, name, name_en = fields.id("tenant"), fields.text("name"), fields.text("name_en")
    fields.done()
    with database.scope(by.scope) as connection:
        known = _own(connection, tenant_id)
        new = new_service(known, tenant_id, name, name_en)
        check_services([*known, new], new)
        made = as_state(store.add_services(connection, [new])[0])
        add_events(connection, [services_event(tenant_id, [*known, made]), _audit(by, "add", made)])
    return made


def new_service(known: list[State], tenant_id: str, name: str, name_en: str) -> State:
    """Last in order; its first name is its key for ever."""
    return {
        "service_id": str(uuid.uuid4()),
        "tenant_id": tenant_id,
        "key": name,
        "name": name,
        "name_en": name_en,
        "place": max(each["place"] for each in known) + 1,
        "active": True,
    }


def change_service(database: Database, by: Principal, service_id: str, body: State) -> State:
    """Rename, move, retire or take up again. Raise NotFound outside the tenant, Invalid."""
    fields = Fields(body, ("tenant", "name", "name_en", "place", "active"))
    tenant_id = fields.id("tenant")
    given: State = {name: fields.text(name) for name in ("name", "name_en") if name in body}
    if "place" in body:
        given["place"] = fields.number("place", 1, LAST_PLACE)
    if type(body.get("active", True)) is not bool:
        fields.fault("active", "must be true or false")
    elif "active" in body:
        given["active"] = body["active"]
    fields.done()
    with database.scope(by.scope) as connection:
        known = _own(connection, tenant_id)
        found = next((each for each in known if each["service_id"] == service_id), None)
        if found is None:
            raise NotFound
        wanted = {**found, **given}
        after = [wanted if each is found else each for each in known]
        check_services(after, wanted)
        changed = as_state(store.change_service(connection, wanted))
        add_events(connection, [services_event(tenant_id, after), _audit(by, "change", changed)])
    return changed


def _own(connection: Connection, tenant_id: str) -> list[State]:
    """The tenant's services, now stored and bound for writing."""
    tenant = owner(connection, tenant_id)
    store.change_alone(connection, [tenant_id])
    known = services_of(connection, tenant)
    store.add_services(connection, known)
    return known


def change_alone(connection: Connection, tenant_ids: Collection[str]) -> None:
    """Before `services_of` of whoever then calls `keep`."""
    store.change_alone(connection, tenant_ids)


def keep(
    connection: Connection,
    by: Principal,
    held: list[State],
    new: list[State],
    changed: list[State],
    after: list[State],
) -> None:
    """Many changes of one tenant at once, each of which `check_services` let pass; `held` is stored
    where nobody has changed anything yet, `after` is what the unit has then."""
    store.add_services(connection, held)
    for each in changed:
        store.change_service(connection, each)
    add_events(connection, [services_event(after[0]["tenant_id"], after)])
    add_events(connection, [_audit(by, "add", each) for each in new])
    add_events(connection, [_audit(by, "change", each) for each in changed])


def check_services(known: list[State], wanted: State) -> None:
    """`known` is what the unit would have with `wanted` in it. Raise Invalid (name, active)."""
    same = wanted["name"].casefold()
    others = [each for each in known if each is not wanted]
    if any(same in (each["name"].casefold(), each["key"].casefold()) for each in others):
        raise invalid("name", "is the name of another service of this unit")
    active = sum(each["active"] for each in known)
    if active > MOST_ACTIVE:
        raise invalid("active", f"would be number {active}: retire one, {MOST_ACTIVE} is the most")
    if not active:
        raise invalid("active", "cannot be false for the last one: a unit has a service")


def services_event(tenant_id: str, services: list[State]) -> Event:
    """All kinds of service of a unit, for those who ask people which one they came for."""
    ordered = sorted(services, key=lambda each: (each["place"], each["name"]))
    shown = [
        {name: each[name] for name in ("key", "name", "name_en", "active")} for each in ordered
    ]
    return new_event(SERVICES, tenant_id, {"tenant_id": tenant_id, "services": shown})


def _audit(by: Principal, verb: str, service: State) -> Event:
    """For the audit trail."""
    what = {name: service[name] for name in ("name", "active", "place")}
    return audit(by, f"forms.service.{verb}", service["service_id"], service["tenant_id"], **what)
