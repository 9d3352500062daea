"""Every tenant-owned table of every service under a foreign scope, as each role of the service; and
every way in which a policy can be wrong, planted one at a time and noticed.

Tables, roles and policies come from the catalogue: a new one is tried without a word here.
"""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from chassis.migrate import migrate
from psycopg import sql
from sqlalchemy import make_url
from suara_local import postgres
from suara_local.places import SERVICES
from suara_local.policies import Trial, trial
from suara_local.services import owner_environment
from suara_local.stack import Stack

OWNED = """
SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND a.attname = 'tenant_id' AND NOT a.attisdropped ORDER BY 1
"""
# Nobody's: a new table is tried by its tenant, or stands here.
OTHERS = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id')
"""
POLICIES = """
SELECT polname, polqual IS NOT NULL, polwithcheck IS NOT NULL FROM pg_policy
WHERE polrelid = %s::regclass AND polroles::regrole[]::text[] && %s
"""
IN_EVERY_DATABASE = {"alembic_version", "consumer_positions", "outbox"}
OF_NO_TENANT: dict[str, set[str]] = {
    # By the person: makers by a policy of their own, sessions for the sign-in alone.
    "identity": {"account_makers", "sessions"},
    "forms": {"formula_versions", "recording_files", "visit_sources"},
    "responses": {"amended", "consent_texts", "retention_rules", "retention_runs", "survey_ends"},
    "scoring": {"form_versions", "formula_versions", "pending_scores", "source_offsets"},
    "reporting": {"form_versions", "formula_versions"},
}
# Let somebody do more than another policy of the table does; without them a service cannot do its
# work, which its own tests tell.
MORE_OF_THE_SAME = {"of_seen_people", "moves", "publishes"}
# The national schedule, which all may read: wider is no breach.
EVERYBODYS = ("schedules", "reads")
# Apart from the databases on which other tests work: tables are taken to pieces here.
DATABASES = "policies_"


@pytest.fixture(scope="module")
def apart(infrastructure: Stack) -> Callable[[str], str]:
    """The superuser's address of a migrated database of the service."""
    port, secrets = infrastructure.ports["postgres"], infrastructure.secrets
    postgres.prepare_databases(port, secrets, DATABASES, SERVICES)
    for service in SERVICES:
        environ = owner_environment(service, infrastructure.environment(service), secrets)
        owner = make_url(environ["DATABASE_OWNER_URL"]).set(database=f"{DATABASES}{service}")
        migrate(f"{service}_service", owner.render_as_string(hide_password=False))
    return lambda service: infrastructure.superuser_url(f"{DATABASES}{service}")


@pytest.fixture(params=SERVICES)
def service(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def connection(apart: Callable[[str], str], service: str) -> Iterator["psycopg.Connection[Any]"]:
    with psycopg.connect(apart(service)) as connection:
        yield connection
        connection.rollback()


def names(connection: "psycopg.Connection[Any]", query: str) -> list[str]:
    return [name for (name,) in connection.execute(query.encode())]


def test_no_role_reaches_a_row_outside_of_its_scope(
    connection: "psycopg.Connection[Any]", service: str
) -> None:
    found = {}
    for table in names(connection, OWNED):
        with trial(connection, service, table) as tried:
            found[table] = tried.breaches()
    assert {table: words for table, words in found.items() if words} == {}


def test_what_no_tenant_owns_is_named_here(
    connection: "psycopg.Connection[Any]", service: str
) -> None:
    assert set(names(connection, OTHERS)) - IN_EVERY_DATABASE == OF_NO_TENANT[service]


def test_every_wrong_policy_is_noticed(connection: "psycopg.Connection[Any]", service: str) -> None:
    """Each dropped, each widened in what it shows and in what it takes, and security not forced."""
    missed, planted = [], 0
    for table in names(connection, OWNED):
        with trial(connection, service, table) as tried:
            for change in changes(tried):
                planted += 1
                with connection.transaction(force_rollback=True):
                    connection.execute(change)
                    if not tried.breaches():
                        missed.append(change.as_string(connection))
    assert planted
    assert missed == []


def changes(tried: Trial) -> Iterator[sql.Composed]:
    table = sql.Identifier(tried.table)
    for words in ("NO FORCE ROW LEVEL SECURITY", "DISABLE ROW LEVEL SECURITY"):
        yield sql.SQL("ALTER TABLE {} {}").format(table, sql.SQL(words))
    found = tried.connection.execute(POLICIES, [tried.table, list(tried.privileges)])
    for policy, shows, takes in found.fetchall():
        name = sql.Identifier(policy)
        if policy not in MORE_OF_THE_SAME:
            yield sql.SQL("DROP POLICY {} ON {}").format(name, table)
        if not is_wide(tried, policy):
            shows &= (tried.table, policy) != EVERYBODYS
            for clause in [*["USING"] * shows, *["WITH CHECK"] * takes]:
                yield sql.SQL("ALTER POLICY {} ON {} {} (true)").format(
                    name, table, sql.SQL(clause)
                )


def is_wide(tried: Trial, policy: str) -> bool:
    """It holds for every row already: one of the background's."""
    return (
        tried.connection.execute(
            "SELECT FROM pg_policies WHERE tablename = %s AND policyname = %s AND qual = 'true'",
            [tried.table, policy],
        ).rowcount
        > 0
    )
