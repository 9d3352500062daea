"""What a form that types or settles a sheet has for its image, and the words about it."""

from typing import Any

from chassis.auth import principal
from chassis.database import Database
from chassis.pages import t
from chassis.problems import FieldFault, Invalid
from flask import request

from responses_service.paper.entry.handlers import Sheet
from responses_service.paper.entry.images.handlers import keeping
from responses_service.paper.entry.images.rules.limits import LARGEST, LARGEST_FORM, TOLD
from responses_service.shared.addresses import PAPER_IMAGE
from responses_service.shared.context import Context

FIELD, ALONE = "image", "keep-image"


def allow_images(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Before the check of the form's token, which reads the whole form."""
    request.max_content_length = LARGEST_FORM


def keep_sent(database: Database, context: Context, number: str) -> bool:
    """Keep the image that the form brings, if it brings one; True when that alone was asked for.
    Raise as the handler."""
    sent, alone = request.files.get(FIELD), request.form.get("do") == ALONE
    if alone or (sent and sent.filename):
        data = sent.stream.read(LARGEST + 1) if sent else b""
        keeping.keep(database, context, principal(), number, data)
    return alone


def shown(database: Database, sheet: Sheet, fault: Invalid | None) -> dict[str, Any]:
    """What the box of the image says: `pages` that there are, `said` of the one just sent."""
    row = keeping.described(database, principal(), sheet)
    asked = request.form.get("do") == ALONE and not fault
    return {
        "pages": row.pages if row else 0,
        "at": f"{PAPER_IMAGE}/{sheet.number}",
        "fault": next((words_of(each) for each in _of_image(fault)), ""),
        "said": t("paper.image.kept", n=row.pages) if row and asked else "",
        "field": FIELD,
        "alone": ALONE,
    }


def words_of(fault: FieldFault) -> str:
    """What is wrong with an image, or why not this sheet, and the way out."""
    if fault.field == FIELD:
        return t(f"paper.image.fault.{fault.message}", **TOLD)
    return t(f"paper.refused.{fault.message}")


def _of_image(fault: Invalid | None) -> list[FieldFault]:
    return [each for each in fault.faults if each.field == FIELD] if fault else []


def in_words(fault: Invalid) -> Invalid:
    """The same faults, said to a person."""
    return Invalid(faults=[FieldFault(each.field, words_of(each)) for each in fault.faults])
