"""What the roles of the database may do, asked of PostgreSQL itself."""

import pytest
from chassis.database import Scope
from identity_service.domain.organisation import tenant_id
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

MINISTRY, W11, W20 = (tenant_id(code) for code in ("KEMENKUMHAM", "W11", "W20"))


@pytest.mark.parametrize("role", ["OWNER", "WEB", "WORKER", "SIGNIN"])
@pytest.mark.parametrize(
    "change",
    ["UPDATE audit_entries SET actor = 'x'", "DELETE FROM audit_entries", "TRUNCATE audit_entries"],
)
def test_nobody_changes_the_audit_trail(identity, role, change) -> None:
    with (
        identity.database(role) as database,
        pytest.raises(DBAPIError, match="append-only|permission denied"),
        database.scope(Scope(MINISTRY)) as connection,
    ):
        connection.execute(text(change))


@pytest.mark.parametrize(
    ("role", "query"),
    [
        ("WEB", "SELECT password_hash FROM people"),
        ("WEB", "SELECT secret_hash FROM clients"),
        ("WEB", "SELECT 1 FROM sessions"),
        ("WEB", "SELECT 1 FROM outbox"),
        ("WEB", "UPDATE people SET password_hash = 'x'"),
        ("WEB", "DELETE FROM people"),
        ("WEB", "UPDATE grants SET role = 'national_administrator'"),
        ("WEB", "INSERT INTO tenants (tenant_id) VALUES (gen_random_uuid())"),
        ("WORKER", "SELECT 1 FROM people"),
        ("WORKER", "SELECT refresh_hash FROM sessions"),
        ("SIGNIN", "SELECT 1 FROM audit_entries"),
        ("SIGNIN", "UPDATE people SET status = 'active'"),
        ("SIGNIN", "INSERT INTO grants (grant_id) VALUES (gen_random_uuid())"),
        ("SIGNIN", "UPDATE sessions SET person_id = person_id"),
        ("SIGNIN", "SELECT 1 FROM outbox"),
    ],
)
def test_each_role_has_no_more_than_it_needs(identity, role, query) -> None:
    with (
        identity.database(role) as database,
        pytest.raises(DBAPIError, match="permission denied"),
        database.scope(Scope(MINISTRY)) as connection,
    ):
        connection.execute(text(query))


@pytest.mark.parametrize("table", ["tenants", "people", "grants", "clients", "audit_entries"])
def test_the_web_role_without_a_scope_raises(identity, table) -> None:
    with (
        identity.database("WEB") as database,
        pytest.raises(DBAPIError, match=r"app\.(scope|unit_types)"),
        database.unbound() as connection,
    ):
        connection.execute(text(f"SELECT count(*) FROM {table}"))  # noqa: S608


def test_a_scope_holds_its_own_rows_alone(identity) -> None:
    count = text("SELECT array_agg(DISTINCT username) FROM people")
    with identity.database("WEB") as database:
        with database.scope(Scope(W11)) as connection:
            own = connection.scalar(count)
        with database.scope(Scope(W20)) as connection:
            foreign = connection.scalar(count)
        with database.scope(Scope(MINISTRY)) as connection:
            every = connection.scalar(count)
    assert "pemantau.w11" in own
    assert "pemantau.w20" in foreign
    assert not set(own) & set(foreign)
    assert set(own) | set(foreign) < set(every)


def test_a_row_for_a_foreign_tenant_is_refused(identity) -> None:
    insert = text(
        "INSERT INTO clients (client_id, tenant_id, name, secret_hash, scope, status)"
        " VALUES ('c-foreign', :tenant, 'n', 'h', 's', 'active')"
    )
    with (
        identity.database("WEB") as database,
        pytest.raises(DBAPIError, match="row-level security"),
        database.scope(Scope(W11)) as connection,
    ):
        connection.execute(insert, {"tenant": W20})


def test_every_table_with_a_tenant_has_forced_row_security(identity) -> None:
    query = text(
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE a.attname = 'tenant_id' AND c.relkind IN ('r', 'p')"
        " AND c.relnamespace = 'public'::regnamespace"
        " AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"
    )
    with identity.database("OWNER") as database, database.unbound() as connection:
        assert connection.execute(query).scalars().all() == []
