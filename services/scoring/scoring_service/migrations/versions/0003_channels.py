"""Tallies tell answers with a token apart; answers that two persons excluded are kept beside."""

from alembic import op
from chassis import rls

revision = "0003"
down_revision = "0002"

KEY = "survey_id, part, service, mode, flagged, token, form_version_id"


def upgrade() -> None:
    op.execute("ALTER TABLE tallies ADD COLUMN token text NOT NULL DEFAULT 'none'")
    op.execute("ALTER TABLE tallies DROP CONSTRAINT tallies_pkey")
    op.execute(f"ALTER TABLE tallies ADD PRIMARY KEY ({KEY})")
    op.execute(
        "CREATE TABLE exclusions (response_id uuid PRIMARY KEY, survey_id uuid NOT NULL,"
        " tenant_id uuid NOT NULL, sequence int NOT NULL, excluded boolean NOT NULL,"
        " part int NOT NULL, source_offset bigint NOT NULL, state jsonb NOT NULL)"
    )
    op.execute("CREATE INDEX ON exclusions (survey_id)")
    rls.protect(
        "exclusions", "scoring", rows=rls.BY_TENANT, web="", worker="SELECT, INSERT, UPDATE"
    )
    # Which exclusions a release knew: a rebuild leaves out the same.
    op.execute(
        "ALTER TABLE released_positions ADD COLUMN excluded uuid[] NOT NULL DEFAULT '{}',"
        " ADD COLUMN recipients bigint"
    )
