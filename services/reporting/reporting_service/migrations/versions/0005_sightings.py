"""Which edition of a result was shown to whom, and when first: rows are added, never changed."""

from alembic import op
from chassis import rls

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _editions()
    _sightings()
    for table in ("editions", "sightings"):
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _editions() -> None:
    """What is shown at the time of the migration becomes the first edition of each."""
    op.execute(
        "CREATE TABLE editions (position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
        " tenant_id uuid NOT NULL, survey_id uuid, instrument text NOT NULL,"
        " periods text[] NOT NULL, number int NOT NULL, kind text NOT NULL,"
        " released_at timestamptz)"
    )
    op.execute("CREATE INDEX ON editions (survey_id, position)")
    op.execute("CREATE INDEX ON editions (tenant_id, instrument, position)")
    for table in ("scores", "standings"):
        op.execute(f"ALTER TABLE {table} ADD COLUMN edition bigint")
        # The owner reads every row until the policies hold for it again.
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "INSERT INTO editions (tenant_id, survey_id, instrument, periods, number, kind,"
        " released_at) SELECT tenant_id, survey_id, state ->> 'instrument',"
        " ARRAY[state ->> 'period'], coalesce((state #>> '{released,number}')::int, 0),"
        " coalesce(state #>> '{released,kind}', 'earlier'),"
        " (state #>> '{released,released_at}')::timestamptz FROM scores"
        " WHERE state -> 'released' <> 'null'"
    )
    op.execute(
        "INSERT INTO editions (tenant_id, instrument, periods, number, kind) SELECT tenant_id,"
        " each ->> 'instrument', ARRAY(SELECT month ->> 'period'"
        " FROM jsonb_array_elements(each -> 'months') AS month WHERE month -> 'why' = 'null'), 0,"
        " 'standing' FROM standings, jsonb_array_elements(state -> 'standings') AS each"
    )
    op.execute(
        "UPDATE scores SET edition = e.position FROM editions e"
        " WHERE e.survey_id = scores.survey_id"
    )
    op.execute(
        "UPDATE standings SET edition = (SELECT max(position) FROM editions e"
        " WHERE e.tenant_id = standings.tenant_id AND e.survey_id IS NULL)"
    )
    for table in ("scores", "standings"):
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    rls.protect("editions", "reporting", rows=rls.IN_SCOPE, worker="SELECT, INSERT")
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'what was shown to whom is append-only'; END $$"
    )


def _sightings() -> None:
    """`edition` is the newest one among what was shown; `unit_types` cuts what is below an office,
    all of it where empty. The worker has nothing to do with them."""
    op.execute(
        "CREATE TABLE sightings (tenant_id uuid NOT NULL, instrument text NOT NULL,"
        " period text NOT NULL, what text NOT NULL, edition bigint NOT NULL, way text NOT NULL,"
        " actor text NOT NULL, unit_types text NOT NULL, actor_kind text NOT NULL,"
        " role text NOT NULL, office uuid NOT NULL, seen_at timestamptz NOT NULL,"
        " PRIMARY KEY (tenant_id, instrument, period, what, edition, way, actor, unit_types))"
    )
    rls.protect("sightings", "reporting", rows=rls.IN_SCOPE, web="SELECT, INSERT")
