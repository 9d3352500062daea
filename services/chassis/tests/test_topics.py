"""Topics follow the catalogue, those of an earlier edition, too."""

import os
import subprocess
import sys

import pytest
from chassis.topics import _with_least, ensure_topics
from contracts.catalogue import topics
from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import InvalidReplicationFactorError
from suara_local.pytest_plugin import Kafka
from suara_local.running import eventually

NAME, SETTING = "responses.amendments.v1", "max.compaction.lag.ms"


@pytest.fixture
def topic_names() -> list[str]:
    return [NAME]


def setting(admin: KafkaAdminClient, name: str, of: str = SETTING) -> str:
    resource = ConfigResource(ConfigResourceType.TOPIC, name, [of])
    found = admin.describe_configs([resource])
    return str(found["topic"][name][of]["value"])


def test_an_older_topic_gets_the_settings_of_the_catalogue(kafka: Kafka) -> None:
    name, wanted = kafka.prefix + NAME, topics()[NAME].config[SETTING]
    admin = KafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, name, {SETTING: "777"})])
    eventually(lambda: setting(admin, name), "777")
    assert ensure_topics(kafka.bootstrap, kafka.prefix, names=[NAME]) == []
    eventually(lambda: setting(admin, name), wanted)
    admin.close()


def test_all_brokers_but_one_must_have_a_write(kafka: Kafka) -> None:
    """One broker stands for one here; a topic never asks for more copies than it has."""
    admin, least = KafkaAdminClient(bootstrap_servers=kafka.bootstrap), "min.insync.replicas"
    name = kafka.prefix + NAME
    assert ensure_topics(kafka.bootstrap, kafka.prefix, 3, [NAME]) == []
    eventually(lambda: setting(admin, name, least), "1")
    with pytest.raises(InvalidReplicationFactorError):
        ensure_topics(kafka.bootstrap, f"{kafka.prefix}more.", 3, [NAME])
    admin.close()


@pytest.mark.parametrize(("copies", "least"), [(1, "1"), (2, "1"), (3, "2"), (5, "4")])
def test_the_least_follows_the_copies(copies: int, least: str) -> None:
    settings = _with_least({"configs": {"a": "b"}}, copies)["configs"]
    assert settings == {"a": "b", "min.insync.replicas": least}


def test_the_command_reads_the_environment(kafka: Kafka) -> None:
    environment = {**os.environ, "KAFKA_BOOTSTRAP": kafka.bootstrap}
    command = [sys.executable, "-m", "chassis.topics"]
    for given, code, told in (("zwei", 1, "TOPIC_REPLICATION"), ("1", 0, "topics made")):
        more = {"KAFKA_TOPIC_PREFIX": f"{kafka.prefix}c.", "TOPIC_REPLICATION": given}
        done = subprocess.run(command, env=environment | more, capture_output=True, text=True)
        assert (done.returncode, told in done.stdout + done.stderr) == (code, True)
