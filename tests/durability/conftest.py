"""A stack of their own for the tests that kill: nobody else finds it half dead."""

import uuid
from collections.abc import Iterator

import pytest
from suara_local.places import ROOT
from suara_local.running import Running
from suara_local.seeded import seeded_stack


@pytest.fixture(scope="package")
def suara() -> Iterator[Running]:
    with seeded_stack(ROOT / "var" / "test" / uuid.uuid4().hex[:8] / "run") as running:
        yield running
