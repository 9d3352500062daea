"""Paths of an earlier system, each leading to one point of the nation; languages of a point."""

from alembic import op
from chassis import rls

revision = "0007"
down_revision = "0006"

OWN = f"{rls.BY_TENANT} AND {rls.IN_SCOPE}"


def upgrade() -> None:
    op.execute(
        "ALTER TABLE collection_points ADD COLUMN languages text[] NOT NULL DEFAULT '{}'"
        "  CHECK (languages <@ ARRAY['id', 'en', 'ja', 'ko']),"
        " ADD UNIQUE (point_id, tenant_id)"
    )
    # A moved point takes its aliases along.
    op.execute(
        "CREATE TABLE point_aliases (alias text PRIMARY KEY CHECK (alias = lower(alias)),"
        " point_id uuid NOT NULL, tenant_id uuid NOT NULL,"
        " added_at timestamptz NOT NULL DEFAULT now(),"
        " FOREIGN KEY (point_id, tenant_id) REFERENCES collection_points (point_id, tenant_id)"
        "  ON UPDATE CASCADE)"
    )
    op.execute("CREATE INDEX ON point_aliases (point_id)")
    _carry_over()
    rls.force("point_aliases")
    rls.allow("point_aliases", "forms_worker", "SELECT, INSERT")
    op.execute("GRANT SELECT, INSERT ON point_aliases TO forms_web")
    for policy in (
        f"reads ON point_aliases FOR SELECT TO forms_web USING ({rls.IN_SCOPE})",
        f"adds ON point_aliases FOR INSERT TO forms_web WITH CHECK ({OWN})",
    ):
        op.execute(f"CREATE POLICY {policy}")


def _carry_over() -> None:
    """The owner reads past the forced policies for this one statement."""
    op.execute("ALTER TABLE collection_points NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "INSERT INTO point_aliases (alias, point_id, tenant_id)"
        " SELECT lower(alias), point_id, tenant_id FROM collection_points, unnest(aliases) alias"
        " ON CONFLICT DO NOTHING"
    )
    op.execute("ALTER TABLE collection_points DROP COLUMN aliases")
    op.execute("ALTER TABLE collection_points FORCE ROW LEVEL SECURITY")
