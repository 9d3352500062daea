"""The national schedule, openings of a period, services of a unit, confirmation of populations."""

from alembic import op
from chassis import rls

revision = "0003"
down_revision = "0002"

# The schedule is for everybody with a scope; without one the setting is unset, which raises.
SIGNED_IN = "current_setting('app.scope')::uuid IS NOT NULL"
OWN = f"{rls.BY_TENANT} AND {rls.IN_SCOPE}"


def upgrade() -> None:
    _schedules()
    _openings()
    _services()
    _populations()
    _targets()


def _schedules() -> None:
    """One for the nation, owned by the ministry: everybody in the tree may read it."""
    op.execute(
        "CREATE TABLE schedules (schedule_id uuid PRIMARY KEY, tenant_id uuid NOT NULL,"
        " instrument text NOT NULL, period_kind text NOT NULL"
        " CHECK (period_kind IN ('month', 'semester')),"
        " opens_day int NOT NULL CHECK (opens_day BETWEEN 1 AND 28), opens_time text NOT NULL,"
        " late_days int NOT NULL CHECK (late_days BETWEEN 0 AND 31), place jsonb NOT NULL,"
        " unit_types jsonb NOT NULL, from_period text NOT NULL, to_period text,"
        " release_step int NOT NULL CHECK (release_step >= 5),"
        " status text NOT NULL CHECK (status IN ('active', 'paused', 'ended')),"
        " UNIQUE (tenant_id, instrument, from_period))"
    )
    _own_rows("schedules", reads=SIGNED_IN)


def _openings() -> None:
    """One run each: who asked for which period, how far it is, what it could not open."""
    op.execute(
        "CREATE TABLE openings (opening_id uuid PRIMARY KEY, tenant_id uuid NOT NULL,"
        " period text NOT NULL, requested_by text NOT NULL, requested_at timestamptz NOT NULL"
        " DEFAULT now(), state text NOT NULL DEFAULT 'waiting'"
        " CHECK (state IN ('waiting', 'running', 'done')), total int NOT NULL DEFAULT 0,"
        " done int NOT NULL DEFAULT 0, opened int NOT NULL DEFAULT 0,"
        " existing int NOT NULL DEFAULT 0, skipped jsonb NOT NULL DEFAULT '[]',"
        " finished_at timestamptz)"
    )
    _own_rows("openings")


def _services() -> None:
    op.execute(
        "CREATE TABLE services (service_id uuid PRIMARY KEY, tenant_id uuid NOT NULL,"
        " key text NOT NULL, name text NOT NULL, name_en text NOT NULL, place int NOT NULL,"
        " active boolean NOT NULL, UNIQUE (tenant_id, key))"
    )
    _own_rows("services")


def _populations() -> None:
    """What was entered, confirmed or returned, by whom; the entries before stay readable."""
    op.execute(
        "ALTER TABLE populations ADD COLUMN state text NOT NULL DEFAULT 'entered'"
        "  CHECK (state IN ('entered', 'confirmed', 'returned')),"
        " ADD COLUMN entered_by text NOT NULL DEFAULT '', ADD COLUMN decided_by text,"
        " ADD COLUMN reason text, ADD COLUMN confirmed_recipients int, ADD COLUMN fell_from int,"
        " ADD CHECK (state <> 'confirmed' OR decided_by <> entered_by)"
    )
    op.execute(
        "CREATE TABLE population_entries (entry_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
        " population_id uuid NOT NULL, tenant_id uuid NOT NULL, recipients int NOT NULL,"
        " state text NOT NULL, person text NOT NULL, reason text,"
        " at timestamptz NOT NULL DEFAULT now())"
    )
    rls.force("population_entries")
    rls.allow("population_entries", "forms_worker", "SELECT, INSERT")
    op.execute("GRANT SELECT, INSERT ON population_entries TO forms_web")
    for policy in (
        f"reads ON population_entries FOR SELECT TO forms_web USING ({rls.IN_SCOPE})",
        f"adds ON population_entries FOR INSERT TO forms_web WITH CHECK ({OWN})",
    ):
        op.execute(f"CREATE POLICY {policy}")


def _targets() -> None:
    """The sample target of a survey as scoring publishes it."""
    op.execute(
        "CREATE TABLE targets (survey_id uuid PRIMARY KEY, tenant_id uuid NOT NULL,"
        " period text NOT NULL, state jsonb NOT NULL)"
    )
    rls.protect("targets", "forms", rows=rls.IN_SCOPE, worker="SELECT, INSERT, UPDATE")


def _own_rows(table: str, reads: str = rls.IN_SCOPE) -> None:
    """Seen in scope; changed for the one tenant of that scope bound as `app.tenant_id`."""
    rls.force(table)
    rls.allow(table, "forms_worker", "SELECT, INSERT, UPDATE")
    op.execute(f"GRANT SELECT, INSERT, UPDATE ON {table} TO forms_web")
    for policy in (
        f"reads ON {table} FOR SELECT TO forms_web USING ({reads})",
        f"adds ON {table} FOR INSERT TO forms_web WITH CHECK ({OWN})",
        f"changes ON {table} FOR UPDATE TO forms_web USING ({OWN}) WITH CHECK ({OWN})",
    ):
        op.execute(f"CREATE POLICY {policy}")
