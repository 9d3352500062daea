"""Where posters with a former web address still hang: the points that are scanned by it."""

from datetime import timedelta

from chassis import clock
from chassis.auth import principal, requires
from chassis.database import Database
from chassis.tenant_tree import short_name
from flask import Blueprint, render_template

from forms_service.shared.wording import moment
from forms_service.visits.handlers.visits import former_hosts as former_hosts_since
from forms_service.visits.rules.keeping import FORMER_DAYS


def blueprint(database: Database) -> Blueprint:
    pages = Blueprint("former_hosts", __name__)

    @pages.get("/kelola/titik/alamat-lama")
    @requires("points.read")
    def former_hosts() -> str:
        since = clock.now() - timedelta(days=FORMER_DAYS)
        with database.scope(principal().scope) as connection:
            rows = former_hosts_since(connection, since)
        return render_template(
            "visits/former.html",
            rows=rows,
            points=len({row.point_id for row in rows}),
            days=FORMER_DAYS,
            last=lambda row: moment(row.last_hour, row.tenant["time_zone"]),
            short_name=short_name,
        )

    return pages
