"""Every tenant-owned table of every service under a foreign scope, as each role of the service; and
every way in which a policy can be wrong, planted one at a time and noticed.

Tables, roles and policies come from the catalogue: a new one is tried without a word here.
"""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from suara_local.mutants import policies
from suara_local.mutants.planted import known_survivors
from suara_local.places import SERVICES
from suara_local.policies import trial
from suara_local.stack import Stack

# Nobody's: a new table is tried by its tenant, or stands here.
OTHERS = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id')
"""
IN_EVERY_DATABASE = {"alembic_version", "consumer_positions", "outbox"}
OF_NO_TENANT: dict[str, set[str]] = {
    # By the person: makers by a policy of their own, sessions for the sign-in alone.
    "identity": {"account_makers", "sessions"},
    "forms": {"formula_versions", "recording_files", "visit_sources"},
    "responses": {"amended", "consent_texts", "retention_rules", "retention_runs", "survey_ends"},
    "scoring": {
        "form_versions",
        "formula_versions",
        "pending_scores",
        "release_days",
        "respondents_from",
        "source_offsets",
    },
    "reporting": {"form_versions", "formula_versions"},
}


@pytest.fixture(scope="module")
def apart(infrastructure: Stack) -> Stack:
    """With a migrated database of every service that nobody else uses."""
    policies.prepare(infrastructure)
    return infrastructure


@pytest.fixture(params=SERVICES)
def service(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def connection(apart: Stack, service: str) -> Iterator["psycopg.Connection[Any]"]:
    with policies.connect(apart, service) as connection:
        yield connection
        connection.rollback()


def test_no_role_reaches_a_row_outside_of_its_scope(
    connection: "psycopg.Connection[Any]", service: str
) -> None:
    found = {}
    for table in policies.names(connection, policies.OWNED):
        with trial(connection, service, table) as tried:
            found[table] = tried.breaches()
    assert {table: words for table, words in found.items() if words} == {}


def test_what_no_tenant_owns_is_named_here(
    connection: "psycopg.Connection[Any]", service: str
) -> None:
    assert set(policies.names(connection, OTHERS)) - IN_EVERY_DATABASE == OF_NO_TENANT[service]


def test_every_wrong_policy_is_noticed(connection: "psycopg.Connection[Any]", service: str) -> None:
    """Each dropped, each widened in what it shows and in what it takes, and security not forced;
    but for those that stand in the list of survivors with a reason."""
    found = list(policies.mistakes(connection, service))
    missed = {(each.place, each.change) for each in found if not each.noticed}
    expected = {name for name in known_survivors() if name[0].startswith(f"{service} ")}
    assert found
    assert missed == expected
