"""For how many days after its close a survey takes answers that were on their way."""

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.execute(
        "ALTER TABLE surveys ADD COLUMN late_days int NOT NULL DEFAULT 7"
        " CHECK (late_days BETWEEN 0 AND 31)"
    )
