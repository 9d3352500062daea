"""Free texts and contacts as people left them afterwards; the answers beside them stay.

Written by the topic of amendments, which no backup of the database can overtake.
"""

from collections.abc import Collection
from typing import Any

from chassis.events import new_event
from contracts.codec import Event
from sqlalchemy import Connection, Row, text

from responses_service.shared.unlinkable import coarse

AMENDMENTS = "responses.amendments.v1"
Box = dict[str, str]


def amendment(tenant_id: str, subject_id: str, kind: str, box: Box | None) -> Event:
    """Text and contact of a person are erased in one moment: the envelope keeps the month only."""
    payload = {"subject_id": subject_id, "kind": kind, "box": box}
    return coarse(new_event(AMENDMENTS, tenant_id, payload))


def keep(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Each with `subject_id`, `kind`, `wrapped_key`, `sealed` (None: erased). What was erased stays
    erased."""
    connection.execute(
        text(
            "INSERT INTO amended (subject_id, kind, wrapped_key, sealed)"
            " VALUES (:subject_id, :kind, :wrapped_key, :sealed)"
            " ON CONFLICT (subject_id, kind) DO UPDATE SET amended_at = DEFAULT,"
            " wrapped_key = excluded.wrapped_key, sealed = excluded.sealed"
            " WHERE amended.sealed IS NOT NULL"
        ),
        rows,
    )


def amended(connection: Connection, kind: str, ids: Collection[str]) -> dict[str, Box | None]:
    """Those of `ids` that were changed, with what stands there now; None where it was erased."""
    found = connection.execute(
        text(
            "SELECT subject_id, wrapped_key, sealed FROM amended"
            " WHERE kind = :kind AND subject_id = ANY (CAST(:ids AS uuid[]))"
        ),
        {"kind": kind, "ids": list(ids)},
    )
    return {
        str(row.subject_id): {"wrapped_key": row.wrapped_key, "sealed": row.sealed}
        if row.sealed
        else None
        for row in found
    }


def amend_texts(connection: Connection, response_ids: Collection[str]) -> None:
    """The wrapped key goes with the text, so that no copy of the sealed text can be read either."""
    known = {"ids": list(response_ids)}
    connection.execute(
        text(
            "UPDATE records r SET text_key = a.wrapped_key, text_sealed = a.sealed"
            " FROM ledger l JOIN amended a ON a.subject_id = l.response_id AND a.kind = 'text'"
            " WHERE l.response_id = ANY (CAST(:ids AS uuid[])) AND r.period = l.period"
            " AND r.response_id = l.response_id AND r.text_key IS NOT NULL"
        ),
        known,
    )
    connection.execute(
        text(
            "UPDATE conflicts SET payload = payload - 'text'"
            " WHERE response_id = ANY (CAST(:ids AS uuid[]))"
        ),
        known,
    )


def amend_contacts(connection: Connection, contact_ids: Collection[str]) -> None:
    known = {"ids": list(contact_ids)}
    changed = " a.subject_id = c.contact_id AND a.kind = 'contact'"
    chosen = " AND c.contact_id = ANY (CAST(:ids AS uuid[]))"
    connection.execute(
        text(
            "DELETE FROM contacts c USING amended a WHERE a.sealed IS NULL AND" + changed + chosen
        ),
        known,
    )
    connection.execute(
        text(
            "UPDATE contacts c SET wrapped_key = a.wrapped_key, sealed = a.sealed FROM amended a"
            " WHERE a.sealed IS NOT NULL AND" + changed + chosen
        ),
        known,
    )


def written(connection: Connection, period: str, response_id: str) -> Row[Any] | None:
    """`wrapped_key`, `sealed` (None without a text), `form_version_id`, `instrument`, and the
    `consent` that was given, in its words; of one answer within the scope."""
    return connection.execute(
        text(
            "SELECT r.text_key AS wrapped_key, r.text_sealed AS sealed, r.form_version_id,"
            " r.instrument, c.text AS consent FROM records r"
            " LEFT JOIN consent_texts c ON c.digest = r.consent"
            " WHERE r.period = :period AND r.response_id = :response_id"
        ),
        {"period": period, "response_id": response_id},
    ).first()


def contact_of(connection: Connection, contact_id: str) -> Box | None:
    """One sealed contact; row-level security shows no other row."""
    connection.execute(
        text("SELECT set_config('app.contact_id', :contact_id, true)"), {"contact_id": contact_id}
    )
    row = connection.execute(
        text("SELECT wrapped_key, sealed FROM contacts WHERE contact_id = :contact_id"),
        {"contact_id": contact_id},
    ).first()
    return {"wrapped_key": row.wrapped_key, "sealed": row.sealed} if row else None
