"""What offices do about weak statements: follow-ups, their history, their evidence, and the outbox
in which their states leave."""

from alembic import op
from chassis import rls
from chassis.outbox import create_outbox_table

revision = "0008"
down_revision = "0007"

OWN = f"{rls.BY_TENANT} AND {rls.IN_SCOPE}"
# Ten megabytes, as `follow_ups.rules.limits` has it for all evidence of one follow-up together.
LARGEST = 10 * 1024 * 1024
ADDED = (
    "tenant_id, survey_id, instrument, period, statement, index_code, words, priority, program,"
    " owner, due, state, asked_by, asked_hand, opened_on"
)


def upgrade() -> None:
    create_outbox_table("reporting")
    _follow_ups()
    _steps()
    _files()


def _follow_ups() -> None:
    """One statement has one that goes on, so that its effect can be told. What was planned is never
    rewritten, and what is over stays as it ended."""
    op.execute(
        "CREATE TABLE follow_ups (follow_up_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),"
        " tenant_id uuid NOT NULL, survey_id uuid NOT NULL, instrument text NOT NULL,"
        " period text NOT NULL, statement text NOT NULL, index_code text NOT NULL,"
        " words jsonb NOT NULL, priority int NOT NULL CHECK (priority > 0),"
        " program text NOT NULL, owner text NOT NULL, due date NOT NULL,"
        " state text NOT NULL DEFAULT 'proposed'"
        " CHECK (state IN ('proposed', 'running', 'done', 'withdrawn')),"
        " asked_by text NOT NULL, asked_hand text NOT NULL, approved_by text, opened_on date,"
        " revision int NOT NULL DEFAULT 1, UNIQUE (follow_up_id, tenant_id),"
        " CONSTRAINT second_person CHECK (approved_by <> asked_by),"
        " CHECK (state = 'withdrawn' OR (state = 'proposed') = (opened_on IS NULL)))"
    )
    going = "state IN ('proposed', 'running')"
    op.execute(
        "CREATE UNIQUE INDEX one_at_a_time ON follow_ups (tenant_id, instrument, statement)"
        f" WHERE {going}"
    )
    rls.force("follow_ups")
    rls.allow("follow_ups", "reporting_worker", "SELECT")
    op.execute(
        f"GRANT SELECT, INSERT ({ADDED}), UPDATE (state, approved_by, opened_on, revision)"
        " ON follow_ups TO reporting_web"
    )
    for policy in (
        f"reads ON follow_ups FOR SELECT TO reporting_web USING ({rls.IN_SCOPE})",
        f"adds ON follow_ups FOR INSERT TO reporting_web WITH CHECK ({OWN})",
        f"moves ON follow_ups FOR UPDATE TO reporting_web USING ({OWN} AND {going})"
        f" WITH CHECK ({OWN})",
    ):
        op.execute(f"CREATE POLICY {policy}")


def _steps() -> None:
    """Rows are added, never changed."""
    op.execute(
        "CREATE TABLE follow_up_steps (follow_up_id uuid NOT NULL, tenant_id uuid NOT NULL,"
        " number int NOT NULL CHECK (number > 0), step text NOT NULL"
        " CHECK (step IN ('propose', 'open', 'approve', 'attach', 'finish', 'withdraw')),"
        " person text NOT NULL, name text NOT NULL, role text NOT NULL, note text NOT NULL,"
        " at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (follow_up_id, number),"
        " FOREIGN KEY (follow_up_id, tenant_id) REFERENCES follow_ups (follow_up_id, tenant_id))"
    )
    _added_alone(
        "follow_up_steps", "follow_up_id, tenant_id, number, step, person, name, role, note"
    )
    op.execute(
        "CREATE FUNCTION refuse_another_history() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the history of a follow-up is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON follow_up_steps"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_another_history()"
    )


def _files() -> None:
    op.execute(
        "CREATE TABLE follow_up_files (file_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),"
        " follow_up_id uuid NOT NULL, tenant_id uuid NOT NULL, name text NOT NULL,"
        " kind text NOT NULL CHECK (kind IN ('pdf', 'jpeg', 'png')),"
        f" content bytea NOT NULL CHECK (octet_length(content) BETWEEN 1 AND {LARGEST}),"
        " at timestamptz NOT NULL DEFAULT now(),"
        " FOREIGN KEY (follow_up_id, tenant_id) REFERENCES follow_ups (follow_up_id, tenant_id))"
    )
    # Files are packed already.
    op.execute("ALTER TABLE follow_up_files ALTER COLUMN content SET STORAGE EXTERNAL")
    op.execute("CREATE INDEX ON follow_up_files (follow_up_id)")
    _added_alone("follow_up_files", "follow_up_id, tenant_id, name, kind, content")


def _added_alone(table: str, columns: str) -> None:
    rls.force(table)
    op.execute(f"GRANT SELECT, INSERT ({columns}) ON {table} TO reporting_web")
    for policy in (
        f"reads ON {table} FOR SELECT TO reporting_web USING ({rls.IN_SCOPE})",
        f"adds ON {table} FOR INSERT TO reporting_web WITH CHECK ({OWN})",
    ):
        op.execute(f"CREATE POLICY {policy}")
