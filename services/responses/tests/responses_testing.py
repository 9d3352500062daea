"""For tests of responses: what other services have told of one office and its open survey."""

import uuid
from datetime import timedelta
from typing import Any

from chassis import clock
from contracts.typed_code import random_code

TENANT, POINT, FORM, SURVEY = (str(uuid.uuid4()) for _ in range(4))
CODE = random_code()
SAID = {"id": "kata"}
DEFINITION = {
    "format": 1,
    "title": SAID,
    "languages": ["id"],
    "sections": [{"key": "a", "title": SAID}],
    "stars": {"words": [SAID] * 6, "repeat_back": {"id": "{n} {word}"}},
    "items": [
        {"key": "pungli", "type": "stars", "points": 6, "section": "a", "required": True}
        | {"text": SAID, "short": SAID}
    ],
    "page": {"not_complaints": SAID, "consent": SAID},
}


def states() -> dict[str, dict[str, Any]]:
    """One state of each topic that the web process of responses follows."""
    now = clock.now()
    form = {"form_version_id": FORM, "instrument": "SPKP-SPAK"}
    return {
        "identity.tenants.v1": tenant("Unit")[1],
        "forms.form-versions.v1": {
            **form,
            "version": 1,
            "owner_tenant_id": TENANT,
            "official": True,
            "languages": ["id"],
            "status": "published",
            "published_at": now.isoformat(),
            "hash": "ab" * 32,
            "definition": DEFINITION,
        },
        "forms.surveys.v1": {
            **form,
            "survey_id": SURVEY,
            "tenant_id": TENANT,
            "formula_version_id": FORM,
            "period": f"{now:%Y-%m}",
            "release_step": 5,
            "status": "open",
            "opens_at": (now - timedelta(days=1)).isoformat(),
            "closes_at": (now + timedelta(days=1)).isoformat(),
        },
        "forms.collection-points.v1": {
            "point_id": POINT,
            "tenant_id": TENANT,
            "code": CODE,
            "name": "Loket",
            "channel": "qr",
            "status": "active",
            "aliases": ["ly/k7mq2x9a"],
        },
    }


def tenant(name: str, tenant_id: str = TENANT) -> tuple[str, dict[str, Any]]:
    """The state of an office that has this name from its beginning."""
    named = {"name": name, "short_name": name, "valid_from": "2020-01-01", "valid_to": None}
    return "identity.tenants.v1", {
        "tenant_id": tenant_id,
        "code": tenant_id[:8],
        "kind": "upt",
        "unit_type": "lapas",
        "unit_class": None,
        "line": None,
        "time_zone": "Asia/Jakarta",
        "demo": True,
        "status": "active",
        "province_codes": [],
        "names": [named],
        "parents": [],
    }


def submission(**more: Any) -> dict[str, Any]:
    """A payload of `responses.submitted.v1`: one statement, answered now and by nobody's help."""
    response_id, now = str(uuid.uuid4()), clock.now().isoformat()
    return {
        "response_id": response_id,
        "digest": "ab" * 32,
        "receipt": response_id,
        "survey_id": str(uuid.uuid4()),
        "instrument": "SPKP-SPAK",
        "period": "2026-11",
        "form_version_id": str(uuid.uuid4()),
        "point_id": str(uuid.uuid4()),
        "answers": {"pungli": 6},
        "profile": {},
        "mode": "self",
        "language": "id",
        "service": None,
        "received_at": now,
        "issued_at": now,
        "finished_at": None,
        "text": None,
        **more,
    }
