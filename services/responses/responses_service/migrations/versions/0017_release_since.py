"""Plans of files say since when answers are released in steps, not whether the survey is closed."""

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.execute(
        "UPDATE exports SET plan = plan - 'closed' || jsonb_build_object('since', CASE"
        " WHEN CAST(plan ->> 'closed' AS boolean) THEN 'infinity' ELSE '-infinity' END)"
    )
