"""The only way to a database: transactions with tenant or scope bound before the first query."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import orjson
from psycopg.types.json import set_json_loads
from sqlalchemy import Connection, Engine, create_engine, text

from chassis import clock

# States are read as documents: the library's own reader took a tenth of the scorer's time.
set_json_loads(orjson.loads)

# Connections of a busy moment, beyond those that a pool keeps. All pools together are what the
# server must take (max_connections); tests/repo counts them.
BEYOND = 10


@dataclass(frozen=True)
class Scope:
    """A sub-tree, optionally cut by unit type (a directorate general has its line everywhere)."""

    tenant_id: str
    unit_types: tuple[str, ...] = ()


class Database:
    """One role on one database; row-level security decides what a transaction sees."""

    def __init__(self, url: str, pool_size: int = 5) -> None:
        self.engine: Engine = create_engine(
            url, pool_size=pool_size, max_overflow=BEYOND, pool_pre_ping=True
        )

    @contextmanager
    def tenant(self, tenant_id: str) -> Iterator[Connection]:
        """Rows of one tenant alone (raw answers and what a tenant owns)."""
        with self._bound(tenant_id=tenant_id) as connection:
            yield connection

    @contextmanager
    def scope(self, scope: Scope) -> Iterator[Connection]:
        """Rows of every tenant below `scope` today (results)."""
        types = ",".join(scope.unit_types)
        with self._bound(scope=scope.tenant_id, unit_types=types) as connection:
            yield connection

    @contextmanager
    def unbound(self) -> Iterator[Connection]:
        """For workers with explicit policies, and for tables that no tenant owns."""
        with self._bound() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """As `unbound`, to read all of one moment while others go on writing."""
        of_one_moment = self.engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        with _transaction(of_one_moment, {}) as connection:
            yield connection

    @contextmanager
    def _bound(self, **settings: str) -> Iterator[Connection]:
        with _transaction(self.engine, settings) as connection:
            yield connection

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def _transaction(engine: Engine, settings: dict[str, str]) -> Iterator[Connection]:
    if clock.ahead():
        settings = {**settings, "now": clock.now().isoformat()}
    with engine.begin() as connection:
        if settings:
            bound = ", ".join(f"set_config('app.{name}', :{name}, true)" for name in settings)
            connection.execute(text(f"SELECT {bound}"), settings)
        yield connection
