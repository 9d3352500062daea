"""Versions of instruments and formulas, surveys, populations, collection points."""

from alembic import op
from chassis import rls, tenant_tree
from chassis.consumer import create_positions_table
from chassis.outbox import create_outbox_table

revision = "0001"
down_revision = None


def upgrade() -> None:
    tenant_tree.create_tables("forms")
    create_outbox_table("forms")
    create_positions_table("forms")
    _versions()
    _surveys()
    _points()


def _versions() -> None:
    """Published versions never change: nobody may update or delete, and a trigger says so."""
    op.execute(
        "CREATE TABLE form_versions (form_version_id uuid PRIMARY KEY, instrument text NOT NULL,"
        " version int NOT NULL, hash text NOT NULL, state jsonb NOT NULL,"
        " UNIQUE (instrument, version))"
    )
    op.execute(
        "CREATE TABLE formula_versions (formula_version_id uuid PRIMARY KEY, code text NOT NULL,"
        " instrument text NOT NULL, hash text NOT NULL, state jsonb NOT NULL,"
        " number bigint GENERATED ALWAYS AS IDENTITY, UNIQUE (code, hash))"
    )
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'a published version never changes'; END $$"
    )
    for table in ("form_versions", "formula_versions"):
        op.execute(f"GRANT SELECT ON {table} TO forms_web")
        op.execute(f"GRANT SELECT, INSERT ON {table} TO forms_worker")
        op.execute(
            f"CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _surveys() -> None:
    op.execute(
        "CREATE TABLE surveys (survey_id uuid PRIMARY KEY, tenant_id uuid NOT NULL,"
        " instrument text NOT NULL, period text NOT NULL,"
        " form_version_id uuid NOT NULL REFERENCES form_versions,"
        " formula_version_id uuid NOT NULL REFERENCES formula_versions,"
        " opens_at timestamptz NOT NULL, closes_at timestamptz NOT NULL,"
        " release_step int NOT NULL CHECK (release_step >= 1),"
        " status text NOT NULL CHECK (status IN ('open', 'closed')),"
        " CHECK (closes_at > opens_at), UNIQUE (tenant_id, instrument, period))"
    )
    op.execute(
        "CREATE TABLE populations (population_id uuid PRIMARY KEY, tenant_id uuid NOT NULL,"
        " period text NOT NULL, service text NOT NULL, recipients int NOT NULL"
        " CHECK (recipients >= 0), stage text NOT NULL CHECK (stage IN ('provisional', 'final')),"
        " status text NOT NULL CHECK (status IN ('active', 'withdrawn')),"
        " UNIQUE (tenant_id, period, service, stage))"
    )
    _read_in_scope_write_own("surveys")
    _read_in_scope_write_own("populations")


def _points() -> None:
    op.execute(
        "CREATE TABLE collection_points (point_id uuid PRIMARY KEY, tenant_id uuid NOT NULL,"
        " code text NOT NULL UNIQUE, name text NOT NULL,"
        " channel text NOT NULL CHECK (channel IN ('qr', 'link', 'kiosk', 'paper')),"
        " status text NOT NULL CHECK (status IN ('active', 'retired')))"
    )
    _read_in_scope_write_own("collection_points")


def _read_in_scope_write_own(table: str) -> None:
    """The web role sees its scope; it changes rows of one tenant of that scope at a time, the one
    bound as `app.tenant_id`, so that a forgotten WHERE cannot reach a second office."""
    rls.force(table)
    rls.allow(table, "forms_worker", "SELECT, INSERT, UPDATE")
    own = f"{rls.BY_TENANT} AND {rls.IN_SCOPE}"
    op.execute(f"GRANT SELECT, INSERT, UPDATE ON {table} TO forms_web")
    for policy in (
        f"reads ON {table} FOR SELECT TO forms_web USING ({rls.IN_SCOPE})",
        f"adds ON {table} FOR INSERT TO forms_web WITH CHECK ({own})",
        f"changes ON {table} FOR UPDATE TO forms_web USING ({own}) WITH CHECK ({own})",
    ):
        op.execute(f"CREATE POLICY {policy}")
