"""Indices published before Suara come in as a table: the whole file or nothing, and what was given
in before is corrected by another row with its reason."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from chassis import clock
from chassis.audit import audit, service_audit
from chassis.database import Database
from chassis.events import new_event
from chassis.imports import Outcome
from chassis.outbox import add_events
from chassis.principal import Principal
from chassis.tables import Column, Row, RowFault, Table, repeated, whole_number
from contracts.codec import Event
from contracts.historic_shapes import Historic
from sqlalchemy import Connection

from scoring_service.domain import historic as rules
from scoring_service.domain.life import DAY_OF
from scoring_service.store import historic as store

HISTORIC = "scoring.historic.v1"
SERVICE = "scoring"
COLUMNS = (
    Column("tenant_code", "W11-01"),
    Column("index", "IPAK"),
    Column("period", "2025-S1"),
    Column("value", "3,57"),
    Column("scale", "4"),
    Column("respondents", "182", needed=False),
    Column("published_as", "Survei SPAK (3AS)"),
    Column("source", "Laporan Pelaksanaan Survei Semester I 2025, hlm. 12"),
    Column("reason", needed=False),
)
KEY = ("tenant_code", "index", "period", "scale")
Entry = Callable[..., Event]


def import_historic(database: Database, by: Principal, table: Table, keep: bool) -> Outcome:
    """By somebody of the ministry, of the units in their scope."""
    with database.scope(by.scope) as connection:
        found = _looked_at(connection, table)
        if keep and not found.faults:
            _keep(connection, found, (by.subject, by.kind), partial(audit, by))
    return found.outcome()


def import_by_command(database: Database, table: Table, keep: bool) -> Outcome:
    """By who may start the service's own commands, of any unit; the trail names the service."""
    with database.unbound() as connection:
        found = _looked_at(connection, table)
        if keep and not found.faults:
            entry = partial(service_audit, SERVICE)
            _keep(connection, found, (SERVICE, "service"), entry)
    return found.outcome()


def states(connection: Connection) -> Iterator[Event]:
    """The newest state of each, to be sent once more."""
    newest = {row.state["historic_id"]: row.state for row in store.every_row(connection)}
    return (new_event(HISTORIC, state["tenant_id"], state) for state in newest.values())


def historic_differ(database: Database) -> list[str]:
    """In words, which rows no longer say what was printed, or lack one before them."""
    seen, wrong = dict[str, int](), list[str]()
    with database.snapshot() as connection:
        for state in (row.state for row in store.every_row(connection)):
            key, number, printed = state["historic_id"], state["revision"], state["value"]
            again = rules.exact(printed) if printed else None
            if state["exact"] != again or number != seen.get(key, 0) + 1:
                wrong.append(f"historic {key}, revision {number}: {state['exact']}, print {again}")
            seen[key] = number
    return wrong


@dataclass
class _Found:
    """One pass over a table, every fault kept. `held` has the newest states by id, `waiting` the
    periods without a final result by tenant and instrument."""

    units: Mapping[str, str]
    instruments: Mapping[str, str]
    held: Mapping[str, Historic]
    waiting: Mapping[tuple[str, str], set[str]]
    faults: list[RowFault]
    changes: list[Historic] = field(default_factory=list)
    unchanged: int = 0

    def outcome(self) -> Outcome:
        new = sum(state["revision"] == 1 for state in self.changes)
        return Outcome(
            new=new,
            changed=len(self.changes) - new,
            unchanged=self.unchanged,
            faults=sorted(self.faults, key=lambda fault: fault.row),
        )

    def take(self, row: Row) -> None:
        people = whole_number(row["respondents"])
        wrong = list(rules.faults(row.cells, people, self.instruments, clock.today(DAY_OF)))
        tenant_id = self.units.get(row["tenant_code"])
        if tenant_id is None:
            wrong.insert(0, rules.Fault("tenant_code", "not_in_scope", {}))
        if wrong or tenant_id is None:
            self.faults += [row.fault(each.column, each.problem, **each.values) for each in wrong]
            return
        figure = rules.figure(row.cells, people, self.instruments)
        before, now = self.held.get(f"{tenant_id}/{figure.key}"), clock.now().isoformat()
        try:
            rules.check_final(figure, self.waiting.get((tenant_id, figure.instrument), ()))
            state = rules.follows(before, figure, tenant_id, row["reason"], now)
        except rules.RefusedError as refused:
            each = refused.fault
            self.faults.append(row.fault(each.column, each.problem, **each.values))
            return
        self.changes += [state] if state else []
        self.unchanged += state is None


def _looked_at(connection: Connection, table: Table) -> _Found:
    store.one_at_a_time(connection)
    units = store.units(connection, {row["tenant_code"] for row in table.rows})
    faults = [*table.faults, *repeated(table.rows, *KEY)]
    ids = {*units.values()}
    held, waiting = store.newest(connection, ids), store.waiting(connection, ids)
    found = _Found(units, store.instruments(connection), held, waiting, faults)
    faulty = {fault.row for fault in faults}
    for row in table.rows:
        if row.number not in faulty:
            found.take(row)
    return found


def _keep(connection: Connection, found: _Found, by: tuple[str, str], entry: Entry) -> None:
    """Rows, events, and an entry of the trail for each unit that they are of."""
    if not found.changes:
        return
    store.add(connection, found.changes, *by)
    of_unit = defaultdict[str, list[Historic]](list)
    for state in found.changes:
        of_unit[state["tenant_id"]].append(state)
    events = [new_event(HISTORIC, state["tenant_id"], state) for state in found.changes]
    for tenant_id, states in of_unit.items():
        told = {
            "new": sum(state["revision"] == 1 for state in states),
            "corrected": [state["historic_id"] for state in states if state["revision"] > 1],
        }
        events.append(entry("scoring.historic.import", tenant_id, tenant_id, **told))
    add_events(connection, events)
