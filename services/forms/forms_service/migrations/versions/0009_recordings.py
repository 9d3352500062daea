"""Statements read aloud; two more kinds of visits: screened out, and given up at a kiosk."""

from alembic import op
from chassis import rls

revision = "0009"
down_revision = "0008"

OWN = f"{rls.BY_TENANT} AND {rls.IN_SCOPE}"


def upgrade() -> None:
    op.execute("ALTER TABLE visit_counts DROP CONSTRAINT visit_counts_kind_check")
    op.execute(
        "ALTER TABLE visit_counts ADD CONSTRAINT visit_counts_kind_check"
        " CHECK (kind IN ('scan', 'start', 'finish', 'screened', 'abandoned'))"
    )
    # Public by their content's name: they belong to nobody and never change.
    op.execute(
        "CREATE TABLE recording_files (sha256 text PRIMARY KEY CHECK (length(sha256) = 64),"
        " kind text NOT NULL CHECK (kind IN ('ogg', 'mp3', 'wav')),"
        " sound bytea NOT NULL CHECK (length(sound) <= 300000))"
    )
    op.execute("GRANT SELECT, INSERT ON recording_files TO forms_web")
    op.execute(
        "CREATE TABLE recordings (recording_id uuid PRIMARY KEY, tenant_id uuid NOT NULL,"
        " official boolean NOT NULL, instrument text NOT NULL, item text NOT NULL,"
        " language text NOT NULL CHECK (language IN ('id', 'en', 'ja', 'ko')),"
        " sha256 text NOT NULL REFERENCES recording_files, kind text NOT NULL, size int NOT NULL,"
        " status text NOT NULL CHECK (status IN ('active', 'withdrawn')),"
        " UNIQUE (tenant_id, instrument, item, language))"
    )
    rls.force("recordings")
    op.execute("GRANT SELECT, INSERT, UPDATE ON recordings TO forms_web")
    for policy in (
        f"reads ON recordings FOR SELECT TO forms_web USING ({rls.IN_SCOPE})",
        f"adds ON recordings FOR INSERT TO forms_web WITH CHECK ({OWN})",
        f"changes ON recordings FOR UPDATE TO forms_web USING ({OWN}) WITH CHECK ({OWN})",
    ):
        op.execute(f"CREATE POLICY {policy}")
