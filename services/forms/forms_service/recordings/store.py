"""Statements read aloud: files by their content's name, and what each is the sound of."""

from typing import Any

from sqlalchemy import Connection, Row, text

RECORDING = (
    "recording_id, tenant_id, official, instrument, item, language, sha256, kind, size, status"
)


def file(connection: Connection, sha256: str, kind: str) -> bytes | None:
    query = text("SELECT sound FROM recording_files WHERE sha256 = :sha256 AND kind = :kind")
    return connection.execute(query, {"sha256": sha256, "kind": kind}).scalar_one_or_none()


def add_file(connection: Connection, sha256: str, kind: str, sound: bytes) -> None:
    """The same sound is stored once, whoever brings it."""
    connection.execute(
        text(
            "INSERT INTO recording_files (sha256, kind, sound) VALUES (:sha256, :kind, :sound)"
            " ON CONFLICT DO NOTHING"
        ),
        {"sha256": sha256, "kind": kind, "sound": sound},
    )


def keep(connection: Connection, recording: dict[str, Any]) -> Row[Any]:
    """In place of an earlier one of the same item and language. Its id, which is made of these,
    decides: of two at once the second would fail at the key whose conflict it does not expect."""
    values = ", ".join(f":{name}" for name in RECORDING.split(", "))
    return connection.execute(
        text(
            f"INSERT INTO recordings ({RECORDING}) VALUES ({values})"
            " ON CONFLICT (recording_id) DO UPDATE SET"
            " sha256 = excluded.sha256, kind = excluded.kind, size = excluded.size,"
            f" status = excluded.status RETURNING {RECORDING}"
        ),
        recording,
    ).one()


def withdraw(connection: Connection, recording_id: str) -> Row[Any] | None:
    """None when there is no such active one of the bound tenant."""
    return connection.execute(
        text(
            "UPDATE recordings SET status = 'withdrawn'"
            f" WHERE recording_id = :id AND status = 'active' RETURNING {RECORDING}"
        ),
        {"id": recording_id},
    ).one_or_none()


def of_tenant(connection: Connection, tenant_id: str) -> list[Row[Any]]:
    query = text(
        f"SELECT {RECORDING} FROM recordings WHERE tenant_id = :tenant AND status = 'active'"
        " ORDER BY instrument, item, language"
    )
    return list(connection.execute(query, {"tenant": tenant_id}))
