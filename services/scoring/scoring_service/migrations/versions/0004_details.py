"""Which releases were shown in detail; the number that corrects is that of the period alone."""

from alembic import op
from chassis import rls

revision = "0004"
down_revision = "0003"

READ = ("scores", "released_positions")


def upgrade() -> None:
    """`positions` as in `released_positions`; one row per set of excluded answers."""
    op.execute(
        "CREATE TABLE detailed_releases (survey_id uuid NOT NULL, tenant_id uuid NOT NULL,"
        " positions jsonb NOT NULL, excluded uuid[] NOT NULL)"
    )
    op.execute("CREATE INDEX ON detailed_releases (survey_id)")
    op.execute("ALTER TABLE released_positions DROP COLUMN population")
    for table in READ:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    # Until now every release was shown in detail, however few it told of.
    op.execute(
        "INSERT INTO detailed_releases SELECT survey_id, tenant_id, positions, excluded"
        " FROM released_positions"
    )
    # Scored once more: what should not have been shown is withheld, wrong corrections go.
    op.execute("INSERT INTO pending_scores SELECT survey_id, -1 FROM scores ON CONFLICT DO NOTHING")
    for table in READ:
        rls.force(table)
    rls.protect(
        "detailed_releases",
        "scoring",
        rows=rls.BY_TENANT,
        web="",
        worker="SELECT, INSERT, DELETE",
    )
