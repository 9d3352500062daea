"""Drafts of form versions, their reviews and the questions of a tenant's own."""

from alembic import op
from chassis import rls

revision = "0002"
down_revision = "0001"

OWN = f"{rls.BY_TENANT} AND {rls.IN_SCOPE}"
# What the rows of a draft may become, in one place with the reasons; the handlers say it kindly.
CHECK_DRAFT = """
CREATE FUNCTION check_draft() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' THEN RAISE EXCEPTION 'a draft begins as a draft'; END IF;
    RETURN NEW;
  END IF;
  IF OLD.state IN ('published', 'dropped') THEN
    RAISE EXCEPTION 'a draft that is % stays as it is', OLD.state;
  END IF;
  IF NEW.tenant_id <> OLD.tenant_id OR NEW.author <> OLD.author
    OR NOT NEW.editors @> OLD.editors OR NEW.revision <> OLD.revision + 1 THEN
    RAISE EXCEPTION 'owner, author and editors of a draft stay, its revision grows by one';
  END IF;
  IF (NEW.definition <> OLD.definition OR NEW.instrument <> OLD.instrument)
    AND NEW.state <> 'draft' THEN
    RAISE EXCEPTION 'a changed draft needs a new review';
  END IF;
  IF NEW.state <> OLD.state AND NEW.state NOT IN ('draft', 'dropped')
    AND (OLD.state, NEW.state) NOT IN (('draft', 'in_review'), ('returned', 'in_review'),
      ('in_review', 'approved'), ('in_review', 'returned'), ('approved', 'published')) THEN
    RAISE EXCEPTION 'a draft cannot go from % to %', OLD.state, NEW.state;
  END IF;
  IF NEW.state = 'approved' AND OLD.state <> 'approved'
    AND jsonb_path_exists(NEW.definition, '$.items[*].replaces ? (@ != null)')
    AND NOT EXISTS (SELECT FROM tenants t
      WHERE t.tenant_id = NEW.reviewer_tenant AND t.kind = 'ministry') THEN
    RAISE EXCEPTION 'replacing U4, U6 or U7 needs national approval';
  END IF;
  RETURN NEW;
END $$
"""
# The web role publishes word for word what a second person approved, and nothing else; only the
# ministry publishes what holds for all.
APPROVED = """
  version = (state -> 'definition' ->> 'version')::int
  AND (own_of IS NULL OR own_of = tenant_id)
  AND (own_of IS NULL) = EXISTS (SELECT FROM tenants t
    WHERE t.tenant_id = form_versions.tenant_id AND t.kind = 'ministry')
  AND EXISTS (SELECT FROM drafts d WHERE d.tenant_id = form_versions.tenant_id
    AND d.state = 'approved' AND d.instrument = form_versions.instrument
    AND d.hash = form_versions.hash AND d.definition = form_versions.state -> 'definition')
"""


def upgrade() -> None:
    _drafts()
    _events()
    _versions()


def _drafts() -> None:
    op.execute(
        "CREATE TABLE drafts (draft_id uuid PRIMARY KEY, tenant_id uuid NOT NULL,"
        " instrument text NOT NULL, based_on uuid REFERENCES form_versions,"
        " definition jsonb NOT NULL, hash text NOT NULL, state text NOT NULL DEFAULT 'draft'"
        " CHECK (state IN ('draft', 'in_review', 'returned', 'approved', 'published', 'dropped')),"
        " revision int NOT NULL DEFAULT 1, author text NOT NULL, author_name text NOT NULL,"
        " editors text[] NOT NULL, note text NOT NULL DEFAULT '',"
        " reviewer text, reviewer_name text, reviewer_tenant uuid, reason text,"
        " decided_at timestamptz, published_as uuid REFERENCES form_versions,"
        " created_at timestamptz NOT NULL DEFAULT now(),"
        " changed_at timestamptz NOT NULL DEFAULT now(),"
        " CONSTRAINT second_person CHECK (reviewer IS NULL"
        "  OR (reviewer <> author AND NOT reviewer = ANY (editors))),"
        " CHECK (state NOT IN ('approved', 'published') OR reviewer IS NOT NULL))"
    )
    op.execute(CHECK_DRAFT)
    op.execute(
        "CREATE TRIGGER checked BEFORE INSERT OR UPDATE ON drafts"
        " FOR EACH ROW EXECUTE FUNCTION check_draft()"
    )
    rls.force("drafts")
    rls.allow("drafts", "forms_worker", "SELECT")
    op.execute("GRANT SELECT, INSERT, UPDATE ON drafts TO forms_web")
    op.execute(f"CREATE POLICY reads ON drafts FOR SELECT TO forms_web USING ({rls.IN_SCOPE})")
    op.execute(f"CREATE POLICY adds ON drafts FOR INSERT TO forms_web WITH CHECK ({OWN})")
    op.execute(
        f"CREATE POLICY changes ON drafts FOR UPDATE TO forms_web USING ({OWN}) WITH CHECK ({OWN})"
    )


def _events() -> None:
    """What happened to a draft, by whom; rows are added and never change."""
    op.execute(
        "CREATE TABLE draft_events (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
        " draft_id uuid NOT NULL REFERENCES drafts, tenant_id uuid NOT NULL,"
        " at timestamptz NOT NULL DEFAULT now(), actor text NOT NULL, actor_name text NOT NULL,"
        " verb text NOT NULL, revision int NOT NULL, hash text NOT NULL,"
        " note text NOT NULL DEFAULT '')"
    )
    op.execute("CREATE INDEX draft_events_by_draft ON draft_events (draft_id, number)")
    rls.force("draft_events")
    rls.allow("draft_events", "forms_worker", "SELECT")
    op.execute("GRANT SELECT, INSERT ON draft_events TO forms_web")
    op.execute(
        f"CREATE POLICY reads ON draft_events FOR SELECT TO forms_web USING ({rls.IN_SCOPE})"
    )
    op.execute(f"CREATE POLICY adds ON draft_events FOR INSERT TO forms_web WITH CHECK ({OWN})")


def _versions() -> None:
    """Numbered per owner; a tenant's own version is shown to those who have it in scope."""
    for column, name in (("tenant_id", "owner_tenant_id"), ("own_of", "own_of")):
        op.execute(
            f"ALTER TABLE form_versions ADD COLUMN {column} uuid"
            f" GENERATED ALWAYS AS ((state ->> '{name}')::uuid) STORED"
        )
    op.execute("ALTER TABLE form_versions DROP CONSTRAINT form_versions_instrument_version_key")
    op.execute("ALTER TABLE form_versions ADD UNIQUE (instrument, tenant_id, version)")
    rls.force("form_versions")
    op.execute(
        "CREATE POLICY every_row ON form_versions TO forms_worker USING (true) WITH CHECK (true)"
    )
    op.execute("GRANT INSERT ON form_versions TO forms_web")
    op.execute(
        "CREATE POLICY reads ON form_versions FOR SELECT TO forms_web"
        f" USING (own_of IS NULL OR {rls.IN_SCOPE})"
    )
    op.execute(
        "CREATE POLICY publishes ON form_versions FOR INSERT TO forms_web"
        f" WITH CHECK ({rls.BY_TENANT} AND {APPROVED})"
    )
