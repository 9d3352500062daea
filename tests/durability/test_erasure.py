"""What a person took back is gone, also after the restore of a backup that still had it."""

import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from kafka import KafkaConsumer, TopicPartition
from suara_local import patient, postgres
from suara_local.places import ROOT
from suara_local.running import Running, eventually
from suara_local.seeded import seeded_stack

pytestmark = pytest.mark.destructive

UNIT = "W11-02"
ROLES = ("web", "background", "worker")
DATABASE = "responses"


@pytest.fixture(scope="module")
def own() -> Iterator[Running]:
    """A stack of its own: its database is set back."""
    home = ROOT / "var" / "test" / uuid.uuid4().hex[:8] / "run"
    with seeded_stack(home) as running:
        yield running


def send(suara: Running, **more: Any) -> tuple[str, str]:
    """(response id, receipt) once it is stored."""
    body = {**suara.submission(suara.survey(UNIT)), **more}
    return body["response_id"], suara.receipt_of(body)


def one(suara: Running, query: str, *values: Any, service: str = DATABASE) -> Any:
    with psycopg.connect(suara.stack.superuser_url(service)) as connection:
        row = connection.execute(query, values).fetchone()
    return row[0] if row else None


def has_text(suara: Running, response_id: str) -> bool:
    query = "SELECT text_key IS NOT NULL OR text_sealed IS NOT NULL FROM records"
    return bool(one(suara, query + " WHERE response_id = %s", response_id))


def contacts(suara: Running) -> int:
    return int(one(suara, "SELECT count(*) FROM contacts"))


def count_of(suara: Running) -> Any:
    """What scoring has counted, and the stars of it."""
    survey_id = suara.survey(UNIT)["survey_id"]
    query = "SELECT jsonb_agg(to_jsonb(t) ORDER BY part, mode, flagged, token) FROM tallies t"
    return one(suara, f"{query} WHERE survey_id = %s", survey_id, service="scoring")


def folded(suara: Running) -> int:
    query = "SELECT coalesce(sum(responses), 0) FROM tallies WHERE survey_id = %s"
    return int(one(suara, query, suara.survey(UNIT)["survey_id"], service="scoring"))


def recorded(suara: Running) -> int:
    query = "SELECT count(*) FROM records WHERE survey_id = %s AND state = 'counted'"
    return int(one(suara, query, suara.survey(UNIT)["survey_id"]))


def erase(suara: Running, receipt: str) -> None:
    url = f"{suara.base_url}/api/v1/erasures"
    assert patient.post(url, json={"receipt": receipt}).status_code == 202


def correct(suara: Running, receipt: str, **body: Any) -> None:
    url = f"{suara.base_url}/api/v1/receipts/corrections"
    assert patient.post(url, json={"receipt": receipt, **body}).status_code == 202


def written(suara: Running, receipt: str) -> Any:
    """What the receipt's holder sees, but for the consent."""
    url = f"{suara.base_url}/api/v1/receipts/contents"
    found = patient.post(url, json={"receipt": receipt}).json()
    return {name: found.get(name) for name in ("text", "items", "contact")}


def connections(suara: Running) -> int:
    """Of others: a database in use cannot be set back, and the killed are missed a moment later."""
    query = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = %s AND backend_type = 'client backend'"
    )
    with psycopg.connect(suara.stack.superuser_url("postgres")) as connection:
        row = connection.execute(query, [DATABASE]).fetchone()
    return int(row[0]) if row else 0


def run(suara: Running, command: str, database: str, *words: str) -> None:
    """A program of PostgreSQL, as the superuser."""
    url = suara.stack.superuser_url(database)
    subprocess.run([str(postgres.programs() / command), "-d", url, *words], check=True)


def everything_in_topics(suara: Running) -> bytes:
    """All keys and values of all topics, as they lie there."""
    consumer = KafkaConsumer(bootstrap_servers=suara.stack.bootstrap, metrics_enabled=False)
    try:
        parts = [
            TopicPartition(topic, part)
            for topic in consumer.topics()
            for part in consumer.partitions_for_topic(topic) or ()
        ]
        consumer.assign(parts)
        consumer.seek_to_beginning(*parts)
        ends = consumer.end_offsets(parts)
        found = []
        while any(consumer.position(part) < ends[part] for part in parts):
            for records in consumer.poll(timeout_ms=500).values():
                found += [(record.key or b"") + (record.value or b"") for record in records]
    finally:
        consumer.close()
    return b"\n".join(found)


def file_of_texts(suara: Running) -> str:
    """The address of a finished file of what people wrote."""
    reader, survey = suara.api("statistisi"), suara.survey(UNIT)
    wish = {name: survey[name] for name in ("instrument", "period")}
    asked = reader.post("/api/v1/exports", json={**wish, "kind": "texts", "format": "csv"})
    path = f"/api/v1/exports/{asked.raise_for_status().json()['export_id']}"
    eventually(lambda: reader.get(path).json()["state"], "done")
    return path


def test_taken_back_by_receipt_and_gone_after_an_older_backup(own: Running, tmp_path: Path) -> None:
    words, phone = f"Ruang tunggu panas {uuid.uuid4()}", f"08{uuid.uuid4().int % 10**10:010}"
    contact, others = {"name": "Siti", "phone": phone}, contacts(own)
    first, receipt = send(own, text=words, contact=contact)
    other, kept = send(own, text="Tetap disimpan", contact=contact)
    for _ in range(3):
        send(own)
    eventually(lambda: contacts(own), others + 2)
    eventually(lambda: folded(own) == recorded(own), wanted=True)
    before = count_of(own)
    assert words.encode() not in everything_in_topics(own)
    assert phone.encode() not in everything_in_topics(own)
    reader, path = own.api("statistisi"), file_of_texts(own)
    assert words in reader.get(f"{path}/file").text
    backup = str(tmp_path / "backup")
    run(own, "pg_dump", DATABASE, "-Fc", "-f", backup)

    erase(own, receipt)
    eventually(lambda: has_text(own, first), False)
    eventually(lambda: contacts(own), others + 1)
    assert has_text(own, other)
    # The file that holds it is gone, and the next one does not hold it.
    eventually(lambda: reader.get(path).json()["state"], "withdrawn")
    assert reader.get(f"{path}/file").status_code == 404
    assert words not in reader.get(f"{file_of_texts(own)}/file").text
    # Again is no mistake.
    erase(own, receipt)
    assert written(own, receipt) == {"text": "", "items": {}, "contact": {}}
    now = {"text": "Kursinya sudah cukup", "contact": {"name": "Sitti"}}
    correct(own, kept, **now)
    wanted = {"text": now["text"], "items": {}, "contact": {"name": "Sitti", "phone": phone}}
    eventually(lambda: written(own, kept), wanted)

    # The recorder is away while its database is set back to before the erasure.
    for role in ROLES:
        own.stack.kill(f"responses-{role}")
    eventually(lambda: connections(own), 0)
    run(own, "pg_restore", "postgres", "--clean", "--create", backup)
    assert has_text(own, first)
    for role in ROLES:
        own.stack.start_process(f"responses-{role}")
    eventually(lambda: has_text(own, first), False)
    eventually(lambda: contacts(own), others + 1)
    eventually(lambda: written(own, kept), wanted)
    eventually(lambda: own.api("statistisi").get(path).json()["state"], "withdrawn")
    assert count_of(own) == before
    assert now["text"].encode() not in everything_in_topics(own)
    assert own.fate(receipt) == "counted"


def test_a_queue_that_comes_again_brings_no_text_back(own: Running) -> None:
    """As after a restore from before the answer itself: recorder and amender start at the beginning
    and meet the answer in either order."""
    response_id, receipt = send(own, text="Hapus ini", contact={"phone": "0812"})
    erase(own, receipt)
    eventually(lambda: has_text(own, response_id), False)
    kept = contacts(own)
    _, other = send(own, text="Salah ketik", contact={"phone": "0813"})
    correct(own, other, text="Salah tulis", contact={"phone": "0814"})
    wanted = {"text": "Salah tulis", "items": {}, "contact": {"phone": "0814"}}
    eventually(lambda: written(own, other), wanted)
    own.stack.kill("responses-background")
    with psycopg.connect(own.stack.superuser_url(DATABASE), autocommit=True) as connection:
        connection.execute("TRUNCATE records, ledger, contacts")
        connection.execute(
            "UPDATE consumer_positions SET next_offset = 0, published_offset = 0"
            " WHERE consumer IN ('recorder', 'contacts')"
        )
    own.stack.start_process("responses-background")
    eventually(lambda: own.fate(receipt), "counted")
    eventually(lambda: contacts(own), kept + 1)
    eventually(lambda: written(own, other), wanted)
    assert not has_text(own, response_id)


def test_a_strange_receipt_erases_nothing(own: Running) -> None:
    url = f"{own.base_url}/api/v1/erasures"
    assert patient.post(url, json={"receipt": "AAAA-BBBB"}).status_code == 404
    refused = patient.post(url, json={})
    assert refused.status_code == 422
    assert [each["field"] for each in refused.json()["errors"]] == ["receipt"]
