"""The retention schedule, added to and never changed, and what its runs erased."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.execute(
        "CREATE TABLE retention_rules (rule_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
        " instrument text NOT NULL, kind text NOT NULL, months int NOT NULL CHECK (months > 0),"
        " changed_by uuid NOT NULL, changer text NOT NULL,"
        " changed_at timestamptz NOT NULL DEFAULT now())"
    )
    op.execute("GRANT SELECT, INSERT ON retention_rules TO responses_web")
    op.execute("GRANT SELECT ON retention_rules TO responses_worker")
    op.execute(
        "CREATE TABLE retention_runs (run_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
        " ran_at timestamptz NOT NULL, instrument text NOT NULL, kind text NOT NULL,"
        " months int NOT NULL, erased bigint NOT NULL)"
    )
    op.execute("GRANT SELECT ON retention_runs TO responses_web")
    op.execute("GRANT SELECT, INSERT ON retention_runs TO responses_worker")
    op.execute("GRANT UPDATE (device) ON records TO responses_worker")
    op.execute("GRANT DELETE ON conflicts TO responses_worker")
