"""What final results say together of a tenant and period; those that are there ask for theirs."""

from alembic import op
from chassis import rls

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.execute(
        "CREATE TABLE final_results (survey_id uuid PRIMARY KEY, tenant_id uuid NOT NULL,"
        " instrument text NOT NULL, period text NOT NULL, state jsonb NOT NULL)"
    )
    op.execute("CREATE INDEX ON final_results (period)")
    op.execute(
        "CREATE TABLE summaries (tenant_id uuid, period text, state jsonb NOT NULL,"
        " PRIMARY KEY (tenant_id, period))"
    )
    # Rows are only added and taken away, so that nobody who asks waits for another.
    op.execute("CREATE TABLE pending_summaries (tenant_id uuid NOT NULL, period text NOT NULL)")
    for table, writes in (
        ("final_results", "SELECT, INSERT, UPDATE, DELETE"),
        ("summaries", "SELECT, INSERT, UPDATE"),
        ("pending_summaries", "SELECT, INSERT, DELETE"),
    ):
        rls.protect(table, "scoring", rows=rls.IN_SCOPE, web="", worker=writes)
    op.execute("ALTER TABLE scores NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "INSERT INTO pending_scores SELECT survey_id, -1 FROM scores"
        " WHERE state ->> 'stage' = 'final' ON CONFLICT DO NOTHING"
    )
    rls.force("scores")
