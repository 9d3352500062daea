"""Where each release stood in the record, so that it can be computed again; marks can be locked."""

from alembic import op
from chassis import rls

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """`positions` is {partition: last source offset} at the moment of the release."""
    op.execute(
        "CREATE TABLE released_positions (survey_id uuid PRIMARY KEY, tenant_id uuid NOT NULL,"
        " positions jsonb NOT NULL, population bigint)"
    )
    rls.protect(
        "released_positions",
        "scoring",
        rows=rls.BY_TENANT,
        web="",
        worker="SELECT, INSERT, UPDATE",
    )
    op.execute("GRANT UPDATE ON pending_scores TO scoring_worker")
    op.execute("ALTER TABLE scores ADD COLUMN published_at timestamptz NOT NULL DEFAULT now()")
