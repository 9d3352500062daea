"""Imports of tables: their kinds, what one found or did, and the checked file kept for an hour.

A person uploads a file, sees every faulty row, and then has this very file stored: it is known by
its SHA-256, so what is stored is what was checked, and no script has to send it twice.
"""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, text

from chassis import clock, ddl, rls
from chassis.principal import Principal
from chassis.tables import Column, RowFault, Table

# A checked file waits so long for the word that it is to be stored; `import.gone` says it in words.
UPLOAD_KEPT_HOURS = 1
# Where a cell begins that a spreadsheet would evaluate, also in one that reads another separator.
RISKY = re.compile(r'(^"*(?=[=+\-@\t\r\n])|[,;\t\r\n]"*(?=[=+\-@]))')


@dataclass(frozen=True)
class Outcome:
    """Rows by what becomes of them; with a fault nothing at all is stored.

    `told` holds what is said this once and kept nowhere, such as first passwords.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    faults: Sequence[RowFault] = ()
    told: Sequence[Mapping[str, str]] = ()

    @property
    def faulty(self) -> int:
        return len({fault.row for fault in self.faults})


@dataclass(frozen=True)
class Kind:
    """One kind of import; `run` checks a table and, when told to, stores all of it or nothing.

    `word` ends the address of its page.
    """

    name: str
    word: str
    permission: str
    columns: tuple[Column, ...]
    run: Callable[[Principal, Table, bool], Outcome]
    api: str = ""

    @property
    def route(self) -> str:
        """Of the API; `api` only where it is none of the usual."""
        return self.api or f"/api/v1/{self.name}/import"


def create_uploads_table(service: str) -> None:
    """For migrations. Only the scope of the person who uploaded a file has it."""
    ddl.execute(
        "CREATE TABLE uploads (tenant_id uuid NOT NULL, person text NOT NULL, kind text NOT NULL,"
        " sha256 text NOT NULL, name text NOT NULL, data bytea NOT NULL,"
        " uploaded_at timestamptz NOT NULL DEFAULT clock_now(),"
        " PRIMARY KEY (tenant_id, person, kind, sha256))"
    )
    rls.force("uploads")
    own = "tenant_id = current_setting('app.scope')::uuid"
    rls.allow("uploads", f"{service}_web", "SELECT, INSERT, UPDATE, DELETE", own)
    rls.allow("uploads", f"{service}_worker", "SELECT (uploaded_at), DELETE")


def keep_upload(connection: Connection, by: Principal, kind: str, name: str, data: bytes) -> str:
    """Return the SHA-256 that the file is found by; the same file again begins its hour anew."""
    digest = hashlib.sha256(data).hexdigest()
    connection.execute(
        text(
            "INSERT INTO uploads (tenant_id, person, kind, sha256, name, data, uploaded_at)"
            " VALUES (:tenant, :person, :kind, :digest, :name, :data, :now)"
            " ON CONFLICT (tenant_id, person, kind, sha256) DO UPDATE SET uploaded_at = :now"
        ),
        {**_key(by, kind, digest), "name": name, "data": data, "now": clock.now()},
    )
    return digest


def upload(connection: Connection, by: Principal, kind: str, digest: str) -> Row[Any] | None:
    """(name, data) of the caller's own file, for an hour."""
    return connection.execute(
        text(
            "SELECT name, data FROM uploads WHERE tenant_id = :tenant AND person = :person"
            " AND kind = :kind AND sha256 = :digest"
            " AND uploaded_at > :since"
        ),
        {**_key(by, kind, digest), "since": _kept_since()},
    ).one_or_none()


def drop_upload(connection: Connection, by: Principal, kind: str, digest: str) -> None:
    connection.execute(
        text(
            "DELETE FROM uploads WHERE tenant_id = :tenant AND person = :person"
            " AND kind = :kind AND sha256 = :digest"
        ),
        _key(by, kind, digest),
    )


def clear_uploads(connection: Connection) -> None:
    """For the worker: nobody waits for these any more."""
    connection.execute(
        text("DELETE FROM uploads WHERE uploaded_at < :since"), {"since": _kept_since()}
    )


def _kept_since() -> datetime:
    return clock.now() - timedelta(hours=UPLOAD_KEPT_HOURS)


def as_csv(lines: Iterable[Iterable[str | int]]) -> bytes:
    """For the spreadsheet of an Indonesian office: semicolons, UTF-8 with its mark.

    What would be a formula gets an apostrophe before it: some of it is what others typed.
    """
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerows([inert(str(cell)) for cell in line] for line in lines)
    return file.getvalue().encode("utf-8-sig")


def _key(by: Principal, kind: str, digest: str) -> dict[str, str]:
    return {"tenant": by.tenant_id, "person": by.subject, "kind": kind, "digest": digest}


def inert(cell: str) -> str:
    """Text that no spreadsheet takes for a formula, whichever sign it takes to end a cell."""
    return RISKY.sub(r"\1'", cell)
