"""Practice people as the intake meets them: each on a phone of its own, with a body that says what
they answered, when, and how long they took."""

import base64
import secrets
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from contracts.form_shapes import Item
from responses_service.shared.issued import issue

from suara_local.coverage.visitors import PLACES, STARS, crowd
from suara_local.practice.kinds import SEED, chance
from suara_local.practice.turnout import Answer, visits

DEVICE_BYTES = 16
# Of honest people who are asked for without a unit: the share that gives six stars throughout.
TOP = 0.45


@dataclass(frozen=True)
class Visitor:
    """A body for the intake, and the cookie of the phone that sends it."""

    body: dict[str, Any]
    device: str


def visitors(
    form: dict[str, Any], survey: dict[str, Any], key: bytes, size: tuple[int, int], now: datetime
) -> Iterator[Visitor]:
    """Honest people of a month: they come in office hours, read before they answer, and are content
    or not. `form` as `/api/v1/forms/{code}` gives it, `survey` one of its surveys; `key` signs when
    a form was opened. Nobody comes in the future."""
    draw = chance("visitors", survey["survey"])
    count = int(draw.integers(*size, endpoint=True))
    stars = draw.permutation(crowd(count, TOP, PLACES[TOP], draw))
    where = {name: survey[name] for name in ("survey", "form_version")} | {"code": form["code"]}
    moments = visits(survey["period"], count, draw)
    answers = {
        number: Answer(row, "", opened, seconds)
        for number, (row, (opened, seconds)) in enumerate(zip(stars.tolist(), moments, strict=True))
    }
    items = survey["definition"]["items"]
    yield from as_visitors(survey["survey"], where, items, answers, key, now)


def as_visitors(
    name: str,
    where: Mapping[str, str],
    items: Sequence[Item],
    answers: Mapping[int, Answer],
    key: bytes,
    now: datetime,
) -> Iterator[Visitor]:
    """Of those `answers` that are given by `now`; `where` has code, survey and form version. The
    same number under the same `name` gets the same id."""
    for number, answer in answers.items():
        finished = answer.opened + timedelta(seconds=answer.seconds)
        if finished > now:
            continue
        body = {
            "response_id": _uuid4(f"{SEED}:{name}:{number}"),
            **where,
            "answers": {
                item["key"]: _choice(item, stars)
                for item, stars in zip(items, answer.stars, strict=False)
            },
            "issued": issue(key, answer.opened),
            "finished_at": finished.isoformat(),
            "language": "id",
        }
        if answer.service:
            body["service"] = answer.service
        yield Visitor(body, secrets.token_urlsafe(DEVICE_BYTES))


def key_of(secrets_of_stack: dict[str, str]) -> bytes:
    return base64.b64decode(secrets_of_stack["ISSUED_KEY"])


def _choice(item: Item, stars: int) -> int:
    """Stars on the item's own scale."""
    top = int(item.get("points") or len(item.get("options") or ()) or STARS)
    return round(1 + (stars - 1) * (top - 1) / (STARS - 1))


def _uuid4(key: str) -> str:
    return str(uuid.UUID(bytes=uuid.uuid5(uuid.NAMESPACE_URL, key).bytes, version=4))
