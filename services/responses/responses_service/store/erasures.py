"""Takes free texts and contacts away for good; the answers beside them stay."""

from collections.abc import Collection

from sqlalchemy import Connection, text


def keep(connection: Connection, rows: list[dict[str, str]]) -> None:
    """Each with `subject_id` and `kind`; the same again changes nothing."""
    connection.execute(
        text(
            "INSERT INTO erased (subject_id, kind) VALUES (:subject_id, :kind)"
            " ON CONFLICT DO NOTHING"
        ),
        rows,
    )


def erased(connection: Connection, kind: str, ids: Collection[str]) -> set[str]:
    """Those of `ids` that were erased before they arrived."""
    query = "SELECT subject_id FROM erased WHERE kind = :kind AND subject_id = ANY (:ids)"
    found = connection.execute(
        text(query.replace(":ids", "CAST(:ids AS uuid[])")), {"kind": kind, "ids": list(ids)}
    )
    return {str(each) for each in found.scalars()}


def erase_texts(connection: Connection, response_ids: Collection[str]) -> None:
    """The wrapped key goes with the text, so that no copy of the sealed text can be read either."""
    known = {"ids": list(response_ids)}
    connection.execute(
        text(
            "UPDATE records r SET text_key = NULL, text_sealed = NULL FROM ledger l"
            " WHERE l.response_id = ANY (CAST(:ids AS uuid[])) AND r.period = l.period"
            " AND r.response_id = l.response_id"
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


def erase_contacts(connection: Connection, contact_ids: Collection[str]) -> None:
    connection.execute(
        text("DELETE FROM contacts WHERE contact_id = ANY (CAST(:ids AS uuid[]))"),
        {"ids": list(contact_ids)},
    )
