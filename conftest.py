"""The fixtures of every test in this checkout."""

from hypothesis import Phase, settings

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
