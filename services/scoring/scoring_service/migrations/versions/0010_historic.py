"""Indices that the ministry published before Suara: rows are added, never changed."""

from alembic import op
from chassis import rls

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.execute(
        "CREATE TABLE historic_results (historic_id text NOT NULL, revision int NOT NULL,"
        " tenant_id uuid NOT NULL, state jsonb NOT NULL, entered_by text NOT NULL,"
        " entered_kind text NOT NULL, entered_at timestamptz NOT NULL,"
        " PRIMARY KEY (historic_id, revision))"
    )
    op.execute("CREATE INDEX ON historic_results (tenant_id)")
    added = "SELECT, INSERT"
    rls.protect("historic_results", "scoring", rows=rls.IN_SCOPE, web=added, worker=added)
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'what was published before is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON historic_results"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    # Which indices there are is asked where a file is checked.
    op.execute("GRANT SELECT ON formula_versions TO scoring_web")
