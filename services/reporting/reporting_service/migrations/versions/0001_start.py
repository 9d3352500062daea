"""The read model: tenants, versions, surveys, targets and the newest score of each survey."""

from alembic import op
from chassis import rls, tenant_tree
from chassis.consumer import create_positions_table

revision = "0001"
down_revision = None


def upgrade() -> None:
    tenant_tree.create_tables("reporting")
    create_positions_table("reporting")
    for table in ("form_versions", "formula_versions"):
        op.execute(f"CREATE TABLE {table} (id uuid PRIMARY KEY, state jsonb NOT NULL)")
        op.execute(f"GRANT SELECT ON {table} TO reporting_web")
        op.execute(f"GRANT SELECT, INSERT, UPDATE ON {table} TO reporting_worker")
    for table in ("surveys", "targets", "scores"):
        op.execute(
            f"CREATE TABLE {table} (survey_id uuid PRIMARY KEY, tenant_id uuid NOT NULL,"
            " revision bigint NOT NULL, state jsonb NOT NULL)"
        )
        op.execute(f"CREATE INDEX ON {table} (tenant_id)")
        rls.protect(table, "reporting", rows=rls.IN_SCOPE, worker="SELECT, INSERT, UPDATE")
