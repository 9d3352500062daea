"""Scans, starts and finishes per point and hour; findings on silent points."""

from alembic import op
from chassis import rls

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _counts()
    _sources()
    _findings()


def _counts() -> None:
    """Sums only; the tenant is the one the point belonged to in that hour."""
    op.execute(
        "CREATE TABLE visit_counts (tenant_id uuid NOT NULL, point_id uuid NOT NULL,"
        " hour timestamptz NOT NULL CHECK (date_trunc('hour', hour, 'UTC') = hour),"
        " kind text NOT NULL CHECK (kind IN ('scan', 'start', 'finish')),"
        " how text NOT NULL CHECK (how IN ('scanned', 'typed', 'link', 'legacy')),"
        " signed boolean NOT NULL, host text NOT NULL, count int NOT NULL CHECK (count > 0),"
        " PRIMARY KEY (tenant_id, point_id, hour, kind, how, signed, host))"
    )
    op.execute("CREATE INDEX ON visit_counts (hour)")
    op.execute("CREATE INDEX ON visit_counts (point_id, hour) WHERE kind = 'scan'")
    op.execute("CREATE INDEX ON visit_counts (host, hour) WHERE host <> ''")
    writes = "SELECT, INSERT, UPDATE, DELETE"
    rls.protect("visit_counts", "forms", rows=rls.IN_SCOPE, worker=writes)


def _sources() -> None:
    """How far each counting process was heard, per partition: what repeats is dropped."""
    op.execute(
        "CREATE TABLE visit_sources (source uuid, part int, last_sequence bigint NOT NULL,"
        " heard_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (source, part))"
    )
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON visit_sources TO forms_worker")


def _findings() -> None:
    """A finding is never rewritten: it can only be ended."""
    op.execute(
        "CREATE TABLE point_findings (finding_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),"
        " tenant_id uuid NOT NULL, point_id uuid NOT NULL REFERENCES collection_points,"
        " kind text NOT NULL CHECK (kind IN ('silent')), since timestamptz NOT NULL,"
        " usual_hours int NOT NULL CHECK (usual_hours > 0),"
        " found_at timestamptz NOT NULL DEFAULT now(), resolved_at timestamptz)"
    )
    op.execute("CREATE UNIQUE INDEX ON point_findings (point_id, kind) WHERE resolved_at IS NULL")
    worker = "SELECT, INSERT, UPDATE (resolved_at)"
    rls.protect("point_findings", "forms", rows=rls.IN_SCOPE, worker=worker)
