"""The standing of a unit on the way to WBK and WBBM: computed again with every final result, every
correction, and every number of recipients of its months."""

from collections.abc import Iterator, Sequence
from typing import Any

from chassis.database import Database
from chassis.events import new_event
from contracts.codec import Event
from contracts.enough import DETAILED_FROM
from contracts.shapes import Figures, Lack, Standing, Standings
from sqlalchemy import Row

from scoring_service.domain.methods import Formula
from scoring_service.domain.pooling import Part
from scoring_service.domain.standing import standing
from scoring_service.domain.window import Final, limited, looked_at, window
from scoring_service.handlers.idle import idle_months
from scoring_service.handlers.method import Methods
from scoring_service.store import standings

STANDINGS = "scoring.standings.v1"


def standing_events(known: Methods, tenant_id: str) -> list[Event]:
    """Keep and publish it where it differs from the last one."""
    connection, state = known.connection, standings_of(known, tenant_id)
    before = standings.kept(connection, tenant_id)
    if state == before or (before is None and not state["standings"]):
        return []
    standings.keep(connection, state)
    return [new_event(STANDINGS, tenant_id, state)]


def standings_differ(database: Database) -> list[str]:
    """In words, which of those kept are not what the final results of the same moment give."""
    with database.snapshot() as connection:
        known = Methods(connection)
        return [
            f"tenant {tenant_id}: standing {kept}, final results {again}"
            for tenant_id in standings.settled_tenants(connection)
            for kept, again in [_both(known, tenant_id)]
            if kept != again
        ]


def _both(known: Methods, tenant_id: str) -> tuple[Sequence[Standing], Sequence[Standing]]:
    kept = standings.kept(known.connection, tenant_id)
    again = standings_of(known, tenant_id)
    return kept["standings"] if kept else [], again["standings"]


def standings_of(known: Methods, tenant_id: str) -> Standings:
    by_instrument: dict[str, list[Row[Any]]] = {}
    for row in standings.shown_finals(known.connection, tenant_id):
        by_instrument.setdefault(row.instrument, []).append(row)
    return {
        "tenant_id": tenant_id,
        "standings": [
            made
            for instrument, rows in by_instrument.items()
            if (made := _standing(known, tenant_id, instrument, rows))
        ],
    }


def _standing(
    known: Methods, tenant_id: str, instrument: str, rows: Sequence[Row[Any]]
) -> Standing | None:
    """`rows` by period, the newest last; None where its formula has no limits."""
    newest, last = rows[-1], known.released(rows[-1])
    if not last.official.thresholds:
        return None
    finals = {row.period: _final(known.released(row).formula, row) for row in rows}
    idle = idle_months(known.connection, [tenant_id], looked_at(newest.period)).get(tenant_id, ())
    return standing(
        instrument,
        last.formula_version_id,
        last.formula,
        window(finals, idle),
    )


def _final(formula: Formula, row: Row[Any]) -> Final:
    values = dict(_values(formula, row.published))
    lack: Lack | None = None
    if row.published["n"] < DETAILED_FROM:
        lack = "few"
    elif values.keys() != {*limited(formula)}:
        lack = "no_index"
    # As they were counted for the indices that are shown: nothing is seen of them but these.
    counts = {each["item"]: each["options"] for each in row.exact["indicators"]}
    return Final(formula, Part(row.published["n"], counts), values, lack)


def _values(formula: Formula, published: Figures) -> Iterator[tuple[str, str]]:
    wanted = limited(formula)
    for index in published["indices"]:
        if index["code"] in wanted and index["display4"] is not None:
            yield index["code"], index["display4"]
