"""The retention schedule, its runs, and the statements that erase."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, text

from responses_service.retention.rules import Key

OF_INSTRUMENT = (
    " AND r.period = ANY (:periods) AND CASE WHEN :instrument = ''"
    " THEN r.instrument <> ALL (:apart) ELSE r.instrument = :instrument END"
)
STATEMENTS = {
    "text": "UPDATE records r SET text_key = NULL, text_sealed = NULL"
    " WHERE r.text_key IS NOT NULL" + OF_INSTRUMENT,
    "device": "UPDATE records r SET device = NULL WHERE r.device IS NOT NULL" + OF_INSTRUMENT,
    "contact": "DELETE FROM contacts WHERE month = ANY (:periods)",
    "copy": "DELETE FROM conflicts WHERE period = ANY (:periods)",
}
CORRECTED = {
    "text": "SELECT a.subject_id, r.tenant_id FROM amended a"
    " JOIN ledger l ON l.response_id = a.subject_id"
    " JOIN records r ON r.period = l.period AND r.response_id = l.response_id"
    " WHERE a.kind = 'text' AND a.sealed IS NOT NULL" + OF_INSTRUMENT,
    "contact": "SELECT a.subject_id, c.tenant_id FROM amended a"
    " JOIN contacts c ON c.contact_id = a.subject_id"
    " WHERE a.kind = 'contact' AND a.sealed IS NOT NULL AND c.month = ANY (:periods)",
}


class Part(NamedTuple):
    """What a rule is about: `instrument` empty for all but those `apart`."""

    kind: str
    instrument: str
    apart: list[str]
    periods: list[str]


def changed(connection: Connection) -> dict[Key, int]:
    """The newest months of every (instrument, kind) that was ever changed."""
    rows = connection.execute(
        text(
            "SELECT DISTINCT ON (instrument, kind) instrument, kind, months FROM retention_rules"
            " ORDER BY instrument, kind, rule_id DESC"
        )
    )
    return {(row.instrument, row.kind): row.months for row in rows}


def add_rules(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Each with `instrument`, `kind`, `months`, `changed_by`, `changer`."""
    connection.execute(
        text(
            "INSERT INTO retention_rules (instrument, kind, months, changed_by, changer)"
            " VALUES (:instrument, :kind, :months, :changed_by, :changer)"
        ),
        rows,
    )


def corrected(connection: Connection, part: Part) -> Sequence[Row[Any]]:
    """`subject_id`, `tenant_id` of corrections that go with what they correct."""
    query = CORRECTED.get(part.kind)
    return connection.execute(text(query), part._asdict()).all() if query else []


def erase(connection: Connection, part: Part) -> int:
    """How many were erased."""
    return connection.execute(text(STATEMENTS[part.kind]), part._asdict()).rowcount


def last_run(connection: Connection) -> datetime | None:
    found: datetime | None = connection.execute(
        text("SELECT max(ran_at) FROM retention_runs")
    ).scalar()
    return found


def add_runs(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Each with `ran_at`, `instrument`, `kind`, `months`, `erased`."""
    connection.execute(
        text(
            "INSERT INTO retention_runs (ran_at, instrument, kind, months, erased)"
            " VALUES (:ran_at, :instrument, :kind, :months, :erased)"
        ),
        rows,
    )


def runs(connection: Connection, limit: int) -> Sequence[Row[Any]]:
    """The newest that erased something."""
    return connection.execute(
        text(
            "SELECT ran_at, instrument, kind, months, erased FROM retention_runs"
            " WHERE erased > 0 ORDER BY run_id DESC LIMIT :limit"
        ),
        {"limit": limit},
    ).all()
