"""The fixtures of every test in this checkout."""

import uuid
from contextlib import ExitStack

import pytest
from hypothesis import Phase, settings
from suara_local.moving import clock_at, moment
from suara_local.places import ROOT

pytest_plugins = ["suara_local.pytest_plugin"]

# The same examples in every run, however slow the machine: what fails here fails for everybody.
settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.load_profile("repeatable")
# For `make prove-mutants`, which runs every test thousands of times and looks at no example.
settings.register_profile(
    "few",
    settings.get_profile("repeatable"),
    max_examples=25,
    phases=[Phase.explicit, Phase.generate],
)


def pytest_configure(config: pytest.Config) -> None:
    """Every test goes by a clock that begins at one moment, and with it the stacks it starts: none
    meets the end of a month, or a day that nobody tried before."""
    going = ExitStack()
    config.add_cleanup(going.close)
    going.enter_context(clock_at(moment(), ROOT / "var" / "test" / f"{uuid.uuid4().hex}.clock"))
