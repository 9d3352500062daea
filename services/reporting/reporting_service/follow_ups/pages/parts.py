"""What the templates of this room ask."""

from datetime import date
from typing import Any

from chassis.auth import principal
from flask import Blueprint, render_template, url_for
from sqlalchemy import Row

from reporting_service.dashboards.rules.statements import Statement
from reporting_service.dashboards.rules.views import SurveyView
from reporting_service.follow_ups.handlers.words import on, statement_of, suggestions
from reporting_service.follow_ups.rules.plan import term


def add_parts(pages: Blueprint) -> None:
    @pages.app_context_processor
    def helpers() -> dict[str, Any]:
        return {"follow_up_link": link}

    @pages.context_processor
    def own_helpers() -> dict[str, Any]:
        return {
            "on": on,
            "statement_of": statement_of,
            "suggestions": suggestions,
            "overdue": overdue,
            "term_of": term,
        }


def link(unit: dict[str, Any], shown: SurveyView, statement: Statement) -> str:
    """From a weak statement of a final result of the reader's own office to the form; empty
    elsewhere."""
    person = principal()
    may = person.may("follow_ups.write") and person.tenant_id == unit["tenant_id"]
    if not may or shown.stage != "final" or not statement.index:
        return ""
    address = url_for(
        "follow_ups.new",
        code=unit["code"],
        instrument=shown.instrument,
        period=shown.period,
        item=statement.key,
    )
    return render_template("follow_ups/link.html", address=address, words=statement.words)


def overdue(row: Row[Any], today: date) -> bool:
    return bool(row.state == "running" and row.due < today)
