"""Kiosks: a device that answers at one point in a mode of its own; the hash of its key alone."""

from alembic import op
from chassis import rls

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.execute(
        "CREATE TABLE kiosks (device_id uuid PRIMARY KEY, tenant_id uuid NOT NULL,"
        " point_id uuid NOT NULL, name text NOT NULL, key_hash text NOT NULL UNIQUE,"
        " status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'revoked')),"
        " made_at timestamptz NOT NULL DEFAULT now(), seen_at timestamptz,"
        " waiting int CHECK (waiting >= 0))"
    )
    op.execute("CREATE INDEX ON kiosks (tenant_id)")
    rls.force("kiosks")
    op.execute("GRANT SELECT, INSERT, UPDATE (status, seen_at, waiting) ON kiosks TO responses_web")
    scope, own = rls.IN_SCOPE, f"{rls.BY_TENANT} AND {rls.IN_SCOPE}"
    op.execute(f"CREATE POLICY reads ON kiosks FOR SELECT TO responses_web USING ({scope})")
    op.execute(f"CREATE POLICY adds ON kiosks FOR INSERT TO responses_web WITH CHECK ({own})")
    op.execute(
        f"CREATE POLICY changes ON kiosks FOR UPDATE TO responses_web"
        f" USING ({scope}) WITH CHECK ({scope})"
    )
