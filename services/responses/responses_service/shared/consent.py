"""The consent text that a person saw: known by its SHA-256, kept with every answer."""

import hashlib
from collections.abc import Mapping
from typing import Any


def consent_texts(definition: Mapping[str, Any]) -> dict[str, str]:
    """By language; empty for a form without one."""
    texts: dict[str, str] = (definition.get("page") or {}).get("consent") or {}
    return texts


def consent_digests(definition: Mapping[str, Any]) -> dict[str, str]:
    return {
        language: hashlib.sha256(text.encode()).hexdigest()
        for language, text in consent_texts(definition).items()
    }
