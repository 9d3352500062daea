"""Versions, surveys, populations, tallies, scores and targets."""

from alembic import op
from chassis import rls, tenant_tree
from chassis.consumer import create_positions_table
from chassis.outbox import create_outbox_table

revision = "0001"
down_revision = None

WRITES = "SELECT, INSERT, UPDATE, DELETE"


def upgrade() -> None:
    tenant_tree.create_tables("scoring")
    create_outbox_table("scoring")
    create_positions_table("scoring")
    versions = {"form_versions": "form_version_id", "formula_versions": "formula_version_id"}
    for table, key in versions.items():
        op.execute(f"CREATE TABLE {table} ({key} uuid PRIMARY KEY, state jsonb NOT NULL)")
        op.execute(f"GRANT SELECT, INSERT, UPDATE ON {table} TO scoring_worker")
    op.execute(
        "CREATE TABLE surveys (survey_id uuid PRIMARY KEY, tenant_id uuid NOT NULL,"
        " instrument text NOT NULL, period text NOT NULL, state jsonb NOT NULL)"
    )
    op.execute("CREATE INDEX ON surveys (tenant_id, period)")
    op.execute(
        "CREATE TABLE populations (population_id uuid PRIMARY KEY, tenant_id uuid NOT NULL,"
        " period text NOT NULL, state jsonb NOT NULL)"
    )
    op.execute("CREATE INDEX ON populations (tenant_id, period)")
    rls.protect("surveys", "scoring", rows=rls.IN_SCOPE, worker=WRITES)
    rls.protect("populations", "scoring", rows=rls.IN_SCOPE, web="", worker=WRITES)
    _tallies()
    _scores()


def _tallies() -> None:
    """No web process may read them: they move with every single answer."""
    op.execute(
        "CREATE TABLE tallies (survey_id uuid, part int, service text, mode text, flagged boolean,"
        " form_version_id uuid, tenant_id uuid NOT NULL, responses bigint NOT NULL,"
        " counts bigint[] NOT NULL, pair_n bigint[] NOT NULL, pair_a bigint[] NOT NULL,"
        " pair_b bigint[] NOT NULL, pair_ab bigint[] NOT NULL,"
        " PRIMARY KEY (survey_id, part, service, mode, flagged, form_version_id))"
        " WITH (fillfactor = 50)"
    )
    rls.protect("tallies", "scoring", rows=rls.IN_SCOPE, web="", worker=WRITES)
    op.execute("CREATE TABLE source_offsets (part int PRIMARY KEY, last_offset bigint NOT NULL)")
    op.execute(
        "CREATE TABLE pending_scores (survey_id uuid, part int, PRIMARY KEY (survey_id, part))"
    )
    op.execute("GRANT SELECT, INSERT, UPDATE ON source_offsets TO scoring_worker")
    op.execute("GRANT SELECT, INSERT, DELETE ON pending_scores TO scoring_worker")


def _scores() -> None:
    op.execute(
        "CREATE TABLE scores (survey_id uuid PRIMARY KEY, tenant_id uuid NOT NULL,"
        " revision bigint NOT NULL, state jsonb NOT NULL)"
    )
    op.execute(
        "CREATE TABLE targets (survey_id uuid PRIMARY KEY, tenant_id uuid NOT NULL,"
        " state jsonb NOT NULL)"
    )
    for table in ("scores", "targets"):
        rls.protect(table, "scoring", rows=rls.IN_SCOPE, worker=WRITES)
