"""The file of a request, and the answer that hands one out."""

from typing import Any

from flask import Response, request
from sqlalchemy import Row

from reporting_service.follow_ups.rules.evidence import TYPES
from reporting_service.follow_ups.rules.limits import EVIDENCE, LARGEST_FORM

# Where a file may come: before the check of the form's token, which reads the whole form.
TAKING = ("attach", "attach_by_api")


def allow_files(endpoint: str | None, values: dict[str, Any] | None) -> None:
    if (endpoint or "").rpartition(".")[2] in TAKING:
        request.max_content_length = LARGEST_FORM


def sent_file() -> tuple[str, bytes]:
    """Its name and content, empty where there is none; not more than one byte too many."""
    sent = request.files.get("evidence")
    return (sent.filename or "", sent.stream.read(EVIDENCE + 1)) if sent else ("", b"")


def as_download(row: Row[Any]) -> Response:
    """Never shown inside of a page: somebody else has made it."""
    answer = Response(bytes(row.content), mimetype=TYPES[row.kind])
    answer.headers.set("Content-Disposition", "attachment", filename=row.name)
    return answer
