"""What the pages of drafts have in common: reading, changing, names and days in words."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from chassis import tenants
from chassis.auth import principal
from chassis.database import Database
from chassis.pages import lang, t
from chassis.principal import Principal
from chassis.problems import Conflict
from chassis.reading import whole_in
from chassis.requests import as_uuid
from chassis.tenant_tree import short_name
from flask import Blueprint, request, url_for
from sqlalchemy import Connection, Row

from forms_service.authoring.handlers import drafts as handlers
from forms_service.authoring.handlers.checking import faults_of
from forms_service.authoring.handlers.drafts import MOST_REVISIONS
from forms_service.authoring.handlers.fault_words import said
from forms_service.authoring.rules import drafting
from forms_service.authoring.rules.limits import FAULTS_ON_A_PAGE
from forms_service.shared.definitions.unchecked import Definition
from forms_service.shared.offices import is_ministry
from forms_service.shared.wording import day_words, time_words, zone_name


def shown_draft(connection: Connection, by: Principal, row: Row[Any]) -> dict[str, Any]:
    """What every page of one draft shows."""
    tenant = handlers.tenant_of(connection, row)
    address = url_for("authoring.draft", draft_id=row.draft_id)
    found = faults_of(connection, row, national=is_ministry(tenant))
    faults = said(found, row.definition, address)
    open_ = row.state not in ("published", "dropped")
    return {
        "draft": row,
        "definition": row.definition,
        "tenant": tenant,
        "owner": short_name(tenant),
        "zone": tenant["time_zone"],
        "unit": short_name(tenant),
        "address": address,
        "faults": faults[:FAULTS_ON_A_PAGE],
        "fault_count": len(faults),
        "may_write": by.may("instruments.write") and open_,
        "may_edit": drafting.may_edit,
        "official": not row.definition.get("based_on"),
    }


def shown_here(database: Database, draft_id: str) -> dict[str, Any]:
    """`shown_draft` of the draft in the address. Raise NotFound."""
    by = principal()
    with database.scope(by.scope) as connection:
        return shown_draft(connection, by, handlers.found(connection, as_uuid(draft_id)))


def change(database: Database, draft_id: str, edit: Callable[[Definition], Definition]) -> Row[Any]:
    """Apply `edit(definition)` to the stored revision the form was made on and save it.

    Raise NotFound, Invalid, Conflict.
    """
    by = principal()
    with database.scope(by.scope) as connection:
        row = handlers.found(connection, as_uuid(draft_id))
    if row.revision != revision():
        raise Conflict
    return handlers.save_draft(database, by, draft_id, row.revision, edit(row.definition))


def revision() -> int:
    """0, which no draft has, for anything but the number the form was given."""
    return whole_in(request.form, "revision", 1, MOST_REVISIONS) or 0


def conflict() -> list[dict[str, str]]:
    """For the summary of errors: somebody else has changed the draft meanwhile."""
    return [{"text": t("authoring.conflict"), "href": ""}]


def names(connection: Connection, ids: set[str]) -> dict[str, str]:
    """Short names by id; '' for a tenant out of scope, such as the ministry for a unit."""
    found = tenants.some(connection, ids)
    return {key: short_name(found[key]) if key in found else "" for key in ids}


def title_of(title: dict[str, str] | None) -> str:
    """In the visitor's language, else in Indonesian."""
    said = title or {}
    return said.get(lang()) or said.get("id") or t("authoring.untitled")


def day(value: date | str) -> str:
    """18 Juni 2026; an ISO day or moment is read."""
    return day_words(date.fromisoformat(value[:10]) if isinstance(value, str) else value)


def brief_moment(value: datetime, zone: str) -> str:
    """18 Juni 2026 14.05 WIB."""
    local = value.astimezone(ZoneInfo(zone))
    return f"{day(local.date())} {time_words(f'{local:%H:%M}')} {zone_name(zone)}"


def draft_pages(name: str, url_prefix: str) -> Blueprint:
    """Pages whose templates may call the helpers of drafts."""
    pages = Blueprint(name, __name__, url_prefix=url_prefix)
    pages.context_processor(_helpers)
    return pages


def _helpers() -> dict[str, Any]:
    return {"title_of": title_of, "day": day, "brief_moment": brief_moment}
