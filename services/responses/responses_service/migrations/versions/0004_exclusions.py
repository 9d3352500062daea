"""Requests to take answers out of the index, decisions on them, and what came of it: all of it is
only ever added to."""

from alembic import op
from chassis import rls

revision = "0004"
down_revision = "0003"

OWN = f"{rls.BY_TENANT} AND {rls.IN_SCOPE}"


def upgrade() -> None:
    op.execute(
        "CREATE TABLE exclusion_requests (request_id uuid PRIMARY KEY, tenant_id uuid NOT NULL,"
        " excludes boolean NOT NULL, reason text NOT NULL CHECK (reason IN"
        " ('test_entry', 'token', 'wrong_unit', 'staff_fill_in')), justification text NOT NULL,"
        " requested_by text NOT NULL, requester text NOT NULL,"
        " requested_at timestamptz NOT NULL DEFAULT now())"
    )
    op.execute(
        "CREATE TABLE exclusion_items (request_id uuid REFERENCES exclusion_requests,"
        " response_id uuid, tenant_id uuid NOT NULL, PRIMARY KEY (request_id, response_id))"
    )
    op.execute(
        "CREATE TABLE exclusion_decisions (request_id uuid PRIMARY KEY"
        " REFERENCES exclusion_requests, tenant_id uuid NOT NULL, confirmed boolean NOT NULL,"
        " note text, decided_by text NOT NULL, decider text NOT NULL,"
        " decided_at timestamptz NOT NULL DEFAULT now())"
    )
    for table in ("exclusion_requests", "exclusion_items", "exclusion_decisions"):
        rls.force(table)
        rls.allow(table, "responses_worker", "SELECT")
        op.execute(f"GRANT SELECT, INSERT ON {table} TO responses_web")
        op.execute(
            f"CREATE POLICY reads ON {table} FOR SELECT TO responses_web USING ({rls.IN_SCOPE})"
        )
        op.execute(f"CREATE POLICY adds ON {table} FOR INSERT TO responses_web WITH CHECK ({OWN})")
    _effects()


def _effects() -> None:
    """The worker alone turns a confirmed request into effects, so that no web role reads stars."""
    op.execute(
        "CREATE TABLE exclusion_effects (response_id uuid, sequence int, tenant_id uuid NOT NULL,"
        " request_id uuid NOT NULL, excluded boolean NOT NULL,"
        " at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (response_id, sequence))"
    )
    op.execute("CREATE INDEX ON exclusion_effects (request_id)")
    rls.protect("exclusion_effects", "responses", rows=rls.IN_SCOPE, worker="SELECT, INSERT")
    # For whoever asks with a receipt; the effects are the history.
    op.execute("ALTER TABLE ledger ADD COLUMN excluded boolean NOT NULL DEFAULT false")
    op.execute("GRANT UPDATE (excluded) ON ledger TO responses_worker")
