"""The migrated database of responses, as its background and its web processes reach it; and a place
with answers to take files from."""

import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from chassis.consumer import Message
from chassis.database import Database, Scope
from chassis.tenant_tree import store_tenants
from contracts.codec import Event
from responses_service.exports.handlers.contents import bind, rows
from responses_service.exports.handlers.finals import SCORES, keep_finals
from responses_service.exports.rules.plan import FilePlan
from responses_service.exports.rules.variables import variables_of
from responses_service.shared.sealing import seal
from sqlalchemy import text

PERIOD, INSTRUMENT = "2026-11", "SPKP-SPAK"
START = datetime(2026, 11, 2, 2, tzinfo=UTC)
KEY, TEXT_KEY = b"k" * 32, os.urandom(32)
FORM = {
    "items": [
        {"key": "pungli", "type": "stars", "points": 6, "text": {"id": "Tidak ada"}},
        {"key": "cerita", "type": "long_text", "text": {"id": "Cerita"}},
    ],
    "profile": [],
    "stars": {"words": []},
}
INSERT = text(
    "INSERT INTO records (response_id, period, tenant_id, survey_id, instrument, form_version_id,"
    " point_id, state, answers, details, profile, mode, language, flagged, received_at, issued_at,"
    " answered_at, text_key, text_sealed, source_partition, source_offset)"
    " VALUES (:id, :period, :tenant, :survey, :instrument, :form, :form, :state,"
    " CAST(:answers AS jsonb), '{}', '{}', 'self', 'id', false, :at, :at, :at, :key, :sealed, 0, 0)"
)
DECIDE = text(
    "INSERT INTO exclusion_effects (response_id, sequence, tenant_id, request_id, excluded, at)"
    " SELECT :id, 1 + (SELECT count(*) FROM exclusion_effects e WHERE e.response_id = :id), :t, :r,"
    " :e, :at"
)


@dataclass(frozen=True)
class Place:
    """A kanwil with a unit below it, each with a survey; answers come from `start`, one a minute,
    and stand in the order of `key`."""

    web: Database
    worker: Database
    kanwil: str
    unit: str
    form: str
    start: datetime = START
    key: bytes = KEY
    text_key: bytes = TEXT_KEY

    def add(
        self,
        tenant: str,
        number: int,
        state: str = "counted",
        wrote: Any = None,
        first: int = 1,
    ) -> list[str]:
        """Ids of new answers to the tenant's survey; `pungli` says the place in their order."""
        ids = [str(uuid.uuid4()) for _ in range(number)]
        box = seal(TEXT_KEY, tenant, wrote) if wrote else {"wrapped_key": None, "sealed": None}
        lines = [
            {
                "id": each,
                "period": PERIOD,
                "tenant": tenant,
                "survey": tenant,
                "instrument": INSTRUMENT,
                "form": self.form,
                "state": state,
                "answers": orjson.dumps({"pungli": place}).decode(),
                "at": START + timedelta(minutes=place),
                "key": box["wrapped_key"],
                "sealed": box["sealed"],
            }
            for place, each in enumerate(ids, first)
        ]
        with self.worker.unbound() as connection:
            connection.execute(INSERT, lines)
        return ids

    def practice_unit(self) -> str:
        """The id of a new one below the kanwil."""
        made = tenant(str(uuid.uuid4()), "upt", self.kanwil, practice=True)
        with self.worker.unbound() as connection:
            store_tenants(connection, [made])
        return str(made["tenant_id"])

    def exclude(self, tenant: str, ids: list[str], *states: bool, at: datetime = START) -> None:
        """What is decided of each at that moment, after all that was before: out, back, ..."""
        request = str(uuid.uuid4())
        with self.worker.unbound() as connection:
            for each in ids:
                for excluded in states:
                    connection.execute(
                        DECIDE, {"id": each, "t": tenant, "r": request, "e": excluded, "at": at}
                    )

    def final(
        self, tenant: str, n: int | None, at: datetime, kind: str = "final", **more: Any
    ) -> None:
        """Scoring publishes a result of `n` answers of the tenant's survey, of that moment; None:
        nothing of it counts any more. Twice, as it may come."""
        reason, stage = more.get("reason"), more.get("stage", "final")
        released = {"n": n, "kind": kind, "released_at": at.isoformat(), "reason": reason}
        score = {
            "survey_id": tenant,
            "period": PERIOD,
            "form_version_id": self.form,
            "stage": stage if n is not None else "provisional",
            "count": n or 60,
            "excluded": 0 if n is not None else 60,
            "released": released if n is not None else None,
        }
        event = Event(SCORES, tenant, score, str(uuid.uuid4()), at.isoformat())
        with self.worker.unbound() as connection:
            keep_finals(connection, [Message(event, 0, 0)] * 2)

    def plan(self, kind: str, survey: str | None, *, practice: bool = False) -> FilePlan:
        known = {"kind": kind, "instrument": INSTRUMENT, "period": PERIOD, "survey": survey}
        more = {"tenant": "W", "since": None, "versions": {self.form: 7}}
        fields = ("suggestion", "cerita")
        variables = tuple(variables_of(kind, [(7, FORM)], practice=practice))
        return FilePlan(**known, **more, fields=fields, variables=variables, practice=practice)

    def rows(self, scope: Scope, plan: FilePlan) -> list[list[Any]]:
        with self.web.scope(scope) as connection:
            bind(connection, scope)
            return list(rows(connection, plan, KEY, TEXT_KEY))

    def own(self, tenant: str) -> list[int]:
        return [row[0] for row in self.rows(Scope(tenant), self.plan("answers", tenant))]


def tenant(
    tenant_id: str, kind: str, parent: str | None, *, practice: bool = False
) -> dict[str, Any]:
    parents = [{"parent_id": parent, "valid_from": "2020-01-01"}] if parent else []
    unit_type = "kanwil" if kind == "kanwil" else "lapas"
    name = {"name": kind, "short_name": kind, "valid_from": "2020-01-01"}
    return {
        "tenant_id": tenant_id,
        "code": tenant_id,
        "kind": kind,
        "unit_type": unit_type,
        "time_zone": "Asia/Jakarta",
        "status": "active",
        "demo": True,
        "practice": practice,
        "names": [name],
        "parents": parents,
        "province_codes": [],
    }


@pytest.fixture
def place(service_database: Callable[[str], Any]) -> Iterator[Place]:
    database = service_database("responses")
    web, worker = Database(database.web), Database(database.worker)
    made = Place(web, worker, *(str(uuid.uuid4()) for _ in range(3)))
    with worker.unbound() as connection:
        units = [tenant(made.kanwil, "kanwil", None), tenant(made.unit, "upt", made.kanwil)]
        store_tenants(connection, units)
    yield made
    web.close()
    worker.close()


@pytest.fixture
def worker(service_database: Callable[[str], Any]) -> Iterator[Database]:
    # Tests of simultaneous work hold several connections at once.
    database = Database(service_database("responses").worker, pool_size=20)
    yield database
    database.close()


@pytest.fixture
def web(service_database: Callable[[str], Any]) -> Iterator[Database]:
    database = Database(service_database("responses").web)
    yield database
    database.close()
