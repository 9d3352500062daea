"""Keeps an image of a sheet for those who type or settle it, sealed like free text."""

import base64
import subprocess
import sys
from typing import Any

import orjson
from chassis.audit import audit
from chassis.database import Database
from chassis.logging import get_logger
from chassis.outbox import add_events
from chassis.principal import Principal
from chassis.problems import NotFound, invalid
from sqlalchemy import Row

from responses_service.paper.entry.handlers import Sheet, in_hand
from responses_service.paper.entry.images import store
from responses_service.paper.entry.images.rules.limits import LARGEST
from responses_service.shared.context import Context
from responses_service.shared.sealing import seal_bytes, unseal_bytes

# No variable of ours is handed on: what opens the file knows no key.
OPENER = [sys.executable, "-I", "-m", "responses_service.paper.entry.images"]
PATIENCE = 60


def keep(database: Database, context: Context, by: Principal, number: str, data: bytes) -> int:
    """How many pages; an earlier image of the sheet goes. Raise NotFound outside the scope, Invalid
    with one word about `sheet` (not this person, not now) or `image`."""
    with database.scope(by.scope) as connection:
        in_hand(connection, context, by, number)
    # Takes a second or two: not while anything is locked.
    pages = opened(data)
    with database.scope(by.scope) as connection:
        sheet = in_hand(connection, context, by, number, writes=True)
        tenant_id, row = str(sheet.row.tenant_id), _place(sheet)
        boxes = [seal_bytes(context.keys.text, tenant_id, page) for page in pages]
        about = {"tenant_id": tenant_id, "survey_id": sheet.row.survey_id}
        person = {"uploaded_by": by.subject, "uploader": by.name}
        replaced = store.replace(connection, {**row, **about, **person}, boxes)
        told = {"place": sheet.row.place, "pages": len(pages), "replaced": replaced}
        action, subject = "responses.paper-images.upload", str(sheet.row.batch_id)
        add_events(connection, [audit(by, action, subject, tenant_id, **told)])
    return len(pages)


def described(database: Database, by: Principal, sheet: Sheet) -> Row[Any] | None:
    """(pages, uploaded_at) of a sheet in hand; None without an image."""
    with database.scope(by.scope) as connection:
        return store.described(connection, **_place(sheet))


def found(database: Database, context: Context, by: Principal, number: str) -> Sheet:
    """Raise as `keep` does about the sheet."""
    with database.scope(by.scope) as connection:
        return in_hand(connection, context, by, number)


def page(database: Database, context: Context, by: Principal, number: str, part: int) -> bytes:
    """A JPEG. Raise as `keep` does about the sheet, NotFound where there is no such page."""
    with database.scope(by.scope) as connection:
        sheet = in_hand(connection, context, by, number)
        box = store.page(connection, **_place(sheet), number=part)
    if box is None:
        raise NotFound
    return unseal_bytes(context.keys.text, str(sheet.row.tenant_id), box)


def opened(data: bytes) -> list[bytes]:
    """One JPEG a page. Raise Invalid: `required`, `large`, `kind`, `damaged`, `pages`, `pixels`."""
    if not data:
        raise invalid("image", "required")
    if len(data) > LARGEST:
        raise invalid("image", "large")
    try:
        done = subprocess.run(  # noqa: S603
            OPENER, input=data, capture_output=True, env={}, timeout=PATIENCE, check=True
        )
    except subprocess.SubprocessError as fault:
        get_logger().warning("image_not_opened", fault=repr(fault))
        raise invalid("image", "damaged") from None
    answer = orjson.loads(done.stdout)
    if word := answer.get("refused"):
        raise invalid("image", word)
    return [base64.b64decode(each) for each in answer["pages"]]


def _place(sheet: Sheet) -> dict[str, Any]:
    return {"batch_id": str(sheet.row.batch_id), "place": sheet.row.place}
