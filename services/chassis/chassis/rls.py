"""Row-level security for migrations: forced on every tenant-owned table, one policy per role.

Unset settings raise: `current_setting` fails on a fresh connection, the uuid cast on a used one.
"""

from chassis import ddl, sql_clock

BY_TENANT = "tenant_id = current_setting('app.tenant_id')::uuid"
# The sub-select does not depend on the row, so PostgreSQL hashes it once per query.
IN_SCOPE = f"""tenant_id IN (
    SELECT c.tenant_id FROM tenant_closure c
    WHERE c.ancestor_id = current_setting('app.scope')::uuid
      AND (current_setting('app.unit_types') = ''
           OR c.unit_type = ANY (string_to_array(current_setting('app.unit_types'), ',')))
      AND c.valid_from <= {sql_clock.TODAY}
      AND (c.valid_to IS NULL OR {sql_clock.TODAY} < c.valid_to))"""  # noqa: S608 (constants alone)
EVERY_ROW = "true"


def force(table: str) -> None:
    """Without a policy this denies every role that neither owns nor bypasses: use on partitions."""
    ddl.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    ddl.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def allow(table: str, role: str, privileges: str, rows: str = EVERY_ROW) -> None:
    """Grant `privileges` ("SELECT, INSERT") to `role` on the rows for which `rows` holds."""
    ddl.execute(f"GRANT {privileges} ON {table} TO {role}")
    ddl.execute(
        f"CREATE POLICY {role}_rows ON {table} TO {role} USING ({rows}) WITH CHECK ({rows})"
    )


def protect(table: str, service: str, *, rows: str, web: str = "SELECT", worker: str = "") -> None:
    """The usual pair: the web role sees `rows`; the worker, if given privileges, every row."""
    force(table)
    if web:
        allow(table, f"{service}_web", web, rows)
    if worker:
        allow(table, f"{service}_worker", worker)
