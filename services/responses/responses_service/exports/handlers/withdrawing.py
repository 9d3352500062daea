"""Files of texts are withdrawn once somebody changed a text in them, or its time is over."""

from collections.abc import Collection

from sqlalchemy import Connection

from responses_service.exports.store import files


def withdraw_texts(connection: Connection, response_ids: Collection[str]) -> None:
    """Files that may hold what these answers said before; whoever asked can ask again."""
    files.withdraw_texts(connection, response_ids)


def withdraw_periods(connection: Connection, periods: Collection[str]) -> None:
    """Files of texts that are kept no longer."""
    files.withdraw_periods(connection, periods)
