"""Files of answers are jobs (`chassis.jobs`), whose rows wait for the worker."""

from chassis.database import Database
from chassis.jobs.rows import Jobs

from responses_service.exports.store import files

EXPORTS = Jobs("responses.export", table="exports", key="export_id")


def forget_old(database: Database) -> None:
    """Files that are kept no longer go."""
    with database.unbound() as connection:
        files.forget_old(connection)
