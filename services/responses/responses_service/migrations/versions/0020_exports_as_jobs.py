"""Files of answers are jobs (`chassis.jobs`): counted tries, leases, why one failed."""

from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    # A default by the clock would be the movable one.
    op.execute(
        "ALTER TABLE exports DROP touched_at, ADD tries int NOT NULL DEFAULT 0,"
        " ADD sent boolean NOT NULL DEFAULT false,"
        " ADD due_at timestamptz NOT NULL DEFAULT '-infinity',"
        " ADD reason text NOT NULL DEFAULT ''"
        " CHECK (reason IN ('', 'fault', 'silent', 'slow'))"
    )
    # The owner writes past the forced policies for this one statement.
    op.execute("ALTER TABLE exports NO FORCE ROW LEVEL SECURITY")
    op.execute("UPDATE exports SET reason = 'fault' WHERE state = 'failed'")
    op.execute("ALTER TABLE exports FORCE ROW LEVEL SECURITY")
