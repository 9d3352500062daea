"""Final results of fewer than ten answers, and in which sum each of them is: rows are added, never
changed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection, Row, text

from scoring_service.domain.small import Pool
from scoring_service.store.finals import SHOWN


def waiting(connection: Connection) -> Sequence[Row[Any]]:
    """As `finals.SHOWN`, those that are in no sum yet."""
    few = "SELECT survey_id FROM final_results WHERE state ->> 'lack' = 'few'"
    pooled = "SELECT FROM small_results p WHERE p.survey_id = s.survey_id"
    query = f"{SHOWN} AND s.survey_id IN ({few}) AND NOT EXISTS ({pooled}) ORDER BY s.survey_id"
    return connection.execute(text(query)).all()


def keep(connection: Connection, pool: Pool, instrument: str, span: str, day: date) -> None:
    connection.execute(
        text(
            "INSERT INTO small_results (survey_id, number, pool, tenant_id, unit_id, instrument,"
            " span, period, day, state) VALUES (:survey_id, :number, :pool, :tenant_id, :unit_id,"
            " :instrument, :span, :period, :day, CAST(:state AS jsonb))"
        ),
        [
            {
                "survey_id": each.survey,
                "number": each.number,
                "pool": pool.name,
                "tenant_id": pool.owner,
                "unit_id": each.tenant,
                "instrument": instrument,
                "span": span,
                "period": each.period,
                "day": day,
                "state": orjson.dumps(each.state()).decode(),
            }
            for each in pool.results
        ],
    )


def of_span(connection: Connection, span: str) -> Sequence[Row[Any]]:
    """Every one that is in a sum of it, those of one sum (`pool`) together, the newest last."""
    return connection.execute(
        text(
            "SELECT * FROM small_results WHERE span = :span"
            " ORDER BY instrument, tenant_id, pool, period, survey_id"
        ),
        {"span": span},
    ).all()


def all_kept(connection: Connection) -> Sequence[Row[Any]]:
    """(survey_id, state) of each, with the release it was made of and the ids of its versions."""
    return connection.execute(
        text(
            "SELECT p.survey_id, p.state, r.exact, r.form_version_id, r.formula_version_id"
            " FROM small_results p JOIN releases r USING (survey_id, number)"
        )
    ).all()
