"""Who made an account before accounts remembered it is found in the audit trail."""

import uuid

import psycopg
from chassis.migrate import migrate
from identity_service.domain.organisation import tenant_id
from sqlalchemy import make_url
from suara_local import postgres
from suara_local.services import owner_environment
from suara_local.stack import Stack

DATABASES = "identity_before_"
ADMIN, HEAD, W11 = str(uuid.uuid4()), str(uuid.uuid4()), tenant_id("W11")
ENTRIES = [
    (ADMIN, "person", "identity.person.add", HEAD),
    (ADMIN, "person", "identity.grant.add", HEAD),
    ("identity-seed", "service", "identity.person.add", ADMIN),
    (HEAD, "person", "identity.session.begin", HEAD),
]


def test_the_trail_tells_who_made_an_account(infrastructure: Stack) -> None:
    secrets = infrastructure.secrets
    port = infrastructure.ports["postgres"]
    postgres.prepare_databases(port, secrets, DATABASES, ("identity",))
    known = owner_environment("identity", infrastructure.environment("identity"), secrets)
    database = f"{DATABASES}identity"
    url = make_url(known["DATABASE_OWNER_URL"]).set(database=database)
    owner = url.render_as_string(False)
    migrate("identity_service", owner, "0003")
    every = postgres.superuser_dsn(port, secrets["PG_SUPERUSER"], database)
    with psycopg.connect(every, autocommit=True) as connection:
        for each in (ADMIN, HEAD):
            connection.execute(
                "INSERT INTO people (person_id, tenant_id, username, name, password_hash, status)"
                " VALUES (%s, %s, %s, 'N', '!', 'active')",
                [each, W11, each],
            )
        for actor, kind, action, subject in ENTRIES:
            connection.execute(
                "INSERT INTO audit_entries (entry_id, tenant_id, occurred_at, actor, actor_kind,"
                " action, subject, detail)"
                " VALUES (gen_random_uuid(), %s, clock_now(), %s, %s, %s, %s, '{}')",
                [W11, actor, kind, action, subject],
            )
        migrate("identity_service", owner)
        query = "SELECT person_id::text, maker::text FROM account_makers"
        assert connection.execute(query).fetchall() == [(HEAD, ADMIN)]
        forced = "SELECT relforcerowsecurity FROM pg_class WHERE relname = ANY (%s)"
        tables = ["people", "audit_entries", "account_makers"]
        assert connection.execute(forced, [tables]).fetchall() == [(True,)] * len(tables)
