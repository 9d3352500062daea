"""Files as answers."""

from flask import Response


def pdf_response(pdf: bytes, name: str) -> Response:
    shown = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(pdf, mimetype="application/pdf", headers=shown)
