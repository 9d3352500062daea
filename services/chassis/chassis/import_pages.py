"""Pages and API of imports, the same for every kind and service: upload, check, store.

Works without a script. The texts are `import.*` of the chassis and `import.<kind>.*` and the fault
words of the service.
"""

import base64
import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from chassis import imports
from chassis.auth import principal, requires
from chassis.database import Database
from chassis.imports import Kind, Outcome, as_csv
from chassis.pages import t
from chassis.problems import FieldFault, Invalid, NotFound
from chassis.reading import whole_in
from chassis.table_files import LARGEST_FILE
from chassis.tables import MOST_ROWS, RowFault, Table, read_table
from chassis.web import json_response

DIGEST = re.compile(r"[0-9a-f]{64}")
COUNTS = ("new", "changed", "unchanged")
Page = Redirect | str | tuple[str, int]


def blueprint(database: Database, kinds: Sequence[Kind], base: str) -> Blueprint:
    """`base` is the address of the page that offers the kinds; each has its own below it."""
    pages = Blueprint("imports", __name__)
    pages.url_value_preprocessor(allow_files)

    @pages.get(base)
    @requires(*sorted({kind.permission for kind in kinds}))
    def offer() -> str:
        allowed = [kind for kind in kinds if principal().may(kind.permission)]
        return render_template("import.html", kinds=allowed, base=base)

    for kind in kinds:
        _add_upload(pages, database, kind, f"{base}/{kind.word}")
        _add_checked(pages, database, kind, f"{base}/{kind.word}")
        _add_api(pages, kind)
    return pages


def for_programs(kinds: Sequence[Kind]) -> Blueprint:
    """The API alone, of kinds that have no page."""
    routes = Blueprint("imports", __name__)
    routes.url_value_preprocessor(allow_files)
    for kind in kinds:
        _add_api(routes, kind)
    return routes


def allow_files(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """A preprocessor: before the check of the form's token, which reads the whole form."""
    request.max_content_length = LARGEST_FILE + 64 * 1024


def _add_upload(pages: Blueprint, database: Database, kind: Kind, path: str) -> None:
    @pages.get(path, endpoint=f"{kind.name}_form")
    @requires(kind.permission)
    def form() -> str:
        return _form(kind, path, [])

    @pages.post(path, endpoint=f"{kind.name}_upload")
    @requires(kind.permission)
    def send() -> Page:
        name, data = sent_file()
        table = read_table(data, kind.columns)
        if not table.rows:
            return _form(kind, path, table.faults), Invalid.status
        with database.scope(principal().scope) as connection:
            digest = imports.keep_upload(connection, principal(), kind.name, name, data)
        return redirect(f"{path}/{digest}", 303)

    @pages.get(f"{path}/contoh.csv", endpoint=f"{kind.name}_template")
    @requires(kind.permission)
    def template() -> Response:
        lines = [[column.name for column in kind.columns], [each.example for each in kind.columns]]
        return _download(as_csv(lines), f"{kind.word}-{t('import.file.template')}.csv")


def _add_checked(pages: Blueprint, database: Database, kind: Kind, path: str) -> None:
    @pages.get(f"{path}/<digest>", endpoint=f"{kind.name}_check")
    @requires(kind.permission)
    def check(digest: str) -> str:
        name, table = _kept(database, kind, digest)
        return _checked(kind, path, digest, name, table, kind.run(principal(), table, False))

    @pages.get(f"{path}/<digest>/salah.csv", endpoint=f"{kind.name}_faults")
    @requires(kind.permission)
    def faults(digest: str) -> Response:
        _, table = _kept(database, kind, digest)
        found = kind.run(principal(), table, False).faults
        heading = [t(f"import.column.{name}") for name in ("row", "column", "value", "what", "way")]
        lines = [[str(cell) for cell in row] for row in fault_rows(found)]
        return _download(as_csv([heading, *lines]), f"{kind.word}-{t('import.file.faults')}.csv")

    @pages.post(f"{path}/<digest>", endpoint=f"{kind.name}_store")
    @requires(kind.permission)
    def store(digest: str) -> Page:
        name, table = _kept(database, kind, digest)
        outcome = kind.run(principal(), table, True)
        if outcome.faults:
            return _checked(kind, path, digest, name, table, outcome), Invalid.status
        with database.scope(principal().scope) as connection:
            imports.drop_upload(connection, principal(), kind.name, digest)
        if outcome.told:
            return _said_once(kind, path, outcome)
        counts = {name: getattr(outcome, name) for name in COUNTS}
        return redirect(f"{path}?{urlencode(counts)}", 303)


def _add_api(pages: Blueprint, kind: Kind) -> None:
    @pages.post(kind.route, endpoint=f"{kind.name}_api")
    @requires(kind.permission)
    def api() -> Response:
        """Form field `file`; with `dry_run=true` nothing is stored and every fault is listed."""
        table, dry = read_table(sent_file()[1], kind.columns), request.form.get("dry_run") == "true"
        outcome = (
            kind.run(principal(), table, not dry) if table.rows else Outcome(faults=table.faults)
        )
        if outcome.faults and not dry:
            raise Invalid(faults=[field_fault(fault) for fault in outcome.faults])
        counts = {name: getattr(outcome, name) for name in (*COUNTS, "faulty")}
        faults = [said(fault) for fault in outcome.faults]
        told = {"told": list(outcome.told)} if outcome.told else {}
        return json_response({"dry_run": dry, **counts, "faults": faults, **told})


def sent_file() -> tuple[str, bytes]:
    """Name and bytes of the form's file; one byte too many shows that it is too large."""
    sent = request.files.get("file")
    if sent is None:
        return "", b""
    name = (sent.filename or "")[:120]
    return name if name.isprintable() else "", sent.stream.read(LARGEST_FILE + 1)


def kept_file(database: Database, kind: str, digest: str) -> tuple[str, bytes]:
    """Name and bytes; raise NotFound for somebody else's file, and for one whose hour is over."""
    if not DIGEST.fullmatch(digest):
        raise NotFound
    with database.scope(principal().scope) as connection:
        found = imports.upload(connection, principal(), kind, digest)
    if found is None:
        raise NotFound(t("import.gone"))
    return found.name, bytes(found.data)


def _kept(database: Database, kind: Kind, digest: str) -> tuple[str, Table]:
    name, data = kept_file(database, kind.name, digest)
    return name, read_table(data, kind.columns)


def _form(kind: Kind, path: str, faults: Sequence[RowFault]) -> str:
    return render_template(
        "import_form.html",
        kind=kind,
        path=path,
        faults=[("file", _sentence(each)) for each in faults],
        done=counts_told(COUNTS),
    )


def _sentence(fault: RowFault) -> str:
    what, way = words_of(fault)
    return f"{fault.column}: {what}. {way}" if fault.column else f"{what}. {way}"


def counts_told(names: Sequence[str]) -> dict[str, int] | None:
    """What the address says of an import that is done; None where there was none."""
    told = {name: whole_in(request.args, name, 0, MOST_ROWS) for name in names}
    done = {name: count for name, count in told.items() if count is not None}
    return done if len(done) == len(names) else None


def _checked(kind: Kind, path: str, digest: str, name: str, table: Table, outcome: Outcome) -> str:
    return render_template(
        "import_check.html",
        kind=kind,
        path=path,
        digest=digest,
        name=name,
        total=len(table.rows),
        outcome=outcome,
        rows=fault_rows(outcome.faults),
    )


def _said_once(kind: Kind, path: str, outcome: Outcome) -> str:
    """What is said this once: on the page, and in the page as a file to keep."""
    names = list(outcome.told[0])
    lines = [[each[name] for name in names] for each in outcome.told]
    file = base64.b64encode(as_csv([names, *lines])).decode()
    return render_template(
        "import_told.html",
        kind=kind,
        path=path,
        outcome=outcome,
        names=names,
        lines=lines,
        file=f"data:text/csv;charset=utf-8;base64,{file}",
    )


def words_of(fault: RowFault) -> tuple[str, str]:
    """What is wrong, and the way out."""
    what, way = (t(f"import.{part}.{fault.problem}", **fault.values) for part in ("fault", "way"))
    return what, way


def fault_rows(faults: Iterable[RowFault]) -> list[tuple[int, str, str, str, str]]:
    """Row, column, what stands there, what is wrong, the way out."""
    return [
        (each.row, each.column, str(each.values.get("value", "")), *words_of(each))
        for each in faults
    ]


def said(fault: RowFault) -> dict[str, str | int]:
    what, way = words_of(fault)
    place = {"column": fault.column, "problem": fault.problem}
    return {"row": fault.row, **place, "message": what, "way_out": way}


def field_fault(fault: RowFault) -> FieldFault:
    return FieldFault(f"row {fault.row}: {fault.column}", " ".join(words_of(fault)))


def _download(data: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, headers=headers, content_type="text/csv; charset=utf-8")
