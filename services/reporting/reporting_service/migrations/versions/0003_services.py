"""What the services of each unit are called."""

from alembic import op
from chassis import rls

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute("CREATE TABLE services (tenant_id uuid PRIMARY KEY, state jsonb NOT NULL)")
    rls.protect("services", "reporting", rows=rls.IN_SCOPE, worker="SELECT, INSERT, UPDATE")
