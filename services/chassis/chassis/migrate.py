"""Alembic for every service: migrations live in `<service>_service/migrations/versions`."""

from importlib.resources import files


def migrate(package: str, owner_url: str, revision: str = "head") -> None:
    """Bring the database of `package` (say `forms_service`) to a revision, or the newest one. Its
    clock can be moved where that of this process can."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("chassis") / "migration_env"))
    config.set_main_option("version_locations", str(files(package) / "migrations" / "versions"))
    config.set_main_option("path_separator", "newline")
    config.attributes["url"] = owner_url
    command.upgrade(config, revision)
