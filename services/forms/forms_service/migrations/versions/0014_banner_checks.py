"""Whether a hung poster was readable from where visitors sit: results of photos, never a photo."""

from alembic import op
from chassis import rls

revision = "0014"
down_revision = "0013"

OWN = f"{rls.BY_TENANT} AND {rls.IN_SCOPE}"
RESULTS = (
    "('readable', 'old_print', 'other_point', 'foreign', 'too_small', 'glare', 'cut_off',"
    " 'covered', 'dark', 'blurred', 'nothing')"
)


def upgrade() -> None:
    """The tenant is the one that the point belonged to; what was seen is never rewritten."""
    op.execute(
        "CREATE TABLE banner_checks (check_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),"
        " tenant_id uuid NOT NULL, point_id uuid NOT NULL REFERENCES collection_points,"
        " at timestamptz NOT NULL DEFAULT now(), person text NOT NULL, name text NOT NULL,"
        f" result text NOT NULL CHECK (result IN {RESULTS}),"
        " pixels real CHECK (pixels > 0), seen_code text CHECK (length(seen_code) = 7))"
    )
    op.execute("CREATE INDEX ON banner_checks (point_id, at)")
    op.execute("CREATE INDEX ON banner_checks (at)")
    rls.force("banner_checks")
    rls.allow("banner_checks", "forms_worker", "SELECT, DELETE")
    op.execute(
        "GRANT SELECT, INSERT (tenant_id, point_id, person, name, result, pixels, seen_code)"
        " ON banner_checks TO forms_web"
    )
    for policy in (
        f"reads ON banner_checks FOR SELECT TO forms_web USING ({rls.IN_SCOPE})",
        f"adds ON banner_checks FOR INSERT TO forms_web WITH CHECK ({OWN})",
    ):
        op.execute(f"CREATE POLICY {policy}")
