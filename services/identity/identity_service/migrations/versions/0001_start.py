"""Tenants, people, grants, sessions, API clients, the audit trail."""

from alembic import op
from chassis import rls, tenant_tree
from chassis.consumer import create_positions_table
from chassis.outbox import create_outbox_table

revision = "0001"
down_revision = None

SIGNIN = "identity_signin"


def upgrade() -> None:
    tenant_tree.create_tables("identity")
    rls.allow("tenants", SIGNIN, "SELECT (tenant_id, status, time_zone, state)")
    create_outbox_table("identity")
    create_positions_table("identity")
    _people()
    _sessions()
    _clients()
    _audit()


def _people() -> None:
    op.execute(
        "CREATE TABLE people (person_id uuid PRIMARY KEY, tenant_id uuid NOT NULL,"
        " username text NOT NULL UNIQUE CHECK (username = lower(username)), name text NOT NULL,"
        " password_hash text NOT NULL, status text NOT NULL CHECK (status IN ('active','revoked')))"
    )
    op.execute(
        "CREATE TABLE grants (grant_id uuid PRIMARY KEY, person_id uuid NOT NULL REFERENCES people,"
        " tenant_id uuid NOT NULL, role text NOT NULL, unit_types text[] NOT NULL DEFAULT '{}',"
        " valid_from date NOT NULL, valid_to date, CHECK (valid_to > valid_from))"
    )
    op.execute("CREATE INDEX ON grants (person_id)")
    # Administrators write password hashes and never read them.
    seen = "person_id, tenant_id, username, name, status"
    rls.protect(
        "people", "identity", rows=rls.IN_SCOPE, web=f"SELECT ({seen}), INSERT, UPDATE (status)"
    )
    rls.protect("grants", "identity", rows=rls.IN_SCOPE, web="SELECT, INSERT")
    rls.allow("people", SIGNIN, f"SELECT ({seen}, password_hash)")
    rls.allow("grants", SIGNIN, "SELECT")


def _sessions() -> None:
    """No tenant owns a session; only the sign-in role reads them, the worker clears them away."""
    op.execute(
        "CREATE TABLE sessions (session_id uuid PRIMARY KEY, person_id uuid NOT NULL,"
        " grant_id uuid NOT NULL, refresh_hash text NOT NULL UNIQUE, previous_hash text,"
        " rotated_at timestamptz NOT NULL, csrf text NOT NULL, expires_at timestamptz NOT NULL,"
        " ended boolean NOT NULL DEFAULT false)"
    )
    op.execute("CREATE INDEX ON sessions (previous_hash)")
    rls.force("sessions")
    changing = "grant_id, refresh_hash, previous_hash, rotated_at, expires_at, ended"
    rls.allow("sessions", SIGNIN, f"SELECT, INSERT, UPDATE ({changing})")
    rls.allow("sessions", "identity_worker", "SELECT (expires_at), DELETE")
    op.execute(f"GRANT INSERT ON outbox TO {SIGNIN}")


def _clients() -> None:
    op.execute(
        "CREATE TABLE clients (client_id text PRIMARY KEY, tenant_id uuid NOT NULL,"
        " name text NOT NULL, secret_hash text NOT NULL, scope text NOT NULL,"
        " status text NOT NULL CHECK (status IN ('active','revoked')))"
    )
    seen = "client_id, tenant_id, name, scope, status"
    rls.protect(
        "clients", "identity", rows=rls.IN_SCOPE, web=f"SELECT ({seen}), INSERT, UPDATE (status)"
    )
    rls.allow("clients", SIGNIN, "SELECT")


def _audit() -> None:
    """Append-only: nobody holds UPDATE or DELETE, and a trigger refuses the owner too."""
    op.execute(
        "CREATE TABLE audit_entries (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
        " entry_id uuid NOT NULL UNIQUE, tenant_id uuid NOT NULL, occurred_at timestamptz NOT NULL,"
        " actor text NOT NULL, actor_kind text NOT NULL, action text NOT NULL,"
        " subject text NOT NULL, detail jsonb NOT NULL, request_id text)"
    )
    rls.protect(
        "audit_entries", "identity", rows=rls.IN_SCOPE, web="SELECT", worker="SELECT, INSERT"
    )
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
