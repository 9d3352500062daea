"""The words of every consent, known by the digest that stands with each answer."""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.execute(
        "CREATE TABLE consent_texts (digest text PRIMARY KEY, language text NOT NULL,"
        " text text NOT NULL, form_version_id uuid NOT NULL,"
        " kept_at timestamptz NOT NULL DEFAULT now())"
    )
    op.execute("GRANT SELECT ON consent_texts TO responses_web")
    op.execute("GRANT SELECT, INSERT ON consent_texts TO responses_worker")
