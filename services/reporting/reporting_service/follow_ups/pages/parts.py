"""What the templates of this room ask."""

from collections.abc import Sequence
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


def link(unit: dict[str, Any], shown: SurveyView, weakest: Sequence[Statement]) -> str:
    """From what is weakest in a final result of the reader's own office to the form, or to the
    choice where several are as weak; empty for who may not write there."""
    person = principal()
    if not (person.may("follow_ups.write") and person.tenant_id == unit["tenant_id"]):
        return ""
    one = weakest[0] if len(weakest) == 1 else None
    address = url_for(
        "follow_ups.new",
        code=unit["code"],
        instrument=shown.instrument,
        period=shown.period,
        item=one and one.key,
    )
    return render_template("follow_ups/link.html", address=address, words=one and one.words)


def overdue(row: Row[Any], today: date) -> bool:
    return bool(row.state == "running" and row.due < today)
