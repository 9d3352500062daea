"""Questionnaires as files: XLSForm and our own JSON, in and out, over the API and on a page."""

from dataclasses import asdict
from typing import Any

import orjson
from chassis.auth import principal, public, requires
from chassis.database import Database
from chassis.pages import t
from chassis.problems import FieldFault, Forbidden, Invalid, invalid
from chassis.requests import as_uuid
from chassis.web import json_response
from contracts.form_shapes import FormVersion
from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from forms_service.authoring.handlers import drafts as authoring
from forms_service.authoring.versions.handlers import version
from forms_service.shared.definitions.seed_files import schema_faults, schema_text
from forms_service.shared.offices import is_ministry
from forms_service.shared.units import own_tenant
from forms_service.xlsforms.rules.limits import FAULTS_SHOWN, LARGEST
from forms_service.xlsforms.rules.model import Imported, NotAForm

SCHEMA = "/api/v1/instruments/schema"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
State = dict[str, Any]


def blueprint(database: Database, base_url: str) -> Blueprint:
    """`base_url` is where the schema is found that a file names."""
    files = Blueprint("xlsforms", __name__)

    @files.url_value_preprocessor
    def allow_files(endpoint: str | None, values: State | None) -> None:
        """Before the check of the form's token, which reads the whole form."""
        request.max_content_length = 2 * LARGEST

    _add_downloads(files, database, base_url)
    _add_uploads(files, database)
    return files


def _add_downloads(files: Blueprint, database: Database, base_url: str) -> None:
    base = "/api/v1/instruments/versions/<form_version_id>"

    @files.get(f"{base}/xlsform")
    @requires("instruments.read")
    def xlsform(form_version_id: str) -> Response:
        # With its libraries a fifth of the start of a process, for a file a month.
        from forms_service.xlsforms.rules.writing import write_xlsform

        state = _version(database, form_version_id)
        return _download(write_xlsform(state["definition"]), state, "xlsx", XLSX)

    @files.get(f"{base}/json")
    @requires("instruments.read")
    def as_json(form_version_id: str) -> Response:
        state = _version(database, form_version_id)
        described = {"$schema": f"{base_url}{SCHEMA}", **state["definition"]}
        body = orjson.dumps(described, option=orjson.OPT_INDENT_2)
        return _download(body, state, "json", "application/json")

    @files.get(SCHEMA)
    @public
    def schema() -> Response:
        """For editors and for other systems' checks; `$id` names the format, whatever the host."""
        return Response(schema_text(), mimetype="application/schema+json")


def _add_uploads(files: Blueprint, database: Database) -> None:
    @files.post("/api/v1/instruments/xlsform")
    @requires("instruments.write")
    def upload() -> Response:
        """`?dry_run=1` answers what would come over; without it a draft is made as well."""
        imported = _uploaded()
        body: State = {
            "definition": imported.definition,
            "unsupported": [asdict(each) for each in imported.unsupported],
        }
        if request.args.get("dry_run"):
            return json_response(body)
        draft = _draft(database, imported)
        return json_response({**body, "draft_id": str(draft.draft_id)}, 201)

    @files.get("/kelola/kuesioner/impor")
    @requires("instruments.write")
    def page() -> str | tuple[str, int]:
        if not _is_ministrys(database):
            return _closed()
        return render_template("xlsforms/files.html", found=None, faults=(), code="")

    @files.post("/kelola/kuesioner/impor")
    @requires("instruments.write")
    def look() -> tuple[str, int] | Redirect:
        """First what would come over, by name; the second press makes the draft."""
        if not _is_ministrys(database):
            return _closed()
        code = request.form.get("code", "")
        try:
            imported = _uploaded()
            if request.form.get("make"):
                draft = _draft(database, imported)
                return redirect(url_for("authoring.draft", draft_id=draft.draft_id), 303)
        except Invalid as problem:
            faults = problem.faults
            page = render_template("xlsforms/files.html", found=None, faults=faults, code=code)
            return page, Invalid.status
        return render_template("xlsforms/files.html", found=imported, faults=(), code=code), 200


def _is_ministrys(database: Database) -> bool:
    """A file is a whole questionnaire, and whole ones are the ministry's alone."""
    with database.scope(principal().scope) as connection:
        own = own_tenant(connection, principal())
    return bool(own and is_ministry(own))


def _closed() -> tuple[str, int]:
    """What a unit does instead."""
    return render_template("xlsforms/closed.html"), Forbidden.status


def _version(database: Database, form_version_id: str) -> FormVersion:
    with database.scope(principal().scope) as connection:
        return version(connection, as_uuid(form_version_id))


def _download(body: bytes, state: FormVersion, ending: str, mimetype: str) -> Response:
    name = f"{state['instrument'].lower()}-{state['version']}.{ending}"
    shown = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, mimetype=mimetype, headers=shown)


def _uploaded() -> Imported:
    """The uploaded file, or the one a page has shown before; raise Invalid (file, code)."""
    code = request.values.get("code", "").strip().upper() or "IMPOR"
    if not all(each.isascii() and (each.isalnum() or each == "-") for each in code):
        raise invalid("code", t("xlsforms.bad_code"))
    if kept := request.form.get("definition"):
        return Imported(_json(kept.encode()), ())
    file = request.files.get("file")
    data = file.read(LARGEST + 1) if file else request.get_data()
    if not data or len(data) > LARGEST:
        raise invalid("file", t("xlsforms.no_file"))
    if data.lstrip()[:1] == b"{":
        return Imported(_checked(_json(data)), ())
    from forms_service.xlsforms.rules.reading import read_xlsform

    try:
        return read_xlsform(data, code)
    except NotAForm as fault:
        raise invalid("file", t(f"xlsforms.refused.{fault.code}", said=fault.said)) from fault


def _json(data: bytes) -> State:
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError as fault:
        raise invalid("file", t("xlsforms.bad_json", said=str(fault))) from fault
    if not isinstance(found, dict):
        raise invalid("file", t("xlsforms.bad_json", said=""))
    return found


def _checked(definition: State) -> State:
    """Raise Invalid with what the published JSON Schema finds, by path."""
    definition.pop("$schema", None)
    faults = [
        FieldFault("file", f"{fault.path or 'definition'}: {fault.problem[:200]}")
        for fault in schema_faults(definition)[:FAULTS_SHOWN]
    ]
    if faults:
        raise Invalid(faults=faults)
    return definition


def _draft(database: Database, imported: Imported) -> Any:
    body = {"tenant": principal().tenant_id, "definition": imported.definition}
    return authoring.create_draft(database, principal(), body)
