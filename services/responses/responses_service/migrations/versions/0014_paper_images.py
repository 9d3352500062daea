"""Images of sheets, sealed, until their survey is sealed; and when each survey ends."""

from alembic import op
from chassis import rls

revision = "0014"
down_revision = "0013"

OWN = f"{rls.BY_TENANT} AND {rls.IN_SCOPE}"


def upgrade() -> None:
    op.execute(
        "CREATE TABLE paper_images (batch_id uuid, place int, page int CHECK (page IN (1, 2)),"
        " tenant_id uuid NOT NULL, survey_id uuid NOT NULL, wrapped_key bytea NOT NULL,"
        " sealed bytea NOT NULL, uploaded_by text NOT NULL, uploader text NOT NULL,"
        " uploaded_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (batch_id, place, page),"
        " FOREIGN KEY (batch_id, place) REFERENCES paper_sheets)"
    )
    op.execute("CREATE INDEX ON paper_images (survey_id)")
    rls.force("paper_images")
    op.execute("GRANT SELECT, INSERT, DELETE ON paper_images TO responses_web")
    role = "ON paper_images FOR {} TO responses_web"
    op.execute(f"CREATE POLICY reads {role.format('SELECT')} USING ({rls.IN_SCOPE})")
    op.execute(f"CREATE POLICY adds {role.format('INSERT')} WITH CHECK ({OWN})")
    op.execute(f"CREATE POLICY replaces {role.format('DELETE')} USING ({OWN})")
    # The worker deletes; it never needs to see one.
    seen = "SELECT (batch_id, place, tenant_id, survey_id), DELETE"
    rls.allow("paper_images", "responses_worker", seen)
    op.execute(
        "CREATE TABLE survey_ends (survey_id uuid PRIMARY KEY, closes_at timestamptz NOT NULL)"
    )
    rls.force("survey_ends")
    rls.allow("survey_ends", "responses_worker", "SELECT, INSERT, UPDATE")
