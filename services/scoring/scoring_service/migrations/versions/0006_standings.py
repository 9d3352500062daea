"""Where each unit stands on the way to WBK and WBBM; those with final results get theirs."""

from alembic import op
from chassis import rls

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.execute("CREATE TABLE standings (tenant_id uuid PRIMARY KEY, state jsonb NOT NULL)")
    rls.protect("standings", "scoring", rows=rls.IN_SCOPE, web="", worker="SELECT, INSERT, UPDATE")
    op.execute("ALTER TABLE scores NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "INSERT INTO pending_scores SELECT survey_id, -1 FROM scores"
        " WHERE state ->> 'stage' = 'final' ON CONFLICT DO NOTHING"
    )
    rls.force("scores")
