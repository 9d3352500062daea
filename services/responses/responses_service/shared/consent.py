"""The consent text that a person saw: known by its SHA-256, kept with every answer."""

import hashlib

from contracts.form_shapes import FormDefinition


def consent_texts(definition: FormDefinition) -> dict[str, str]:
    """By language; empty for a form without one."""
    page = definition.get("page")
    return (page.get("consent") if page else None) or {}


def consent_digests(definition: FormDefinition) -> dict[str, str]:
    return {
        language: hashlib.sha256(text.encode()).hexdigest()
        for language, text in consent_texts(definition).items()
    }
