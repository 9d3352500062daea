"""An official survey is closed early with a second person's word alone; whom a form asks."""

from alembic import op
from chassis import rls

revision = "0012"
down_revision = "0011"

OWN = f"{rls.BY_TENANT} AND {rls.IN_SCOPE}"
# The web role shortens no official survey without an approved request; the worker, which has no
# visitor, closes what is over. A form out of sight counts as official.
CHECK_CLOSE = """
CREATE FUNCTION check_close() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF (NEW.status <> OLD.status OR NEW.closes_at <> OLD.closes_at)
    AND coalesce((SELECT f.official FROM form_versions f
      WHERE f.form_version_id = OLD.form_version_id), true)
    AND NOT EXISTS (SELECT FROM early_closes e
      WHERE e.survey_id = OLD.survey_id AND e.state = 'approved') THEN
    RAISE EXCEPTION 'an official survey is closed early only with a second person''s word';
  END IF;
  RETURN NEW;
END $$
"""


def upgrade() -> None:
    op.execute(
        "ALTER TABLE form_versions"
        " ADD COLUMN official boolean GENERATED ALWAYS AS ((state ->> 'official')::boolean) STORED,"
        " ADD COLUMN audience text"
        " GENERATED ALWAYS AS (state -> 'definition' ->> 'audience') STORED"
    )
    _requests()
    _closing()


def _requests() -> None:
    """Asked, then approved or refused by another person from above, within seven days. Who asks
    writes only what is asked; who decides only what is decided."""
    op.execute(
        "CREATE TABLE early_closes (early_close_id uuid PRIMARY KEY, tenant_id uuid NOT NULL,"
        " survey_id uuid NOT NULL REFERENCES surveys, reason text NOT NULL"
        " CHECK (length(reason) >= 10), asked_by text NOT NULL, asked_hand text NOT NULL,"
        " asked_name text NOT NULL,"
        " asked_at timestamptz NOT NULL DEFAULT now(),"
        " lapses_at timestamptz NOT NULL DEFAULT now() + interval '7 days',"
        " state text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'approved', 'refused')),"
        " decided_by text, decided_name text, decided_tenant uuid, answer text,"
        " decided_at timestamptz,"
        " CONSTRAINT second_person CHECK (decided_by <> asked_by),"
        " CONSTRAINT from_above CHECK (decided_tenant <> tenant_id),"
        " CHECK ((state = 'asked') = (decided_by IS NULL)),"
        " CHECK ((state = 'asked') = (decided_tenant IS NULL)))"
    )
    op.execute("CREATE INDEX early_closes_by_survey ON early_closes (survey_id)")
    rls.force("early_closes")
    op.execute(
        "GRANT SELECT,"
        " INSERT (early_close_id, tenant_id, survey_id, reason, asked_by, asked_hand, asked_name),"
        " UPDATE (state, decided_by, decided_name, decided_tenant, answer, decided_at)"
        " ON early_closes TO forms_web"
    )
    waits = "state = 'asked' AND now() < lapses_at"
    for policy in (
        f"reads ON early_closes FOR SELECT TO forms_web USING ({rls.IN_SCOPE})",
        f"adds ON early_closes FOR INSERT TO forms_web WITH CHECK ({OWN})",
        f"decides ON early_closes FOR UPDATE TO forms_web USING ({OWN} AND {waits})"
        f" WITH CHECK ({OWN})",
    ):
        op.execute(f"CREATE POLICY {policy}")


def _closing() -> None:
    """Of a survey that is there the web role changes its form and its close, and nothing else."""
    op.execute("REVOKE UPDATE ON surveys FROM forms_web")
    op.execute("GRANT UPDATE (form_version_id, status, closes_at) ON surveys TO forms_web")
    op.execute(CHECK_CLOSE)
    op.execute(
        "CREATE TRIGGER second_person BEFORE UPDATE ON surveys FOR EACH ROW"
        " WHEN (current_user = 'forms_web') EXECUTE FUNCTION check_close()"
    )
