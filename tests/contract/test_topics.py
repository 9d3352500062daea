"""Topics are named by their owner, and by no service whose business they are not. Who reads one is
asked of the consumers themselves: services/contracts/tests/test_consumers.py."""

import re
from pathlib import Path

import pytest
from contracts.catalogue import topics
from suara_local.places import ROOT, SERVICES

NAMES = list(topics())
# Read in chassis on behalf of every service.
BY_CHASSIS = {"identity.revocations.v1", "identity.tenants.v1", "audit.entries.v1"}


def source_of(service: str) -> str:
    folder = ROOT / "services" / service / f"{service}_service"
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py")))


SOURCES = {service: source_of(service) for service in SERVICES}
CHASSIS = "\n".join(
    path.read_text(encoding="utf-8")
    for path in sorted(Path(ROOT / "services" / "chassis" / "chassis").glob("*.py"))
)


@pytest.mark.parametrize("name", NAMES)
def test_the_owner_names_the_topic(name: str) -> None:
    topic = topics()[name]
    owners = SERVICES if topic.owner == "all" else (topic.owner,)
    named = {service for service in SERVICES if f'"{name}"' in SOURCES[service]}
    if name in BY_CHASSIS:
        assert f'"{name}"' in CHASSIS
    else:
        assert set(owners) <= named


def test_no_service_names_a_topic_that_is_not_its_business() -> None:
    for service in SERVICES:
        for name in set(re.findall(r'"([a-z]+\.[a-z-]+\.v\d+)"', SOURCES[service])):
            topic = topics()[name]
            allowed = {topic.owner, *topic.consumers}
            assert service in allowed or "all" in allowed, f"{service} names {name}"
