"""Places, hours, presets, moves of collection points, and paths of an earlier system."""

from alembic import op
from chassis import rls

revision = "0004"
down_revision = "0003"

CHANNELS = "('qr', 'link', 'kiosk', 'paper', 'website', 'message', 'nfc', 'card')"
OWN = f"{rls.BY_TENANT} AND {rls.IN_SCOPE}"


def upgrade() -> None:
    op.execute("ALTER TABLE collection_points DROP CONSTRAINT collection_points_channel_check")
    op.execute(
        "ALTER TABLE collection_points"
        f" ADD CONSTRAINT collection_points_channel_check CHECK (channel IN {CHANNELS}),"
        " ADD COLUMN place text NOT NULL DEFAULT '', ADD COLUMN preset text,"
        " ADD COLUMN hours jsonb NOT NULL DEFAULT '[]',"
        " ADD COLUMN aliases text[] NOT NULL DEFAULT '{}',"
        " ADD COLUMN added_at timestamptz NOT NULL DEFAULT now()"
    )
    _moves()


def _moves() -> None:
    """A point whose office was merged away goes on at another; where it was stays written."""
    op.execute(
        "CREATE TABLE point_moves (move_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
        " point_id uuid NOT NULL REFERENCES collection_points, tenant_id uuid NOT NULL,"
        " to_tenant_id uuid NOT NULL, person text NOT NULL, reason text NOT NULL,"
        " at timestamptz NOT NULL DEFAULT now())"
    )
    rls.force("point_moves")
    rls.allow("point_moves", "forms_worker", "SELECT, INSERT")
    op.execute("GRANT SELECT, INSERT ON point_moves TO forms_web")
    for policy in (
        f"reads ON point_moves FOR SELECT TO forms_web USING ({rls.IN_SCOPE})",
        f"adds ON point_moves FOR INSERT TO forms_web WITH CHECK ({OWN})",
    ):
        op.execute(f"CREATE POLICY {policy}")
    # The only way to another tenant: named beforehand, and in the mover's scope like the first.
    named = "tenant_id = nullif(current_setting('app.move_to', true), '')::uuid"
    op.execute(
        "CREATE POLICY moves ON collection_points FOR UPDATE TO forms_web"
        f" USING ({OWN}) WITH CHECK ({named} AND {rls.IN_SCOPE})"
    )
