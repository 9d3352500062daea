"""Dead letters that can be read now are sent again, once; the others stay."""

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from chassis.config import read_settings
from chassis.kafka import make_producer
from contracts.codec import decode
from kafka import KafkaConsumer, TopicPartition
from responses_service.config import ResponsesSettings
from responses_service.record.handlers.redrive import redrive

TOPIC = "responses.contacts.v1"


@pytest.fixture
def topic_names() -> list[str]:
    return [TOPIC]


def test_redrive(kafka: Any, service_database: Callable[[str], Any]) -> None:
    environment = {
        **service_database("responses").environment,
        "KAFKA_BOOTSTRAP": kafka.bootstrap,
        "KAFKA_TOPIC_PREFIX": kafka.prefix,
    }
    folder = files("contracts") / "examples" / TOPIC
    good = next(file.read_bytes() for file in folder.iterdir())
    producer = make_producer(kafka.bootstrap)
    for value in (good, b"torn bytes"):
        producer.send(f"{kafka.prefix}{TOPIC}.dlq", value, key=b"k").get(10)
    producer.close()
    settings = read_settings(ResponsesSettings, environment)
    assert redrive(settings) == "1 sent again, 1 still unreadable"
    assert redrive(settings) == "0 sent again, 0 still unreadable"
    consumer = KafkaConsumer(bootstrap_servers=kafka.bootstrap, metrics_enabled=False)
    part = TopicPartition(kafka.prefix + TOPIC, 0)
    consumer.assign([part])
    consumer.seek_to_beginning(part)
    found = [each.value for batch in consumer.poll(5000).values() for each in batch]
    consumer.close()
    assert [decode(TOPIC, value).payload for value in found] == [decode(TOPIC, good).payload]
