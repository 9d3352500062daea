"""The photo of a request, and the words about it."""

from typing import Any

from chassis.pages import t
from chassis.problems import FieldFault, Invalid
from flask import request

from forms_service.banners.rules.limits import LARGEST_FORM, TOLD


def allow_photos(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Before the check of the form's token, which reads the whole form."""
    request.max_content_length = LARGEST_FORM


def words_of(fault: FieldFault) -> str:
    """What is wrong, and the way out."""
    return t(f"banners.fault.{fault.field}.{fault.message}", **TOLD)


def in_words(problem: Invalid) -> Invalid:
    """The same faults, said to a person."""
    return Invalid(faults=[FieldFault(each.field, words_of(each)) for each in problem.faults])
