"""What came with an answer besides its stars: day, device, token, flags; and the visit tokens."""

from alembic import op
from chassis import rls

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute(
        "ALTER TABLE records ADD COLUMN served_on date, ADD COLUMN answered_at timestamptz,"
        " ADD COLUMN device text, ADD COLUMN token text NOT NULL DEFAULT 'none'"
        " CHECK (token IN ('none', 'valid', 'spent', 'foreign')),"
        " ADD COLUMN flags text[] NOT NULL DEFAULT '{}', ADD COLUMN changes int,"
        " ADD COLUMN consent text"
    )
    # The answers before this one at its point, and those of its device: the recorder looks back.
    op.execute("CREATE INDEX ON records (point_id, answered_at)")
    op.execute("CREATE INDEX ON records (survey_id, device) WHERE device IS NOT NULL")
    _tokens()


def _tokens() -> None:
    """Hashes alone, and no time of spending: no column tells which response a token came with."""
    op.execute(
        "CREATE TABLE visit_tokens (token_hash bytea PRIMARY KEY, tenant_id uuid NOT NULL,"
        " batch_id uuid NOT NULL, instrument text NOT NULL, period text NOT NULL, service text,"
        " valid_until timestamptz NOT NULL, spent boolean NOT NULL DEFAULT false)"
    )
    op.execute("CREATE INDEX ON visit_tokens (tenant_id, period)")
    rls.force("visit_tokens")
    own = f"{rls.BY_TENANT} AND {rls.IN_SCOPE}"
    op.execute("GRANT SELECT ON visit_tokens TO responses_web")
    op.execute("GRANT INSERT ON visit_tokens TO responses_web")
    op.execute(
        f"CREATE POLICY reads ON visit_tokens FOR SELECT TO responses_web USING ({rls.IN_SCOPE})"
    )
    op.execute(f"CREATE POLICY adds ON visit_tokens FOR INSERT TO responses_web WITH CHECK ({own})")
    rls.allow("visit_tokens", "responses_worker", "SELECT, UPDATE (spent)")
