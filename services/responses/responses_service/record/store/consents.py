"""The words of consents, by their digest; added, never changed."""

from sqlalchemy import Connection, text


def keep(connection: Connection, rows: list[dict[str, str]]) -> None:
    """Each with `digest`, `language`, `text`, `form_version_id` of the first version with it."""
    connection.execute(
        text(
            "INSERT INTO consent_texts (digest, language, text, form_version_id)"
            " VALUES (:digest, :language, :text, :form_version_id) ON CONFLICT DO NOTHING"
        ),
        rows,
    )
