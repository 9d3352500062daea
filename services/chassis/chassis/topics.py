"""Makes the topics of the catalogue; called at set-up, never by a serving process."""

from contracts.catalogue import topics
from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType


def ensure_topics(bootstrap: str, prefix: str = "", replication: int = 1) -> list[str]:
    """Create what is missing of the catalogue, dead letters included, and give the topics that are
    there its settings; return the new names."""
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
        there = set(admin.list_topics())
        missing = {name: wanted[name] for name in wanted.keys() - there}
        if missing:
            admin.create_topics(missing, wait_for_metadata=True)
        settings = [
            ConfigResource(ConfigResourceType.TOPIC, name, wanted[name]["configs"])
            for name in wanted.keys() & there
            if wanted[name].get("configs")
        ]
        if settings:
            admin.alter_configs(settings)
        return sorted(missing)
    finally:
        admin.close()
