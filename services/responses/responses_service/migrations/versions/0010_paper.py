"""Numbered sheets of paper, and what two persons typed from each until it counts."""

from alembic import op
from chassis import rls

revision = "0010"
down_revision = "0009"

OWN = f"{rls.BY_TENANT} AND {rls.IN_SCOPE}"
TABLES = {
    "paper_batches": "closed_by, closer, closed_at",
    "paper_sheets": "state, reason, handled_by, handler, handled_at",
    "paper_entries": "answers",
}


def upgrade() -> None:
    op.execute(
        "CREATE TABLE paper_batches (batch_id uuid PRIMARY KEY, tenant_id uuid NOT NULL,"
        " number int NOT NULL UNIQUE, sheets int NOT NULL CHECK (sheets BETWEEN 1 AND 200),"
        " survey_id uuid NOT NULL, form_version_id uuid NOT NULL, instrument text NOT NULL,"
        " period text NOT NULL, point text NOT NULL, language text NOT NULL,"
        " issued_by text NOT NULL, issuer text NOT NULL,"
        " issued_at timestamptz NOT NULL DEFAULT now(),"
        " closed_by text, closer text, closed_at timestamptz)"
    )
    op.execute(
        "CREATE TABLE paper_sheets (batch_id uuid REFERENCES paper_batches, place int,"
        " tenant_id uuid NOT NULL, state text NOT NULL DEFAULT 'issued'"
        " CHECK (state IN ('issued', 'typed', 'differs', 'counted', 'late', 'spoiled')),"
        " reason text CHECK (reason IN"
        " ('unused', 'misprint', 'blank', 'unreadable', 'incomplete')),"
        " handled_by text, handler text, handled_at timestamptz,"
        " PRIMARY KEY (batch_id, place), CHECK ((state = 'spoiled') = (reason IS NOT NULL)))"
    )
    # Turn 1 and 2 are the two typings, 3 is the settling of what they differ on.
    op.execute(
        "CREATE TABLE paper_entries (batch_id uuid, place int, turn int CHECK (turn IN (1, 2, 3)),"
        " tenant_id uuid NOT NULL, answers jsonb, typed_by text NOT NULL, typist text NOT NULL,"
        " typed_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (batch_id, place, turn),"
        " FOREIGN KEY (batch_id, place) REFERENCES paper_sheets)"
    )
    for table, columns in TABLES.items():
        rls.force(table)
        op.execute(f"GRANT SELECT, INSERT, UPDATE ({columns}) ON {table} TO responses_web")
        op.execute(
            f"CREATE POLICY reads ON {table} FOR SELECT TO responses_web USING ({rls.IN_SCOPE})"
        )
        op.execute(f"CREATE POLICY adds ON {table} FOR INSERT TO responses_web WITH CHECK ({OWN})")
        op.execute(
            f"CREATE POLICY changes ON {table} FOR UPDATE TO responses_web"
            f" USING ({OWN}) WITH CHECK ({OWN})"
        )
    op.execute("CREATE INDEX ON paper_batches (tenant_id, issued_at)")
