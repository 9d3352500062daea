"""Answers beside the counted ones: choices, numbers and dates of a unit's own questions."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("ALTER TABLE records ADD COLUMN details jsonb NOT NULL DEFAULT '{}'")
