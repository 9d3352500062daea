"""What one answer costs the recorder as the record grows; `python -m bench.growth [largest]`.

The record is filled by SQL as a ministry fills it: 870 offices with 345 answers a month each, in
the order of time, so that ten million are 33 months. The cost is that of the recorder itself, for
the answers that come next: batches of 500, with the role and the settings of PostgreSQL that it has
in service. A record that stays small takes turns with it, so that noise of the machine meets both.
"""

import hashlib
import random
import shutil
import statistics
import sys
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import psycopg
import yaml
from chassis.consumer import Message
from chassis.database import Database
from chassis.events import new_event
from responses_service.intake.handlers.taking import SUBMITTED
from responses_service.record.handlers.recording import record
from suara_local.places import ROOT
from suara_local.ports import free_ports
from suara_local.stack import Stack

HOME = ROOT / "var" / "growth"
OFFICES, BATCH, ROUNDS, SMALLEST = 870, 500, 24, 10_000
AIM = 1.2
ITEMS = [f"item_{number}" for number in range(13)]
BEGAN = datetime(2025, 1, 1, tzinfo=UTC)
PACE = timedelta(days=30) / (OFFICES * 345)
FILL = """
WITH new AS (
    SELECT *, to_char(at, 'YYYY-MM') AS period FROM (
        SELECT gen_random_uuid() AS id, g, md5((g %% %(offices)s)::text)::uuid AS office,
            %(began)s + g * %(pace)s AS at
        FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS g) t),
 ids AS (
    INSERT INTO ledger (response_id, tenant_id, digest, receipt, state, period, source_partition,
        source_offset)
    SELECT id, office, decode(md5(g::text) || md5(g::text), 'hex'), upper(left(md5('r' || g), 26)),
        'counted', period, 11, g FROM new)
INSERT INTO records (response_id, period, tenant_id, survey_id, instrument, form_version_id,
    point_id, state, answers, profile, mode, language, flagged, received_at, issued_at,
    answered_at, device, source_partition, source_offset)
SELECT id, period, office, office, 'SPKP-SPAK', office, office, 'counted', %(answers)s::jsonb,
    '{}', 'self', 'id', false, at, at, at, md5(g::text), 11, g
FROM new
"""
MILLION = 1_000_000


@dataclass
class Record:
    """A database with the recorder on it; `number` is that of its last answer."""

    url: str
    worker: Database
    number: int = 0

    def grow(self, size: int) -> None:
        fill(self.url, self.number + 1, size)
        self.number = size

    def cost(self) -> float:
        """Microseconds an answer of the next batch."""
        chance = random.Random(self.number)  # noqa: S311 (no secret)
        batch = [message(chance, self.number + place) for place in range(1, BATCH + 1)]
        self.number += BATCH
        began = time.perf_counter()
        with self.worker.unbound() as connection:
            record(connection, batch)
        return (time.perf_counter() - began) / BATCH * 1e6


def main(largest: int) -> None:
    shutil.rmtree(HOME, ignore_errors=True)
    with Stack(HOME, free_ports(), database=in_service()) as stack:
        stack.start_infrastructure()
        stack.prepare()
        grown, small = records_of(stack)
        print("\n| rows in the record | microseconds an answer | a small record | ratio | aim |")
        print("|--:|--:|--:|--:|---|", flush=True)
        for size in (SMALLEST * 10**step for step in range(4)):
            if size > largest:
                break
            grown.grow(size)
            cost, usual = measured([grown, small])
            print(
                f"| {size:,} | {cost:.0f} | {usual:.0f} | {cost / usual:.2f} | < {AIM} |",
                flush=True,
            )
        for each in (grown, small):
            each.worker.close()
    shutil.rmtree(HOME)


def records_of(stack: Stack) -> tuple[Record, Record]:
    """The one that will grow, and one of 10,000 rows in a copy of its database."""
    server = stack.environment("responses")["DATABASE_WORKER_URL"].removesuffix("/responses")
    with psycopg.connect(stack.superuser_url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE small TEMPLATE responses")
    grown, small = (
        Record(stack.superuser_url(name), Database(f"{server}/{name}"))
        for name in ("responses", "small")
    )
    small.grow(SMALLEST)
    return grown, small


def in_service() -> dict[str, str]:
    """Settings of PostgreSQL in `deploy/compose.yaml`."""
    text = (ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8")
    command = yaml.safe_load(text)["services"]["postgres"]["command"]
    return dict(word.split("=") for word in command if "=" in word)


def fill(url: str, first: int, last: int) -> None:
    answers = "{" + ", ".join(f'"{item}": 5' for item in ITEMS) + "}"
    with psycopg.connect(url, autocommit=True) as connection:
        for start in range(first, last + 1, MILLION):
            known = {"offices": OFFICES, "answers": answers, "began": BEGAN, "pace": PACE}
            rows = {"first": start, "last": min(last, start + MILLION - 1)}
            connection.execute(FILL, {**known, **rows})
        connection.execute("VACUUM ANALYZE records, ledger")


def measured(records: list[Record]) -> list[float]:
    """Median microseconds an answer of each record; they take turns."""
    costs: list[list[float]] = [[] for _ in records]
    for _ in range(ROUNDS):
        for each, found in zip(records, costs, strict=True):
            found.append(each.cost())
    return [statistics.median(found) for found in costs]


def message(chance: random.Random, number: int) -> Message:
    """An answer at one of the offices; they are md5 ids in SQL as here."""
    name = str(chance.randrange(OFFICES)).encode()
    office = str(uuid.UUID(hashlib.md5(name).hexdigest()))  # noqa: S324 (no secret)
    at = BEGAN + number * PACE
    payload = {
        "response_id": str(uuid.uuid4()),
        "digest": uuid.uuid4().hex * 2,
        "receipt": uuid.uuid4().hex[:26].upper(),
        "survey_id": office,
        "period": f"{at:%Y-%m}",
        "instrument": "SPKP-SPAK",
        "form_version_id": office,
        "point_id": office,
        "answers": {item: chance.randint(3, 6) for item in ITEMS},
        "profile": {},
        "mode": "self",
        "language": "id",
        "service": None,
        "text": None,
        "signs": [],
        "received_at": at.isoformat(),
        "issued_at": at.isoformat(),
        "finished_at": None,
        "device": uuid.uuid4().hex[:16],
        "token": None,
        "served_on": None,
        "changes": None,
        "consent": None,
        "details": {},
    }
    return Message(new_event(SUBMITTED, office, payload), 0, number)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10 * MILLION)
