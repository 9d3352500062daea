"""Indices that the ministry published before Suara, as scoring publishes them."""

from alembic import op
from chassis import rls

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.execute(
        "CREATE TABLE historic_results (historic_id text PRIMARY KEY, tenant_id uuid NOT NULL,"
        " state jsonb NOT NULL)"
    )
    op.execute("CREATE INDEX ON historic_results (tenant_id)")
    rls.protect("historic_results", "reporting", rows=rls.IN_SCOPE, worker="SELECT, INSERT, UPDATE")
