"""The clock for what no statement can hand the time to: defaults of columns, and policies.

They ask the function `clock_now()`. It is the database's own `now()`, and no role of a service can
make it anything else; only where `chassis.clock` may be moved, it is what `chassis.database` binds
to the transaction as `app.now`. Statements get their `:now` from `chassis.clock`.

`migrate` defines it first and at its end has every default and policy ask it, whatever a migration
wrote.
"""

import re

from sqlalchemy import Connection, text

OWN = "now()"
BOUND = "coalesce(nullif(current_setting('app.now', true), '')::timestamptz, now())"
# The day in UTC, asked once per statement and not once per row.
TODAY = "(SELECT (clock_now() AT TIME ZONE 'UTC')::date)"
# How the catalogue writes down what asks the database's own clock.
NOW_WORDS = re.compile(r"\b(?:now|transaction_timestamp)\(\)|\bCURRENT_TIMESTAMP\b")
DAY_WORDS = re.compile(r"\bCURRENT_DATE\b")
DEFAULTS = """
SELECT d.adrelid::regclass::text AS "table", quote_ident(a.attname) AS "column",
  pg_get_expr(d.adbin, d.adrelid) AS asks
FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
JOIN pg_class c ON c.oid = d.adrelid
WHERE c.relnamespace = 'public'::regnamespace AND a.attgenerated = '' ORDER BY 1, 2
"""
POLICIES = """
SELECT quote_ident(tablename) AS "table", quote_ident(policyname) AS policy,
  coalesce(qual, '') AS shows, coalesce(with_check, '') AS takes
FROM pg_policies WHERE schemaname = 'public' ORDER BY 1, 2
"""


def define(connection: Connection, *, movable: bool) -> None:
    """The function `clock_now()`: where it may be moved is no matter of the schema."""
    connection.exec_driver_sql(
        "CREATE OR REPLACE FUNCTION clock_now() RETURNS timestamptz LANGUAGE sql STABLE"
        f" PARALLEL SAFE AS $$ SELECT {BOUND if movable else OWN} $$"
    )


def adopt(connection: Connection) -> None:
    """Every default and policy that asks the database's own clock asks ours from now on."""
    for row in connection.execute(text(DEFAULTS)).all():
        if (asks := _ours(row.asks)) != row.asks:
            connection.exec_driver_sql(
                f"ALTER TABLE {row.table} ALTER COLUMN {row.column} SET DEFAULT {asks}"
            )
    for row in connection.execute(text(POLICIES)).all():
        for clause, rows in (("USING", row.shows), ("WITH CHECK", row.takes)):
            if (asks := _ours(rows)) != rows:
                connection.exec_driver_sql(
                    f"ALTER POLICY {row.policy} ON {row.table} {clause} ({asks})"
                )


def _ours(expression: str) -> str:
    return DAY_WORDS.sub(TODAY, NOW_WORDS.sub("clock_now()", expression))
