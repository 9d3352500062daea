"""Imports links of the earlier 3AS as a table: each leads to a point of its unit from then on."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from chassis.auth import Principal
from chassis.database import Database
from chassis.problems import FieldFault, Invalid
from sqlalchemy import Connection

from forms_service.domain.legacy import alias_of
from forms_service.handlers.fields import invalid
from forms_service.handlers.points import add_aliases
from forms_service.store import collection, tenants

COLUMNS = ("link", "tenant_code")
MOST = 5000


@dataclass
class Outcome:
    """Rows by what would happen; `faults` name the row (the heading is row 1) and the column."""

    new: int = 0
    unchanged: int = 0
    faults: list[dict[str, Any]] = field(default_factory=list)


def import_links(database: Database, by: Principal, text: str, *, dry_run: bool) -> Outcome:
    """CSV of `link,tenant_code`, with `point_code` where a unit has several points. All rows or
    none: raise Invalid with every faulty row, unless it is a dry run, which stores nothing."""
    rows = list(_rows(text))
    # A dry run writes too and takes it back: only that finds a link that leads out of the scope.
    with database.scope(by.scope) as connection, connection.begin_nested() as trial:
        outcome, wanted = _looked_at(connection, rows)
        for code, links in wanted.items():
            _add(connection, by, code, links, outcome)
        outcome.faults.sort(key=lambda each: int(each["row"]))
        if dry_run:
            trial.rollback()
        elif outcome.faults:
            raise Invalid(
                faults=[
                    FieldFault(f"row {each['row']}", each["problem"]) for each in outcome.faults
                ]
            )
    return outcome


def _add(
    connection: Connection, by: Principal, code: str, links: dict[str, int], outcome: Outcome
) -> None:
    """Aliases with their rows, to one point; those that lead elsewhere become faults."""
    outcome.new += len(links)
    try:
        add_aliases(connection, by, code, sorted(links))
    except Invalid as taken:
        outcome.new -= len(taken.faults)
        outcome.faults += [
            {"row": links[fault.field], "problem": f"link: {fault.message}"}
            for fault in taken.faults
        ]


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Numbered rows; raise Invalid for another heading or too many rows."""
    head = text.lstrip("\ufeff").splitlines()[:1]
    reader = csv.DictReader(
        io.StringIO(text.lstrip("\ufeff")), delimiter=";" if head and ";" in head[0] else ","
    )
    names = [name.strip().lower() for name in reader.fieldnames or ()]
    if not set(COLUMNS) <= set(names) or set(names) - {*COLUMNS, "point_code"}:
        raise invalid("file", "must begin with the heading link,tenant_code[,point_code]")
    reader.fieldnames = names
    for number, row in enumerate(reader, start=2):
        if number > MOST + 1:
            raise invalid("file", f"must hold at most {MOST} rows; send it in parts")
        yield number, {name: (value or "").strip() for name, value in row.items() if name}


def _looked_at(
    connection: Connection, rows: list[tuple[int, dict[str, str]]]
) -> tuple[Outcome, dict[str, dict[str, int]]]:
    outcome, wanted, seen = Outcome(), dict[str, dict[str, int]](), dict[str, int]()
    units = {each["code"]: each for each in tenants.states(connection).values()}
    for number, row in rows:
        alias, unit = alias_of(row["link"]), units.get(row["tenant_code"])
        problem = _problem(alias, unit, seen.get(alias or ""), row)
        points = collection.points_of(connection, unit["tenant_id"]) if unit else []
        point = next((p for p in points if row.get("point_code", "") in ("", p.code)), None)
        if not problem and point is None:
            problem = "point_code: the unit has no such collection point; add one first"
        if problem or alias is None or point is None:
            outcome.faults.append({"row": number, "problem": problem})
            continue
        seen[alias] = number
        if alias in point.aliases:
            outcome.unchanged += 1
        else:
            wanted.setdefault(point.code, {})[alias] = number
    return outcome, wanted


def _problem(
    alias: str | None, unit: dict[str, Any] | None, before: int | None, row: dict[str, str]
) -> str:
    if alias is None:
        return f"link: {row['link'][:80]!r} is neither /ly/{{8 characters}} nor /layanan/{{4 ids}}"
    if before is not None:
        return f"link: stands in row {before} already"
    if unit is None:
        return f"tenant_code: no unit {row['tenant_code'][:40]!r} in your scope"
    return ""
