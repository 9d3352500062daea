"""What the databases themselves say: every tenant-owned table is protected."""

from typing import Any

import psycopg
import pytest
from suara_local.places import SERVICES
from suara_local.running import Running

UNPROTECTED = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
  AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id')
  AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
"""
# Without a policy a protected table is empty for everybody; a partition must not be reachable.
WITHOUT_POLICY = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id')
  AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)
"""
OPEN_PARTITIONS = """
SELECT c.relname, g.grantee FROM pg_class c
JOIN information_schema.role_table_grants g ON g.table_name = c.relname
WHERE c.relispartition AND c.relkind IN ('r', 'p') AND g.grantee <> g.grantor
"""
VIEWS = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('v', 'm')
  AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false)
"""
DEFINERS = """
SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = 'public' AND p.prosecdef
"""
POWERFUL = """
SELECT rolname FROM pg_roles WHERE (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)
  AND rolname LIKE %s
"""
OWNED = """
SELECT c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND r.rolname <> %s
"""
# Of the database itself, where `clock_now()` is to be asked (`chassis.sql_clock`).
OTHER_CLOCKS = r"""
SELECT name FROM (
  SELECT adrelid::regclass::text AS name, pg_get_expr(adbin, adrelid) AS asks FROM pg_attrdef
  UNION ALL
  SELECT tablename || ' ' || policyname, concat(qual, ' ', with_check) FROM pg_policies
  UNION ALL
  SELECT proname, prosrc FROM pg_proc
  WHERE pronamespace = 'public'::regnamespace AND proname <> 'clock_now'
) AS found
WHERE asks ~* '\m(now|(clock|statement|transaction)_timestamp)\(|\mcurrent_(date|time)'
ORDER BY 1
"""
# A web role must not see rows by a policy that holds for every row.
WIDE_OPEN = """
SELECT tablename, policyname FROM pg_policies
WHERE schemaname = 'public' AND %s = ANY (roles) AND qual = 'true'
"""


def rows(suara: Running, service: str, query: str, *values: Any) -> list[Any]:
    with psycopg.connect(suara.stack.superuser_url(service)) as connection:
        return connection.execute(query, values or None).fetchall()


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("query", [UNPROTECTED, WITHOUT_POLICY, OPEN_PARTITIONS, VIEWS, DEFINERS])
def test_nothing_tenant_owned_is_unprotected(suara: Running, service: str, query: str) -> None:
    assert rows(suara, service, query) == []


@pytest.mark.parametrize("service", SERVICES)
def test_no_role_of_a_service_stands_above_the_rules(suara: Running, service: str) -> None:
    assert rows(suara, service, POWERFUL, f"{service}\\_%") == []
    assert rows(suara, service, OWNED, f"{service}_owner") == []
    assert rows(suara, service, WIDE_OPEN, f"{service}_web") == []


def test_the_check_itself_notices_a_table_without_protection(suara: Running) -> None:
    with psycopg.connect(suara.stack.superuser_url("forms")) as connection:
        connection.execute("CREATE TABLE leaky (tenant_id uuid)")
        assert connection.execute(UNPROTECTED).fetchall() == [("leaky",)]
        assert connection.execute(WITHOUT_POLICY).fetchall() == [("leaky",)]
        connection.rollback()


@pytest.mark.parametrize("service", SERVICES)
def test_no_default_policy_or_function_asks_another_clock(suara: Running, service: str) -> None:
    assert rows(suara, service, OTHER_CLOCKS) == []
    with psycopg.connect(suara.stack.superuser_url(service)) as connection:
        connection.execute("CREATE TABLE stamped (at timestamptz DEFAULT now())")
        connection.execute("CREATE POLICY late ON stamped USING (at::date < current_date)")
        assert connection.execute(OTHER_CLOCKS).fetchall() == [("stamped",), ("stamped late",)]
        connection.rollback()


def test_no_service_may_open_the_database_of_another(suara: Running) -> None:
    environment = suara.stack.environment("forms")
    url = environment["DATABASE_WEB_URL"].replace("postgresql+psycopg", "postgresql")
    foreign = url.rsplit("/", 1)[0] + "/responses"
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(foreign)
