"""The part of a unit's page that tells what was published before Suara."""

from typing import Any

from flask import Blueprint, render_template

from reporting_service.historic.rules import OTHER_UNTIL, OWN_SCALE, HistoricView


def blueprint() -> Blueprint:
    """No route of its own: pages of units call `historic_section`."""
    pages = Blueprint("historic", __name__)

    @pages.app_context_processor
    def helpers() -> dict[str, Any]:
        return {"historic_section": _section}

    return pages


def _section(historic: HistoricView) -> str:
    return render_template(
        "historic/section.html",
        historic=historic,
        own_scale=OWN_SCALE,
        other_until=OTHER_UNTIL,
    )
