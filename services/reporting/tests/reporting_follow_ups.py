"""For tests of follow-ups: an office with a weak statement, and those who act there."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx
import reporting_testing as testing
from chassis.database import Scope
from chassis.kafka import Tail
from chassis.tenants import write_as
from contracts.codec import Event
from reporting_service.follow_ups import store
from sqlalchemy import Connection

READS = (*testing.RESULTS, "follow_ups.read")
WRITES = (*READS, "follow_ups.write")
HEADS = (*WRITES, "follow_ups.approve")
OCTOBER, NOVEMBER = "2026-10", "2026-11"
API = "/api/v1/follow-ups"
TOPIC = "reporting.follow-ups.v1"
PDF = b"%PDF-1.7\n" + b"0" * 1000
FELL = {"pungli": [12, 0, 0, 0, 8, 20], "waktu": [5, 3, 0, 4, 8, 20]}


def october(code: str) -> Iterator[Event]:
    """A final result whose weakest statement is that there are no illegal levies."""
    rows = {key: FELL.get(key, [0, 0, 0, 4, 12, 24]) for key in testing.SHORT}
    told = {"kind": "final", "number": 1, "reason": None, "withheld": None}
    released = {**testing.released_of(rows), **told}
    yield testing.survey(code, OCTOBER, "closed")
    yield testing.score(code, OCTOBER, 40, 20, released=released, status="closed")


@dataclass(frozen=True)
class Office:
    """Unit A of a region, its final October there."""

    region: Any

    @classmethod
    def shown(cls, region: Any) -> "Office":
        """Once the service shows its result."""
        region.stage.send(*october(region.a))
        region.wait_for(f"/u/{region.a}?period={OCTOBER}", "bebas pungli")
        return cls(region)

    @property
    def code(self) -> str:
        return str(self.region.a)

    def token(self, who: str, may: Sequence[str] = HEADS, code: str = "", **claims: Any) -> str:
        """Of somebody of this name at the office `code`, unit A if none is said."""
        signer, own = self.region.stage.signer, code or self.code
        about = {"sub": who, "name": who.title(), "tenant": testing.same_id(own), "csrf": "c"}
        return str(signer.sign(signer.claims(permissions=list(may), **{**about, **claims})))

    @contextmanager
    def api(
        self, who: str, may: Sequence[str] = HEADS, code: str = "", **claims: Any
    ) -> Iterator[httpx.Client]:
        with self.region.stage.client(self.token(who, may, code, **claims)) as client:
            client.headers["Accept"] = "application/json"
            yield client

    def wish(self, **more: Any) -> dict[str, Any]:
        return {
            "unit": self.code,
            "instrument": "SPKP-SPAK",
            "period": OCTOBER,
            "statement": "pungli",
            "program": "Umumkan tarif resmi di loket",
            "owner": "Kepala Tata Usaha",
            "due": "2027-02-18",
            **more,
        }

    def opened(self, who: str = "kepala", may: Sequence[str] = HEADS, **more: Any) -> str:
        """The id of a new one."""
        with self.api(who, may) as api:
            made = api.post(API, json=self.wish(**more))
        assert made.status_code == httpx.codes.CREATED, made.text
        return str(made.json()["follow_up_id"])

    def events(self, topic: str = TOPIC) -> list[dict[str, Any]]:
        """Payloads of the office in a topic, the first of them first."""
        environment, found = self.region.stage.environment, list[Event]()
        broker = environment["KAFKA_BOOTSTRAP"], environment["KAFKA_TOPIC_PREFIX"]
        tail = Tail(*broker, [topic], found.append).start()
        assert tail.ready.wait(60)
        tail.stop()
        return [each.payload for each in found if each.tenant_id == testing.same_id(self.code)]

    @contextmanager
    def rows(self, code: str = "") -> Iterator[Connection]:
        """As the web role at an office."""
        own = testing.same_id(code or self.code)
        with self.region.stage.web.scope(Scope(own)) as connection:
            write_as(connection, own)
            yield connection

    def planted(self, statement: str, due: date, state: str = "running", code: str = "") -> str:
        """One as the days have left it."""
        own = code or self.code
        about = {"tenant_id": testing.same_id(own), "survey_id": str(uuid.uuid4())}
        plan = {"program": "Tarif dipasang di loket", "owner": "Kepala", "due": due}
        words = dict(zip(("id", "en"), testing.SHORT[statement], strict=True))
        with self.rows(own) as connection:
            row = store.add(
                connection,
                {
                    **about,
                    **plan,
                    "instrument": "SPKP-SPAK",
                    "period": OCTOBER,
                    "statement": statement,
                    "index_code": "IPAK",
                    "words": words,
                    "priority": 2,
                    "state": state,
                    "asked_by": "x",
                    "asked_hand": "x",
                    "opened_on": None if state == "proposed" else date(2026, 10, 1),
                },
            )
        assert row is not None
        return str(row.follow_up_id)
