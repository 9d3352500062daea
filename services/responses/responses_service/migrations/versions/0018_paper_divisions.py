"""Whose division handed out a batch of paper: another one, or the kanwil, types it.

Batches of before have no division; of them only the person who issued them is kept out.
"""

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.execute(
        "ALTER TABLE paper_batches ADD COLUMN issuer_tenant uuid,"
        " ADD COLUMN issuer_division text NOT NULL DEFAULT ''"
    )
