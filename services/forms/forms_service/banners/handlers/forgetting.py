"""Checks are kept as long as visits and no longer."""

from datetime import datetime

from chassis.database import Database

from forms_service.banners import store
from forms_service.banners.rules.limits import KEPT


def forget(database: Database, now: datetime) -> None:
    """For a timer."""
    with database.unbound() as connection:
        store.forget(connection, now - KEPT)
