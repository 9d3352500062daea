"""Which services a unit had when a number was entered: a sum that lacks one is not N."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.execute("ALTER TABLE populations ADD COLUMN unit_services text[]")
