"""Makes the topics of the catalogue; called at set-up, never by a serving process.

`python -m chassis.topics` reads KAFKA_BOOTSTRAP, KAFKA_TOPIC_PREFIX and TOPIC_REPLICATION.
"""

import os
import sys
from collections.abc import Collection
from typing import Any

from contracts.catalogue import topics
from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType


def ensure_topics(
    bootstrap: str,
    prefix: str = "",
    replication: int = 1,
    names: Collection[str] | None = None,
) -> list[str]:
    """Create what is missing of the catalogue (or of its topics `names`), dead letters included,
    and give the topics that are there its settings; return the new names.

    With `replication` 3 a write is acknowledged once two brokers have it: one may be away. Topics
    that are there keep their number of copies, which Kafka changes by a reassignment alone.
    """
    wanted = _wanted(prefix, topics().keys() if names is None else names)
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        copies = _copies(admin, sorted(wanted.keys() & set(admin.list_topics())))
        missing = {
            name: {**_with_least(options, replication), "replication_factor": replication}
            for name, options in wanted.items()
            if name not in copies
        }
        if missing:
            admin.create_topics(missing, wait_for_metadata=True)
        if copies:
            admin.alter_configs(
                [
                    ConfigResource(
                        ConfigResourceType.TOPIC, name, _with_least(wanted[name], count)["configs"]
                    )
                    for name, count in copies.items()
                ]
            )
        return sorted(missing)
    finally:
        admin.close()


def _wanted(prefix: str, names: Collection[str]) -> dict[str, dict[str, Any]]:
    found, known = {}, topics()
    for topic in (known[name] for name in names):
        found[prefix + topic.name] = {"num_partitions": topic.partitions, "configs": topic.config}
        if topic.dead_letters:
            found[prefix + topic.dead_letter_name] = {"num_partitions": 1, "configs": {}}
    return found


def _with_least(options: dict[str, Any], copies: int) -> dict[str, Any]:
    """All copies but one must have a write before it is acknowledged."""
    least = {"min.insync.replicas": str(max(1, copies - 1))}
    return {**options, "configs": options["configs"] | least}


def _copies(admin: KafkaAdminClient, names: list[str]) -> dict[str, int]:
    """How many brokers hold each of these topics."""
    found = admin.describe_topics(names) if names else []
    return {
        each["name"]: min(len(part["replica_nodes"]) for part in each["partitions"])
        for each in found
    }


def main() -> None:
    replication = os.environ.get("TOPIC_REPLICATION", "1")
    if not (replication.isascii() and replication.isdigit() and 1 <= int(replication[:3]) <= 99):
        sys.exit(f"TOPIC_REPLICATION must be how many brokers hold a topic, not {replication!r}")
    prefix = os.environ.get("KAFKA_TOPIC_PREFIX", "")
    new = ensure_topics(os.environ["KAFKA_BOOTSTRAP"], prefix, int(replication))
    sys.stdout.write(f"{len(new)} topics made\n")


if __name__ == "__main__":
    main()
