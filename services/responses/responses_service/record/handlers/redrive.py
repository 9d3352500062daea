"""Sends dead letters again that can be read now, for example after a schema was mended."""

from collections.abc import Iterator

from chassis.kafka import make_producer
from contracts.catalogue import topics
from contracts.codec import UndecodableError, decode
from kafka import KafkaConsumer, TopicPartition

from responses_service.config import ResponsesSettings


def redrive(settings: ResponsesSettings) -> str:
    """Once over this service's dead letters; what stays unreadable stays where it is.

    Safe to repeat: the recorder knows every id and place.
    """
    sent = unreadable = 0
    producer = make_producer(settings.kafka_bootstrap)
    for topic in topics().values():
        if not (topic.dead_letters and topic.owner == "responses"):
            continue
        for value, key in _letters(settings, topic.dead_letter_name):
            try:
                decode(topic.name, value)
            except UndecodableError:
                unreadable += 1
                continue
            producer.send(settings.kafka_topic_prefix + topic.name, value, key=key).get(30)
            sent += 1
    producer.close(timeout=5)
    return f"{sent} sent again, {unreadable} still unreadable"


def _letters(settings: ResponsesSettings, name: str) -> Iterator[tuple[bytes, bytes]]:
    """What came since the last redrive, up to the present end; the broker keeps its place, after
    all were sent."""
    consumer = KafkaConsumer(
        bootstrap_servers=settings.kafka_bootstrap,
        group_id=f"{settings.kafka_topic_prefix}redrive",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        metrics_enabled=False,
    )
    try:
        topic = settings.kafka_topic_prefix + name
        parts = [TopicPartition(topic, n) for n in consumer.partitions_for_topic(topic) or ()]
        consumer.assign(parts)
        ends = consumer.end_offsets(parts)
        while any(consumer.position(part) < ends[part] for part in parts):
            for batch in consumer.poll(1000).values():
                for message in batch:
                    yield message.value, message.key
        consumer.commit()
    finally:
        consumer.close(autocommit=False)
