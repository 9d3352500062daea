"""Takes final results of fewer than ten answers together as a day begins, each in one sum, once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from operator import attrgetter
from typing import Any

from chassis import clock, tenants
from chassis.tenant_tree import is_practice
from contracts.summary_shapes import Small
from sqlalchemy import Connection, Row

from scoring_service.domain.life import DAY_OF
from scoring_service.domain.methods import Formula, counting
from scoring_service.domain.periods import last_day, span_of
from scoring_service.domain.small import Pooled, SmallResult, pools, settled, small
from scoring_service.handlers.method import Method, Methods
from scoring_service.store import small as kept
from scoring_service.store import summaries

State = dict[str, Any]
ONE_SUM = ("instrument", "tenant_id", "pool")


def pool_small(connection: Connection) -> None:
    """Ask for summaries of whoever gets a sum."""
    today, every, known = clock.today(DAY_OF), tenants.states(connection), Methods(connection)
    found = defaultdict[tuple[str, str], list[SmallResult]](list)
    for row in kept.waiting(connection):
        span = span_of(row.period)
        if settled(span, today) and (
            result := _small_result(known.released(row), row, span, every)
        ):
            found[row.instrument, span].append(result)
    for (instrument, span), results in found.items():
        for pool in pools(results):
            kept.keep(connection, pool, instrument, span, today)
            summaries.ask(connection, [(pool.owner, span)])


def small_of(
    rows: Sequence[Row[Any]], formulas: Mapping[str, Formula]
) -> dict[tuple[str, str], list[Small]]:
    """Every sum of a span as it is published, by instrument and whose it is; `formulas` by
    version."""
    made = defaultdict[tuple[str, str], list[Small]](list)
    for (instrument, tenant, _), one in groupby(rows, key=attrgetter(*ONE_SUM)):
        pooled = _pooled([*one])
        made[instrument, str(tenant)].append(small(formulas[pooled.version], pooled))
    return made


def small_differ(connection: Connection) -> Iterator[str]:
    """In words, what is in a sum and is not what its release gives."""
    known = Methods(connection)
    for row in kept.all_kept(connection):
        found = known.released(row).values_of(row.exact)
        values = {code: str(value) for code, value in found.items()}
        again = {**row.state, "n": row.exact["n"], "values": values}
        if row.state != again:
            yield f"survey {row.survey_id}: in a sum {row.state}, release {again}"


def _small_result(
    method: Method, row: Row[Any], span: str, every: Mapping[str, State]
) -> SmallResult | None:
    """None where one of its indices has no value, or nobody is known whose it is."""
    values, tenant = method.values_of(row.exact), every.get(str(row.tenant_id))
    if tenant is None or values.keys() != method.official.weights.keys():
        return None
    return SmallResult(
        survey=str(row.survey_id),
        number=row.number,
        tenant=tenant["tenant_id"],
        office=None if is_practice(tenant) else _above(tenant, last_day(span).isoformat()),
        period=row.period,
        version=method.formula_version_id,
        counting=tuple(map(repr, counting(method.official))),
        responses=row.exact["n"],
        unmarked=row.exact["n"] - row.exact["counts"]["flagged"],
        values=values,
    )


def _above(tenant: State, day: str) -> str | None:
    """The office that it stood right below on that day."""
    for link in tenant["parents"]:
        until = link.get("valid_to")
        if link["valid_from"] <= day and (until is None or day < until):
            return str(link["parent_id"]) if link["parent_id"] else None
    return None


def _pooled(rows: Sequence[Row[Any]]) -> Pooled:
    return Pooled(
        rows[-1].state["version"],
        {str(row.unit_id) for row in rows},
        {row.period for row in rows},
        [(row.state["n"], _fractions(row.state["values"])) for row in rows],
    )


def _fractions(values: Mapping[str, str]) -> dict[str, Fraction]:
    return {code: Fraction(value) for code, value in values.items()}
