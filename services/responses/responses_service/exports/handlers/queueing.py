"""Which file is written next, and what becomes of it when its writer ends or is ended."""

from chassis.database import Database

from responses_service.exports.store import files

# Rung by who asks for a file.
BELL = "exports"


def take_next(database: Database) -> str | None:
    """The id of a file that waits, now taken; files that are kept no longer go."""
    with database.unbound() as connection:
        files.forget_old(connection)
        found = files.take(connection)
    return str(found.export_id) if found else None


def touch(database: Database, export_id: str) -> None:
    """Its writer lives, though it has nothing new to tell."""
    with database.unbound() as connection:
        files.touch(connection, export_id)


def give_back(database: Database, export_id: str) -> None:
    """Its writer was ended: another begins anew."""
    with database.unbound() as connection:
        files.tell(connection, export_id, "waiting", 0, 0)


def fail(database: Database, export_id: str) -> None:
    """Its writer failed, and a second one would."""
    with database.unbound() as connection:
        files.fail_running(connection, export_id)
