"""Mistakes in row-level security: each policy dropped and widened, each table not forced, tried by
SQL as every role of the service (`suara_local.policies`) on migrated databases of a PostgreSQL."""

from collections.abc import Iterator
from typing import Any

import psycopg
from chassis.migrate import migrate
from psycopg import sql
from sqlalchemy import make_url

from suara_local import postgres
from suara_local.mutants.planted import Planted
from suara_local.places import SERVICES
from suara_local.policies import Trial, trial
from suara_local.services import owner_environment
from suara_local.stack import Stack

# Of a tenant, or under a policy.
OWNED = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND (EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid) OR EXISTS
    (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id'
      AND NOT a.attisdropped))
ORDER BY 1
"""
POLICIES = """
SELECT polname, polqual IS NOT NULL, polwithcheck IS NOT NULL FROM pg_policy
WHERE polrelid = %s::regclass AND polroles::regrole[]::text[] && %s ORDER BY polname
"""
# Apart from the databases on which others work: tables are taken to pieces here.
DATABASES = "policies_"
Change = tuple[str, sql.Composed]


def prepare(stack: Stack) -> None:
    """A migrated database of every service, for `connect`."""
    postgres.prepare_databases(stack.ports["postgres"], stack.secrets, DATABASES, SERVICES)
    for service in SERVICES:
        environ = owner_environment(service, stack.environment(service), stack.secrets)
        owner = make_url(environ["DATABASE_OWNER_URL"]).set(database=f"{DATABASES}{service}")
        migrate(f"{service}_service", owner.render_as_string(hide_password=False))


def connect(stack: Stack, service: str) -> "psycopg.Connection[Any]":
    """As the superuser; nothing of what is tried is kept."""
    return psycopg.connect(stack.superuser_url(f"{DATABASES}{service}"))


def names(connection: "psycopg.Connection[Any]", query: str) -> list[str]:
    return [name for (name,) in connection.execute(query.encode())]


def mistakes(connection: "psycopg.Connection[Any]", service: str) -> Iterator[Planted]:
    """Of every mistake whether a trial of its table tells."""
    for table in names(connection, OWNED):
        with trial(connection, service, table) as tried:
            for kind, change in _changes(tried):
                with connection.transaction(force_rollback=True):
                    connection.execute(change)
                    noticed = bool(tried.breaches())
                words = change.as_string(connection)
                yield Planted("policies", kind, f"{service} {table}", words, noticed)


def _changes(tried: Trial) -> Iterator[Change]:
    table = sql.Identifier(tried.table)
    for kind, words in (("not forced", "NO FORCE"), ("switched off", "DISABLE")):
        yield kind, sql.SQL("ALTER TABLE {} {} ROW LEVEL SECURITY").format(table, sql.SQL(words))
    found = tried.connection.execute(POLICIES, [tried.table, list(tried.privileges)])
    for policy, shows, takes in found.fetchall():
        name = sql.Identifier(policy)
        yield "dropped", sql.SQL("DROP POLICY {} ON {}").format(name, table)
        if not _is_wide(tried, policy):
            for clause in [*["USING"] * shows, *["WITH CHECK"] * takes]:
                wider = sql.SQL("ALTER POLICY {} ON {} {} (true)")
                yield f"{clause} (true)", wider.format(name, table, sql.SQL(clause))


def _is_wide(tried: Trial, policy: str) -> bool:
    """It holds for every row already: one of the background's."""
    return (
        tried.connection.execute(
            "SELECT FROM pg_policies WHERE tablename = %s AND policyname = %s AND qual = 'true'",
            [tried.table, policy],
        ).rowcount
        > 0
    )
