"""Files of answers: what was asked for, how far it is, and its bytes; an index for the rows."""

from alembic import op
from chassis import rls

revision = "0006"
down_revision = "0005"

# A file belongs to the hat that asked for it, not to everybody above its unit.
OWN = "tenant_id = current_setting('app.scope')::uuid"


def upgrade() -> None:
    op.execute(
        "CREATE TABLE exports (export_id uuid PRIMARY KEY, tenant_id uuid NOT NULL,"
        " unit_types text[] NOT NULL, requested_by text NOT NULL,"
        " requested_at timestamptz NOT NULL DEFAULT now(), kind text NOT NULL"
        " CHECK (kind IN ('answers', 'microdata', 'texts')), format text NOT NULL"
        " CHECK (format IN ('csv', 'xlsx', 'sav', 'parquet')), name text NOT NULL,"
        " plan jsonb NOT NULL, state text NOT NULL DEFAULT 'waiting'"
        " CHECK (state IN ('waiting', 'running', 'done', 'failed')),"
        " touched_at timestamptz NOT NULL DEFAULT now(), total int NOT NULL DEFAULT 0,"
        " done int NOT NULL DEFAULT 0, size bigint NOT NULL DEFAULT 0)"
    )
    op.execute("CREATE INDEX ON exports (tenant_id, requested_by, requested_at)")
    op.execute(
        "CREATE TABLE export_files (export_id uuid NOT NULL REFERENCES exports ON DELETE CASCADE,"
        " part int NOT NULL, tenant_id uuid NOT NULL,"
        " data bytea NOT NULL CHECK (length(data) <= 8388608), PRIMARY KEY (export_id, part))"
    )
    for table in ("exports", "export_files"):
        rls.force(table)
        rls.allow(table, "responses_worker", "SELECT, INSERT, UPDATE, DELETE")
        op.execute(f"GRANT SELECT ON {table} TO responses_web")
        op.execute(f"CREATE POLICY reads ON {table} FOR SELECT TO responses_web USING ({OWN})")
    op.execute("GRANT INSERT ON exports TO responses_web")
    op.execute(f"CREATE POLICY adds ON exports FOR INSERT TO responses_web WITH CHECK ({OWN})")
    op.execute("CREATE INDEX ON records (survey_id, received_at) WHERE state = 'counted'")
