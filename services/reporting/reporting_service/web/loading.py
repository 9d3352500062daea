"""Reads what a page needs in one transaction of the caller's scope."""

from dataclasses import dataclass
from typing import Any

from chassis.auth import Principal
from chassis.database import Database
from chassis.problems import NotFound
from sqlalchemy import Connection

from reporting_service.domain.views import SurveyView, chosen, survey_view
from reporting_service.store import reading

State = dict[str, Any]


@dataclass(frozen=True)
class UnitPage:
    """One tenant, its surveys as choices, the one shown, its history, and its units."""

    tenant: State
    instruments: list[str]
    periods: list[str]
    shown: SurveyView | None
    history: list[SurveyView]
    units: list[tuple[State, SurveyView | None]]


def unit_page(
    database: Database,
    person: Principal,
    code: str,
    instrument: str | None,
    period: str | None,
    language: str,
) -> UnitPage:
    """Raise NotFound for a tenant outside the caller's scope, whatever the reason."""
    with database.scope(person.scope) as connection:
        tenant = reading.tenant_by_code(connection, code)
        if tenant is None:
            raise NotFound
        rows = [dict(row._mapping) for row in reading.surveys_of(connection, tenant["tenant_id"])]
        units = reading.children(connection, tenant["tenant_id"])
        wanted = chosen(rows, instrument, period)
        if wanted[0] is None:
            wanted = _newest(connection, instrument or "SPKP-SPAK", period)
        views = [
            _view(connection, row, language)
            for row in rows
            if row["survey"]["instrument"] == wanted[0]
        ]
        return UnitPage(
            tenant=tenant,
            instruments=sorted({row["survey"]["instrument"] for row in rows} or {wanted[0] or ""}),
            periods=[view.period for view in views]
            or reading.periods_in(connection, wanted[0] or ""),
            shown=next((view for view in views if view.period == wanted[1]), None),
            history=views[::-1],
            units=_units(connection, units, wanted, language),
        )


def _newest(
    connection: Connection, instrument: str, period: str | None
) -> tuple[str | None, str | None]:
    """A parent without a survey of its own shows the newest period of its units."""
    periods = reading.periods_in(connection, instrument)
    return instrument, period or (periods[0] if periods else None)


def _units(
    connection: Connection,
    units: list[State],
    wanted: tuple[str | None, str | None],
    language: str,
) -> list[tuple[State, SurveyView | None]]:
    if not units or wanted[0] is None or wanted[1] is None:
        return [(unit, None) for unit in units]
    ids = [unit["tenant_id"] for unit in units]
    found = {
        str(row.tenant_id): _view(connection, row._mapping, language)
        for row in reading.surveys_in(connection, ids, wanted[0], wanted[1])
    }
    return [(unit, found.get(unit["tenant_id"])) for unit in units]


def _view(connection: Connection, row: Any, language: str) -> SurveyView:
    survey = row["survey"]
    form = _version(connection, "form_versions", survey["form_version_id"])
    formula = _version(connection, "formula_versions", survey["formula_version_id"])
    return survey_view(survey, row["score"], row["target"], form, formula, language)


def _version(connection: Connection, table: str, identifier: str) -> State:
    known: dict[str, State] = connection.info.setdefault("versions", {})
    if identifier not in known:
        found = reading.version(connection, table, identifier)
        if found is None:
            raise NotFound("The form of this survey has not arrived yet")
        known[identifier] = found
    return known[identifier]
