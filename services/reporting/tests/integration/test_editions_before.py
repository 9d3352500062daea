"""What was shown before editions were kept is the first edition of each."""

import psycopg
import reporting_testing as testing
from chassis.migrate import migrate
from contracts.codec import Event
from psycopg.types.json import Jsonb
from reporting_life import coarse
from reporting_region import own, region, summaries, summary
from reporting_zone import standing, standings
from sqlalchemy import make_url
from suara_local import postgres
from suara_local.services import owner_environment
from suara_local.stack import Stack

DATABASES = "reporting_before_"
SIX = [0, 0, 0, 4, 12, 24]
TABLES = ["scores", "standings", "editions", "sightings", "summaries"]


def test_what_is_shown_already_gets_an_edition(infrastructure: Stack) -> None:
    secrets, port = infrastructure.secrets, infrastructure.ports["postgres"]
    postgres.prepare_databases(port, secrets, DATABASES, ("reporting",))
    known = owner_environment("reporting", infrastructure.environment("reporting"), secrets)
    database = f"{DATABASES}reporting"
    owner = make_url(known["DATABASE_OWNER_URL"]).set(database=database).render_as_string(False)
    migrate("reporting_service", owner, "0002")
    every = postgres.superuser_dsn(port, secrets["PG_SUPERUSER"], database)
    with psycopg.connect(every, autocommit=True) as connection:
        for event in (
            testing.score("A", "2026-11", 50, 3, released=coarse(40)),
            # Of an edition without numbers and kinds.
            testing.score(
                "A", "2026-10", 40, 3, dict.fromkeys(testing.SHORT, [0, 0, 0, 4, 12, 24])
            ),
            testing.score("B", "2026-11", 3, 3),
        ):
            add_score(connection, event)
        together = summaries("A", "2026-Q4", summary(own=own(), region=region()))
        migrate("reporting_service", owner, "0004")
        connection.execute(
            "INSERT INTO summaries (tenant_id, period, state) VALUES (%s, %s, %s)",
            [together.tenant_id, "2026-Q4", Jsonb(together.payload)],
        )
        stands = standings("A", standing(whys=(None, "few", None)))
        connection.execute(
            "INSERT INTO standings (tenant_id, state) VALUES (%s, %s)",
            [stands.tenant_id, Jsonb(stands.payload)],
        )
        migrate("reporting_service", owner)
        found = connection.execute(
            "SELECT e.kind, e.number, e.periods, e.position = coalesce(c.edition, s.edition)"
            " FROM editions e LEFT JOIN scores c USING (survey_id)"
            " LEFT JOIN standings s ON s.tenant_id = e.tenant_id AND e.kind = 'standing'"
            " ORDER BY kind"
        ).fetchall()
        assert found == [
            ("coarse", 1, ["2026-11"], True),
            ("earlier", 0, ["2026-10"], True),
            ("quarter", 1, ["2026-Q4", "2026-10"], None),
            ("region", 1, ["2026-Q4"], None),
            ("standing", 0, ["2026-08", "2026-10"], True),
        ]
        newest = "SELECT edition = (SELECT max(position) FROM editions) FROM summaries"
        assert connection.execute(newest).fetchall() == [(True,)]
        forced = "SELECT relforcerowsecurity FROM pg_class WHERE relname = ANY (%s)"
        assert connection.execute(forced, [TABLES]).fetchall() == [(True,)] * len(TABLES)


def add_score(connection: "psycopg.Connection[tuple[object, ...]]", event: Event) -> None:
    connection.execute(
        "INSERT INTO scores (survey_id, tenant_id, revision, state) VALUES (%s, %s, 3, %s)",
        [event.payload["survey_id"], event.tenant_id, Jsonb(event.payload)],
    )
