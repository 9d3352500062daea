"""Links of the earlier 3AS from a table: each leads to a point of its unit from then on."""

from chassis.database import Database
from chassis.imports import Outcome
from chassis.principal import Principal
from chassis.problems import Invalid
from chassis.tables import Column, Row, RowFault, Table
from sqlalchemy import Connection

from forms_service.points.handlers import add_aliases, points_of
from forms_service.points.links.rules import LONGEST, alias_of
from forms_service.shared.units import units_by_code

COLUMNS = (
    Column("link", "https://3as.example.go.id/ly/k7mq2x9a", longest=LONGEST),
    Column("tenant_code", "W11-01"),
    Column("point_code", "", needed=False),
)
# Rows by link, under the code of the point that they lead to.
Wanted = dict[str, dict[str, Row]]


def import_links(database: Database, by: Principal, table: Table, store_them: bool) -> Outcome:
    """All rows or none; the first point of a unit where a row names none."""
    # A dry run writes too and takes it back: only that finds a link that leads out of the scope.
    with database.scope(by.scope) as connection, connection.begin_nested() as trial:
        wanted, unchanged, faults = _looked_at(connection, table)
        for code, links in wanted.items():
            faults += _taken(connection, by, code, links)
        if faults or not store_them:
            trial.rollback()
    new = sum(len(links) for links in wanted.values())
    new -= sum(fault.problem == "link_taken" for fault in faults)
    return Outcome(new, unchanged=unchanged, faults=sorted(faults, key=lambda each: each.row))


def _looked_at(connection: Connection, table: Table) -> tuple[Wanted, int, list[RowFault]]:
    units, seen = units_by_code(connection), dict[str, int]()
    wanted, unchanged, faults = Wanted(), 0, [*table.faults]
    for row in table.sound():
        alias, unit = alias_of(row["link"]), units.get(row["tenant_code"])
        points = points_of(connection, unit["tenant_id"]) if unit else []
        point = next((each for each in points if row["point_code"] in ("", each.code)), None)
        if alias is None:
            faults.append(row.fault("link", "no_link"))
        elif alias in seen:
            faults.append(row.fault("link", "repeated", earlier=seen[alias]))
        elif unit is None:
            faults.append(row.fault("tenant_code", "not_in_scope"))
        elif point is None:
            faults.append(row.fault("point_code", "no_point"))
        else:
            seen[alias] = row.number
            if alias in point.aliases:
                unchanged += 1
            else:
                wanted.setdefault(point.code, {})[alias] = row
    return wanted, unchanged, faults


def _taken(
    connection: Connection, by: Principal, code: str, links: dict[str, Row]
) -> list[RowFault]:
    """Faults of the links that lead to another point of the nation already."""
    try:
        add_aliases(connection, by, code, sorted(links))
    except Invalid as taken:
        return [links[fault.field].fault("link", "link_taken") for fault in taken.faults]
    return []
