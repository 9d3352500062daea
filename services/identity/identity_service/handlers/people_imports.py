"""People from a table: accounts with one role each, all rows or none, within the importer's rights.

A new account gets a first password that is returned once; only its hash is kept.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chassis import clock
from chassis.audit import audit
from chassis.database import Database
from chassis.imports import Outcome
from chassis.outbox import add_events
from chassis.principal import Principal
from chassis.tables import Column, Row, RowFault, Table, repeated
from contracts.codec import Event
from sqlalchemy import Connection

from identity_service.domain.accounts import LONGEST_DIVISION, Account, Grant
from identity_service.domain.hats import Hat, joins, may_end
from identity_service.domain.roles import PERMISSIONS, cut, is_role, may_grant
from identity_service.domain.usernames import is_username, normal
from identity_service.handlers.grants import hat_of
from identity_service.handlers.passwords import RANDOM_HASHER, first_password
from identity_service.store import grants, people, tenants

COLUMNS = (
    Column("username", "siti.w11-01"),
    Column("name", "Siti Aminah"),
    Column("role", "operator"),
    Column("tenant_code", "W11-01"),
    Column("unit_types", needed=False),
    Column("division", "Tata Usaha", needed=False, longest=LONGEST_DIVISION),
)
# Stands for a password where a row is only tried out.
UNUSABLE = "!"


class Wish(Account, Grant):
    """Person and grant in one; `kind` is that of the unit, `joins` that of results and rows."""

    kind: str
    joins: bool


@dataclass
class WantedAccounts:
    """Rows whose accounts are new, and those that only lack the role or moved to a division."""

    new: list[tuple[Row, Wish]] = field(default_factory=list)
    granted: list[Wish] = field(default_factory=list)
    moved: list[Wish] = field(default_factory=list)
    unchanged: int = 0
    faults: list[RowFault] = field(default_factory=list)


def import_people(database: Database, by: Principal, table: Table, store: bool) -> Outcome:
    """Scope and rights as `add_person` and `add_grant` have them, for many at once."""
    with database.scope(by.scope) as connection:
        wanted = _wanted_accounts(connection, by, table)
        _refuse_taken(connection, wanted)
        told = _store(connection, by, wanted) if store and not wanted.faults else []
    return Outcome(
        new=len(wanted.new),
        changed=len({wish["person_id"] for wish in (*wanted.granted, *wanted.moved)}),
        unchanged=wanted.unchanged,
        faults=sorted(wanted.faults, key=lambda fault: fault.row),
        told=told,
    )


def _wanted_accounts(connection: Connection, by: Principal, table: Table) -> WantedAccounts:
    wanted = WantedAccounts(faults=[*table.faults, *repeated(table.rows, "username")])
    faulty = {fault.row for fault in wanted.faults}
    units = tenants.active_by_code(connection)
    known = people.with_usernames(connection, {normal(row["username"]) for row in table.rows})
    hats = grants.hats(connection, {str(each.person_id) for each in known.values()})
    for row in table.rows:
        if row.number in faulty:
            continue
        faults = _faults(by, units, row)
        wanted.faults += faults
        if not faults:
            _sort(wanted, by, row, _wish(by, units, row), known.get(normal(row["username"])), hats)
    return wanted


def _faults(by: Principal, units: Mapping[str, Any], row: Row) -> list[RowFault]:
    """Every fault of one row."""
    role, found = row["role"], list[RowFault]()
    if not is_username(normal(row["username"])):
        found.append(row.fault("username", "username"))
    if not is_role(role):
        found.append(row.fault("role", "choice", known=", ".join(_grantable(by))))
    elif not may_grant(by.permissions, role):
        found.append(row.fault("role", "role_above", known=", ".join(_grantable(by))))
    if row["tenant_code"] not in units:
        found.append(row.fault("tenant_code", "not_in_scope"))
    types = _types(row)
    if not all(each.isidentifier() for each in types) or cut(by.unit_types, types) is None:
        found.append(row.fault("unit_types", "unit_types", known=", ".join(by.unit_types)))
    return found


def _wish(by: Principal, units: Mapping[str, Any], row: Row) -> Wish:
    return {
        "person_id": str(uuid.uuid4()),
        "tenant_id": str(units[row["tenant_code"]].tenant_id),
        "kind": units[row["tenant_code"]].kind,
        "username": normal(row["username"]),
        "name": row["name"],
        "division": row["division"],
        "grant_id": str(uuid.uuid4()),
        "role": row["role"],
        "unit_types": cut(by.unit_types, _types(row)) or [],
        "valid_from": clock.today(),
        "valid_to": None,
        "password_hash": UNUSABLE,
        "joins": False,
    }


def _sort(
    wanted: WantedAccounts,
    by: Principal,
    row: Row,
    wish: Wish,
    found: Any,
    hats: Mapping[str, list[Hat]],
) -> None:
    if found is None:
        wanted.new.append((row, wish))
    elif found.status != "active":
        wanted.faults.append(row.fault("username", "revoked"))
    elif found.name != wish["name"] or str(found.tenant_id) != wish["tenant_id"]:
        wanted.faults.append(row.fault("username", "taken"))
    else:
        person_id = str(found.person_id)
        _change(wanted, by, row, {**wish, "person_id": person_id}, found.division, hats[person_id])


def _change(
    wanted: WantedAccounts,
    by: Principal,
    row: Row,
    wish: Wish,
    division: str,
    held: list[Hat],
) -> None:
    """An empty division leaves it as it is."""
    gains = not any(
        (each.role, each.tenant_id, list(each.unit_types))
        == (wish["role"], wish["tenant_id"], wish["unit_types"])
        for each in held
    )
    moves = wish["division"] not in ("", division)
    joined = gains and joins(held, hat_of(wish, wish["kind"]))
    if (gains or moves) and wish["person_id"] == by.subject:
        wanted.faults.append(row.fault("username", "own_account"))
    elif (gains or moves) and not all(may_end(by, each) for each in held):
        wanted.faults.append(row.fault("username", "stands_above"))
    elif joined and not by.may("people.join"):
        wanted.faults.append(row.fault("role", "joins"))
    else:
        wanted.granted += [{**wish, "joins": joined}] if gains else []
        wanted.moved += [wish] if moves else []
        wanted.unchanged += not gains and not moves


def _refuse_taken(connection: Connection, wanted: WantedAccounts) -> None:
    """A name may be held outside the scope, where nobody here may look: so the rows are tried out
    and taken back."""
    rows = [wish for _, wish in wanted.new]
    trial = connection.begin_nested()
    free = people.add_people(connection, rows)
    trial.rollback()
    wanted.faults += [
        row.fault("username", "taken") for row, wish in wanted.new if wish["username"] not in free
    ]


def _store(connection: Connection, by: Principal, wanted: WantedAccounts) -> list[dict[str, str]]:
    passwords = [first_password() for _ in wanted.new]
    rows: list[Wish] = [
        {**wish, "password_hash": RANDOM_HASHER.hash(password)}
        for (_, wish), password in zip(wanted.new, passwords, strict=True)
    ]
    people.add_people(connection, rows)
    for wish in [*rows, *wanted.granted]:
        grants.add_grant(connection, wish)
    for wish in wanted.moved:
        people.set_division(connection, wish["person_id"], wish["division"])
    touched = {wish["person_id"] for wish in (*rows, *wanted.granted, *wanted.moved)}
    grants.add_makers(connection, by.subject, touched)
    added = [_entry(by, "person.add", wish, username=wish["username"]) for wish in rows]
    granted = [_grant_entry(by, wish) for wish in [*rows, *wanted.granted]]
    moved = [_entry(by, "person.move", wish, division=wish["division"]) for wish in wanted.moved]
    add_events(connection, [*added, *granted, *moved])
    return [
        {
            **{name: row[name] for name in ("username", "name", "tenant_code")},
            "username": wish["username"],
            "password": password,
        }
        for (row, wish), password in zip(wanted.new, passwords, strict=True)
    ]


def _entry(by: Principal, action: str, wish: Wish, **detail: Any) -> Event:
    return audit(by, f"identity.{action}", wish["person_id"], wish["tenant_id"], **detail)


def _grant_entry(by: Principal, wish: Wish) -> Event:
    joined = {"joins": True} if wish["joins"] else {}
    return _entry(by, "grant.add", wish, role=wish["role"], **joined)


def _types(row: Row) -> list[str]:
    return row["unit_types"].replace(",", " ").split()


def _grantable(by: Principal) -> list[str]:
    return sorted(role for role in PERMISSIONS if may_grant(by.permissions, role))
