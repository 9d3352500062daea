"""What final results of several months and units say together, as scoring publishes it."""

from alembic import op
from chassis import rls

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute(
        "CREATE TABLE summaries (tenant_id uuid, period text, state jsonb NOT NULL,"
        " PRIMARY KEY (tenant_id, period))"
    )
    op.execute("CREATE INDEX ON summaries (period)")
    rls.protect("summaries", "reporting", rows=rls.IN_SCOPE, worker="SELECT, INSERT, UPDATE")
