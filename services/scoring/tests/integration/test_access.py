"""Who sees what: scores below one's own unit, tallies nobody on the web, bad input a problem."""

import pytest
from chassis import tenants
from chassis.consumer import Message
from chassis.database import Scope
from chassis.tenant_tree import is_practice, keep_tenants
from chassis.web import create_app
from scoring_service.consumers import keep_forms, keep_formulas, keep_surveys
from scoring_service.handlers.scoring import publish_marked
from scoring_service.store import scores
from scoring_service.web import blueprint
from scoring_testing import KEY, World
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

TENANT_TABLES = (
    "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
    " WHERE a.attname = 'tenant_id' AND c.relkind IN ('r', 'p') AND NOT a.attisdropped"
    " AND c.relnamespace = 'public'::regnamespace"
    " AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"
)
NOBODY = dict.fromkeys(("tenant", "instrument", "period"))
FIRST = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def worlds(databases) -> list[World]:
    made = [World(), World()]
    with databases.worker.unbound() as connection:
        for world in made:
            for handle, event in (
                (keep_tenants, world.tenants()),
                (keep_forms, world.form()),
                (keep_formulas, world.formula()),
                (keep_surveys, world.survey()),
            ):
                handle(connection, [Message(event, 0, 0)])
    publish_marked(databases.worker, KEY)
    return made


def listed(databases, world: World, **filters) -> list[str]:
    with databases.web.scope(Scope(world.tenant)) as connection:
        rows = scores.listed(connection, {**NOBODY, "after": FIRST, **filters}, 100)
    return [row.state["survey_id"] for row in rows]


def test_a_unit_sees_its_own_scores_alone(databases, worlds) -> None:
    mine, other = worlds
    assert listed(databases, mine) == [mine.survey_id]
    assert listed(databases, mine, tenant=other.tenant) == []
    assert listed(databases, mine, period="2026-11", instrument="SPKP-SPAK") == [mine.survey_id]
    assert listed(databases, mine, period="2026-10") == []
    assert listed(databases, mine, after=mine.survey_id) == []


def test_without_a_scope_nothing_can_be_asked(databases, worlds) -> None:
    with (
        pytest.raises(DBAPIError, match=r"app\.(scope|unit_types)|uuid"),
        databases.web.unbound() as connection,
    ):
        connection.execute(text("SELECT * FROM scores"))


@pytest.mark.parametrize(
    "table",
    [
        "tallies",
        "releases",
        "release_days",
        "pending_scores",
        "source_offsets",
        "populations",
        "exclusions",
    ],
)
def test_the_web_cannot_read_what_moves_with_every_answer(databases, table: str) -> None:
    with databases.web.unbound() as connection:
        granted = "SELECT has_any_column_privilege(CAST(:table AS text), 'SELECT')"
        assert connection.scalar(text(granted), {"table": table}) is False
        assert connection.scalar(text(granted), {"table": "scores"}) is True


def test_every_table_with_a_tenant_forces_row_security(databases) -> None:
    with databases.owner.unbound() as connection:
        assert connection.execute(text(TENANT_TABLES)).scalars().all() == []


@pytest.fixture
def client(databases, stage):
    return create_app("scoring", stage.settings, [blueprint(databases.web)]).test_client()


def test_sample_size_is_public_and_gives_its_reason(client) -> None:
    answer = client.get("/api/v1/sample-size?population=345")
    assert answer.status_code == 200
    assert (answer.json["target"], answer.json["rule"]) == (182, "krejcie_morgan")
    assert set(answer.json["reason"]) == {"id", "en"}


@pytest.mark.parametrize(
    "given",
    [
        "",
        "population=",
        "population=-1",
        "population=3.5",
        "population=1e3",
        "population=abc",
        "population=1000000001",
        "population=" + "9" * 5000,
        "population=%C2%B2",
    ],
)
def test_a_bad_population_is_a_problem_of_that_field(client, given: str) -> None:
    answer = client.get(f"/api/v1/sample-size?{given}")
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert answer.json["errors"][0]["field"] == "population"


def test_scores_need_a_token(client) -> None:
    assert client.get("/api/v1/scores").status_code == 401


def test_a_practice_tenant_is_listed_only_when_it_is_asked_for(databases, worlds) -> None:
    above, drill = worlds
    event = drill.tenants()
    link = {"parent_id": above.tenant, "valid_from": "2020-01-01", "valid_to": None}
    event.payload.update(practice=True, parents=[link])
    with databases.worker.unbound() as connection:
        keep_tenants(connection, [Message(event, 0, 0)])
        assert is_practice(tenants.states(connection)[drill.tenant])
    assert listed(databases, above) == [above.survey_id]
    assert listed(databases, above, tenant=drill.tenant) == [drill.survey_id]
    with databases.web.scope(Scope(drill.tenant)) as connection:
        rows = scores.listed(connection, {**NOBODY, "after": FIRST}, 100, practice=True)
    assert [(str(row.tenant_id), row.practice) for row in rows] == [(drill.tenant, True)]
