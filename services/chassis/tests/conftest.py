"""A scratch database for the chassis alone, with the tables that its helpers make."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from chassis import outbox, rls, sql_clock, tenant_tree
from chassis.consumer import create_positions_table
from chassis.database import Database
from sqlalchemy import create_engine, make_url, text
from suara_local import postgres
from suara_local.services import owner_environment
from suara_local.stack import Stack


@dataclass(frozen=True)
class Scratch:
    """The same database through the three roles of a service."""

    owner: Database
    web: Database
    worker: Database


@pytest.fixture(scope="session")
def scratch(infrastructure: Stack) -> Iterator[Scratch]:
    postgres.prepare_databases(
        infrastructure.ports["postgres"], infrastructure.secrets, "chassis_", ("identity",)
    )
    environ = infrastructure.environment("identity")
    owner = owner_environment("identity", environ, infrastructure.secrets)["DATABASE_OWNER_URL"]
    urls = [
        make_url(url).set(database="chassis_identity").render_as_string(hide_password=False)
        for url in (owner, environ["DATABASE_WEB_URL"], environ["DATABASE_WORKER_URL"])
    ]
    engine = create_engine(urls[0])
    with engine.begin() as connection:
        sql_clock.define(connection, movable=True)
        context = MigrationContext.configure(connection)
        with Operations.context(context):
            create_positions_table("identity")
            outbox.create_outbox_table("identity")
            tenant_tree.create_tables("identity")
            connection.execute(text("CREATE TABLE notes (tenant_id uuid NOT NULL, words text)"))
            rls.protect(
                "notes", "identity", rows=rls.BY_TENANT, web="SELECT, INSERT", worker="SELECT"
            )
    engine.dispose()
    databases = [Database(url) for url in urls]
    yield Scratch(*databases)
    for database in databases:
        database.close()
