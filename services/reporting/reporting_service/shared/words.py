"""Choices of questions in the words of a reader."""

from chassis.pages import t
from flask import current_app


def choice_words(by: str, name: str) -> str:
    """A service, a way of answering, a language, or what was chosen of a question; "" is none."""
    known = f"{by}.{name}"
    if by in ("mode", "language"):
        return t(known) if known in current_app.config["TEXTS"] else name
    return name or t("parts.no_service" if by == "service" else "who.left_out")
