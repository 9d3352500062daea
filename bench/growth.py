"""What one answer costs the recorder as the record grows; `python -m bench.growth [largest]`.

The record is filled by SQL, the cost is that of the recorder itself: batches of 500 submissions
spread over 870 offices, on the database and with the role it has in service.
"""

import hashlib
import random
import shutil
import statistics
import sys
import time
import uuid
from datetime import UTC, datetime, timedelta

import psycopg
from chassis.consumer import Message
from chassis.database import Database
from contracts.codec import new_event
from responses_service.handlers.intake import SUBMITTED
from responses_service.handlers.recording import record
from suara_local.places import ROOT
from suara_local.ports import free_ports
from suara_local.stack import Stack

HOME = ROOT / "var" / "growth"
OFFICES, BATCH, ROUNDS = 870, 500, 24
AIM = 1.2
ITEMS = [f"item_{number}" for number in range(13)]
BEGAN = datetime(2026, 11, 1, tzinfo=UTC)
FILL = """
WITH new AS (
    SELECT gen_random_uuid() AS id, g, md5((g %% %(offices)s)::text)::uuid AS office
    FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS g),
 ids AS (
    INSERT INTO ledger (response_id, tenant_id, digest, receipt, state, period, source_partition,
        source_offset)
    SELECT id, office, decode(md5(g::text) || md5(g::text), 'hex'), 'R' || g, 'counted',
        '2026-11', 11, g FROM new)
INSERT INTO records (response_id, period, tenant_id, survey_id, instrument, form_version_id,
    point_id, state, answers, profile, mode, language, flagged, received_at, issued_at,
    answered_at, device, source_partition, source_offset)
SELECT id, '2026-11', office, office, 'SPKP-SPAK', office, office, 'counted', %(answers)s::jsonb,
    '{}', 'self', 'id', false, at, at, at, md5(g::text), 11, g
FROM (SELECT *, timestamptz '2026-11-01' + (g %% 2592000) * interval '1 second' AS at FROM new) n
"""
MILLION = 1_000_000


def main(largest: int) -> None:
    shutil.rmtree(HOME, ignore_errors=True)
    with Stack(HOME, free_ports()) as stack:
        stack.start_infrastructure()
        stack.prepare()
        worker = Database(stack.environment("responses")["DATABASE_WORKER_URL"])
        print("\n| rows in the record | microseconds an answer | ratio | aim |\n|--:|--:|--:|---|")
        first, filled, offset = 0.0, 0, 0
        for size in (10_000 * 10**step for step in range(4)):
            if size > largest:
                break
            fill(stack, filled + 1, size)
            filled = size
            cost, offset = measured(worker, offset)
            first = first or cost
            print(f"| {size:,} | {cost:.0f} | {cost / first:.2f} | < {AIM} |", flush=True)
        worker.close()
    shutil.rmtree(HOME)


def fill(stack: Stack, first: int, last: int) -> None:
    answers = "{" + ", ".join(f'"{item}": 5' for item in ITEMS) + "}"
    url = stack.superuser_url("responses")
    with psycopg.connect(url, autocommit=True) as connection:
        for start in range(first, last + 1, MILLION):
            known = {"offices": OFFICES, "answers": answers, "first": start}
            connection.execute(FILL, {**known, "last": min(last, start + MILLION - 1)})
        connection.execute("VACUUM ANALYZE records, ledger")


def measured(worker: Database, offset: int) -> tuple[float, int]:
    """Median microseconds an answer over the rounds, and the next free offset."""
    chance = random.Random(offset)  # noqa: S311 (no secret)
    costs = []
    for _ in range(ROUNDS):
        batch = [message(chance, offset + number) for number in range(BATCH)]
        offset += BATCH
        began = time.perf_counter()
        with worker.unbound() as connection:
            record(connection, batch)
        costs.append((time.perf_counter() - began) / BATCH * 1e6)
    return statistics.median(costs), offset


def message(chance: random.Random, offset: int) -> Message:
    """An answer at one of the offices; they are md5 ids in SQL as here."""
    name = str(chance.randrange(OFFICES)).encode()
    office = str(uuid.UUID(hashlib.md5(name).hexdigest()))  # noqa: S324 (no secret)
    at = (BEGAN + timedelta(seconds=chance.randrange(2_592_000))).isoformat()
    payload = {
        **{"response_id": str(uuid.uuid4()), "digest": uuid.uuid4().hex * 2},
        **{"receipt": f"B{offset}".ljust(26, "0"), "survey_id": office, "period": "2026-11"},
        **{"instrument": "SPKP-SPAK", "form_version_id": office, "point_id": office},
        **{"answers": {item: chance.randint(3, 6) for item in ITEMS}, "profile": {}},
        **{"mode": "self", "language": "id", "service": None, "text": None, "signs": []},
        **{"received_at": at, "issued_at": at, "finished_at": None},
        **{"device": uuid.uuid4().hex[:16], "token": None, "served_on": None},
        **{"changes": None, "consent": None, "details": {}},
    }
    return Message(new_event(SUBMITTED, office, payload), 0, offset)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10 * MILLION)
