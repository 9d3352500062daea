"""The migrated database of responses, as its background and its web processes reach it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from chassis.database import Database


@pytest.fixture
def worker(service_database: Callable[[str], Any]) -> Iterator[Database]:
    # Tests of simultaneous work hold several connections at once.
    database = Database(service_database("responses").worker, pool_size=20)
    yield database
    database.close()


@pytest.fixture
def web(service_database: Callable[[str], Any]) -> Iterator[Database]:
    database = Database(service_database("responses").web)
    yield database
    database.close()
