"""Keeps what people agree to (UU 27/2022 article 21): every form version brings its words."""

from collections.abc import Sequence

from chassis.consumer import Message, Outgoing
from sqlalchemy import Connection

from responses_service.record.store import consents
from responses_service.shared.consent import consent_digests, consent_texts

FORM_VERSIONS = "forms.form-versions.v1"


def keep_consents(connection: Connection, messages: Sequence[Message]) -> list[Outgoing]:
    """Consumer handler: idempotent."""
    rows = []
    for form in (message.event.payload for message in messages):
        texts = consent_texts(form["definition"])
        for language, digest in consent_digests(form["definition"]).items():
            row = {"digest": digest, "language": language, "text": texts[language]}
            rows.append({**row, "form_version_id": form["form_version_id"]})
    if rows:
        consents.keep(connection, rows)
    return []
