"""Where each unit stands on the way to WBK and WBBM, as scoring publishes it."""

from alembic import op
from chassis import rls

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("CREATE TABLE standings (tenant_id uuid PRIMARY KEY, state jsonb NOT NULL)")
    rls.protect("standings", "reporting", rows=rls.IN_SCOPE, worker="SELECT, INSERT, UPDATE")
