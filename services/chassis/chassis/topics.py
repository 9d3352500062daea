"""Makes the topics of the catalogue; called at set-up, never by a serving process."""

from contracts.catalogue import topics
from kafka import KafkaAdminClient


def ensure_topics(bootstrap: str, prefix: str = "", replication: int = 1) -> list[str]:
    """Create what is missing of the catalogue, dead letters included; return the new names."""
    wanted: dict[str, dict[str, object]] = {}
    for topic in topics().values():
        options = {"replication_factor": replication}
        wanted[prefix + topic.name] = {
            **options,
            "num_partitions": topic.partitions,
            "configs": topic.config,
        }
        if topic.dead_letters:
            wanted[prefix + topic.dead_letter_name] = {**options, "num_partitions": 1}
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        missing = {name: wanted[name] for name in wanted.keys() - set(admin.list_topics())}
        if missing:
            admin.create_topics(missing, wait_for_metadata=True)
        return sorted(missing)
    finally:
        admin.close()
