"""Every release is kept for good; before the final result it is coarse, and the clock moves it."""

from alembic import op
from chassis import rls

revision = "0005"
down_revision = "0004"

READ = ("scores", "released_positions", "detailed_releases")


def upgrade() -> None:
    op.execute(
        "CREATE TABLE releases (survey_id uuid NOT NULL, number int NOT NULL,"
        " tenant_id uuid NOT NULL, kind text NOT NULL"
        " CHECK (kind IN ('coarse', 'final', 'correction', 'earlier')),"
        " released_at timestamptz, form_version_id uuid, formula_version_id uuid,"
        " positions jsonb NOT NULL, excluded uuid[] NOT NULL, exact jsonb, published jsonb,"
        " PRIMARY KEY (survey_id, number))"
    )
    for table in READ:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    # What was shown exactly while surveys were open is told apart from by the next exact release.
    op.execute(
        "INSERT INTO releases (survey_id, number, tenant_id, kind, positions, excluded, published)"
        " SELECT survey_id, row_number() OVER (PARTITION BY survey_id ORDER BY newest),"
        " tenant_id, 'earlier', positions, excluded, published FROM ("
        " SELECT survey_id, tenant_id, positions, excluded, NULL::jsonb AS published,"
        " false AS newest FROM detailed_releases UNION ALL"
        " SELECT survey_id, r.tenant_id, positions, excluded, s.state -> 'released', true"
        " FROM released_positions r JOIN scores s USING (survey_id)) AS shown"
    )
    op.execute("INSERT INTO pending_scores SELECT survey_id, -1 FROM scores ON CONFLICT DO NOTHING")
    rls.force("scores")
    rls.protect("releases", "scoring", rows=rls.BY_TENANT, web="", worker="SELECT, INSERT")
    op.execute("DROP TABLE released_positions, detailed_releases")
    # On which days the clock has moved coarse pictures.
    op.execute("CREATE TABLE release_days (day date PRIMARY KEY)")
    op.execute("GRANT SELECT, INSERT ON release_days TO scoring_worker")
