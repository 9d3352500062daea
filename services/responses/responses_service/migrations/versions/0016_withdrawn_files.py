"""Files of texts go when one of the texts is taken back; a change is known to the month alone."""

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.execute("ALTER TABLE exports DROP CONSTRAINT exports_state_check")
    op.execute(
        "ALTER TABLE exports ADD CONSTRAINT exports_state_check"
        " CHECK (state IN ('waiting', 'running', 'done', 'failed', 'withdrawn'))"
    )
    # The same moment for text and contact would tell which contact belongs to which answer.
    op.execute("ALTER TABLE amended ALTER amended_at SET DEFAULT date_trunc('month', now())")
    op.execute("UPDATE amended SET amended_at = date_trunc('month', amended_at)")
    op.execute("UPDATE conflicts SET payload = payload - 'text'")
