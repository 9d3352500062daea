"""Who answered, beside the tallies: told of answers from now on."""

from alembic import op
from chassis import rls

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.execute(
        "CREATE TABLE respondents (survey_id uuid, part int, tenant_id uuid NOT NULL,"
        " counts jsonb NOT NULL, PRIMARY KEY (survey_id, part)) WITH (fillfactor = 50)"
    )
    rls.protect(
        "respondents", "scoring", rows=rls.IN_SCOPE, web="", worker="SELECT, INSERT, UPDATE"
    )
    # A rebuild compares what came after these places.
    op.execute("CREATE TABLE respondents_from (part int PRIMARY KEY, after bigint NOT NULL)")
    op.execute("GRANT SELECT, INSERT, UPDATE ON respondents_from TO scoring_worker")
    op.execute("INSERT INTO respondents_from SELECT part, last_offset FROM source_offsets")
