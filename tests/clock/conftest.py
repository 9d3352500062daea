"""A stack whose clock the tests move; who else used it would find its surveys closed."""

import uuid
from collections.abc import Iterator

import pytest
from suara_local.places import ROOT
from suara_local.running import Running
from suara_local.seeded import seeded_stack


@pytest.fixture(scope="package")
def suara() -> Iterator[Running]:
    home = ROOT / "var" / "test" / uuid.uuid4().hex[:8] / "run"
    with seeded_stack(home) as running:
        yield running
