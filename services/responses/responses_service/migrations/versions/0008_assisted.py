"""Why a member of the staff filled an answer in for somebody; null for all other answers."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.execute(
        "ALTER TABLE records ADD COLUMN reason text CHECK (reason IN"
        " ('no_phone', 'cannot_read', 'cannot_see', 'other_language', 'other_impediment'))"
    )
