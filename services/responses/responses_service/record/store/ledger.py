"""The ledger of ids and the record; whole batches in one statement each."""

from typing import Any

import orjson
from sqlalchemy import Connection, Row, text

Submission = dict[str, Any]


def claim(connection: Connection, rows: list[Submission]) -> set[str]:
    """Ids that were not known before; each id may stand in `rows` once."""
    found = connection.execute(
        text(
            "INSERT INTO ledger (response_id, tenant_id, digest, receipt, state, period,"
            " source_partition, source_offset) SELECT response_id, tenant_id,"
            " decode(digest, 'hex'), receipt, state, period, source_partition, source_offset"
            " FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(response_id uuid, tenant_id uuid,"
            " digest text, receipt text, state text, period text, source_partition int,"
            " source_offset bigint) ON CONFLICT DO NOTHING RETURNING response_id"
        ),
        {"rows": _json(rows)},
    ).scalars()
    return {str(response_id) for response_id in found}


def known(connection: Connection, response_ids: list[str]) -> dict[str, Row[Any]]:
    """The first of each id."""
    rows = connection.execute(
        text(
            "SELECT l.response_id, encode(l.digest, 'hex') AS digest, l.state,"
            " l.source_partition, l.source_offset, r.token, r.flags"
            " FROM ledger l JOIN records r USING (period, response_id)"
            " WHERE l.response_id = ANY (CAST(:ids AS uuid[]))"
        ),
        {"ids": response_ids},
    )
    return {str(row.response_id): row for row in rows}


def keep(connection: Connection, rows: list[Submission]) -> None:
    """Store the answers of newly claimed ids."""
    connection.execute(
        text(
            "INSERT INTO records (response_id, period, tenant_id, survey_id, instrument,"
            " form_version_id, point_id, state, answers, details, profile, mode, reason, language,"
            " service, served_on, device, token, flags, flagged, changes, consent,"
            " received_at, issued_at, finished_at, answered_at, text_key, text_sealed,"
            " source_partition, source_offset)"
            " SELECT response_id, period, tenant_id, survey_id, instrument,"
            " form_version_id, point_id, state, answers, coalesce(details, '{}'), profile, mode,"
            " reason, language, service, served_on, device, token, flags, flags <> '{}', changes,"
            " consent, received_at, issued_at, finished_at, answered_at, text ->> 'wrapped_key',"
            " text ->> 'sealed', source_partition, source_offset"
            " FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(response_id uuid, period text,"
            " tenant_id uuid, survey_id uuid, instrument text, form_version_id uuid, point_id uuid,"
            " state text, answers jsonb, details jsonb, profile jsonb,"
            " mode text, reason text, language text, service text, served_on date, device text,"
            " token text, flags text[], changes int, consent text,"
            " received_at timestamptz, issued_at timestamptz, finished_at text,"
            " answered_at timestamptz, text jsonb,"
            " source_partition int, source_offset bigint)"
        ),
        {"rows": _json(rows)},
    )


def keep_conflicts(connection: Connection, rows: list[Submission]) -> None:
    """What was written there is never used, so it is not kept."""
    connection.execute(
        text(
            "INSERT INTO conflicts (receipt, response_id, tenant_id, period, digest, payload,"
            " source_partition, source_offset) VALUES (:receipt, :response_id, :tenant_id,"
            " :period, decode(:digest, 'hex'), CAST(:payload AS jsonb), :source_partition,"
            " :source_offset) ON CONFLICT DO NOTHING"
        ),
        [{**row, "payload": _json({**row, "text": None})} for row in rows],
    )


def keep_contacts(connection: Connection, rows: list[dict[str, Any]]) -> None:
    connection.execute(
        text(
            "INSERT INTO contacts (contact_id, tenant_id, month, wrapped_key, sealed) VALUES"
            " (:contact_id, :tenant_id, :month, :wrapped_key, :sealed) ON CONFLICT DO NOTHING"
        ),
        rows,
    )


def fate(connection: Connection, receipt: str) -> tuple[str, str, str] | None:
    """(state, period, tenant id) of one receipt; row-level security shows no other row."""
    connection.execute(
        text("SELECT set_config('app.receipt', :receipt, true)"), {"receipt": receipt}
    )
    row = connection.execute(
        text(
            "SELECT CASE WHEN excluded THEN 'excluded' ELSE state END AS state, period,"
            " tenant_id FROM ledger WHERE receipt = :receipt UNION ALL"
            " SELECT 'conflict', period, tenant_id FROM conflicts WHERE receipt = :receipt"
        ),
        {"receipt": receipt},
    ).first()
    return (row.state, row.period, str(row.tenant_id)) if row else None


def owner_of(connection: Connection, receipt: str) -> Row[Any] | None:
    """`response_id`, `tenant_id`, `period` behind a receipt; of a conflict, too: not `first`."""
    connection.execute(
        text("SELECT set_config('app.receipt', :receipt, true)"), {"receipt": receipt}
    )
    return connection.execute(
        text(
            "SELECT response_id, tenant_id, period, true AS first FROM ledger"
            " WHERE receipt = :receipt UNION ALL"
            " SELECT response_id, tenant_id, period, false FROM conflicts WHERE receipt = :receipt"
        ),
        {"receipt": receipt},
    ).first()


def _json(rows: object) -> str:
    return orjson.dumps(rows).decode()
