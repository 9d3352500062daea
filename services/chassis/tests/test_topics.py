"""Topics follow the catalogue, those of an earlier edition, too."""

from chassis.topics import ensure_topics
from contracts.catalogue import topics
from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType
from suara_local.pytest_plugin import Kafka
from suara_local.running import eventually

NAME, SETTING = "responses.amendments.v1", "max.compaction.lag.ms"


def setting(admin: KafkaAdminClient, name: str) -> str:
    resource = ConfigResource(ConfigResourceType.TOPIC, name, [SETTING])
    found = admin.describe_configs([resource])
    return str(found["topic"][name][SETTING]["value"])


def test_an_older_topic_gets_the_settings_of_the_catalogue(kafka: Kafka) -> None:
    name, wanted = kafka.prefix + NAME, topics()[NAME].config[SETTING]
    admin = KafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, name, {SETTING: "777"})])
    eventually(lambda: setting(admin, name), "777")
    assert ensure_topics(kafka.bootstrap, kafka.prefix) == []
    eventually(lambda: setting(admin, name), wanted)
    admin.close()
