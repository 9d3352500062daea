"""What the policies of a table let a role do with a row outside of its scope, tried by SQL.

All within one transaction of a superuser that is rolled back: the table loses its constraints, so
that a row of a tenant is its tenant alone, and the roles get every privilege, so that the policies
must hold by themselves.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg
from psycopg import Connection, sql

OWN = "00000000-0000-4000-8000-00000000000a"
FOREIGN = "00000000-0000-4000-8000-00000000000b"
PRIVILEGES = ("SELECT", "INSERT", "UPDATE", "DELETE")
# These work for all tenants at once: the background, and the sign-in, before anybody has a scope.
EVERY_ROW = ("worker", "signin")
# What makes a row its tenant's beside `tenant_id`.
MORE = {
    "tenant_closure": ("ancestor_id",),
    "form_versions": ("own_of",),
    # Shown to whoever has the receipt, or asks for this one contact.
    "ledger": ("receipt",),
    "conflicts": ("receipt",),
    "contacts": ("contact_id",),
    "people": ("person_id",),
}
# Of no tenant, and under policies all the same: what tells one row from another.
INSTEAD = {
    "account_makers": "person_id",
    "sessions": "person_id",
    "amended": "subject_id",
    "survey_ends": "survey_id",
}
# Tables that the policies of another one ask.
ASKED = {"account_makers": ("people",)}
# The national schedule is everybody's to read.
READ_BY_ALL = {"schedules"}
# Their policies also look at what the row says; the service's own tests add good ones.
ADDED_WITH_MORE = {"form_versions"}
SETTINGS = {
    "app.scope": OWN,
    "app.tenant_id": OWN,
    "app.contact_id": OWN,
    "app.receipt": OWN,
    "app.unit_types": "",
    "app.move_to": "",
}
CONSTRAINTS = """
SELECT conname FROM pg_constraint c LEFT JOIN pg_attribute a
  ON a.attrelid = c.conrelid AND c.contype = 'n' AND a.attnum = c.conkey[1]
WHERE c.conrelid = %s::regclass AND c.coninhcount = 0 AND coalesce(a.attidentity, '') = ''
ORDER BY c.contype = 'n'
"""


@dataclass(frozen=True)
class Trial:
    """One table with a row of one's own tenant and a foreign one, and what each role may do."""

    connection: "Connection[Any]"
    service: str
    table: str
    privileges: dict[str, set[str]]

    def breaches(self) -> list[str]:
        """What a role can do and must not, or cannot and must."""
        return [words for role in self.privileges for words in self._of(role)]

    def _of(self, role: str) -> Iterator[str]:
        kind = role.removeprefix(f"{self.service}_")
        if kind == "owner":
            if self._count(role, "SELECT FROM {table}"):
                yield "owner reads: row security is not forced"
        elif kind in EVERY_ROW:
            yield from self._missed(role, 2)
        else:
            yield from self._missed(role, 1)
            yield from self._foreign(role)

    def _missed(self, role: str, rows: int) -> Iterator[str]:
        """What the privileges promise and the policies take away again."""
        may = self.privileges[role]
        if "SELECT" in may and not self._count(role, "SELECT FROM {table}") >= rows:
            yield f"{role} does not read {rows}"
        if "DELETE" in may and not self._count(role, "DELETE FROM {table}") >= rows:
            yield f"{role} does not delete {rows}"
        if "UPDATE" in may and not self._count(role, update(self.table, OWN)):
            yield f"{role} does not change"
        if "INSERT" in may and not self._add(role, OWN) and self.table not in ADDED_WITH_MORE:
            yield f"{role} does not add"

    def _foreign(self, role: str) -> Iterator[str]:
        read = "SELECT FROM {table} WHERE {of} = {foreign}"
        if self._count(role, read) and self.table not in READ_BY_ALL:
            yield f"{role} reads a foreign row"
        for tenant in (OWN, FOREIGN):
            if self._add(role, FOREIGN, **{"app.tenant_id": tenant}):
                yield f"{role} adds a foreign row"
        # Without a condition: then no policy on reading helps.
        if self._count(role, update(self.table, OWN)) > 1:
            yield f"{role} takes a foreign row"
        for target in ("", FOREIGN):
            if self._count(role, update(self.table, FOREIGN), **{"app.move_to": target}):
                yield f"{role} gives a row away"
        if self._count(role, "DELETE FROM {table}") > 1:
            yield f"{role} deletes a foreign row"

    def _add(self, role: str, of: str, **settings: str) -> int:
        return self._count(role, insert(self.table, of), **settings)

    def _count(self, role: str, query: LiteralString | sql.Composed, **settings: str) -> int:
        """Rows that `role` reached under these settings; 0 where the policies refuse."""
        if isinstance(query, str):
            query = sql.SQL(query).format(
                table=sql.Identifier(self.table),
                of=sql.Identifier(owning(self.table)[0]),
                foreign=FOREIGN,
            )
        try:
            with self.connection.transaction(force_rollback=True):
                self._bind(role, SETTINGS | settings)
                return self.connection.execute(query).rowcount
        except psycopg.errors.InsufficientPrivilege:
            return 0

    def _bind(self, role: str, settings: dict[str, str]) -> None:
        for name, value in settings.items():
            self.connection.execute("SELECT set_config(%s, %s, true)", [name, value])
        self.connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))


def owning(table: str) -> tuple[str, ...]:
    return (INSTEAD.get(table, "tenant_id"), *MORE.get(table, ()))


def update(table: str, tenant: str) -> sql.Composed:
    given = [
        sql.SQL("{} = {}").format(sql.Identifier(name), sql.Literal(tenant))
        for name in owning(table)
    ]
    return sql.SQL("UPDATE {} SET {}").format(sql.Identifier(table), sql.SQL(", ").join(given))


def insert(table: str, tenant: str) -> sql.Composed:
    names = owning(table)
    return sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, names)),
        sql.SQL(", ").join([sql.Literal(tenant)] * len(names)),
    )


@contextmanager
def trial(connection: "Connection[Any]", service: str, table: str) -> Iterator[Trial]:
    """The table made ready; all is undone at the end."""
    with connection.transaction(force_rollback=True):
        may = {role: held(connection, role, table) for role in roles(connection, service)}
        for each in dict.fromkeys((table, "tenant_closure", *ASKED.get(table, ()))):
            strip(connection, each)
            for tenant in (OWN, FOREIGN):
                connection.execute(insert(each, tenant))
        connection.execute(
            "UPDATE tenant_closure SET ancestor_id = tenant_id, valid_from = '2000-01-01'"
        )
        for role in may:
            connection.execute(
                sql.SQL("GRANT ALL ON {} TO {}").format(sql.Identifier(table), sql.Identifier(role))
            )
        yield Trial(connection, service, table, may)


def strip(connection: "Connection[Any]", table: str) -> None:
    """Without rows, triggers and constraints."""
    name = sql.Identifier(table)
    for (each,) in connection.execute(CONSTRAINTS, [table]).fetchall():
        drop = sql.SQL("ALTER TABLE {} DROP CONSTRAINT IF EXISTS {} CASCADE")
        connection.execute(drop.format(name, sql.Identifier(each)))
    for column in owning(table):
        plain = sql.SQL("ALTER TABLE {} ALTER COLUMN {} DROP EXPRESSION IF EXISTS")
        connection.execute(plain.format(name, sql.Identifier(column)))
    connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(name))
    connection.execute(sql.SQL("DELETE FROM {}").format(name))


def roles(connection: "Connection[Any]", service: str) -> list[str]:
    found = connection.execute(
        "SELECT rolname FROM pg_roles WHERE rolname LIKE %s ORDER BY 1", [f"{service}\\_%"]
    )
    return [role for (role,) in found]


def held(connection: "Connection[Any]", role: str, table: str) -> set[str]:
    """Privileges on the table, or on a column of it."""
    column = "has_any_column_privilege(%s, %s, %s)"
    return {
        each
        for each in PRIVILEGES
        if connection.execute(
            "SELECT has_table_privilege(%s, %s, %s)"
            + (f" OR {column}" if each != "DELETE" else ""),
            [role, table, each] * (1 + (each != "DELETE")),
        ).fetchone()
        == (True,)
    }
