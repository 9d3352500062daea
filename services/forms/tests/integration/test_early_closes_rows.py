"""What ends a survey early is kept by the database, too: no statement of the web role passes it."""

from typing import Any

import pytest
from chassis.database import Scope
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

UNIT = "W11-02"


def run_as_web(seeded: Any, *statements: str) -> None:
    """As a handler of the web process would, bound to the unit of an open survey."""
    survey = seeded.own_survey(UNIT)
    values = {"tenant": survey["tenant_id"], "survey": survey["survey_id"]}
    with seeded.web.scope(Scope(survey["tenant_id"])) as connection:
        connection.execute(text("SELECT set_config('app.tenant_id', :tenant, true)"), values)
        for statement in statements:
            connection.execute(text(statement), values)


@pytest.mark.parametrize(
    ("sets", "message"),
    [
        ("status = 'closed'", "second person"),
        ("closes_at = closes_at - interval '1 day'", "second person"),
        ("closes_at = clock_now()", "second person"),
        ("late_days = 0", "permission denied"),
        ("opens_at = opens_at + interval '1 day'", "permission denied"),
        ("release_step = 5, period = '2020-01'", "permission denied"),
    ],
)
def test_no_statement_of_the_web_role_shortens_one(seeded: Any, sets: str, message: str) -> None:
    with pytest.raises(DBAPIError, match=message):
        run_as_web(seeded, f"UPDATE surveys SET {sets} WHERE survey_id = :survey")  # noqa: S608


REQUEST = (
    "INSERT INTO early_closes"
    " (early_close_id, tenant_id, survey_id, reason, asked_by, asked_hand, asked_name)"
    " VALUES (gen_random_uuid(), :tenant, :survey, 'alasan yang cukup', 'a', 'a', 'A')"
)
APPROVED = "UPDATE early_closes SET state = 'approved', decided_by = :who, decided_tenant = :above"


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        (APPROVED.replace(":who", "'a'").replace(":above", "gen_random_uuid()"), "second_person"),
        (APPROVED.replace(":who", "'b'").replace(":above", "tenant_id"), "from_above"),
        ("UPDATE early_closes SET state = 'approved'", "check constraint"),
        ("UPDATE early_closes SET lapses_at = lapses_at + interval '1 year'", "permission denied"),
        ("UPDATE early_closes SET asked_by = 'c'", "permission denied"),
        ("UPDATE early_closes SET asked_hand = 'c'", "permission denied"),
        ("DELETE FROM early_closes", "permission denied"),
    ],
)
def test_no_statement_of_the_web_role_stands_for_the_second_person(
    seeded: Any, statement: str, message: str
) -> None:
    with pytest.raises(DBAPIError, match=message):
        run_as_web(seeded, REQUEST, statement)
