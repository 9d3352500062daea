"""How many messages a broker was ever given."""

from kafka import KafkaConsumer, TopicPartition

Ends = dict[tuple[str, int], int]


def topic_ends(bootstrap: str) -> Ends:
    """The next offset of every partition of every topic, by (topic, partition)."""
    consumer = KafkaConsumer(bootstrap_servers=bootstrap, metrics_enabled=False)
    try:
        parts = [
            TopicPartition(topic, part)
            for topic in consumer.topics()
            for part in consumer.partitions_for_topic(topic) or ()
        ]
        found = consumer.end_offsets(parts)
    finally:
        consumer.close()
    return {(part.topic, part.partition): end for part, end in found.items()}
