"""Batches of posters: what was asked for, how far it is, and the files that came of it."""

from alembic import op
from chassis import rls

revision = "0006"
down_revision = "0005"

OWN = f"{rls.BY_TENANT} AND {rls.IN_SCOPE}"


def upgrade() -> None:
    op.execute(
        "CREATE TABLE poster_batches (batch_id uuid PRIMARY KEY, tenant_id uuid NOT NULL,"
        " wish jsonb NOT NULL, requested_by text NOT NULL,"
        " requested_at timestamptz NOT NULL DEFAULT now(), state text NOT NULL DEFAULT 'waiting'"
        " CHECK (state IN ('waiting', 'running', 'done')), total int NOT NULL DEFAULT 0,"
        " done int NOT NULL DEFAULT 0, refused jsonb NOT NULL DEFAULT '[]')"
    )
    op.execute(
        "CREATE TABLE poster_files (batch_id uuid NOT NULL REFERENCES poster_batches"
        " ON DELETE CASCADE, part int NOT NULL, tenant_id uuid NOT NULL, pages int NOT NULL,"
        " pdf bytea NOT NULL CHECK (length(pdf) <= 10485760), PRIMARY KEY (batch_id, part))"
    )
    for table in ("poster_batches", "poster_files"):
        rls.force(table)
        rls.allow(table, "forms_worker", "SELECT, INSERT, UPDATE, DELETE")
        op.execute(f"GRANT SELECT ON {table} TO forms_web")
        op.execute(f"CREATE POLICY reads ON {table} FOR SELECT TO forms_web USING ({rls.IN_SCOPE})")
    op.execute("GRANT INSERT ON poster_batches TO forms_web")
    op.execute(f"CREATE POLICY adds ON poster_batches FOR INSERT TO forms_web WITH CHECK ({OWN})")
