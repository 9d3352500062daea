"""Readiness tells of a snapshot that cannot be kept; answers are taken all the same."""

from pathlib import Path

import pytest
from contracts.catalogue import topics
from responses_service.config import ResponsesSettings
from responses_service.shared import projecting
from suara_local.pytest_plugin import Kafka
from suara_local.running import eventually

KEY = "unused"


@pytest.fixture
def topic_names() -> list[str]:
    """What responses writes or reads."""
    known = topics().values()
    return [each.name for each in known if "responses" in (each.owner, *each.consumers)]


def settings(kafka: Kafka, folder: Path) -> ResponsesSettings:
    return ResponsesSettings(
        suara_base_url="http://localhost",
        kafka_bootstrap=kafka.bootstrap,
        kafka_topic_prefix=kafka.prefix,
        database_web_url="",
        database_worker_url="",
        identity_url="",
        receipt_key=KEY,
        text_master_key=KEY,
        contact_master_key=KEY,
        issued_key=KEY,
        point_key=KEY,
        valkey_url="",
        snapshot_dir=str(folder),
    )


def test_a_snapshot_that_cannot_be_kept_is_noticed_and_tried_again(
    kafka: Kafka, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that is not there refuses even the root user, as a foreign one refuses others."""
    monkeypatch.setattr(projecting, "SNAPSHOT_EVERY", 0.1)
    folder = tmp_path / "volume"
    made = projecting.Projecting(settings(kafka, folder))
    assert not made.healthy()
    eventually(made.ready, True)
    assert not made.healthy()
    folder.mkdir()
    eventually(made.healthy, True)
    made.stop()


def test_a_folder_that_takes_files_is_healthy_and_left_clean(kafka: Kafka, tmp_path: Path) -> None:
    made = projecting.Projecting(settings(kafka, tmp_path))
    eventually(made.healthy, True)
    assert [
        path.name for path in tmp_path.iterdir() if not path.name.startswith("projection")
    ] == []
    made.stop()
