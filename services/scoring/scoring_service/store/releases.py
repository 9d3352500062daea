"""Where releases stood in the record and what they left out: the last one, which a rebuild computes
again, and those that were shown in detail, whose details no later one may give away."""

from typing import Any

import orjson
from contracts.shapes import Survey
from sqlalchemy import Connection, Row, text

from scoring_service.domain.disclosure import Stand


def keep(connection: Connection, survey: Survey, stand: Stand, recipients: int | None) -> None:
    connection.execute(
        text(
            "INSERT INTO released_positions (survey_id, tenant_id, positions, recipients, excluded)"
            " VALUES (:survey_id, :tenant_id, CAST(:positions AS jsonb), :recipients,"
            " CAST(:excluded AS uuid[])) ON CONFLICT (survey_id) DO UPDATE SET"
            " (positions, recipients, excluded)"
            " = (excluded.positions, excluded.recipients, excluded.excluded)"
        ),
        {**_values(survey, stand), "recipients": recipients},
    )


def last(connection: Connection, survey_id: str) -> tuple[Stand, int | None] | None:
    """The last release and the recipients it knew; None before the first."""
    row = connection.execute(
        text("SELECT * FROM released_positions WHERE survey_id = :id"), {"id": survey_id}
    ).one_or_none()
    return (stand_of(row), row.recipients) if row else None


def everything(connection: Connection) -> list[Row[Any]]:
    """(survey_id, state, positions, recipients, excluded) of every release."""
    return list(
        connection.execute(
            text(
                "SELECT survey_id, s.state, r.positions, r.recipients, r.excluded"
                " FROM scores s JOIN released_positions r USING (survey_id)"
                " WHERE jsonb_typeof(s.state -> 'released') = 'object'"
            )
        )
    )


def keep_detailed(connection: Connection, survey: Survey, stand: Stand) -> None:
    """The newest of those that left out the same answers stands for them all: it had theirs."""
    values = _values(survey, stand)
    connection.execute(
        text(
            "DELETE FROM detailed_releases"
            " WHERE survey_id = :survey_id AND excluded = CAST(:excluded AS uuid[])"
        ),
        values,
    )
    connection.execute(
        text(
            "INSERT INTO detailed_releases (survey_id, tenant_id, positions, excluded) VALUES"
            " (:survey_id, :tenant_id, CAST(:positions AS jsonb), CAST(:excluded AS uuid[]))"
        ),
        values,
    )


def detailed(connection: Connection, survey_id: str) -> list[Stand]:
    found = connection.execute(
        text("SELECT * FROM detailed_releases WHERE survey_id = :id"), {"id": survey_id}
    )
    return [stand_of(row) for row in found]


def stand_of(row: Row[Any]) -> Stand:
    positions = {int(part): offset for part, offset in row.positions.items()}
    return Stand(positions, frozenset(str(each) for each in row.excluded))


def _values(survey: Survey, stand: Stand) -> dict[str, Any]:
    return {
        "survey_id": survey["survey_id"],
        "tenant_id": survey["tenant_id"],
        "positions": orjson.dumps({str(part): at for part, at in stand.positions.items()}).decode(),
        "excluded": sorted(stand.excluded),
    }
