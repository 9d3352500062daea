"""Alembic's environment, the same for every service; reached through `chassis.migrate`."""

from alembic import context
from chassis import clock, sql_clock
from sqlalchemy import create_engine, text

engine = create_engine(context.config.attributes["url"])
with engine.connect() as connection:
    # A migration that waits for a lock stops every query behind it: give up instead.
    connection.execute(text("SET lock_timeout = '1s'"))
    sql_clock.define(connection, movable=clock.moves())
    connection.commit()
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
    sql_clock.adopt(connection)
    connection.commit()
engine.dispose()
