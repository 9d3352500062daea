"""The division of a person within their unit: who hands out paper is not who types it."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute("ALTER TABLE people ADD COLUMN division text NOT NULL DEFAULT ''")
    op.execute("GRANT SELECT (division), UPDATE (division) ON people TO identity_web")
    op.execute("GRANT SELECT (division) ON people TO identity_signin")
