"""Editions of what results say together: of months, quarters and semesters, and of units."""

from alembic import op

revision = "0007"
down_revision = "0006"
TABLES = ("summaries", "editions")


def upgrade() -> None:
    """What is shown at the time of the migration becomes the first edition of each value."""
    op.execute("ALTER TABLE summaries ADD COLUMN edition bigint")
    for table in TABLES:
        # The owner reads and writes every row until the policies hold for it again.
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "INSERT INTO editions (tenant_id, instrument, periods, number, kind)"
        " SELECT s.tenant_id, each ->> 'instrument', ARRAY[s.period] || CASE named.kind"
        " WHEN 'quarter' THEN ARRAY(SELECT month ->> 'period'"
        " FROM jsonb_array_elements(each -> named.part -> 'months') AS month"
        " WHERE month -> 'why' = 'null') END, 1, named.kind"
        " FROM summaries s CROSS JOIN LATERAL jsonb_array_elements(s.state -> 'summaries') AS each"
        " CROSS JOIN (VALUES ('own', 'quarter'), ('region', 'region'), ('regrouped', 'regrouped'))"
        " AS named (part, kind) WHERE (each -> named.part ->> 'n')::int > 0"
    )
    op.execute(
        "UPDATE summaries s SET edition = (SELECT max(position) FROM editions e"
        " WHERE e.tenant_id = s.tenant_id AND e.periods[1] = s.period"
        " AND e.kind IN ('quarter', 'region', 'regrouped'))"
    )
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
